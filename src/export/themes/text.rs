//! Themes for a terminal.

use crate::engine::Corpus;
use crate::export::wrap;
use crate::themes::Themes;

/// Columns of a line.
const WIDTH: usize = 80;

pub(super) fn themes(themes: &Themes, corpus: &Corpus) -> String {
    let mut page = String::new();
    for theme in &themes.themes {
        let articles = if theme.size == 1 { "article" } else { "articles" };
        page += &format!("{:>3}. {} ({} {articles})\n", theme.id + 1, theme.label, theme.size);
        page += &wrap(&theme.keywords.join(", "), "     ", WIDTH);
        for &doc in &theme.representatives {
            let entry = corpus.entry(doc);
            let title = if entry.title.is_empty() { entry.id.as_str() } else { &entry.title };
            page += &wrap(title, "     • ", WIDTH).replace("\n     • ", "\n       ");
        }
        page.push('\n');
    }
    let n_without = themes.memberships.iter().filter(|membership| membership.is_none()).count();
    if n_without > 0 {
        page +=
            &format!("{n_without} without a theme: no word that some articles have but not all\n");
    }
    page
}
