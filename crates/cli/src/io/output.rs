//! Where data goes: standard output, or a file that appears whole or not at all.

use std::fmt::Display;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::io::error::Fault;

/// Size of the buffer before the stream.
const BUFFER: usize = 1 << 18;

/// Standard output, or a file under a temporary name until [`Output::finish`].
pub(crate) struct Output {
    /// For messages.
    name: String,
    to: To,
}

enum To {
    /// Standard output, or a pipe or device that must not be replaced by a file.
    Stream(BufWriter<Box<dyn Write>>),
    File {
        file: BufWriter<NamedTempFile>,
        path: PathBuf,
    },
}

impl Output {
    pub(crate) fn open(path: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = path else {
            let name = "to standard output".to_owned();
            return Ok(Self { name, to: To::stream(io::stdout().lock()) });
        };
        let name = format!("`{}`", path.display());
        let fault = |error: &dyn Display| Fault(format!("cannot write {name}: {error}"));
        if fs::metadata(path).is_ok_and(|known| !known.is_file()) {
            let file = File::options().write(true).open(path).map_err(|error| fault(&error))?;
            return Ok(Self { name, to: To::stream(file) });
        }
        let folder =
            path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !folder.is_dir() {
            let what = format!("there is no folder `{}`", folder.display());
            return Err(fault(&what).into());
        }
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // The mode of a file made by redirection, before the user's mask.
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        // The kind alone: the whole message names the temporary file.
        let file = builder.prefix(".alsolike-").tempfile_in(folder);
        let file = file.map_err(|error| fault(&error.kind()))?;
        let file = BufWriter::with_capacity(BUFFER, file);
        Ok(Self { name, to: To::File { file, path: path.to_owned() } })
    }

    /// Flushes, and gives a file its name.
    pub(crate) fn finish(self) -> anyhow::Result<()> {
        let Self { name, to } = self;
        match to {
            To::Stream(mut out) => out.flush().map_err(|error| cannot_write(&name, &error))?,
            To::File { file, path } => {
                let file = file.into_inner().map_err(|error| cannot_write(&name, error.error()))?;
                file.persist(&path).map_err(|error| cannot_write(&name, &error.error))?;
            }
        }
        Ok(())
    }
}

impl To {
    fn stream(out: impl Write + 'static) -> Self {
        Self::Stream(BufWriter::with_capacity(BUFFER, Box::new(out)))
    }

    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Self::Stream(out) => out,
            Self::File { file, .. } => file,
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.to.writer().write(bytes).map_err(|error| cannot_write(&self.name, &error))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.writer().flush().map_err(|error| cannot_write(&self.name, &error))
    }
}

/// The kind is kept, since a closed pipe is told by it.
fn cannot_write(name: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("cannot write {name}: {error}"))
}
