//! Bytes to [`Article`](alsolike::article::Article), and a report of everything that was not used.
//!
//! [`Reader`] takes files, folders and standard input, in batches of bounded memory. What is wrong
//! with a whole file stops the reading with an [`ReadError`]; what is wrong with one record skips
//! that record and is counted in the [`ReadReport`] with its file and line.
//!
//! | kind | files | one article is |
//! |---|---|---|
//! | JSON lines | `.jsonl` `.ndjson` | a line: `id`, `title`, `text`, `summary`, `url`, `date`, `lang`, `section`, `tags`, `label`, `links` |
//! | table | `.csv` `.tsv` | a row under a header with the same names |
//! | Markdown | `.md` `.markdown` | a file, with YAML or TOML front matter or none |
//! | plain text | `.txt` | a file |
//!
//! Each may be packed with gzip or Zstandard, which is seen by the first bytes, not by the name.

mod batch;
mod csv;
mod decompress;
mod fields;
mod front_matter;
mod jsonl;
mod lines;
mod markdown;
mod options;
mod reader;
mod report;
mod seen;
mod skip;
mod source;
#[cfg(test)]
mod tests;
mod text;
mod walk;

use crate::ReadError;
pub use options::ReadOptions;
pub use reader::Reader;
pub use report::{Place, ReadReport, Skipped, Warned};
pub use skip::{Skip, SkipReason, Warning, WarningReason};
pub use source::{Source, SourceFormat};
