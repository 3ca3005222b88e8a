//! The text of a page without its furniture.

use dom_query::{Document, Selection};
use dom_smoothie::{Config, Readability};

use super::{facts::SiteFacts, head::attr};
use crate::markup::{html::render_html, render::Rendered};

/// Elements that are no text of any page, or marks of generators beside headings.
const NOISE: &str = "script, style, noscript, template, svg, button, select, textarea, iframe, \
    a.headerlink, a.header-anchor, a.heading-anchor, a.hash-link, a.anchorjs-link, a.anchor-link, \
    a[aria-label^='Permalink'], .sr-only, .visually-hidden, .screen-reader-text, [hidden], \
    [role=navigation], [role=search], [role=banner], [role=contentinfo], nav, \
    #TableOfContents, #toc, #markdown-toc, .toc, .table-of-contents, .tableOfContents, .td-toc, \
    .breadcrumb, .breadcrumbs, .skip-link, .skip-to-content, .edit-this-page, .pagination, .pager, \
    .post-navigation, .nav-links, .sharedaddy, .share-buttons, .social-share, .jp-relatedposts, \
    .related-posts, .relatedposts, .also-like, .comments, #comments, #disqus_thread, .utterances, .giscus";

/// Elements beside the text. `header` is none: articles have one.
const FURNITURE: &str = "aside, footer, form, body > header, dialog";

/// Elements that hold the text of a post and nothing else, by the themes that write them, the surest first.
const CONTENT: [&str; 22] = [
    "[itemprop=articleBody]",
    ".e-content",
    ".entry-content",
    ".post-content",
    ".article-content",
    ".article-body",
    ".article__body",
    ".post-body",
    ".postbody",
    ".article-entry",
    ".gh-content",
    ".body.markup",
    ".available-content",
    ".blog-post-content",
    ".markdown-body",
    ".theme-doc-markdown",
    ".vp-doc",
    ".td-content",
    ".md-content",
    ".documentwrapper .body",
    ".book-article",
    "#content main",
];

/// Words in the classes of boxes that are no part of the text.
const BESIDE: [&str; 16] = [
    "sidebar",
    "related",
    "author",
    "bio",
    "newsletter",
    "subscribe",
    "promo",
    "advert",
    "toc",
    "share",
    "widget",
    "meta",
    "nav",
    "comment",
    "popular",
    "recent",
];

/// Smallest number of letters of a box that is part of the text. Picked by eye on quotes.
const MIN_BOX: usize = 40;

/// Below so many columns, the text of the reader is compared with the whole body.
const MIN_READABLE: usize = 250;

/// A content element needs that much of the body's text, in percent: a page of excerpts has many of them.
const MIN_CONTENT_PERCENT: usize = 40;

/// The text of a page, and what its shape says.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub rendered: Rendered,
    /// The text of the only first-level heading.
    pub h1: String,
    /// Share of the letters of the body that are in links, in percent.
    pub link_percent: usize,
    /// Number of entries, each with a link in its heading.
    pub n_entries: usize,
    /// Whether there is anything beside the text.
    pub has_furniture: bool,
}

impl Body {
    /// Takes the text out of a page. Changes the document.
    ///
    /// `site` is the name of the host, if the page names it.
    pub(super) fn read(document: Document, site: &str, facts: &SiteFacts) -> Self {
        let n_before = n_letters(&document.select_single("body"));
        document.select(NOISE).remove();
        keep_boxes(&document);
        let mut found =
            Self { h1: h1(&document), n_entries: n_entries(&document, site), ..Self::default() };
        let body = document.select_single("body");
        let whole = without_furniture(&document);
        let n_letters_whole = n_letters(&whole.select_single("body"));
        found.has_furniture = n_before > n_letters_whole;
        let n_linked = n_letters(&whole.select("body a"));
        found.link_percent = (100 * n_linked).checked_div(n_letters_whole).unwrap_or(0);
        let content = content(&body, n_letters_whole);
        found.rendered = match content {
            Some(html) => render_html(&html),
            None => {
                let whole = main(&whole);
                let readable = readable(document);
                // The reader takes the side bar of short pages.
                match readable {
                    Some(readable)
                        if has_words_of(&readable.text, &found.h1)
                            || columns(&readable.text) >= MIN_READABLE =>
                    {
                        readable
                    }
                    _ => whole,
                }
            }
        };
        found.drop_furniture(facts);
        found
    }

    /// Removes the lines that the pages of the site share.
    fn drop_furniture(&mut self, facts: &SiteFacts) {
        let text = &self.rendered.text;
        if !text.lines().any(|line| facts.is_furniture(line)) {
            return;
        }
        let mut out = String::with_capacity(text.len());
        let mut lead = None;
        let mut at = 0;
        for paragraph in text.split("\n\n") {
            let lines = paragraph.split('\n').filter(|line| !facts.is_furniture(line));
            let kept = lines.collect::<Vec<_>>().join("\n");
            if !kept.is_empty() {
                if !out.is_empty() {
                    out.push_str("\n\n");
                }
                if at >= self.rendered.lead {
                    lead.get_or_insert(out.len());
                }
                out.push_str(&kept);
            }
            at += paragraph.len() + 2;
        }
        let lead = lead.unwrap_or(0);
        self.rendered =
            Rendered { text: out, lead, n_linked: self.rendered.n_linked, ..Rendered::default() };
    }
}

/// Returns the number of columns of a text: wide letters take two.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(|c| if u32::from(c) >= 0x1100 { 2 } else { 1 }).sum()
}

fn n_letters(selection: &Selection<'_>) -> usize {
    selection.text().chars().filter(|c| !c.is_whitespace()).count()
}

/// Returns the text of the `h1` inside of the article, else of the only one.
fn h1(document: &Document) -> String {
    let text = |selection: &Selection<'_>| {
        let text = crate::markup::clean::clean_line(selection.text().as_ref().into());
        text.trim_end_matches(['¶', '#', '🔗']).trim().to_owned()
    };
    for within in ["article h1", "main h1", "h1"] {
        let found = document.select(within);
        let mut texts = found.iter().map(|h1| text(&h1)).filter(|text| !text.is_empty());
        if let (Some(only), None) = (texts.next(), texts.next()) {
            return only;
        }
    }
    String::new()
}

/// Returns the number of headings in entries that link to other pages of the site.
fn n_entries(document: &Document, site: &str) -> usize {
    let entries = "article h1 > a[href], article h2 > a[href], article h3 > a[href], \
        .h-entry h2 > a[href], .post-preview h2 > a[href], li h2 > a[href], li h3 > a[href]";
    let is_inside = |target: &str| match target.split_once("://") {
        Some((_, rest)) => !site.is_empty() && rest.split('/').next() == Some(site),
        None => !target.starts_with(['#', '?']) && !target.starts_with("mailto:"),
    };
    document.select(entries).iter().filter(|link| is_inside(&attr(link, "href"))).count()
}

/// Makes boxes within the text out of the `aside` elements that are some: quotes and notes, not lists of links or
/// letters to subscribe to.
fn keep_boxes(document: &Document) {
    for aside in document.select("article aside, main aside, [role=main] aside").iter() {
        let names = (attr(&aside, "class") + " " + &attr(&aside, "id")).to_lowercase();
        let n_all = n_letters(&aside);
        let n_linked = n_letters(&aside.select("a"));
        let is_furniture = BESIDE.iter().any(|word| names.contains(word));
        if !is_furniture && n_all >= MIN_BOX && 2 * n_linked < n_all {
            aside.remove_all_attrs();
            aside.rename("blockquote");
        }
    }
}

/// Returns the HTML of the one element that holds the text of a post.
fn content(body: &Selection<'_>, n_letters_whole: usize) -> Option<String> {
    for name in CONTENT {
        let found = body.select(name);
        // An element of the kind inside another one counts with it.
        let first = found.first();
        if first.is_empty() || found.length() > 1 + first.select(name).length() {
            continue;
        }
        let share = (100 * n_letters(&first)).checked_div(n_letters_whole).unwrap_or(0);
        if share >= MIN_CONTENT_PERCENT {
            first.select(FURNITURE).remove();
            return Some(first.html().to_string());
        }
    }
    None
}

fn without_furniture(document: &Document) -> Document {
    let document = document.clone();
    document.select(FURNITURE).remove();
    document
}

/// Returns the text of `main`, else of the only article, else of the body.
fn main(document: &Document) -> Rendered {
    let body = document.select_single("body");
    let n_all = n_letters(&body);
    for name in ["main", "[role=main]", "article", "#content", "#main"] {
        let found = document.select(name);
        if found.length() == 1 && 2 * n_letters(&found) >= n_all {
            return render_html(&found.html());
        }
    }
    render_html(&body.html())
}

fn readable(document: Document) -> Option<Rendered> {
    let config = Config { disable_json_ld: true, ..Config::default() };
    let mut reader = Readability::with_document(document, None, Some(config)).ok()?;
    let article = reader.parse().ok()?;
    Some(render_html(&article.content))
}

/// Whether a text has half of the longer words of a heading.
fn has_words_of(text: &str, heading: &str) -> bool {
    let text = text.to_lowercase();
    let heading = heading.to_lowercase();
    let words =
        heading.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 3);
    let (mut n_words, mut n_found) = (0, 0);
    for word in words {
        n_words += 1;
        n_found += usize::from(text.contains(word));
    }
    n_words > 0 && 2 * n_found >= n_words
}
