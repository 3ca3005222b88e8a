//! The flags that say how sources are read.

use clap::{ArgAction, Args, ValueEnum};

use super::values::switch;
use alsolike::article::Date;
use alsolike_formats::read::{ReadOptions, SiteChoice, SiteName, SourceFormat};

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
    /// Longest record in bytes; longer ones are skipped and reported
    #[arg(long, default_value_t = 256 << 20, value_name = "BYTES", env = "ALSOLIKE_MAX_RECORD_BYTES", hide_short_help = true)]
    max_record_bytes: usize,
    /// Fail, with exit status 1, when a record cannot be used
    #[arg(long, action = ArgAction::SetTrue, value_parser = switch, env = "ALSOLIKE_STRICT", hide_short_help = true)]
    pub(crate) strict: bool,
}

/// How articles are written in a file.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum SourceFormatArg {
    /// One JSON object a line
    Jsonl,
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
}

impl From<SiteArg> for SiteChoice {
    fn from(site: SiteArg) -> Self {
        match site {
            SiteArg::Auto => Self::Detect,
            SiteArg::None => Self::None,
            SiteArg::Hugo => Self::Named(SiteName::Hugo),
            SiteArg::Jekyll => Self::Named(SiteName::Jekyll),
        }
    }
}

impl From<SourceFormatArg> for SourceFormat {
    fn from(format: SourceFormatArg) -> Self {
        match format {
            SourceFormatArg::Jsonl => Self::Jsonl,
            SourceFormatArg::Csv => Self::Csv,
            SourceFormatArg::Tsv => Self::Tsv,
            SourceFormatArg::Markdown => Self::Markdown,
            SourceFormatArg::Html => Self::Html,
            SourceFormatArg::Text => Self::Plain,
        }
    }
}

impl ReadingArgs {
    /// Returns the options of the reader at the moment `now`. Every skipped record is kept for the report if `is_verbose`.
    pub(crate) fn options(&self, now: Date, is_verbose: bool) -> ReadOptions {
        let mut options = ReadOptions::default();
        options.site = self.site.into();
        options.now = Some(now);
        options.format = self.source_format.map(Into::into);
        options.max_record_bytes = self.max_record_bytes;
        if is_verbose {
            options.max_details = usize::MAX;
        }
        options
    }
}
