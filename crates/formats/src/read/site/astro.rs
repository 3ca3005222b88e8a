//! Astro: addresses are decided by programs, so only the folders are known.

use super::{Generator, Page, file_name, is_in};
use crate::read::{PassedOver, front_matter::FrontMatter};
use alsolike::article::Date;

/// An Astro site.
pub(super) struct Astro;

/// The folder with all content.
const CONTENT: &str = "src";

/// Folders, at any place, without content.
const OTHERS: [&str; 3] = ["components", "layouts", "styles"];

impl Generator for Astro {
    fn root_address(&self) -> &str {
        ""
    }

    fn passes_over_folder(&self, path: &str) -> Option<PassedOver> {
        let name = file_name(path);
        if matches!(name, "dist" | "node_modules" | "public") {
            return Some(PassedOver::Built);
        }
        let holds = is_in(path, CONTENT) || is_in(CONTENT, path);
        (!holds || OTHERS.contains(&name)).then_some(PassedOver::NoContent)
    }

    fn passes_over_file(&self, path: &str) -> Option<PassedOver> {
        let is_text = [".md", ".markdown", ".mdx", ".html"].iter().any(|end| path.ends_with(end));
        let is_page = is_text && is_in(path, CONTENT) && !file_name(path).starts_with('_');
        (!is_page).then_some(PassedOver::NoContent)
    }

    fn data_folder(&self) -> Option<&str> {
        Some("src/data")
    }

    fn add_defaults(&self, _: &str, _: &mut FrontMatter) {}

    fn page(&self, _: &str, _: &FrontMatter, _: Option<Date>) -> Page {
        Page::default()
    }
}
