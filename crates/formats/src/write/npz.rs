//! Rows as `scipy.sparse.load_npz` reads them.

use std::io::{self, Write};

use zip::{
    CompressionMethod, ZipWriter,
    write::{SimpleFileOptions, StreamWriter},
};

use alsolike::sparse::SparseRows;

/// Writes the rows as a compressed sparse row matrix in NumPy's archive format.
///
/// Five arrays: `data` (f32), `indices` and `indptr` (i64 when an i32 cannot hold them, as SciPy wants
/// both alike), `shape` and `format`. O(nnz), through a small buffer.
///
/// # Errors
/// What the stream says.
///
/// # Source
/// NumPy enhancement proposal 1, "A simple file format for NumPy arrays", format version 1.0.
pub fn write_rows(rows: &SparseRows, out: impl Write) -> io::Result<()> {
    let mut zip = ZipWriter::new_stream(out);
    let fits_i32 = i32::try_from(rows.nnz().max(rows.n_terms())).is_ok();
    array(
        &mut zip,
        "indices",
        if fits_i32 { "<i4" } else { "<i8" },
        rows.nnz(),
        rows.terms(),
        |&term| integer(u64::from(term), fits_i32),
    )?;
    array(
        &mut zip,
        "indptr",
        if fits_i32 { "<i4" } else { "<i8" },
        rows.offsets().len(),
        rows.offsets(),
        |&at| integer(at as u64, fits_i32),
    )?;
    array(&mut zip, "format", "|S3", 0, &[*b"csr"], |name| name.to_vec())?;
    array(&mut zip, "shape", "<i8", 2, &[rows.n_docs() as u64, rows.n_terms() as u64], |&side| {
        integer(side, false)
    })?;
    array(&mut zip, "data", "<f4", rows.nnz(), rows.weights(), |weight| {
        weight.to_le_bytes().to_vec()
    })?;
    zip.finish()?;
    Ok(())
}

fn integer(value: u64, as_i32: bool) -> Vec<u8> {
    let bytes = value.to_le_bytes();
    if as_i32 { bytes[..4].to_vec() } else { bytes.to_vec() }
}

/// One array; `length` 0 makes it a scalar.
fn array<T>(
    zip: &mut ZipWriter<StreamWriter<impl Write>>,
    name: &str,
    dtype: &str,
    length: usize,
    values: &[T],
    bytes: impl Fn(&T) -> Vec<u8>,
) -> io::Result<()> {
    // A fixed time keeps the file the same for the same rows.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(zip::DateTime::default())
        .large_file(true);
    zip.start_file(format!("{name}.npy"), options)?;
    let shape = if dtype == "|S3" { "()".to_owned() } else { format!("({length},)") };
    let mut header = format!("{{'descr': '{dtype}', 'fortran_order': False, 'shape': {shape}, }}");
    // Magic, version, length and header fill a multiple of 64 bytes, the last of them a newline.
    let padding = 63 - (10 + header.len()) % 64;
    header.push_str(&" ".repeat(padding));
    header.push('\n');
    zip.write_all(b"\x93NUMPY\x01\x00")?;
    zip.write_all(&(header.len() as u16).to_le_bytes())?;
    zip.write_all(header.as_bytes())?;
    let mut buffer = Vec::with_capacity(1 << 16);
    for value in values {
        buffer.extend(bytes(value));
        if buffer.len() >= 1 << 16 {
            zip.write_all(&buffer)?;
            buffer.clear();
        }
    }
    zip.write_all(&buffer)
}
