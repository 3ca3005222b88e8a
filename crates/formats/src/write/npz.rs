//! Sparse rows as a file for `scipy.sparse.load_npz`.

use std::io::{self, BufWriter, Write};

use zip::{
    CompressionMethod, ZipWriter,
    write::{SimpleFileOptions, StreamWriter},
};

use alsolike::sparse::SparseRows;

/// Writes the rows as a compressed sparse row matrix in NumPy's archive format.
///
/// The archive has five arrays: `data` (f32, shape (nnz,)), `indices` (shape (nnz,)) and `indptr` (shape
/// (n_docs + 1,)), `shape` (i64, shape (2,)) and `format`. `indices` and `indptr` are i32, or both i64 when an i32 is
/// too small: SciPy requires the same type for both.
///
/// # Errors
/// The error of the stream.
///
/// # Performance
/// O(nnz), through a buffer of 64 KiB.
///
/// # Source
/// NumPy enhancement proposal 1, "A simple file format for NumPy arrays", format version 1.0.
pub fn write_rows(rows: &SparseRows, out: impl Write) -> io::Result<()> {
    let mut archive = Archive(BufWriter::with_capacity(1 << 16, ZipWriter::new_stream(out)));
    let terms = rows.terms().iter().map(|&term| u64::from(term));
    let offsets = rows.offsets().iter().map(|&at| at as u64);
    if i32::try_from(rows.nnz().max(rows.n_terms())).is_ok() {
        archive.array("indices", "<i4", terms.map(|term| (term as u32).to_le_bytes()))?;
        archive.array("indptr", "<i4", offsets.map(|at| (at as u32).to_le_bytes()))?;
    } else {
        archive.array("indices", "<i8", terms.map(u64::to_le_bytes))?;
        archive.array("indptr", "<i8", offsets.map(u64::to_le_bytes))?;
    }
    archive.start("format", "|S3", "()")?;
    archive.0.write_all(b"csr")?;
    let shape = [rows.n_docs() as u64, rows.n_terms() as u64];
    archive.array("shape", "<i8", shape.into_iter().map(u64::to_le_bytes))?;
    archive.array("data", "<f4", rows.weights().iter().map(|weight| weight.to_le_bytes()))?;
    archive.0.flush()?;
    let zip = archive.0.into_inner().map_err(io::IntoInnerError::into_error)?;
    zip.finish()?;
    Ok(())
}

/// An archive of arrays. The buffer joins the bytes of single values to large writes.
struct Archive<W: Write>(BufWriter<ZipWriter<StreamWriter<W>>>);

impl<W: Write> Archive<W> {
    /// Writes a one-dimensional array.
    fn array<const N: usize>(
        &mut self,
        name: &str,
        dtype: &str,
        values: impl ExactSizeIterator<Item = [u8; N]>,
    ) -> io::Result<()> {
        self.start(name, dtype, &format!("({},)", values.len()))?;
        for value in values {
            self.0.write_all(&value)?;
        }
        Ok(())
    }

    /// Starts an array and writes its header.
    fn start(&mut self, name: &str, dtype: &str, shape: &str) -> io::Result<()> {
        // A fixed time gives the same bytes for the same rows.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(zip::DateTime::default())
            .large_file(true);
        self.0.flush()?;
        self.0.get_mut().start_file(format!("{name}.npy"), options)?;
        let header = format!("{{'descr': '{dtype}', 'fortran_order': False, 'shape': {shape}, }}");
        // Magic number, version, length and header fill a multiple of 64 bytes; the last byte is a newline.
        let length = (10 + header.len() + 1).next_multiple_of(64) - 10;
        self.0.write_all(b"\x93NUMPY\x01\x00")?;
        self.0.write_all(&(length as u16).to_le_bytes())?;
        writeln!(self.0, "{header:<width$}", width = length - 1)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::write_rows;
    use alsolike::sparse::SparseRows;

    /// Splits an array into its header and its data.
    fn array(archive: &[u8], name: &str) -> (String, Vec<u8>) {
        let mut archive = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
        let mut bytes = Vec::new();
        archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
        assert!(bytes.starts_with(b"\x93NUMPY\x01\x00"), "{name}");
        let length = usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
        let data = bytes.split_off(10 + length);
        assert!(bytes.len().is_multiple_of(64) && bytes.ends_with(b"\n"), "{name}");
        (String::from_utf8(bytes.split_off(10)).unwrap().trim_end().to_owned(), data)
    }

    #[test]
    fn every_array_has_a_numpy_header_and_its_values() {
        let rows = SparseRows::try_new(vec![0, 2, 2, 3], vec![0, 2, 1], vec![0.5, 1.0, 0.25], 3);
        let mut archive = Vec::new();
        write_rows(&rows.unwrap(), &mut archive).unwrap();
        let check = |name: &str, dtype: &str, shape: &str, data: Vec<u8>| {
            let header =
                format!("{{'descr': '{dtype}', 'fortran_order': False, 'shape': {shape}, }}");
            assert_eq!(array(&archive, name), (header, data), "{name}");
        };
        let i32s = |values: &[i32]| values.iter().flat_map(|value| value.to_le_bytes()).collect();
        let i64s = |values: &[i64]| values.iter().flat_map(|value| value.to_le_bytes()).collect();
        let f32s = |values: &[f32]| values.iter().flat_map(|value| value.to_le_bytes()).collect();
        check("indices.npy", "<i4", "(3,)", i32s(&[0, 2, 1]));
        check("indptr.npy", "<i4", "(4,)", i32s(&[0, 2, 2, 3]));
        check("shape.npy", "<i8", "(2,)", i64s(&[3, 3]));
        check("data.npy", "<f4", "(3,)", f32s(&[0.5, 1.0, 0.25]));
        check("format.npy", "|S3", "()", b"csr".to_vec());
    }
}
