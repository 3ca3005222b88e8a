//! Where articles come from.

use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

/// One place to read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file, or a folder with everything under it.
    Path(PathBuf),
    /// Standard input.
    Stdin,
}

impl From<&OsStr> for Source {
    /// `-` is standard input, anything else a path.
    fn from(argument: &OsStr) -> Self {
        if argument == "-" { Self::Stdin } else { Self::Path(argument.into()) }
    }
}

impl From<OsString> for Source {
    /// `-` is standard input, anything else a path.
    fn from(argument: OsString) -> Self {
        argument.as_os_str().into()
    }
}

impl From<&str> for Source {
    /// `-` is standard input, anything else a path.
    fn from(argument: &str) -> Self {
        OsStr::new(argument).into()
    }
}

/// How articles are written in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SourceFormat {
    /// One JSON object a line.
    Jsonl,
    /// Rows under a header, fields separated by commas (or semicolons, when the header has them).
    Csv,
    /// Rows under a header, fields separated by tabs.
    Tsv,
    /// One article in Markdown, with front matter or none.
    Markdown,
    /// One article in plain text.
    Plain,
}

impl SourceFormat {
    /// The format that a file extension promises.
    fn of_extension(extension: &str) -> Option<Self> {
        Some(match extension.to_ascii_lowercase().as_str() {
            "jsonl" | "ndjson" => Self::Jsonl,
            "csv" => Self::Csv,
            "tsv" => Self::Tsv,
            "md" | "markdown" => Self::Markdown,
            "txt" => Self::Plain,
            _ => return None,
        })
    }

    /// The format that the first bytes show, if they do.
    ///
    /// `{` starts JSON lines, a line `---` or `+++` front matter.
    pub(super) fn sniff(head: &[u8]) -> Option<Self> {
        let head = head.trim_ascii_start();
        let first_line = head.split(|&b| b == b'\n').next().unwrap_or_default();
        match first_line.trim_ascii_end() {
            b"---" | b"+++" => Some(Self::Markdown),
            line if line.starts_with(b"{") => Some(Self::Jsonl),
            _ => None,
        }
    }
}

/// A file name taken apart: what names the article, and what names the format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FileName {
    /// The name without the extensions below.
    pub stem: String,
    /// The format by extension, under `.gz` or `.zst` too.
    pub format: Option<SourceFormat>,
    /// The extensions as they are, lower case, `md`, `md.gz` or empty.
    pub extension: String,
}

impl FileName {
    pub(super) fn of(path: &Path) -> Self {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let (bare, packing) = match name.rsplit_once('.') {
            Some((bare, packing @ ("gz" | "zst"))) => (bare, Some(packing)),
            _ => (name.as_ref(), None),
        };
        let (stem, extension) = match bare.rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => (stem, extension),
            _ => (bare, ""),
        };
        let extension = match (extension, packing) {
            (extension, None) => extension.to_ascii_lowercase(),
            ("", Some(packing)) => packing.to_owned(),
            (extension, Some(packing)) => format!("{}.{packing}", extension.to_ascii_lowercase()),
        };
        let format = SourceFormat::of_extension(extension.split('.').next().unwrap_or_default());
        Self { stem: stem.to_owned(), format, extension }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{FileName, Source, SourceFormat};

    #[test]
    fn a_dash_is_standard_input() {
        assert_eq!(Source::from("-"), Source::Stdin);
        assert_eq!(Source::from("a-b"), Source::Path("a-b".into()));
    }

    #[test]
    fn names_tell_stem_and_format() {
        let check = |path: &str, stem: &str, format: Option<SourceFormat>, extension: &str| {
            let found = FileName::of(Path::new(path));
            let expected = FileName { stem: stem.into(), format, extension: extension.into() };
            assert_eq!(found, expected, "{path}");
        };
        check("a/b.md", "b", Some(SourceFormat::Markdown), "md");
        check("b.v2.Markdown", "b.v2", Some(SourceFormat::Markdown), "markdown");
        check("x.jsonl.gz", "x", Some(SourceFormat::Jsonl), "jsonl.gz");
        check("x.csv.zst", "x", Some(SourceFormat::Csv), "csv.zst");
        check("x.gz", "x", None, "gz");
        check("README", "README", None, "");
        check(".md", ".md", None, "");
        check("x.tar.gz", "x", None, "tar.gz");
    }

    #[test]
    fn first_bytes_tell_json_lines_and_front_matter() {
        let check = |head: &[u8], expected| {
            assert_eq!(SourceFormat::sniff(head), expected, "{}", head.escape_ascii());
        };
        check(b" \n{\"id\":1}", Some(SourceFormat::Jsonl));
        check(b"---\r\ntitle: x", Some(SourceFormat::Markdown));
        check(b"+++\n", Some(SourceFormat::Markdown));
        check(b"--- not front matter", None);
        check(b"Some words", None);
        check(b"", None);
    }
}
