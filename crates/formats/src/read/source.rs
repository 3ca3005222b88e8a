//! Where articles come from.

use std::{
    ffi::{OsStr, OsString},
    path::PathBuf,
};

/// A file, a folder or standard input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file, or a folder with everything below it.
    Path(PathBuf),
    /// Standard input.
    Stdin,
}

impl From<&OsStr> for Source {
    /// `-` is standard input, anything else is a path.
    fn from(argument: &OsStr) -> Self {
        if argument == "-" { Self::Stdin } else { Self::Path(argument.into()) }
    }
}

impl From<OsString> for Source {
    /// `-` is standard input, anything else is a path.
    fn from(argument: OsString) -> Self {
        argument.as_os_str().into()
    }
}

impl From<&str> for Source {
    /// `-` is standard input, anything else is a path.
    fn from(argument: &str) -> Self {
        OsStr::new(argument).into()
    }
}

/// The format of a file of articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SourceFormat {
    /// One JSON object per line.
    Jsonl,
    /// One JSON document: a list of objects, an object that holds such a list, or objects one after another.
    Json,
    /// A feed in RSS or Atom, or an export of WordPress.
    Feed,
    /// Rows below a header. Commas separate fields; semicolons or tabs do if the header has no comma.
    Csv,
    /// Rows below a header. Tabs separate fields.
    Tsv,
    /// One article in Markdown, with or without front matter.
    Markdown,
    /// One article in Markdown with components of React.
    Mdx,
    /// One article in Org.
    Org,
    /// One article in AsciiDoc.
    AsciiDoc,
    /// One article in reStructuredText.
    Rst,
    /// One article in Textile.
    Textile,
    /// One article in HTML: a page of a built site, or a part of a page with or without front matter.
    Html,
    /// One article in plain text.
    Plain,
}

impl SourceFormat {
    /// The format with this file extension, in upper or lower case.
    pub(super) fn from_extension(extension: &str) -> Option<Self> {
        Some(match extension.to_ascii_lowercase().as_str() {
            "jsonl" | "ndjson" => Self::Jsonl,
            "json" => Self::Json,
            "xml" | "rss" | "atom" | "rdf" => Self::Feed,
            "csv" => Self::Csv,
            "tsv" => Self::Tsv,
            "md" | "markdown" | "mdown" | "mkd" | "mkdn" | "mkdown" => Self::Markdown,
            "mdx" => Self::Mdx,
            "org" => Self::Org,
            "adoc" | "asciidoc" => Self::AsciiDoc,
            "rst" => Self::Rst,
            "textile" => Self::Textile,
            "html" | "htm" => Self::Html,
            "txt" => Self::Plain,
            _ => return None,
        })
    }

    /// The format that the first bytes show: `{` starts JSON lines, a line `---` or `+++` starts front matter.
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

#[cfg(test)]
mod tests {
    use super::{Source, SourceFormat};

    #[test]
    fn a_dash_is_standard_input() {
        assert_eq!(Source::from("-"), Source::Stdin);
        assert_eq!(Source::from("a-b"), Source::Path("a-b".into()));
    }

    #[test]
    fn first_bytes_show_json_lines_and_front_matter() {
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
