//! A complete page of a built site to the fields of an article.
//!
//! | module | holds |
//! |---|---|
//! | `decode` | bytes to text |
//! | `facts` | what the pages of a site share |
//! | `head` `json_ld` | what a page says about itself |
//! | `body` | its text without furniture |
//! | `place` | what its path says |
//!
//! The caller reads a folder twice: first a sample of its pages, for [`SiteFacts`], then all of them.

mod body;
mod decode;
mod facts;
mod head;
mod json_ld;
mod place;

use dom_query::Document;

pub(in crate::read) use self::facts::{PageSample, SiteFacts, sample_page};
use self::{
    body::{Body, columns},
    decode::decode,
    facts::Kind,
    head::{Head, attr},
};
use crate::markup::{
    clean::{clean, clean_line},
    html::{PageHead, render_html, title_text},
    render::Rendered,
};

/// A page without a mark of an article needs so many columns of text, unless it is bare. Picked by FORMATS on sites of
/// documentation and news.
const MIN_COLUMNS: usize = 400;

/// Share of the words in links above which a page is a list of links, in percent.
const MAX_LINK_PERCENT: usize = 50;

/// So many entries with links in their headings make a list of posts.
const MIN_ENTRIES: usize = 3;

/// Largest depth and number of elements of which a tree is built. Browsers stop at a depth of 512. A page above has
/// its text read without a tree.
const MAX_DEPTH: usize = 500;
const MAX_ELEMENTS: usize = 200_000;

/// Whether a page is an article, or why not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::read) enum Verdict {
    #[default]
    Article,
    /// Its robots mark asks for no search results.
    NoIndex,
    /// It sends readers to another page.
    Redirect,
    /// It is the page of a site for missing addresses.
    NotFound,
    /// It is a page of a list: `/page/2/`.
    Pagination,
    /// It lists others: a home page, a section, a tag, an archive.
    Listing,
    /// Its canonical address is that of another page.
    Copy,
    /// It is the copy for phones, or for printing.
    Amp,
    Print,
    /// It is an unfinished post in an export.
    Draft,
    /// It has little text and no mark of an article.
    Short,
    NoText,
}

/// The fields of a page. An empty text is a missing field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::read) struct PageRecord {
    pub verdict: Verdict,
    /// The canonical address, absolute where the page has it so.
    pub url: String,
    pub title: String,
    /// Plain text. A blank line separates paragraphs, a newline separates list items.
    pub text: String,
    /// The offset in the text at which a teaser starts.
    pub lead: usize,
    pub summary: String,
    pub date: String,
    pub modified: String,
    pub lang: String,
    /// Language and address of each translation, the page itself included.
    pub alternates: Vec<(String, String)>,
    /// The same text for all translations: the address of their default, else the first of their addresses.
    pub translation_key: String,
    pub section: String,
    pub tags: Vec<String>,
    pub image: String,
    pub image_alt: String,
    pub authors: Vec<String>,
    pub paywall: bool,
    /// A word of Pelican for the state of a page.
    pub status: String,
    /// The name of the site.
    pub site: String,
}

/// Reads a page. [`PageRecord::place`] adds what its path says.
///
/// Returns a record for any bytes. Its fields are filled for pages that are no article, too.
///
/// # Performance
/// Some milliseconds a page of usual size. The depth of the tree is bounded, so is the work for a page without end
/// tags.
pub(in crate::read) fn parse_page(bytes: &[u8], facts: &SiteFacts) -> PageRecord {
    let html = decode(bytes);
    let html = clean(html);
    let (page, text) = PageHead::read(&html);
    if page.depth > MAX_DEPTH || page.n_elements > MAX_ELEMENTS {
        return without_tree(&page, text, &html);
    }
    let document = Document::from(html.as_ref());
    let head = Head::read(&document, &html);
    let mut record = PageRecord::default();
    record.read_head(&head, facts);
    record.read_microformats(&document);
    let is_post = document.select(".h-entry").length() == 1;
    let host = record.url.split_once("://").and_then(|(_, rest)| rest.split('/').next());
    let body = Body::read(document, host.unwrap_or_default(), facts);
    record.read_title(&head, &body.h1, facts);
    record.verdict = verdict(&head, &body, is_post, facts, &record.title);
    record.take_text(body);
    record
}

/// Returns a record of a page of which no tree is built.
fn without_tree(page: &PageHead, text: String, html: &str) -> PageRecord {
    let rendered = render_html(html);
    let (text, lead) = match rendered.text.is_empty() {
        true => (text, 0),
        false => (rendered.text, rendered.lead),
    };
    let meta = |name| page.meta(name).unwrap_or_default().to_owned();
    let verdict = if text.is_empty() { Verdict::NoText } else { Verdict::Article };
    PageRecord {
        verdict,
        url: page.canonical.clone(),
        title: title_text(&page.title),
        text,
        lead,
        summary: meta("description"),
        date: meta("article:published_time"),
        image: meta("og:image"),
        ..PageRecord::default()
    }
}

impl PageRecord {
    fn read_head(&mut self, head: &Head, facts: &SiteFacts) {
        let article = head.json_ld.article();
        let node = article.or_else(|| head.json_ld.page());
        let json = |name: &str| node.map(|node| node.text(name)).unwrap_or_default();
        let first = |values: [String; 4]| {
            values.into_iter().find(|value| !value.is_empty()).unwrap_or_default()
        };
        self.site = head.meta(&["og:site_name", "application-name"]);
        let json_url = node.map(|node| node.address("mainEntityOfPage")).unwrap_or_default();
        self.url = first([
            facts.own(Kind::Canonical, head.canonical.clone()),
            if json_url.contains('/') { json_url } else { json("url") },
            head.meta(&["og:url"]),
            head.saved_from.clone(),
        ]);
        self.date = first([
            facts.own(Kind::Date, json("datePublished")),
            facts.own(Kind::Date, head.meta(&["article:published_time"])),
            head.meta(&[
                "datepublished",
                "date",
                "dcterms.date",
                "dcterms.issued",
                "dcterms.created",
                "dc.date",
                "dc.date.issued",
                "pubdate",
                "publishdate",
                "publish_date",
                "publication_date",
                "citation_publication_date",
                "parsely-pub-date",
                "sailthru.date",
                "og:published_time",
            ]),
            json("dateCreated"),
        ]);
        self.modified = first([
            json("dateModified"),
            head.meta(&[
                "article:modified_time",
                "og:updated_time",
                "datemodified",
                "last-modified",
            ]),
            head.meta(&["dcterms.modified"]),
            String::new(),
        ]);
        self.status = head.meta(&["status"]);
        self.lang = first([
            head.lang.clone(),
            head.meta(&["og:locale"]).replace('_', "-"),
            head.meta(&["content-language", "lang"]),
            json("inLanguage"),
        ]);
        self.alternates = head.alternates.clone();
        self.translation_key = translation_key(&head.alternates);
        let trail = head.json_ld.trail();
        self.section = first([
            json("articleSection"),
            head.meta(&["article:section"]),
            // The first name is the home page.
            trail
                .get(1)
                .or(trail.first().filter(|name| !is_home(name)))
                .cloned()
                .unwrap_or_default(),
            String::new(),
        ]);
        let keywords = |texts: Vec<String>| -> Vec<String> {
            let split = texts.iter().flat_map(|text| text.split([',', ';', '、']));
            split.map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect()
        };
        let own_keywords = facts.own(Kind::Keywords, head.meta(&["keywords", "news_keywords"]));
        self.tags = [
            keywords(node.map(|node| node.texts("keywords")).unwrap_or_default()),
            head.metas(&["article:tag"]),
            keywords(vec![own_keywords]),
        ]
        .into_iter()
        .find(|tags| !tags.is_empty())
        .unwrap_or_default();
        self.summary = first([
            facts.own(Kind::Description, json("description")),
            facts.own(Kind::Description, head.meta(&["og:description"])),
            facts.own(Kind::Description, head.meta(&["description"])),
            facts.own(Kind::Description, head.meta(&["twitter:description"])),
        ]);
        self.image = first([
            facts.own(Kind::Image, head.meta(&["og:image", "og:image:url", "og:image:secure_url"])),
            article.map(|node| node.address("image")).unwrap_or_default(),
            facts.own(Kind::Image, head.meta(&["twitter:image"])),
            String::new(),
        ]);
        self.image_alt = match self.image.is_empty() {
            true => String::new(),
            false => head.meta(&["og:image:alt", "twitter:image:alt"]),
        };
        self.authors = [
            node.map(|node| node.texts("author")).unwrap_or_default(),
            head.metas(&["author", "dc.creator", "dcterms.creator", "parsely-author"]),
            head.metas(&["article:author"]),
        ]
        .into_iter()
        .map(|names| names.into_iter().filter(|name| !name.contains("://")).collect::<Vec<_>>())
        .find(|names| !names.is_empty())
        .unwrap_or_default();
        let tier = head.meta(&["article:content_tier"]);
        let is_free = article.and_then(|node| node.flag("isAccessibleForFree"));
        self.paywall = is_free == Some(false) || matches!(tier.as_str(), "locked" | "metered");
    }

    /// Fills fields that the head lacks from the classes of the body.
    fn read_microformats(&mut self, document: &Document) {
        let text = |name: &str| {
            let found = document.select_single(name);
            if found.is_empty() { String::new() } else { clean_line(found.text().as_ref().into()) }
        };
        if self.url.is_empty() {
            self.url = attr(&document.select_single("a.p-canonical, .h-entry a.u-url"), "href");
        }
        if self.date.is_empty() {
            self.date = time(
                document,
                &[
                    "time.dt-published",
                    "time[itemprop~=datePublished]",
                    "time[pubdate]",
                    "time.entry-date",
                    "time.published",
                    "article header time",
                    "header time",
                    "article time",
                    "main time",
                ],
            );
        }
        if self.modified.is_empty() {
            self.modified = time(
                document,
                &["time.dt-updated", "time[itemprop~=dateModified]", "time.updated"],
            );
        }
        if self.summary.is_empty() {
            self.summary = text(".p-summary");
        }
        if self.authors.is_empty() {
            let name =
                text("article .p-author, .h-entry .p-author, [rel=author], [itemprop=author]");
            if !name.is_empty() && name.chars().count() < 60 {
                self.authors = vec![name.trim_start_matches("By ").to_owned()];
            }
        }
        if self.tags.is_empty() {
            let tags = document.select("article a[rel~=tag], main a[rel~=tag], .p-category");
            self.tags = tags
                .iter()
                .map(|tag| clean_line(tag.text().as_ref().into()))
                .map(|tag| tag.trim_start_matches('#').to_owned())
                .filter(|tag| !tag.is_empty())
                .take(50)
                .collect();
        }
    }

    fn read_title(&mut self, head: &Head, h1: &str, facts: &SiteFacts) {
        let json = head.json_ld.article().map(|node| node.text("headline")).unwrap_or_default();
        let og = head.meta(&["og:title"]);
        let candidates = [json, og, h1.to_owned(), head.title.clone()];
        let own = |title: &&String| {
            !title.is_empty()
                && !facts.is_shared(Kind::Title, title)
                && !facts.is_site_name(title, &self.site)
        };
        let title =
            candidates.iter().find(own).or(candidates.iter().find(|title| !title.is_empty()));
        let title = title.map(String::as_str).unwrap_or_default();
        // What a page's heading says in full is no name of the site.
        let title = match title == h1 {
            true => title,
            false => facts.without_site_name(title, &self.site),
        };
        self.title = title.to_owned();
    }

    /// Takes the text, and cuts the title from its start.
    fn take_text(&mut self, body: Body) {
        let (h1, mut rendered) = (body.h1, body.rendered);
        let is_title = |words: &str| is_same(words, &self.title) || is_same(words, &h1);
        let (above, below) = rendered.text.split_at(rendered.lead);
        if above.split("\n\n").any(is_title) {
            let kept: Vec<&str> =
                above.trim_end().split("\n\n").filter(|words| !is_title(words)).collect();
            let mut text = kept.join("\n\n");
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            (rendered.lead, rendered.text) = (text.len(), text + below);
        }
        (self.text, self.lead) = (rendered.text, rendered.lead);
        // Manuals repeat the title in both.
        if is_same(&self.summary, &self.title) {
            self.summary.clear();
        }
        if self.tags.len() == 1 && is_same(&self.tags[0], &self.title) {
            self.tags.clear();
        }
    }
}

/// Returns the time of the first element that is found and has one.
fn time(document: &Document, names: &[&str]) -> String {
    for name in names {
        let found = document.select_single(name);
        let time = attr(&found, "datetime");
        if !time.is_empty() {
            return time;
        }
        let text = if found.is_empty() { String::new() } else { found.text().to_string() };
        if text.contains(|c: char| c.is_ascii_digit()) && text.len() < 60 {
            return clean_line(text.into());
        }
    }
    String::new()
}

fn translation_key(alternates: &[(String, String)]) -> String {
    let is_default = |(lang, _): &&(String, String)| lang.eq_ignore_ascii_case("x-default");
    let default = alternates.iter().find(is_default);
    let key = default.or_else(|| alternates.iter().min_by_key(|(_, url)| url));
    // A page that names only itself has no translation.
    let has_others = alternates.iter().any(|(_, url)| Some(url) != key.map(|(_, url)| url));
    key.filter(|_| has_others).map(|(_, url)| url.clone()).unwrap_or_default()
}

fn is_home(name: &str) -> bool {
    let names = [
        "home",
        "homepage",
        "start",
        "startseite",
        "accueil",
        "inicio",
        "início",
        "首页",
        "ホーム",
        "главная",
    ];
    names.contains(&name.trim().to_lowercase().as_str())
}

/// Whether two titles have the same letters.
fn is_same(one: &str, other: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    one.len() < 1000 && !other.is_empty() && letters(one) == letters(other)
}

fn verdict(head: &Head, body: &Body, is_post: bool, facts: &SiteFacts, title: &str) -> Verdict {
    let robots = head.meta(&["robots"]) + &head.meta(&["googlebot"]);
    let robots = robots.to_lowercase();
    let is_marked = is_post
        || head.json_ld.article().is_some()
        || head.meta(&["og:type"]).eq_ignore_ascii_case("article");
    let n_columns = columns(&body.rendered.text);
    let Rendered { text, n_linked, .. } = &body.rendered;
    let is_linked = 100 * n_linked > MAX_LINK_PERCENT * text.len();
    // The columns outside of links: a manual has its table of contents beside each page.
    let prose = n_columns.saturating_sub(n_columns * n_linked / text.len().max(1));
    if head.redirects {
        Verdict::Redirect
    } else if is_not_found(title, n_columns) {
        Verdict::NotFound
    } else if robots.contains("noindex") && !facts.no_index_is_normal() {
        Verdict::NoIndex
    } else if head.is_amp {
        Verdict::Amp
    } else if body.rendered.text.is_empty() {
        Verdict::NoText
    } else if head.json_ld.is_listing()
        || !is_marked && (body.n_entries >= MIN_ENTRIES || is_linked)
        || !is_marked && body.link_percent > MAX_LINK_PERCENT && prose < MIN_COLUMNS
    {
        Verdict::Listing
    } else if !is_marked && n_columns < MIN_COLUMNS && body.has_furniture {
        Verdict::Short
    } else {
        Verdict::Article
    }
}

fn is_not_found(title: &str, n_columns: usize) -> bool {
    let title = title.to_lowercase();
    let says_so = [
        "404",
        "page not found",
        "not found",
        "seite nicht gefunden",
        "page introuvable",
        "ページが見つかりません",
    ];
    n_columns < 1500
        && says_so.iter().any(|words| title.starts_with(words) || title.ends_with("page not found"))
}

#[cfg(test)]
#[cfg(test)]
mod tests;
