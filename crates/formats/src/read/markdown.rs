//! A Markdown file to the fields of an article.

use std::borrow::Cow;

use super::{
    Skip, Warning,
    batch::Wants,
    fields::{EditorialFields, Fields, Parsed, utf8},
    front_matter::{self, FrontMatter},
    walk::leading_day,
};
use crate::links::Linked;
use crate::markup::clean::clean;
use crate::markup::html::title_words;
use crate::markup::render::{render, render_without_links};
use alsolike::article::{Article, Date};

/// Reads one file. `id` and `stem` stand in for what the front matter does not say.
///
/// The title falls back to the first heading (which then is no part of the text when it leads it),
/// then to the stem without its day; the date to the day that leads the stem, also when the front
/// matter's is unreadable; the summary to what stands before `<!--more-->`.
///
/// # Errors
/// [`Skip::InvalidUtf8`], [`Skip::Malformed`] or [`Skip::WrongType`] for the front matter,
/// [`Skip::Draft`] and [`Skip::Empty`].
pub(super) fn parse(file: &[u8], id: &str, stem: &str, wants: Wants) -> Result<Parsed, Skip> {
    let file = clean(Cow::Borrowed(utf8(file)?));
    let (matter, body) = front_matter::split(&file)?;
    if matter.is_draft() && !wants.draft {
        return Err(Skip::Draft);
    }
    let render = |markdown: &str| match wants.own_links {
        true => render_without_links(markdown),
        false => (render(markdown), Vec::new()),
    };
    let (mut body, targets) = render(body);
    if body.text.is_empty() && matter.text(&["title"])?.is_empty() {
        return Err(Skip::Empty);
    }
    let (day, name) = leading_day(stem).unwrap_or(("", stem));
    let title = match (title_words(&matter.text(&["title"])?), body.heading.take()) {
        (title, _) if !title.is_empty() => title,
        (_, Some(heading)) => {
            let title = body.text[heading.clone()].to_owned();
            if heading.start == 0 {
                cut_start(&mut body.text, &mut body.more, heading.end);
            }
            title
        }
        _ => name.to_owned(),
    };
    let summary = render(&matter.text(&["summary", "description", "excerpt", "deck"])?).0.text;
    let summary = match body.more {
        Some(more) if summary.is_empty() => body.text[..more].to_owned(),
        _ => summary,
    };
    let or = |text: Cow<'_, str>, other: &str| {
        if text.is_empty() { other.to_owned() } else { text.into_owned() }
    };
    let section = matter.text(&["section", "category"])?;
    let section = if section.is_empty() {
        matter.texts(&["categories"])?.into_iter().next().unwrap_or_default()
    } else {
        section
    };
    let date = matter.text(&["date"])?;
    let date = if day.is_empty() || Date::parse(&date).is_ok() { date } else { day.into() };
    let fields = Fields {
        id: or(matter.text(&["id"])?, id).into(),
        title: title.into(),
        text: body.text.into(),
        summary: summary.into(),
        url: matter.text(&["url", "permalink"])?,
        date,
        lang: matter.text(&["lang", "language"])?,
        section,
        label: matter.text(&["label", "theme"])?,
        tags: matter.texts(&["tags", "keywords", "topics"])?,
        editorial: EditorialFields {
            hidden: matter.any(&["hidden"]),
            retracted: matter.any(&["retracted"]),
            legal: matter.any(&["legal"]),
            evergreen: matter.any(&["evergreen"]),
            embargo: matter.any(&["embargo", "publishdate"]),
            expires: matter.any(&["expires", "expirydate"]),
            series: matter
                .texts(&["series"])
                .unwrap_or_default()
                .into_iter()
                .next()
                .unwrap_or_default(),
            translation_key: matter.any(&["translation_key", "translationkey"]),
            canonical_url: matter.text(&["canonical_url", "canonical"])?,
            pinned: matter.ids(&["pinned"])?,
            blocked: matter.ids(&["blocked"])?,
        },
    };
    let mut parsed = fields.into_article(wants)?;
    for (field, line) in matter.repeated() {
        // Which of two words an editor means is not known, so the stricter one holds.
        let hides = FORBIDDING.contains(&field.as_str());
        parsed.article.editorial.hidden |= hides;
        parsed.warnings.push(Warning::Repeated { field: field.clone(), line: *line, hides });
    }
    if wants.own_links {
        parsed.linked = linked(&matter, &parsed.article, (id, stem), targets);
    }
    Ok(parsed)
}

/// Fields that may keep an article out of lists.
const FORBIDDING: [&str; 10] = [
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

/// Fields that lead to other articles, as links in the text do.
const LINKING: [&str; 2] = ["links", "related"];

/// The names of a page: its addresses, old and new, its file, and its slug.
fn linked(
    matter: &FrontMatter,
    article: &Article,
    (path, stem): (&str, &str),
    mut targets: Vec<String>,
) -> Linked {
    targets.extend(matter.targets(&LINKING));
    // A field of the wrong type is told where it counts, not here.
    let list = |names| matter.texts(names).unwrap_or_default().into_iter().map(Cow::into_owned);
    let slug = matter.text(&["slug"]).unwrap_or_default().into_owned();
    let slug = if slug.is_empty() {
        leading_day(stem).map_or(stem, |(_, name)| name).to_owned()
    } else {
        slug
    };
    let mut paths: Vec<String> = article.url.iter().cloned().collect();
    paths.extend(list(&["aliases", "alias"]).chain(list(&["redirect_from"])));
    paths.push(path.to_owned());
    let day = article.date.map(|date| date.to_string());
    let dated = day.and_then(|day| Some(format!("{}-{slug}", day.get(..10)?)));
    let names = [Some(stem.to_owned()), dated, Some(slug)].into_iter().flatten().collect();
    Linked { paths, names, targets }
}

/// Cuts a heading and the break behind it.
fn cut_start(text: &mut String, more: &mut Option<usize>, end: usize) {
    let rest = text[end..].trim_start();
    let start = text.len() - rest.len();
    *more = more.map(|more| more.saturating_sub(start));
    *text = rest.to_owned();
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::parse;
    use alsolike::article::{Article, Date, Lang};

    use crate::read::{Skip, batch::Wants};

    fn article(file: &str) -> Article {
        parse(file.as_bytes(), "posts/1970-01-02-a-post", "1970-01-02-a-post", Wants::default())
            .unwrap()
            .article
    }

    #[test]
    fn front_matter_gives_the_fields() {
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
    fn front_matter_gives_an_editors_word() {
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
    fn an_editors_word_that_stands_twice_hides() {
        let parsed = |matter: &str| {
            let file = format!("---\n{matter}---\nBody.\n");
            parse(file.as_bytes(), "a", "a", Wants::default()).unwrap()
        };
        let found = parsed("legal: true\nlegal: false\ntitle: A\ntitle: B\n");
        assert!(found.article.editorial.hidden && found.article.title == "B");
        let told: Vec<String> = found.warnings.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "`legal` stands twice in the front matter, last in line 3: the article is hidden",
                "`title` stands twice in the front matter, last in line 5: the last one counts",
            ]
        );
        assert!(!parsed("title: A\ntitle: B\n").article.editorial.hidden);
    }

    #[test]
    fn links_of_the_front_matter_are_links() {
        let file = "---\nlinks: [/b/]\nrelated:\n- c\n---\nSee [d](d.md).\n";
        let wants = Wants { own_links: true, ..Wants::default() };
        let linked = parse(file.as_bytes(), "a", "a", wants).unwrap().linked;
        assert_eq!(linked.targets, ["d.md", "/b/", "c"]);
    }

    #[test]
    fn what_is_not_said_falls_back() {
        let found = article("# Head\n\nLead.\n\n<!-- more -->\n\nRest.");
        assert_eq!((found.id.as_str(), found.title.as_str()), ("posts/1970-01-02-a-post", "Head"));
        assert_eq!(
            (found.text.as_str(), found.summary.as_deref()),
            ("Lead.\n\nRest.", Some("Lead."))
        );
        assert_eq!(found.date.unwrap().to_string(), "1970-01-02");
        let found = article("Words.\n\n## Head\n");
        assert_eq!((found.title.as_str(), found.text.as_str()), ("Head", "Words.\n\nHead"));
        assert_eq!(article("Words.").title, "a-post");
        let found = article("---\ndate: 1970-01-02 (optional)\n---\nWords.");
        assert_eq!(found.date.unwrap().to_string(), "1970-01-02");
    }

    #[test]
    fn files_that_are_no_articles_say_why() {
        let check = |file: &[u8], expected| {
            assert_eq!(parse(file, "a", "a", Wants::default()).err(), expected)
        };
        check(b"---\ndraft: true\n---\nText", Some(Skip::Draft));
        check(b"---\nlayout: x\n---\n\n![only](image.png)", Some(Skip::Empty));
        check(b"", Some(Skip::Empty));
        check(b"---\ntitle: x\n---\n", None);
        check(b"ab\xff", Some(Skip::InvalidUtf8 { at: 2 }));
        let wrong = Skip::WrongType { field: "title", found: "a list", expected: "text" };
        check(b"---\ntitle: [a]\n---\nText", Some(wrong));
    }

    proptest! {
        #[test]
        fn any_bytes_are_an_article_or_a_reason(file in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse(&file, "a", "a", Wants::default());
        }
    }
}
