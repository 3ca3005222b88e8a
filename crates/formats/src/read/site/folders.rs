//! Eleventy and Astro: generators whose addresses are decided by programs. The folders without content are known.

use super::{Generator, Page, file_name, is_in};
use crate::read::{PassedOver, Unpublished, front_matter::FrontMatter, value::Value};
use alsolike::article::Date;

/// A site of which only the folders are known.
pub(super) struct Folders {
    /// The folder with all content; empty for the root.
    pub content: &'static str,
    /// Folders, at any place, without content.
    pub others: &'static [&'static str],
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
};

/// Astro.
pub(super) const ASTRO: Folders = Folders {
    content: "src",
    others: &["components", "layouts", "styles", "node_modules", "dist", "public"],
};

impl Generator for Folders {
    fn root_address(&self) -> &str {
        ""
    }

    fn passes_over_folder(&self, path: &str) -> Option<PassedOver> {
        let holds = is_in(path, self.content) || is_in(self.content, path);
        let name = file_name(path);
        if matches!(name, "_site" | "dist" | "node_modules") {
            return Some(PassedOver::Built);
        }
        (!holds || self.others.contains(&name)).then_some(PassedOver::NoContent)
    }

    fn passes_over_file(&self, path: &str) -> Option<PassedOver> {
        let is_text = [".md", ".markdown", ".mdx", ".html"].iter().any(|end| path.ends_with(end));
        let is_page = is_text && is_in(path, self.content) && !file_name(path).starts_with('_');
        (!is_page).then_some(PassedOver::NoContent)
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
