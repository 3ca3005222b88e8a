//! Themes as an HTML page: a map, a card for each theme, and a table of all articles.
//!
//! The page contains everything it shows and loads nothing from the network. Cards and charts work without scripts; the
//! map, the search and the table need the script in the page.

mod card;
mod colours;
mod counted;
mod data;
mod months;

use std::fmt::Write;

use crate::write::html::escape;
use alsolike::engine::{Corpus, part_timelines, timelines};
use alsolike::sparse::DocId;
use alsolike::themes::Themes;

use card::{card, titles};
use colours::{Colour, choose_colours};
use counted::{counted, grouped};
use months::MonthCharts;

const STYLE: &str = include_str!("../page.css");
const SCRIPT: &str = include_str!("../page.js");

/// Forbids the page to load anything, even if hostile text got into it.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; \
                      base-uri 'none'; form-action 'none'";

/// Returns the page. `map` has the position of each article, shape (n_docs,); if it is empty, the page has no map.
pub(super) fn page(themes: &Themes, corpus: &Corpus, map: &[Option<[f32; 2]>]) -> String {
    let colours = choose_colours(themes, map);
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
    let charts = MonthCharts::new(&timelines);
    for (at, (theme, parts)) in themes.themes.iter().zip(part_timelines(themes, corpus)).enumerate()
    {
        let chart = charts.as_ref().and_then(|charts| charts.chart(at));
        page += &card(theme, colours[at], &timelines[at], &parts, chart, corpus);
    }
    page += "</div>\n</section>\n";
    page += &article_section("outliers", "Articles that fit no theme", &themes.outliers, corpus);
    page += &article_section("ambiguous", "Articles between two themes", &themes.ambiguous, corpus);
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
<p class=\"keys\" id=\"keys\">Each dot is an article; similar articles are close. On the map: <kbd>←</kbd> <kbd>→</kbd> <kbd>↑</kbd> <kbd>↓</kbd>
go from article to article, <kbd>Page Down</kbd> and <kbd>Page Up</kbd> from theme to theme, <kbd>Enter</kbd> opens,
<kbd>Esc</kbd> clears the selection, <kbd>+</kbd> <kbd>−</kbd> <kbd>0</kbd> zoom, <kbd>Shift</kbd> with an arrow moves the map.
The wheel zooms after a click on the map, or with <kbd>Ctrl</kbd>.
The table below has everything that the map shows.</p>
";

/// Returns the first and the last date of the archive.
fn dates(corpus: &Corpus) -> String {
    let dates = corpus.articles().iter().filter_map(|article| article.date);
    match (dates.clone().min(), dates.max()) {
        (Some(first), Some(last)) => format!("<p class=\"meta\">{first} to {last}</p>\n"),
        _ => String::new(),
    }
}

/// Returns the map beside the list of themes; the list alone without a map.
fn atlas(themes: &Themes, colours: &[Colour], has_map: bool) -> String {
    let mut atlas = match has_map {
        true => "<section aria-label=\"Map\">\n<div class=\"atlas\">\n".to_owned() + STAGE,
        false => "<section>\n<div class=\"atlas mapless\">\n".to_owned(),
    };
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

/// Returns a section with the titles of outliers or ambiguous articles; empty without such articles.
fn article_section(id: &str, heading: &str, docs: &[DocId], corpus: &Corpus) -> String {
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
