//! Where data goes: standard output, or a file that appears whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::fault::Fault;

/// Size of the buffer before the stream.
const BUFFER: usize = 1 << 18;

/// Standard output, or a file under a temporary name until [`Output::finish`].
pub(super) enum Output {
    Stdout(BufWriter<StdoutLock<'static>>),
    /// A pipe or device that must not be replaced by a file.
    Special(BufWriter<File>),
    File {
        file: BufWriter<NamedTempFile>,
        path: PathBuf,
    },
}

impl Output {
    pub(super) fn open(path: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = path else {
            return Ok(Self::Stdout(BufWriter::with_capacity(BUFFER, io::stdout().lock())));
        };
        let fault = |error: io::Error| Fault(format!("cannot write `{}`: {error}", path.display()));
        if fs::metadata(path).is_ok_and(|known| !known.is_file()) {
            let file = File::options().write(true).open(path).map_err(fault)?;
            return Ok(Self::Special(BufWriter::with_capacity(BUFFER, file)));
        }
        let folder =
            path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // The mode of a file made by redirection, before the user's mask.
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let file = builder.prefix(".alsolike-").tempfile_in(folder).map_err(fault)?;
        Ok(Self::File { file: BufWriter::with_capacity(BUFFER, file), path: path.to_owned() })
    }

    /// Flushes, and gives a file its name.
    pub(super) fn finish(self) -> anyhow::Result<()> {
        match self {
            Self::Stdout(mut out) => out.flush()?,
            Self::Special(mut out) => out.flush()?,
            Self::File { file, path } => {
                let fault =
                    |error: io::Error| Fault(format!("cannot write `{}`: {error}", path.display()));
                let file = file.into_inner().map_err(|error| fault(error.into_error()))?;
                file.persist(&path).map_err(|error| fault(error.error))?;
            }
        }
        Ok(())
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out) => out.write(bytes),
            Self::Special(out) => out.write(bytes),
            Self::File { file, .. } => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::Special(out) => out.flush(),
            Self::File { file, .. } => file.flush(),
        }
    }
}
