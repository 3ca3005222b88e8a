//! Reads files, folders and standard input as [`Article`](alsolike::article::Article)s, and reports what was skipped.
//!
//! [`Reader`] returns batches of bounded memory. A file that cannot be read stops the reader with a
//! [`ReadError`](crate::ReadError). A record that cannot be read is skipped, and [`ReadReport`] counts it with its
//! file and line.
//!
//! | format | files | one article is |
//! |---|---|---|
//! | JSON lines | `.jsonl` `.ndjson` | a line: `id`, `title`, `text`, `summary`, `url`, `date`, `lang`, `section`, `tags`, `label`, `links`, or the names that other systems give them; see [`FieldNames`] |
//! | JSON | `.json` | an object in `[…]`, in `{"posts":[…]}` and the like, or one of several; JSON Feed; a post of an export of Ghost |
//! | table | `.csv` `.tsv` | a row below a header with the same names |
//! | feed | `.xml` `.rss` `.atom` `.rdf` | an item of RSS, an entry of Atom, a post of an export of WordPress |
//! | Markdown | `.md` `.markdown` | a file, with YAML or TOML front matter or without |
//! | plain text | `.txt` | a file |
//!
//! HTML in the fields of records is recognized by its looks and read as text. Files in folders are read as JSON and
//! feeds only if their first bytes show articles. Tables and feeds may be in other encodings than UTF-8.
//!
//! Files may be compressed with gzip or Zstandard. The reader detects that from the first bytes, not from the name.

mod addresses;
mod batch;
mod built;
mod csv;
mod decode;
mod decompress;
mod field;
mod fields;
mod file_name;
mod front_matter;
mod gitignore;
mod html_page;
mod input;
mod json;
mod jsonl;
mod languages;
mod lines;
mod names;
mod options;
mod page;
mod page_file;
mod passed_over;
mod place;
mod reader;
mod record;
mod report;
mod seen;
mod site;
mod skip;
mod source;
mod split;
mod state;
#[cfg(test)]
mod tests;
mod text;
mod value;
mod walk;
mod warning;
mod xml;

pub use addresses::Addresses;
pub use names::FieldNames;
pub use options::ReadOptions;
pub use passed_over::{PassedOver, PassedOverFiles, PassedOverPath};
pub use place::Place;
pub use reader::{Reader, Record};
pub use report::{ReadReport, Skipped, Warned};
pub use site::{PageKey, Site, SiteChoice, SiteName};
pub use skip::{Skip, SkipReason};
pub use source::{Source, SourceFormat};
pub use state::Unpublished;
pub use warning::{Warning, WarningReason};
