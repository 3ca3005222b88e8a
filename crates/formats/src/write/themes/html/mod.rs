//! Themes as a page: a map, a card for each theme, and a table of all articles.
//!
//! The page holds everything it shows and asks nothing of the network. Cards and their charts are there
//! without scripts; map, search and table need one, which is in the page too.

mod colours;
mod data;
mod months;

use std::fmt::Write;

use crate::write::html::{escape, linked};
use alsolike::engine::{ArticleMeta, Corpus, Timeline, part_timelines, timelines};
use alsolike::sparse::DocId;
use alsolike::themes::{Theme, Themes};

use colours::Colour;

const STYLE: &str = include_str!("../page.css");
const SCRIPT: &str = include_str!("../page.js");

/// Nothing from anywhere but the page itself, should anything in it ever ask.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; \
                      base-uri 'none'; form-action 'none'";

/// `map` has a place for each article, or is empty: then the page has no map.
pub(super) fn page(themes: &Themes, corpus: &Corpus, map: &[Option<[f32; 2]>]) -> String {
    let colours = colours::of(themes, map);
    let heading = format!(
        "{} in {}",
        counted(themes.themes.len(), "theme"),
        counted(corpus.n_docs(), "article")
    );
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <link rel=\"icon\" href=\"data:,\">\n<title>{heading}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n"
    );
    page += "<a class=\"skip\" href=\"#themes\">Skip to the themes</a>\n";
    // Writing to a string cannot fail.
    let _ = write!(
        page,
        "<header>\n<div><h1>{heading}</h1>\n{}</div>\n{SEARCH}</header>\n<main>\n",
        dates(corpus)
    );
    page += &atlas(themes, &colours, !map.is_empty());
    page += "<section aria-labelledby=\"themes\">\n<h2 id=\"themes\" tabindex=\"-1\">Themes</h2>\n<div class=\"themes\">\n";
    let timelines = timelines(themes, corpus);
    let months = months::of(&timelines);
    for (at, (theme, parts)) in themes.themes.iter().zip(part_timelines(themes, corpus)).enumerate()
    {
        let chart = months.as_ref().map(|months| months.chart(at));
        page += &card(theme, colours[at], &timelines[at], &parts, chart, corpus);
    }
    page += "</div>\n</section>\n";
    page += &apart("outliers", "Articles that fit no theme", &themes.outliers, corpus);
    page += &apart("ambiguous", "Articles between two themes", &themes.ambiguous, corpus);
    page += TABLE;
    let _ = write!(
        page,
        "</main>\n<script type=\"application/json\" id=\"data\">{}</script>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n",
        data::json(themes, corpus, map)
    );
    page
}

const SEARCH: &str = "\
<div class=\"search\" role=\"search\">
<label for=\"search\">Search titles and teasers</label>
<input id=\"search\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\">
<p class=\"meta\" id=\"found\" role=\"status\"></p>
</div>
";

const TABLE: &str = "\
<section aria-labelledby=\"articles\">
<h2 id=\"articles\">Articles</h2>
<noscript><p>The map, the search and the table of all articles need JavaScript.</p></noscript>
<div class=\"wide\"><table>
<thead><tr><th scope=\"col\">Title</th><th scope=\"col\">Theme</th><th scope=\"col\">Date</th></tr></thead>
<tbody id=\"rows\"></tbody>
</table></div>
<p class=\"more\"><button type=\"button\" id=\"more\" hidden>Show more articles</button></p>
</section>
";

const STAGE: &str = "\
<div class=\"stage\">
<canvas id=\"map\" tabindex=\"0\" role=\"application\" aria-label=\"Map of the articles\" aria-describedby=\"keys\"></canvas>
<div class=\"zoom\">
<button type=\"button\" id=\"in\" aria-label=\"Zoom in\">+</button>
<button type=\"button\" id=\"out\" aria-label=\"Zoom out\">−</button>
<button type=\"button\" id=\"fit\" aria-label=\"Show the whole map\">⤢</button>
</div>
<div class=\"tip\" id=\"tip\" hidden></div>
<div class=\"card\" id=\"card\" aria-live=\"polite\"></div>
</div>
";

const KEYS: &str = "\
<p class=\"keys\" id=\"keys\">Each dot is an article; near dots are alike. On the map: <kbd>←</kbd> <kbd>→</kbd> <kbd>↑</kbd> <kbd>↓</kbd>
go from article to article, <kbd>Page Down</kbd> and <kbd>Page Up</kbd> from theme to theme, <kbd>Enter</kbd> opens,
<kbd>Esc</kbd> lets go, <kbd>+</kbd> <kbd>−</kbd> <kbd>0</kbd> zoom, <kbd>Shift</kbd> with an arrow moves the map.
The wheel zooms once the map is clicked, or with <kbd>Ctrl</kbd>.
All that the map shows is in the table below too.</p>
";

/// `1 theme`, `2 themes`, `12,345 themes`.
fn counted(n: usize, what: &str) -> String {
    format!("{} {what}{}", grouped(n), if n == 1 { "" } else { "s" })
}

/// `12,345`.
fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let mut number = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            number.push(',');
        }
        number.push(digit);
    }
    number
}

fn dates(corpus: &Corpus) -> String {
    let dates = corpus.articles().iter().filter_map(|entry| entry.date);
    match (dates.clone().min(), dates.max()) {
        (Some(first), Some(last)) => format!("<p class=\"meta\">{first} to {last}</p>\n"),
        _ => String::new(),
    }
}

/// The map beside the list of themes.
fn atlas(themes: &Themes, colours: &[Colour], has_map: bool) -> String {
    let mut atlas = "<section aria-label=\"Map\">\n<div class=\"atlas\">\n".to_owned();
    if has_map {
        atlas += STAGE;
    }
    atlas += "<nav class=\"legend\" aria-label=\"Themes to show\">\n<ol>\n";
    for (theme, colour) in themes.themes.iter().zip(colours) {
        let _ = writeln!(
            atlas,
            "<li><button type=\"button\" aria-pressed=\"false\">{colour}<span class=\"label\">{}</span>\
             <span class=\"n\">{}</span></button></li>",
            escape(&theme.label),
            grouped(theme.size)
        );
    }
    atlas += "</ol>\n<p><button type=\"button\" id=\"all\" hidden>Show all themes</button></p>\n</nav>\n</div>\n";
    if has_map {
        atlas += KEYS;
    }
    atlas + "</section>\n"
}

/// All that is known of one theme.
fn card(
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
    card += &words(&theme.keywords);
    if !theme.representatives.is_empty() {
        card += "<h4>Most typical</h4>\n<ul>\n";
        for &doc in &theme.representatives {
            let entry = corpus.article(doc);
            let _ = writeln!(
                card,
                "<li lang=\"{}\"><span class=\"title\">{}</span><p>{}</p></li>",
                escape(entry.lang.code()),
                linked(title(entry), entry.url.as_deref()),
                escape(&entry.teaser)
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
                words(&part.keywords)
            );
            card += &titles(&part.representatives, corpus);
            card += "</details>\n";
        }
    }
    card + "</article>\n"
}

/// `12 articles, 2020-01-31 to 2021-02-01`.
fn dated(n_articles: usize, timeline: &Timeline) -> String {
    let count = counted(n_articles, "article");
    match timeline.span {
        Some((first, last)) => format!("{count}, {first} to {last}"),
        None => count,
    }
}

/// Articles that were named because they stand apart; nothing when none were.
fn apart(id: &str, heading: &str, docs: &[DocId], corpus: &Corpus) -> String {
    if docs.is_empty() {
        return String::new();
    }
    let count = counted(docs.len(), "article");
    format!(
        "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{heading}</h2>\n\
         <details><summary>{count}</summary>\n{}</details>\n</section>\n",
        titles(docs, corpus)
    )
}

/// The titles of some articles as a list.
fn titles(docs: &[DocId], corpus: &Corpus) -> String {
    let mut list = "<ul>\n".to_owned();
    for &doc in docs {
        let entry = corpus.article(doc);
        let (lang, link) = (escape(entry.lang.code()), linked(title(entry), entry.url.as_deref()));
        let _ = writeln!(list, "<li lang=\"{lang}\"><span class=\"title\">{link}</span></li>");
    }
    list + "</ul>\n"
}

fn words(keywords: &[String]) -> String {
    if keywords.is_empty() {
        return String::new();
    }
    let word = |keyword: &String| format!("<span>{}</span> ", escape(keyword));
    format!("<p class=\"words\">{}</p>\n", keywords.iter().map(word).collect::<String>())
}

/// The title, else the id.
fn title(entry: &ArticleMeta) -> &str {
    if entry.title.is_empty() { entry.id.as_str() } else { &entry.title }
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!(counted(1, "theme"), "1 theme");
        assert_eq!(counted(0, "theme"), "0 themes");
        assert_eq!(counted(999, "article"), "999 articles");
        assert_eq!(counted(1_234_567, "article"), "1,234,567 articles");
    }
}
