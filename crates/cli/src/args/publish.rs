//! The flags that write lists for a site or a program.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use alsolike_formats::write::publish::{Consumer, Key, LinkStyle};

/// What lists are written for.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Publishing")]
pub(crate) struct PublishArgs {
    /// Write the lists as files that this site or program reads
    ///
    /// For hugo, jekyll, eleventy and astro the file is `alsolike.json` in the data folder of the site, and its names
    /// are those of the source files, so it works without addresses. For the others it is a file or folder of the
    /// current folder. Only files whose bytes differ are written.
    #[arg(long, value_enum, value_name = "NAME", conflicts_with_all = ["only", "text", "likes", "format"])]
    pub(crate) into: Option<ConsumerArg>,
    /// Print what to paste into the site of --into, and write nothing
    #[arg(long, requires = "into", conflicts_with = "check", hide_short_help = true)]
    pub(crate) snippet: bool,
    /// Write nothing; exit with 1 if a file of --into is out of date
    #[arg(long, requires = "into", hide_short_help = true)]
    pub(crate) check: bool,
    /// File or folder of --into, instead of its usual place
    #[arg(
        long,
        value_name = "PATH",
        requires = "into",
        conflicts_with = "output",
        hide_short_help = true
    )]
    pub(crate) into_path: Option<PathBuf>,
    /// What --into json is looked up by
    #[arg(long, value_enum, value_name = "KEY", default_value = "id", hide_short_help = true)]
    key: KeyArg,
    /// Part of the addresses that --into writes [default: by NAME]
    #[arg(long, value_enum, value_name = "PART", requires = "into", hide_short_help = true)]
    links: Option<LinksArg>,
    /// Written before addresses that start with `/`
    #[arg(
        long,
        value_name = "PATH",
        requires = "into",
        default_value = "",
        hide_default_value = true,
        hide_short_help = true
    )]
    pub(crate) path_prefix: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ConsumerArg {
    /// Hugo: `data/alsolike.json`
    Hugo,
    /// Jekyll: `_data/alsolike.json`
    Jekyll,
    /// Eleventy: `_data/alsolike.json`
    Eleventy,
    /// Astro: a content collection, `src/data/alsolike.json`
    Astro,
    /// One object with a list for each id, path or address: `alsolike.json`
    Json,
    /// A fragment of HTML for each page: `fragments/`
    Html,
    /// schema.org's relatedLink: `alsolike.jsonld`
    JsonLd,
    /// Numbers of posts for a plugin of WordPress: `alsolike.json`
    Wordpress,
    /// One row an item: `alsolike.csv`
    Csv,
    /// A graph for Gephi and its like: `alsolike.graphml`
    Graphml,
    /// A feed with related links: `alsolike.atom`
    Atom,
    /// News items with associations: `alsolike.ninjs.json`
    Ninjs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum KeyArg {
    /// The id
    Id,
    /// The path of the source file
    Path,
    /// The address
    Url,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum LinksArg {
    /// With scheme and host
    Absolute,
    /// From the root of the host
    Path,
    /// From the root of the site, for templates that add its base
    Site,
}

impl PublishArgs {
    /// Returns the program that reads the files; `None` without --into.
    pub(crate) fn consumer(&self) -> Option<Consumer> {
        Some(match self.into? {
            ConsumerArg::Hugo => Consumer::Hugo,
            ConsumerArg::Jekyll => Consumer::Jekyll,
            ConsumerArg::Eleventy => Consumer::Eleventy,
            ConsumerArg::Astro => Consumer::Astro,
            ConsumerArg::Json => Consumer::Json(match self.key {
                KeyArg::Id => Key::Id,
                KeyArg::Path => Key::Path,
                KeyArg::Url => Key::Url,
            }),
            ConsumerArg::Html => Consumer::Fragments,
            ConsumerArg::JsonLd => Consumer::JsonLd,
            ConsumerArg::Wordpress => Consumer::WordPress,
            ConsumerArg::Csv => Consumer::Csv,
            ConsumerArg::Graphml => Consumer::GraphMl,
            ConsumerArg::Atom => Consumer::Atom,
            ConsumerArg::Ninjs => Consumer::Ninjs,
        })
    }

    /// Returns the part of addresses that is written.
    pub(crate) fn link_style(&self, consumer: Consumer) -> LinkStyle {
        match self.links {
            Some(LinksArg::Absolute) => LinkStyle::Absolute,
            Some(LinksArg::Path) => LinkStyle::Path,
            Some(LinksArg::Site) => LinkStyle::Site,
            None => consumer.link_style(),
        }
    }

    /// Returns the path that the user chose.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.into_path.as_deref()
    }
}
