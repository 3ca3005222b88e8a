//! The card of one theme.

use std::fmt::Write;

use super::colours::Colour;
use super::counted::counted;
use crate::write::html::{escape, linked};
use crate::write::title::title_or_id;
use alsolike::engine::{Corpus, Timeline};
use alsolike::sparse::DocId;
use alsolike::themes::Theme;

/// Returns the card of one theme: size, dates, chart, keywords, articles and subthemes.
pub(super) fn card(
    theme: &Theme,
    colour: Colour,
    timeline: &Timeline,
    parts: &[Timeline],
    chart: Option<String>,
    corpus: &Corpus,
) -> String {
    let mut meta = dated(theme.size, timeline);
    if let Some(parent) = &theme.parent {
        let _ = write!(meta, ", under {}", escape(parent));
    }
    let mut card = format!(
        "<article class=\"theme\" id=\"theme-{}\">\n<header>{colour}<h3>{}</h3></header>\n\
         <p class=\"meta\">{meta}<br>Cohesion {:.2} of 1</p>\n",
        theme.id,
        escape(&theme.label),
        theme.cohesion
    );
    if let Some(chart) = chart {
        let _ = writeln!(
            card,
            "<div style=\"{}\" class=\"{}\">{chart}</div>",
            colour.style(),
            colour.class()
        );
    }
    card += &keywords(&theme.keywords);
    if !theme.representatives.is_empty() {
        card += "<h4>Most typical</h4>\n<ul>\n";
        for &doc in &theme.representatives {
            let article = corpus.article(doc);
            let _ = writeln!(
                card,
                "<li lang=\"{}\"><span class=\"title\">{}</span><p>{}</p></li>",
                article.lang,
                linked(title_or_id(article), article.url.as_deref()),
                escape(&article.teaser)
            );
        }
        card += "</ul>\n";
    }
    if !theme.subthemes.is_empty() {
        card += "<h4>Parts</h4>\n";
        for (part, timeline) in theme.subthemes.iter().zip(parts) {
            let _ = write!(
                card,
                "<details><summary>{} <span class=\"meta\">{}</span></summary>\n{}",
                escape(&part.label),
                dated(part.size, timeline),
                keywords(&part.keywords)
            );
            card += &titles(&part.representatives, corpus);
            card += "</details>\n";
        }
    }
    card + "</article>\n"
}

/// Formats size and dates: `12 articles, 2020-01-31 to 2021-02-01`.
fn dated(n_articles: usize, timeline: &Timeline) -> String {
    let count = counted(n_articles, "article");
    match timeline.span {
        Some((first, last)) => format!("{count}, {first} to {last}"),
        None => count,
    }
}

/// Returns the titles of articles as a list.
pub(super) fn titles(docs: &[DocId], corpus: &Corpus) -> String {
    let mut list = "<ul>\n".to_owned();
    for &doc in docs {
        let article = corpus.article(doc);
        let (lang, link) = (article.lang, linked(title_or_id(article), article.url.as_deref()));
        let _ = writeln!(list, "<li lang=\"{lang}\"><span class=\"title\">{link}</span></li>");
    }
    list + "</ul>\n"
}

fn keywords(words: &[String]) -> String {
    if words.is_empty() {
        return String::new();
    }
    let span = |word: &String| format!("<span>{}</span> ", escape(word));
    format!("<p class=\"words\">{}</p>\n", words.iter().map(span).collect::<String>())
}
