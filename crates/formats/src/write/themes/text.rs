//! Themes for a terminal.

use crate::write::title::title_or_id;
use crate::write::wrap::LINE_WIDTH;
use crate::write::wrap::{wrap, wrap_hanging};
use alsolike::engine::{Corpus, Timeline, timelines};
use alsolike::sparse::DocId;
use alsolike::themes::{Subtheme, Themes};

pub(super) fn themes(themes: &Themes, corpus: &Corpus) -> String {
    let mut page = String::new();
    for (theme, timeline) in themes.themes.iter().zip(timelines(themes, corpus)) {
        let articles = if theme.size == 1 { "article" } else { "articles" };
        let (label, size, when) = (&theme.label, theme.size, when(&timeline));
        page += &format!("{:>3}. {label} ({size} {articles}{when})\n", theme.id);
        page += &wrap(&theme.keywords.join(", "), "     ", LINE_WIDTH);
        for &doc in &theme.representatives {
            page += &bullet(doc, corpus);
        }
        if !theme.subthemes.is_empty() {
            let part = |part: &Subtheme| format!("{} ({})", part.label, part.size);
            let parts: Vec<String> = theme.subthemes.iter().map(part).collect();
            page += &wrap(&format!("Parts: {}", parts.join("; ")), "     ", LINE_WIDTH);
        }
        page.push('\n');
    }
    for (heading, docs) in [
        ("Articles that fit no theme, the worst fit first:", &themes.outliers),
        ("Articles between two themes, the least certain first:", &themes.ambiguous),
    ] {
        if !docs.is_empty() {
            page += &format!("{heading}\n");
            docs.iter().for_each(|&doc| page += &bullet(doc, corpus));
            page.push('\n');
        }
    }
    let n_without = themes.memberships.iter().filter(|membership| membership.is_none()).count();
    if n_without > 0 {
        page += &format!(
            "{n_without} without a theme: they share no indexed term with any other article\n"
        );
    }
    page
}

/// Returns the months of the first and the last article, after a comma; empty without dates.
fn when(timeline: &Timeline) -> String {
    match (timeline.months.first(), timeline.months.last()) {
        (Some((first, _)), Some((last, _))) if first == last => format!(", {first}"),
        (Some((first, _)), Some((last, _))) => format!(", {first} to {last}"),
        _ => String::new(),
    }
}

/// Returns the title of an article as a list item.
fn bullet(doc: DocId, corpus: &Corpus) -> String {
    wrap_hanging(title_or_id(corpus.article(doc)), "     • ", LINE_WIDTH)
}
