//! The flags that say how sources are read.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{ArgAction, Args, ValueEnum};

use super::values::switch;
use crate::io::error::{Fault, Result};
use crate::io::files::read_text;
use alsolike::article::Date;
use alsolike_formats::read::{
    Addresses, FieldNames, ReadOptions, SiteChoice, SiteName, SourceFormat,
};

/// The heading is also the table of these keys in a settings file.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Reading")]
pub(crate) struct ReadingArgs {
    /// Format of standard input and of files given by name, whatever their extension
    #[arg(long, value_enum, value_name = "FORMAT", hide_short_help = true)]
    source_format: Option<SourceFormatArg>,
    /// Generator of the site: auto recognizes it by its configuration, none reads the files as they are
    #[arg(
        long,
        value_enum,
        default_value = "auto",
        value_name = "NAME",
        env = "ALSOLIKE_SITE",
        hide_short_help = true
    )]
    site: SiteArg,
    /// Addresses as the generator lists them: `hugo list all`, `eleventy --to=json`, or path, tab and address
    #[arg(long, value_name = "FILE", env = "ALSOLIKE_ADDRESSES", hide_short_help = true)]
    pub(crate) addresses: Option<PathBuf>,
    /// Scheme, host and folder of the site, for addresses without them or in place of the configured ones
    #[arg(long, value_name = "URL", env = "ALSOLIKE_BASE_URL", hide_short_help = true)]
    base_url: Option<String>,
    /// Address of a page that has none, of {path}, {name}, {id}, {lang}, {section}, {year}, {month} and {day}
    #[arg(long, value_name = "PATTERN", env = "ALSOLIKE_URL_PATTERN", hide_short_help = true)]
    url_pattern: Option<String>,
    /// Names or paths that fields have in JSON and tables, as in title=headline,text=content.html
    #[arg(
        long = "field",
        value_name = "FIELD=NAME",
        value_delimiter = ',',
        value_parser = field_name,
        env = "ALSOLIKE_FIELD",
        hide_short_help = true
    )]
    fields: Vec<FieldName>,
    /// Types of posts to read from exports of WordPress and Ghost
    #[arg(
        long,
        value_name = "TYPE",
        value_delimiter = ',',
        default_value = "post",
        env = "ALSOLIKE_POST_TYPES",
        hide_short_help = true
    )]
    post_types: Vec<String>,
    /// Longest record in bytes; longer ones are skipped and reported
    #[arg(long, default_value_t = 256 << 20, value_name = "BYTES", env = "ALSOLIKE_MAX_RECORD_BYTES", hide_short_help = true)]
    max_record_bytes: usize,
    /// Fail, with exit status 1, when a record cannot be used
    #[arg(long, action = ArgAction::SetTrue, value_parser = switch, env = "ALSOLIKE_STRICT", hide_short_help = true)]
    pub(crate) strict: bool,
}

/// A field, and its name or path in files.
#[derive(Clone, Debug)]
pub(crate) struct FieldName(String, String);

/// Parses a field and its name in files.
fn field_name(text: &str) -> std::result::Result<FieldName, String> {
    let named = text.split_once('=').filter(|(_, name)| !name.trim().is_empty());
    let (field, name) = named.ok_or("write FIELD=NAME, as in title=headline")?;
    let known = FieldNames::default().insert(field, name);
    known.map_err(|fields| format!("there is no field `{field}`; there are {fields}"))?;
    Ok(FieldName(field.to_owned(), name.to_owned()))
}

/// How articles are written in a file.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum SourceFormatArg {
    /// One JSON object a line
    Jsonl,
    /// One JSON list of objects, or an object that holds one
    Json,
    /// A feed in RSS or Atom, or an export of WordPress
    Feed,
    /// Rows under a header, separated by commas or semicolons
    Csv,
    /// Rows under a header, separated by tabs
    Tsv,
    /// One article in Markdown, with or without front matter
    Markdown,
    /// One article in HTML
    Html,
    /// One article in plain text
    Text,
}

/// The generator of a site.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum SiteArg {
    /// By the configuration in the folder
    Auto,
    /// No site
    None,
    /// Hugo
    Hugo,
    /// Jekyll
    Jekyll,
    /// Zola
    Zola,
    /// Hexo
    Hexo,
    /// Docusaurus
    Docusaurus,
    /// Eleventy
    Eleventy,
    /// Astro
    Astro,
}

impl From<SiteArg> for SiteChoice {
    fn from(site: SiteArg) -> Self {
        match site {
            SiteArg::Auto => Self::Detect,
            SiteArg::None => Self::None,
            SiteArg::Hugo => Self::Named(SiteName::Hugo),
            SiteArg::Jekyll => Self::Named(SiteName::Jekyll),
            SiteArg::Zola => Self::Named(SiteName::Zola),
            SiteArg::Hexo => Self::Named(SiteName::Hexo),
            SiteArg::Docusaurus => Self::Named(SiteName::Docusaurus),
            SiteArg::Eleventy => Self::Named(SiteName::Eleventy),
            SiteArg::Astro => Self::Named(SiteName::Astro),
        }
    }
}

impl From<SourceFormatArg> for SourceFormat {
    fn from(format: SourceFormatArg) -> Self {
        match format {
            SourceFormatArg::Jsonl => Self::Jsonl,
            SourceFormatArg::Json => Self::Json,
            SourceFormatArg::Feed => Self::Feed,
            SourceFormatArg::Csv => Self::Csv,
            SourceFormatArg::Tsv => Self::Tsv,
            SourceFormatArg::Markdown => Self::Markdown,
            SourceFormatArg::Html => Self::Html,
            SourceFormatArg::Text => Self::Plain,
        }
    }
}

impl ReadingArgs {
    /// Returns the options of the reader at the moment `now`. Every skipped record is kept for the report if
    /// `is_verbose`.
    ///
    /// # Errors
    /// A [`Fault`] that names the file of addresses and its line.
    pub(crate) fn options(&self, now: Date, is_verbose: bool) -> Result<ReadOptions> {
        let mut options = ReadOptions::default();
        options.site = self.site.into();
        let mut addresses = Addresses::default();
        addresses.base.clone_from(&self.base_url);
        addresses.pattern.clone_from(&self.url_pattern);
        if let Some(path) = &self.addresses {
            addresses.by_path = Addresses::parse_list(&read_text(path)?)
                .map_err(|(line, what)| Fault::new(format!("{}:{line}: {what}", path.display())))?;
        }
        options.addresses = Arc::new(addresses);
        for FieldName(field, name) in &self.fields {
            // The parser of the flag has tried this.
            let _ = options.fields.insert(field, name);
        }
        options.post_types.clone_from(&self.post_types);
        options.now = Some(now);
        options.format = self.source_format.map(Into::into);
        options.max_record_bytes = self.max_record_bytes;
        if is_verbose {
            options.max_details = usize::MAX;
        }
        Ok(options)
    }
}
