use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{PageRecord, SiteFacts, Verdict, parse_page};

const WORDS: &str = "The ferry to Orrin Quay ran aground on a sandbank in thick fog before dawn, and forty \
    passengers waited until the tide lifted it again. The harbour board wants a new buoy there. ";

fn parsed(html: &str) -> PageRecord {
    parse_page(html.as_bytes(), &SiteFacts::default())
}

/// A page as themes write it, with furniture around the text.
fn page(head: &str, article: &str) -> String {
    format!(
        "<!doctype html><html lang=en-GB><head>{head}</head><body><header><a href=/>Home</a></header>\
         <nav><ul><li><a href=/a>A</a><li><a href=/b>B</a></ul></nav>{article}\
         <aside>Subscribe to our letter</aside><footer>All rights reserved</footer></body></html>"
    )
}

#[test]
fn reads_the_fields_of_a_news_page() {
    let head = r#"<title>Ferry aground | The Wend Post</title>
        <link rel=canonical href="https://wend.example/news/ferry/">
        <link rel=alternate hreflang=de href="https://wend.example/de/ferry/">
        <link rel=alternate hreflang=x-default href="https://wend.example/news/ferry/">
        <meta property="og:site_name" content="The Wend Post">
        <meta property="og:title" content="Ferry aground in fog | The Wend Post">
        <meta property="og:image" content="https://wend.example/f.jpg">
        <meta property="og:image:alt" content="A ferry">
        <meta property="article:tag" content="sea"><meta property="article:tag" content="fog">
        <meta name=description content="Forty &amp; more waited.">
        <script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2020-01-01T08:00:00Z",
        "dateModified":"2020-01-02","articleSection":"News","author":{"name":"Ann Lee"},
        "isAccessibleForFree":false,}</script>"#;
    let text = format!(
        "<main><h1>Ferry aground in fog</h1><p>{WORDS}</p><pre>code</pre><p>{WORDS}</p></main>"
    );
    let found = parsed(&page(head, &text));
    let words = WORDS.split_whitespace().collect::<Vec<_>>().join(" ");
    let expected = PageRecord {
        verdict: Verdict::Article,
        url: "https://wend.example/news/ferry/".into(),
        title: "Ferry aground in fog".into(),
        text: format!("{words}\n\n{words}"),
        lead: 0,
        summary: "Forty & more waited.".into(),
        date: "2020-01-01T08:00:00Z".into(),
        modified: "2020-01-02".into(),
        lang: "en-GB".into(),
        alternates: vec![
            ("de".into(), "https://wend.example/de/ferry/".into()),
            ("x-default".into(), "https://wend.example/news/ferry/".into()),
        ],
        translation_key: "https://wend.example/news/ferry/".into(),
        section: "News".into(),
        tags: vec!["sea".into(), "fog".into()],
        image: "https://wend.example/f.jpg".into(),
        image_alt: "A ferry".into(),
        authors: vec!["Ann Lee".into()],
        paywall: true,
        status: String::new(),
        site: "The Wend Post".into(),
    };
    assert_eq!(found, expected);
}

#[test]
fn says_why_a_page_is_no_article() {
    let text = format!("<main><h1>Head</h1><p>{}</p></main>", WORDS.repeat(4));
    let check = |head: &str, article: &str, expected| {
        assert_eq!(parsed(&page(head, article)).verdict, expected, "{head} {article}");
    };
    check("", &text, Verdict::Article);
    check("<meta name=robots content='noindex, follow'>", &text, Verdict::NoIndex);
    check("<meta http-equiv=refresh content='0; url=/x'>", &text, Verdict::Redirect);
    check("<meta http-equiv=refresh content=600>", &text, Verdict::Article);
    check("<title>404 – Page not found</title>", "<p>Nothing is here.</p>", Verdict::NotFound);
    check("", "<main><p>Few words.</p></main>", Verdict::Short);
    check(
        "<meta property=og:type content=article>",
        "<main><p>Few words.</p></main>",
        Verdict::Article,
    );
    check("", "", Verdict::NoText);
    let links = "<li><a href=/x>A title of some words</a>".repeat(20);
    check("", &format!("<main><h1>Tag</h1><ul>{links}</ul></main>"), Verdict::Listing);
    let posts =
        format!("<article><h2><a href=/x>A title</a></h2><p>{WORDS}</p></article>").repeat(4);
    check("", &format!("<main>{posts}</main>"), Verdict::Listing);
    assert_eq!(parsed(&format!("<html amp>{text}")).verdict, Verdict::Amp);
    assert_eq!(
        parsed("<!doctype html><title>T</title><p>A bare page.</p>").verdict,
        Verdict::Article
    );
}

#[test]
fn reads_an_export_of_medium() {
    let found = parsed(&format!(
        "<!DOCTYPE html><html><head><title>Rye dough</title><style>* {{}}</style></head><body>\
         <article class=\"h-entry\"><header><h1 class=\"p-name\">Rye dough</h1></header>\
         <section data-field=\"subtitle\" class=\"p-summary\">Slowly.</section>\
         <section data-field=\"body\" class=\"e-content\"><section><hr><h3 class=\"graf--title\">Rye dough</h3>\
         <p>{WORDS}</p></section></section>\
         <footer><p>By <a href=\"https://medium.com/@a\" class=\"p-author h-card\">Ann Lee</a> on \
         <a href=\"https://medium.com/p/1\"><time class=\"dt-published\" datetime=\"2020-01-04T10:00:00.000Z\">x</time></a>.</p>\
         <p><a href=\"https://medium.com/@a/rye-1\" class=\"p-canonical\">Canonical link</a></p>\
         <p>Exported from Medium</p></footer></article></body></html>"
    ));
    assert_eq!(
        [&found.title, &found.summary, &found.date, &found.url, &found.authors[0]]
            .map(String::as_str),
        [
            "Rye dough",
            "Slowly.",
            "2020-01-04T10:00:00.000Z",
            "https://medium.com/@a/rye-1",
            "Ann Lee"
        ]
    );
    assert!(
        found.text.starts_with("The ferry") && found.text.ends_with("there."),
        "{}",
        found.text
    );
    assert_eq!(found.verdict, Verdict::Article);
}

#[test]
fn reads_the_body_of_a_substack_post() {
    let found = parsed(&format!(
        "<p>{WORDS}</p><div class=\"subscription-widget\"><form>Subscribe</form></div><p>End.</p>"
    ));
    assert!(found.text.starts_with("The ferry") && found.text.ends_with("End."), "{}", found.text);
}

#[test]
fn a_short_page_keeps_its_text() {
    let found = parsed(&page(
        "<title>Mustard</title>",
        "<main><h1>Mustard for bees</h1><p>Beekeepers sow mustard for bees.</p></main>",
    ));
    assert_eq!(
        (found.title.as_str(), found.text.as_str()),
        ("Mustard for bees", "Beekeepers sow mustard for bees.")
    );
}

#[test]
fn deep_and_unclosed_pages_take_linear_work() {
    let work = |mark: &str, n: usize| {
        let page = format!("<title>T</title>{}word", mark.repeat(n));
        let start = Instant::now();
        let found = parsed(&page);
        assert!(found.title == "T", "{mark}: {found:?}");
        start.elapsed()
    };
    for mark in [
        "<div>",
        "<div/>",
        "<div></span>",
        "<b>",
        "<a href=x>",
        "<table><tr><td>",
        "<p><b>",
        "<ul><li>",
        "<font size=1>",
        "<!--",
        "</p>",
        "<p>x",
        "<rt>",
        "<optgroup>",
        "<li>x",
        "<td>x",
        "<a href=x>y</a> ",
        "<h2>x</h2>",
        "<aside>x</aside>",
        "<meta name=a content=b>",
        "<time>",
        "<br><br>",
        "<svg><div/>",
        "<script type=application/ld+json>{\"a\":1}</script>",
    ] {
        let (once, twice) = (work(mark, 4_000), work(mark, 8_000));
        // Quadratic work takes four times as long. Short times are noise.
        let is_linear = twice < 3 * once || twice < Duration::from_millis(300);
        assert!(is_linear, "{mark}: {once:?}, {twice:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), html in "(<(/?(p|div|h1|a|time|table|td|main|html|body|b|meta)|script type=application/ld\\+json|link rel=canonical)>|[a-z \n<>\"'=&é]){0,60}") {
        for bytes in [bytes.as_slice(), html.as_bytes()] {
            let mut found = parse_page(bytes, &SiteFacts::default());
            prop_assert!(found.text.is_char_boundary(found.lead));
            found.place("a/b.html");
        }
    }
}
