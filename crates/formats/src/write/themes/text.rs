//! Themes for a terminal.

use crate::write::wrap;
use alsolike::engine::{Corpus, Timeline, timelines};
use alsolike::sparse::DocId;
use alsolike::themes::{Subtheme, Themes};

/// Columns of a line.
const WIDTH: usize = 80;

pub(super) fn themes(themes: &Themes, corpus: &Corpus) -> String {
    let mut page = String::new();
    for (theme, timeline) in themes.themes.iter().zip(timelines(themes, corpus)) {
        let articles = if theme.size == 1 { "article" } else { "articles" };
        let (label, size, when) = (&theme.label, theme.size, when(&timeline));
        page += &format!("{:>3}. {label} ({size} {articles}{when})\n", theme.id);
        page += &wrap(&theme.keywords.join(", "), "     ", WIDTH);
        for &doc in &theme.representatives {
            page += &bullet(doc, corpus);
        }
        if !theme.subthemes.is_empty() {
            let part = |part: &Subtheme| format!("{} ({})", part.label, part.size);
            let parts: Vec<String> = theme.subthemes.iter().map(part).collect();
            page += &wrap(&format!("Parts: {}", parts.join("; ")), "     ", WIDTH);
        }
        page.push('\n');
    }
    for (heading, docs) in [
        ("Fit no theme, the worst first:", &themes.outliers),
        ("Between two themes, the least sure first:", &themes.ambiguous),
    ] {
        if !docs.is_empty() {
            page += &format!("{heading}\n");
            docs.iter().for_each(|&doc| page += &bullet(doc, corpus));
            page.push('\n');
        }
    }
    let n_without = themes.memberships.iter().filter(|membership| membership.is_none()).count();
    if n_without > 0 {
        page +=
            &format!("{n_without} without a theme: no word that some articles have but not all\n");
    }
    page
}

/// The months from the first date to the last, if any article has one.
fn when(timeline: &Timeline) -> String {
    match (timeline.months.first(), timeline.months.last()) {
        (Some((first, _)), Some((last, _))) if first == last => format!(", {first}"),
        (Some((first, _)), Some((last, _))) => format!(", {first} to {last}"),
        _ => String::new(),
    }
}

/// The title of an article, or its id.
fn bullet(doc: DocId, corpus: &Corpus) -> String {
    let entry = corpus.article(doc);
    let title = if entry.title.is_empty() { entry.id.as_str() } else { &entry.title };
    wrap(title, "     • ", WIDTH).replace("\n     • ", "\n       ")
}
