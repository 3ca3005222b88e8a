//! A file that is one page to the fields of an article.

use std::borrow::Cow;

use super::{
    Skip, SourceFormat, Unpublished, Warning,
    fields::{EditorialFields, Fields, utf8},
    file_name::{split_day, split_leading_day},
    front_matter::{self, FrontMatter},
    page_file::PageFile,
    record::{ParseOptions, ParsedRecord},
    site::Page,
};
use crate::links::RecordLinks;
use crate::markup::{
    clean::clean,
    html::title_text,
    light::{
        render_asciidoc, render_asciidoc_without_links, render_org, render_org_without_links,
        render_rst, render_rst_without_links, render_textile, render_textile_without_links,
    },
    mdx::{render_mdx, render_mdx_without_links},
    render::{Rendered, render, render_html, render_without_links},
};
use alsolike::article::{Article, Date};

/// Parses one file. What the front matter lacks comes from the site, and then from these defaults:
///
/// | field | default |
/// |---|---|
/// | id | that of `file` |
/// | title | the heading that starts the text, which is then cut off; else the stem without its day |
/// | date | the day that leads the stem, also when the date of the front matter cannot be read |
/// | summary | the text above `<!--more-->` |
///
/// # Errors
/// [`Skip::InvalidUtf8`], [`Skip::Malformed`] for the front matter, [`Skip::Unpublished`] and [`Skip::Empty`].
pub(super) fn parse(
    bytes: &[u8],
    format: SourceFormat,
    file: &PageFile,
    options: ParseOptions,
) -> Result<ParsedRecord, Skip> {
    let text = clean(Cow::Borrowed(utf8(bytes)?));
    let (mut matter, body) = front_matter::split(&text)?;
    let body = matter.add_light_fields(format, body);
    let page = match &file.site {
        Some((site, path)) => {
            site.generator.add_defaults(path, &mut matter);
            site.generator.page(path, &matter, options.now)
        }
        None => Page { unpublished: unpublished_by_time(&matter, options.now), ..Page::default() },
    };
    let by_place = match file.is_draft {
        true => Some(Unpublished::Draft),
        false => file.is_no_page().then_some(Unpublished::NoPage),
    };
    let unpublished = page.unpublished.or(by_place).or_else(|| matter.unpublished());
    let unpublished = unpublished.filter(|_| !options.draft);
    let body = summary_mark(body, page.summary_end.as_deref());
    let (mut body, targets) = rendered(format, &body, options.own_links);
    if body.text.is_empty() && matter.text(&["title"]).is_empty() {
        return Err(unpublished.map_or(Skip::Empty, Skip::Unpublished));
    }
    let (day, stem) = split_day(&file.stem);
    let title = title(&matter, &mut body, page.title.as_deref().unwrap_or(stem));
    let summary =
        render(&matter.text(&["summary", "description", "excerpt", "deck", "subtitle"])).text;
    let summary = match body.more {
        Some(more) if summary.is_empty() => body.text[..more].to_owned(),
        _ => summary,
    };
    let url = page.url.map_or_else(|| own_address(&matter), Cow::Owned);
    let (date, unreadable) = date(&matter, page.date, day, &url);
    let id = matter.text(&["id"]);
    let (lang, key) = file.by_path.clone().unzip();
    let section = section(&matter);
    let tags = match page.tags {
        Some(tags) => tags.into_iter().map(Cow::Owned).collect(),
        None => matter.texts(&["tags", "keywords", "topics"]),
    };
    let mut editorial = editorial(&matter);
    if editorial.translation_key.is_empty() {
        editorial.translation_key = page.translation_key.or(key).unwrap_or_default().into();
    }
    let own_lang = matter.text(&["lang", "language", "locale"]);
    let own_lang = Some(own_lang.into_owned()).filter(|tag| !tag.is_empty());
    let lang = page.lang.or(own_lang).or(lang).or(page.default_lang);
    let fields = Fields {
        id: if id.is_empty() { Cow::Borrowed(file.id.as_str()) } else { id },
        title: title.into(),
        text: body.text.into(),
        lead: body.lead,
        summary: summary.into(),
        url,
        date,
        lang: lang.unwrap_or_default().into(),
        section: if section.is_empty() { page.section.unwrap_or_default().into() } else { section },
        label: matter.text(&["label", "theme"]),
        tags,
        unpublished,
        editorial,
        ..presentation(&matter)
    };
    // A generator decides itself what a date ahead means.
    let now = options.now.filter(|_| file.site.is_none());
    let mut parsed = fields.into_article(ParseOptions { now, ..options })?;
    parsed.article.path.clone_from(&file.path);
    parsed.article.url = file.address(parsed.article.url.take(), &parsed.article);
    parsed.warnings.extend(unreadable.map(Warning::Date));
    for (field, line) in matter.repeated() {
        // The editor may mean either value, so the stricter one holds.
        let hides = HIDING_FIELDS.contains(&field.as_str());
        parsed.article.editorial.hidden |= hides;
        parsed.warnings.push(Warning::Repeated { field: field.clone(), line: *line, hides });
    }
    if options.own_links {
        parsed.links = record_links(&matter, &parsed.article, file, targets);
    }
    Ok(parsed)
}

/// Returns the text of a body, and the targets of its links if the words of links are left out.
fn rendered(format: SourceFormat, body: &str, own_links: bool) -> (Rendered, Vec<String>) {
    type Reader = fn(&str) -> Rendered;
    type LinkReader = fn(&str) -> (Rendered, Vec<String>);
    let (whole, without_links): (Reader, LinkReader) = match format {
        SourceFormat::Html => return (render_html(body), Vec::new()),
        SourceFormat::Mdx => (render_mdx, render_mdx_without_links),
        SourceFormat::Org => (render_org, render_org_without_links),
        SourceFormat::AsciiDoc => (render_asciidoc, render_asciidoc_without_links),
        SourceFormat::Rst => (render_rst, render_rst_without_links),
        SourceFormat::Textile => (render_textile, render_textile_without_links),
        _ => (render, render_without_links),
    };
    if own_links { without_links(body) } else { (whole(body), Vec::new()) }
}

/// Why a page is not published at a moment, by the dates of its front matter.
fn unpublished_by_time(matter: &FrontMatter, now: Option<Date>) -> Option<Unpublished> {
    let now = now?;
    let time = |names: &[&str]| Date::parse(&matter.text(names)).ok();
    if time(&["embargo", "publishdate"]).is_some_and(|at| at > now) {
        return Some(Unpublished::Scheduled);
    }
    let expires = time(&["expires", "expirydate", "unpublishdate", "expiry_date", "expire_date"]);
    expires.is_some_and(|at| at <= now).then_some(Unpublished::Expired)
}

/// Replaces the mark of a site that ends a summary by the common one.
fn summary_mark<'b>(body: &'b str, mark: Option<&str>) -> Cow<'b, str> {
    match mark.filter(|mark| !mark.trim().is_empty() && !mark.starts_with("<!--")) {
        Some(mark) if body.contains(mark) => Cow::Owned(body.replacen(mark, "\n<!--more-->\n", 1)),
        _ => Cow::Borrowed(body),
    }
}

/// Returns the first date that can be read: of the site, of the front matter, of the file name, of the address.
/// Without one, returns also the date of the front matter that cannot be read.
fn date<'m>(
    matter: &'m FrontMatter,
    of_site: Option<String>,
    of_name: String,
    address: &str,
) -> (Cow<'m, str>, Option<String>) {
    const DATES: [&str; 6] =
        ["date", "pubdate", "publishdate", "published", "created", "published_at"];
    let is_date = |date: &str| Date::parse(date).is_ok();
    if let Some(date) = of_site.filter(|date| is_date(date)) {
        return (date.into(), None);
    }
    let written = DATES.iter().map(|name| matter.text(&[name])).filter(|text| !text.is_empty());
    let written: Vec<Cow<'m, str>> = written.collect();
    if let Some(date) = written.iter().find(|date| is_date(date)) {
        return (date.clone(), None);
    }
    // `published: true` is a flag.
    let unreadable =
        written.into_iter().find(|date| !matches!(&**date, "true" | "false" | "yes" | "no"));
    let found = Some(of_name).filter(|day| !day.is_empty()).or_else(|| day_in_address(address));
    match found {
        Some(day) => (day.into(), None),
        None => (Cow::Borrowed(""), unreadable.map(Cow::into_owned)),
    }
}

/// Returns the day in an address such as `/2021/06/16/summit/`.
fn day_in_address(address: &str) -> Option<String> {
    let parts: Vec<&str> = address.split('/').collect();
    let is_number = |part: &str, digits: usize| {
        part.len() == digits && part.bytes().all(|b| b.is_ascii_digit())
    };
    let is_day = |parts: &&[&str]| {
        is_number(parts[0], 4) && is_number(parts[1], 2) && is_number(parts[2], 2)
    };
    let day = parts.windows(3).find(is_day)?.join("-");
    Date::parse(&day).is_ok().then_some(day)
}

/// Returns the address that the front matter gives. A pattern such as `/:year/:title/` is none.
fn own_address(matter: &FrontMatter) -> Cow<'_, str> {
    let address = matter.text(&["url", "permalink"]);
    let path = address.split_once("://").map_or(&*address, |(_, rest)| rest);
    match path.contains("/:") || path.starts_with(':') || path.contains("{{") {
        true => Cow::Borrowed(""),
        false => address,
    }
}

/// Fields that may keep an article out of lists.
const HIDING_FIELDS: [&str; 11] = [
    "draft",
    "published",
    "status",
    "hidden",
    "retracted",
    "legal",
    "embargo",
    "publishdate",
    "expires",
    "expirydate",
    "unpublishdate",
];

/// Fields that link to other articles.
const LINK_FIELDS: [&str; 2] = ["links", "related"];

/// Returns the title, and cuts the heading that starts the body when it is the title.
fn title(matter: &FrontMatter, body: &mut Rendered, other: &str) -> String {
    let title = title_text(&matter.text(&["title"]));
    if !title.is_empty() {
        return title;
    }
    body.take_title().unwrap_or_else(|| other.to_owned())
}

fn section(matter: &FrontMatter) -> Cow<'_, str> {
    let section = matter.text(&["section"]);
    if !section.is_empty() {
        return section;
    }
    let first = |name: &str| matter.texts(&[name]).into_iter().next();
    first("category").or_else(|| first("categories")).unwrap_or_default()
}

/// Reads the fields that only pages show. A value of an odd type costs that field alone.
fn presentation(matter: &FrontMatter) -> Fields<'_> {
    const IMAGES: &[&str] = &["image", "images", "cover", "thumbnail", "featured_image"];
    const ALTS: &[&str] = &["image_alt", "alt"];
    const CHANGES: &[&str] = &["modified", "lastmod", "last_modified_at", "updated"];
    let first = |names: &[&str]| matter.texts(names).into_iter().next().unwrap_or_default();
    Fields {
        image: matter.first_text(IMAGES, &["url", "src", "image", "path", "feature", "teaser"]),
        image_alt: first(ALTS),
        authors: matter.names(&["authors", "author"]),
        paywall: matter.editorial_text(&["paywall"]),
        modified: first(CHANGES),
        ..Fields::default()
    }
}

fn editorial(matter: &FrontMatter) -> EditorialFields<'_> {
    EditorialFields {
        hidden: matter.editorial_text(&["hidden"]),
        retracted: matter.editorial_text(&["retracted"]),
        legal: matter.editorial_text(&["legal"]),
        evergreen: matter.editorial_text(&["evergreen"]),
        embargo: matter.editorial_text(&["embargo", "publishdate"]),
        expires: matter.editorial_text(&["expires", "expirydate", "unpublishdate"]),
        series: matter.texts(&["series"]).into_iter().next().unwrap_or_default(),
        translation_key: matter.editorial_text(&["translation_key", "translationkey"]),
        canonical_url: matter.text(&["canonical_url", "canonical", "canonicalurl"]),
        pinned: matter.ids(&["pinned"]),
        blocked: matter.ids(&["blocked"]),
    }
}

/// Returns the names of a page (its current and old addresses, its file name, its slug) and its links.
fn record_links(
    matter: &FrontMatter,
    article: &Article,
    file: &PageFile,
    mut targets: Vec<String>,
) -> RecordLinks {
    targets.extend(matter.targets(&LINK_FIELDS));
    let list = |names: &[&str]| matter.texts(names).into_iter().map(Cow::into_owned);
    let slug = matter.text(&["slug"]).into_owned();
    let slug = if slug.is_empty() {
        split_leading_day(&file.stem).map_or(&*file.stem, |(_, stem)| stem).to_owned()
    } else {
        slug
    };
    let mut paths: Vec<String> = article.url.iter().cloned().collect();
    paths.extend(list(&["aliases", "alias"]).chain(list(&["redirect_from"])));
    paths.push(file.id.clone());
    let day = article.date.map(|date| date.to_string());
    let dated = day.and_then(|day| Some(format!("{}-{slug}", day.get(..10)?)));
    let names = [Some(file.stem.clone()), dated, Some(slug)].into_iter().flatten().collect();
    RecordLinks { paths, names, targets }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use alsolike::article::{Article, Date, Lang};

    use crate::read::{
        Skip, SourceFormat, Unpublished,
        page::PageFile,
        record::{ParseOptions, ParsedRecord},
    };

    fn parse(file: &[u8], stem: &str, options: ParseOptions) -> Result<ParsedRecord, Skip> {
        let id = format!("posts/{stem}");
        let name = PageFile { id, stem: stem.to_owned(), ..PageFile::default() };
        super::parse(file, SourceFormat::Markdown, &name, options)
    }

    fn article(file: &str) -> Article {
        parse(file.as_bytes(), "1970-01-02-a-post", ParseOptions::default()).unwrap().article
    }

    #[test]
    fn reads_fields_from_front_matter() {
        let file = "---\nid: x\ntitle: A <em>b</em> &amp; c\ndate: 1970-01-03\npermalink: /x/\nlanguage: de\n\
                    categories: [News, Other]\ntopics: [p, q]\ndeck: 'A [link](y).'\ntheme: t\n---\nBody *text*.\n";
        let expected = Article {
            id: "x".into(),
            title: "A b & c".into(),
            text: "Body text.".into(),
            summary: Some("A link.".into()),
            url: Some("/x/".into()),
            date: Some(Date::from_unix_seconds(2 * 86_400)),
            lang: Lang::parse("de"),
            section: Some("News".into()),
            tags: vec!["p".into(), "q".into()],
            label: Some("t".into()),
            ..Article::default()
        };
        assert_eq!(article(file), expected);
    }

    #[test]
    fn reads_editorial_fields_from_front_matter() {
        let file = "---\nlegal: true\nhidden: false\npublishDate: 1970-01-02\nseries: [s, t]\n\
                    pinned:\n- a, b\n- c\nblocked: d, e\ntranslationKey: k\n---\nBody.\n";
        let found = article(file).editorial;
        assert!(found.legal && !found.hidden);
        assert_eq!(found.embargo, Some(Date::from_unix_seconds(86_400)));
        assert_eq!(
            (found.series.as_deref(), found.translation_key.as_deref()),
            (Some("s"), Some("k"))
        );
        assert_eq!(
            (found.pinned, found.blocked),
            (vec!["a, b".into(), "c".into()], vec!["d, e".into()])
        );
    }

    #[test]
    fn a_repeated_editorial_field_hides_the_article() {
        let parsed = |matter: &str| {
            let file = format!("---\n{matter}---\nBody.\n");
            parse(file.as_bytes(), "a", ParseOptions::default()).unwrap()
        };
        let found = parsed("legal: true\nlegal: false\ntitle: A\ntitle: B\n");
        assert!(found.article.editorial.hidden && found.article.title == "B");
        let warnings: Vec<String> = found.warnings.iter().map(ToString::to_string).collect();
        assert_eq!(
            warnings,
            [
                "`legal` is repeated in the front matter, last in line 3: the article is hidden",
                "`title` is repeated in the front matter, last in line 5: the last one counts",
            ]
        );
        assert!(!parsed("title: A\ntitle: B\n").article.editorial.hidden);
    }

    #[test]
    fn collects_links_of_front_matter() {
        let file = "---\nlinks: [/b/]\nrelated:\n- c\n---\nSee [d](d.md).\n";
        let options = ParseOptions { own_links: true, ..ParseOptions::default() };
        let links = parse(file.as_bytes(), "a", options).unwrap().links;
        assert_eq!(links.targets, ["d.md", "/b/", "c"]);
    }

    #[test]
    fn missing_fields_have_defaults() {
        let found = article("# Head\n\nLead.\n\n<!-- more -->\n\nRest.");
        assert_eq!((found.id.as_str(), found.title.as_str()), ("posts/1970-01-02-a-post", "Head"));
        assert_eq!(
            (found.text.as_str(), found.summary.as_deref()),
            ("Lead.\n\nRest.", Some("Lead."))
        );
        assert_eq!(found.date.unwrap().to_string(), "1970-01-02");
        let found = article("Words.\n\n## Head\n");
        assert_eq!((found.title.as_str(), found.text.as_str()), ("a-post", "Words.\n\nHead"));
        assert_eq!(article("Words.").title, "a-post");
        let found = article("---\ndate: 1970-01-02 (optional)\n---\nWords.");
        assert_eq!(found.date.unwrap().to_string(), "1970-01-02");
    }

    #[test]
    fn errors_name_the_reason() {
        let check = |file: &[u8], expected| {
            assert_eq!(parse(file, "a", ParseOptions::default()).err(), expected)
        };
        check(b"---\ndraft: true\n---\n", Some(Skip::Unpublished(Unpublished::Draft)));
        check(b"---\ndraft: true\n---\nText", None);
        check(b"---\nlayout: x\n---\n\n![only](image.png)", Some(Skip::Empty));
        check(b"", Some(Skip::Empty));
        check(b"---\ntitle: x\n---\n", None);
        check(b"ab\xff", Some(Skip::InvalidUtf8 { at: 2 }));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(file in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse(&file, "a", ParseOptions::default());
        }
    }
}
