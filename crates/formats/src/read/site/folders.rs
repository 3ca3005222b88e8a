//! Eleventy and Astro: generators whose addresses are decided by programs. The folders without content are known.

use std::path::Path;

use super::{Generator, Page, PageKey, file_name, is_in};
use crate::read::{PassedOver, Unpublished, front_matter::FrontMatter, value::Value};
use alsolike::article::Date;

/// A site of which only the folders are known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Folders {
    /// The folder with all content; empty for the root.
    pub content: &'static str,
    /// Folders, at any place, without content.
    pub others: &'static [&'static str],
    /// Start of the name of a page, before its path below the root.
    pub key_prefix: &'static str,
    /// Folders that may hold data files. The first one that exists does, else the first one.
    pub data_folders: &'static [&'static str],
}

/// A site of which only the folders are known, with its folder of data files.
#[derive(Clone, Copy, Debug)]
pub(super) struct FolderSite {
    folders: Folders,
    data_folder: Option<&'static str>,
}

impl Folders {
    /// Returns the site of a root.
    pub(super) fn open(self, root: &Path) -> FolderSite {
        let mut names = self.data_folders.iter();
        let found = names.find(|name| root.join(name).is_dir()).or(self.data_folders.first());
        FolderSite { folders: self, data_folder: found.copied() }
    }
}

/// Eleventy.
pub(super) const ELEVENTY: Folders = Folders {
    content: "",
    others: &[
        "_includes",
        "_layouts",
        "_data",
        "_site",
        "node_modules",
        "public",
        "dist",
        "scripts",
        "test",
        "tests",
    ],
    key_prefix: "./",
    data_folders: &["_data", "src/_data", "content/_data", "site/_data"],
};

/// Astro.
pub(super) const ASTRO: Folders = Folders {
    content: "src",
    others: &["components", "layouts", "styles", "node_modules", "dist", "public"],
    key_prefix: "",
    data_folders: &["src/data"],
};

impl Generator for FolderSite {
    fn root_address(&self) -> &str {
        ""
    }

    fn passes_over_folder(&self, path: &str) -> Option<PassedOver> {
        let holds = is_in(path, self.folders.content) || is_in(self.folders.content, path);
        let name = file_name(path);
        if matches!(name, "_site" | "dist" | "node_modules") {
            return Some(PassedOver::Built);
        }
        (!holds || self.folders.others.contains(&name)).then_some(PassedOver::NoContent)
    }

    fn passes_over_file(&self, path: &str) -> Option<PassedOver> {
        let is_text = [".md", ".markdown", ".mdx", ".html"].iter().any(|end| path.ends_with(end));
        let is_page =
            is_text && is_in(path, self.folders.content) && !file_name(path).starts_with('_');
        (!is_page).then_some(PassedOver::NoContent)
    }

    fn page_key(&self, path: &str) -> PageKey {
        PageKey { lang: String::new(), path: format!("{}{path}", self.folders.key_prefix) }
    }

    fn data_folder(&self) -> Option<&str> {
        self.data_folder
    }

    fn add_defaults(&self, _: &str, _: &mut FrontMatter) {}

    fn page(&self, _: &str, matter: &FrontMatter, _: Option<Date>) -> Page {
        let is = |name: &str, flag| matter.field(name).and_then(Value::as_bool) == Some(flag);
        let is_excluded = is("eleventyexcludefromcollections", true);
        Page {
            unpublished: if is("permalink", false) {
                Some(Unpublished::NoPage)
            } else {
                is_excluded.then_some(Unpublished::Unlisted)
            },
            ..Page::default()
        }
    }
}
