//! Writes data to standard output, or to a file that appears whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::io::error::{Fault, Result};

/// Bytes of the buffer in front of the stream.
const BUFFER: usize = 1 << 18;

/// Standard output, or a file under a temporary name until [`Output::finish`].
pub(crate) struct Output {
    /// The output in messages.
    name: String,
    stream: Stream,
}

enum Stream {
    /// Standard output, or a pipe or device that must not be replaced by a file.
    Open(BufWriter<Box<dyn Write>>),
    File {
        file: BufWriter<NamedTempFile>,
        path: PathBuf,
    },
}

impl Output {
    /// Opens standard output, or a temporary file beside `path`.
    ///
    /// # Errors
    /// A [`Fault`] that names the file when it cannot be written.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path else {
            let name = "to standard output".to_owned();
            return Ok(Self { name, stream: Stream::open(io::stdout().lock()) });
        };
        let name = format!("`{}`", path.display());
        if fs::metadata(path).is_ok_and(|known| !known.is_file()) {
            let file = File::options().write(true).open(path);
            let file = file.map_err(|error| Fault::file("write", path, error))?;
            return Ok(Self { name, stream: Stream::open(file) });
        }
        let folder =
            path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !folder.is_dir() {
            let what = format!("there is no folder `{}`", folder.display());
            return Err(Fault::file("write", path, what).into());
        }
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // The mode of a file made by redirection, before the user's mask.
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        // The message shows the kind of the error alone: the full text names the temporary file.
        let file = builder.prefix(".alsolike-").tempfile_in(folder);
        let file = file.map_err(|error| Fault::file("write", path, error.kind()))?;
        let file = BufWriter::with_capacity(BUFFER, file);
        Ok(Self { name, stream: Stream::File { file, path: path.to_owned() } })
    }

    /// Checks that a file can be written, and leaves none.
    ///
    /// # Errors
    /// As [`Output::open`].
    pub(crate) fn check(path: &Path) -> Result {
        // The reader of a pipe would take the end of the check for the end of the output.
        let kind = fs::metadata(path).map(|known| known.file_type());
        if kind.is_ok_and(|kind| !kind.is_file() && !kind.is_dir()) {
            return Ok(());
        }
        Self::open(Some(path)).map(drop)
    }

    /// Writes the whole answer of a command and finishes the output.
    pub(crate) fn write_whole(path: Option<&Path>, bytes: impl AsRef<[u8]>) -> Result {
        let mut out = Self::open(path)?;
        out.write_all(bytes.as_ref())?;
        out.finish()
    }

    /// Flushes, and gives a file its name.
    pub(crate) fn finish(self) -> Result {
        let Self { name, stream } = self;
        match stream {
            Stream::Open(mut out) => out.flush().map_err(|error| cannot_write(&name, &error))?,
            Stream::File { file, path } => {
                let file = file.into_inner().map_err(|error| cannot_write(&name, error.error()))?;
                file.persist(&path).map_err(|error| cannot_write(&name, &error.error))?;
            }
        }
        Ok(())
    }
}

impl Stream {
    fn open(out: impl Write + 'static) -> Self {
        Self::Open(BufWriter::with_capacity(BUFFER, Box::new(out)))
    }

    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Self::Open(out) => out,
            Self::File { file, .. } => file,
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.writer().write(bytes).map_err(|error| cannot_write(&self.name, &error))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.writer().flush().map_err(|error| cannot_write(&self.name, &error))
    }
}

/// Adds the name of the output. The kind is kept, because it identifies a closed pipe.
fn cannot_write(name: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("cannot write {name}: {error}"))
}
