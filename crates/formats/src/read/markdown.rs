//! A Markdown file to the fields of an article.

use std::borrow::Cow;

use super::{
    Skip, Warning,
    fields::{EditorialFields, Fields, utf8},
    file_name::split_leading_day,
    front_matter::{self, FrontMatter},
    record::{FileId, ParseOptions, ParsedRecord},
};
use crate::links::RecordLinks;
use crate::markup::{
    clean::clean,
    html::title_text,
    render::{Rendered, render, render_without_links},
};
use alsolike::article::{Article, Date};

/// Parses one file. Fields that the front matter lacks have these defaults:
///
/// | field | default |
/// |---|---|
/// | id | that of `name` |
/// | title | the heading above the first paragraph, which is then cut from the start of the text; else the stem without its day |
/// | date | the day that leads the stem, also when the date of the front matter cannot be read |
/// | summary | the text above `<!--more-->` |
///
/// # Errors
/// [`Skip::InvalidUtf8`], [`Skip::Malformed`] or [`Skip::WrongType`] for the front matter, [`Skip::Unpublished`] and
/// [`Skip::Empty`].
pub(super) fn parse(
    file: &[u8],
    name: &FileId,
    options: ParseOptions,
) -> Result<ParsedRecord, Skip> {
    let file = clean(Cow::Borrowed(utf8(file)?));
    let (matter, body) = front_matter::split(&file)?;
    let unpublished = matter.unpublished().filter(|_| !options.draft);
    let render = |markdown: &str| match options.own_links {
        true => render_without_links(markdown),
        false => (render(markdown), Vec::new()),
    };
    let (mut body, targets) = render(body);
    if body.text.is_empty() && matter.text(&["title"])?.is_empty() {
        return Err(unpublished.map_or(Skip::Empty, Skip::Unpublished));
    }
    let (day, stem) = split_leading_day(&name.stem).unwrap_or(("", &name.stem));
    let title = title(&matter, &mut body, stem)?;
    let summary = render(&matter.text(&["summary", "description", "excerpt", "deck"])?).0.text;
    let summary = match body.more {
        Some(more) if summary.is_empty() => body.text[..more].to_owned(),
        _ => summary,
    };
    let section = section(&matter)?;
    let date = matter.text(&["date"])?;
    let id = matter.text(&["id"])?;
    let fields = Fields {
        id: if id.is_empty() { Cow::Borrowed(name.id.as_str()) } else { id },
        title: title.into(),
        text: body.text.into(),
        summary: summary.into(),
        url: matter.text(&["url", "permalink"])?,
        date: if day.is_empty() || Date::parse(&date).is_ok() { date } else { day.into() },
        lang: matter.text(&["lang", "language"])?,
        section,
        label: matter.text(&["label", "theme"])?,
        tags: matter.texts(&["tags", "keywords", "topics"])?,
        unpublished,
        editorial: editorial(&matter)?,
        ..presentation(&matter)
    };
    let mut parsed = fields.into_article(options)?;
    for (field, line) in matter.repeated() {
        // The editor may mean either value, so the stricter one holds.
        let hides = HIDING_FIELDS.contains(&field.as_str());
        parsed.article.editorial.hidden |= hides;
        parsed.warnings.push(Warning::Repeated { field: field.clone(), line: *line, hides });
    }
    if options.own_links {
        parsed.links = record_links(&matter, &parsed.article, name, targets);
    }
    Ok(parsed)
}

/// Fields that may keep an article out of lists.
const HIDING_FIELDS: [&str; 10] = [
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
];

/// Fields that link to other articles.
const LINK_FIELDS: [&str; 2] = ["links", "related"];

/// Returns the title, and cuts the first heading from the start of the body when it is the title.
fn title(matter: &FrontMatter, body: &mut Rendered, stem: &str) -> Result<String, Skip> {
    let title = title_text(&matter.text(&["title"])?);
    if !title.is_empty() {
        return Ok(title);
    }
    let Some(heading) = body.heading.take() else { return Ok(stem.to_owned()) };
    let title = body.text[heading.clone()].to_owned();
    if heading.start == 0 {
        cut_start(&mut body.text, &mut body.more, heading.end);
    }
    Ok(title)
}

fn section(matter: &FrontMatter) -> Result<Cow<'_, str>, Skip> {
    let section = matter.text(&["section", "category"])?;
    if !section.is_empty() {
        return Ok(section);
    }
    Ok(matter.texts(&["categories"])?.into_iter().next().unwrap_or_default())
}

/// Reads the fields that only pages show. A value of an odd type costs that field alone.
fn presentation(matter: &FrontMatter) -> Fields<'_> {
    const IMAGES: &[&str] = &["image", "images", "cover", "thumbnail", "featured_image"];
    const ALTS: &[&str] = &["image_alt", "alt"];
    const CHANGES: &[&str] = &["modified", "lastmod", "last_modified_at", "updated"];
    let first = |names| matter.texts(names).ok().and_then(|texts| texts.into_iter().next());
    Fields {
        image: matter.first_text(IMAGES, &["url", "src", "image", "path", "feature", "teaser"]),
        image_alt: first(ALTS).unwrap_or_default(),
        authors: matter.names(&["authors", "author"]),
        paywall: matter.editorial_text(&["paywall"]),
        modified: first(CHANGES).unwrap_or_default(),
        ..Fields::default()
    }
}

fn editorial(matter: &FrontMatter) -> Result<EditorialFields<'_>, Skip> {
    let first = |texts: Vec<Cow<'_, str>>| texts.into_iter().next().map(Cow::into_owned);
    Ok(EditorialFields {
        hidden: matter.editorial_text(&["hidden"]),
        retracted: matter.editorial_text(&["retracted"]),
        legal: matter.editorial_text(&["legal"]),
        evergreen: matter.editorial_text(&["evergreen"]),
        embargo: matter.editorial_text(&["embargo", "publishdate"]),
        expires: matter.editorial_text(&["expires", "expirydate"]),
        series: matter.texts(&["series"]).ok().and_then(first).unwrap_or_default().into(),
        translation_key: matter.editorial_text(&["translation_key", "translationkey"]),
        canonical_url: matter.text(&["canonical_url", "canonical"])?,
        pinned: matter.ids(&["pinned"])?,
        blocked: matter.ids(&["blocked"])?,
    })
}

/// Returns the names of a page (its current and old addresses, its file name, its slug) and its links.
fn record_links(
    matter: &FrontMatter,
    article: &Article,
    name: &FileId,
    mut targets: Vec<String>,
) -> RecordLinks {
    targets.extend(matter.targets(&LINK_FIELDS));
    // Values of the wrong type are ignored here: links serve evaluation alone.
    let list = |names| matter.texts(names).unwrap_or_default().into_iter().map(Cow::into_owned);
    let slug = matter.text(&["slug"]).unwrap_or_default().into_owned();
    let slug = if slug.is_empty() {
        split_leading_day(&name.stem).map_or(&*name.stem, |(_, stem)| stem).to_owned()
    } else {
        slug
    };
    let mut paths: Vec<String> = article.url.iter().cloned().collect();
    paths.extend(list(&["aliases", "alias"]).chain(list(&["redirect_from"])));
    paths.push(name.id.clone());
    let day = article.date.map(|date| date.to_string());
    let dated = day.and_then(|day| Some(format!("{}-{slug}", day.get(..10)?)));
    let names = [Some(name.stem.clone()), dated, Some(slug)].into_iter().flatten().collect();
    RecordLinks { paths, names, targets }
}

/// Cuts a heading from the start, and the break below it.
fn cut_start(text: &mut String, more: &mut Option<usize>, end: usize) {
    let rest = text[end..].trim_start();
    let start = text.len() - rest.len();
    *more = more.map(|more| more.saturating_sub(start));
    *text = rest.to_owned();
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use alsolike::article::{Article, Date, Lang};

    use crate::read::{
        Skip, Unpublished,
        record::{FileId, ParseOptions, ParsedRecord},
    };

    fn parse(file: &[u8], stem: &str, options: ParseOptions) -> Result<ParsedRecord, Skip> {
        let name = FileId { id: format!("posts/{stem}"), stem: stem.to_owned() };
        super::parse(file, &name, options)
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
        let wrong = Skip::WrongType { field: "title", found: "a list", expected: "text" };
        check(b"---\ntitle: [a]\n---\nText", Some(wrong));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(file in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse(&file, "a", ParseOptions::default());
        }
    }
}
