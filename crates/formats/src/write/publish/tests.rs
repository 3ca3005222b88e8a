use alsolike::article::{Article, Date, Lang};
use alsolike::engine::{ArticleMeta, Corpus, Engine, EngineBuilder, Settings};
use alsolike::sparse::DocId;

use super::{Consumer, Key, LinkStyle, Links, Page, PageItem, PublishError};
use crate::read::PageKey;

fn engine() -> Engine {
    let article = |id: &str, lang: &str, url: &str| Article {
        id: id.into(),
        title: format!("Title <{id}>"),
        text: format!("The harbour of {id} is closed."),
        lang: Lang::parse(lang),
        url: Some(url.to_owned()).filter(|url| !url.is_empty()),
        date: Date::parse("2021-06-16").ok(),
        ..Article::default()
    };
    let mut builder = EngineBuilder::new(&Settings::default()).unwrap();
    let articles = vec![
        article("1", "en", "https://h.example/blog/one/"),
        article("2", "he", "https://h.example/blog/two/"),
        article("3", "en", ""),
    ];
    builder.add(articles).unwrap();
    Engine::new(builder.finish().unwrap())
}

fn key(doc: usize) -> Option<PageKey> {
    Some(PageKey { lang: "en".to_owned(), path: format!("posts/{}.md", doc + 1) })
}

fn pages(corpus: &Corpus) -> Vec<Page<'_>> {
    let article = |doc: usize| -> &ArticleMeta { corpus.article(DocId::from_index(doc)) };
    let item = |doc: usize| PageItem {
        article: article(doc),
        key: key(doc),
        score: 0.412_34,
        reason: "similar",
        because: vec![("harbour".to_owned(), 0.5)],
    };
    vec![
        Page { article: article(0), key: key(0), items: vec![item(1), item(2)] },
        Page { article: article(1), key: key(1), items: vec![item(0)] },
    ]
}

fn links(style: LinkStyle) -> Links {
    Links { style, root: "https://h.example/blog".to_owned(), prefix: String::new() }
}

fn written(consumer: Consumer) -> String {
    let engine = engine();
    let files = consumer
        .files(&pages(engine.corpus()), &links(consumer.link_style()), engine.corpus())
        .unwrap();
    String::from_utf8(files[0].bytes.clone()).unwrap()
}

#[test]
fn templates_find_lists_by_file() {
    let hugo: serde_json::Value = serde_json::from_str(&written(Consumer::Hugo)).unwrap();
    let item = &hugo["en"]["posts/1.md"][0];
    assert_eq!((item["path"].as_str(), item["url"].as_str()), (Some("posts/2.md"), Some("/two/")));
    assert_eq!(item["score"].as_f64(), Some(0.4123));
    let jekyll: serde_json::Value = serde_json::from_str(&written(Consumer::Jekyll)).unwrap();
    assert_eq!(jekyll["posts/2.md"][0]["title"], "Title <1>");
    let astro: serde_json::Value = serde_json::from_str(&written(Consumer::Astro)).unwrap();
    assert_eq!(astro["1"]["related"][0], "2");
    let by_url = written(Consumer::Json(Key::Url));
    assert!(by_url.contains("\n\"/blog/one/\": [{\"path\":\"posts/2.md\""), "{by_url}");
}

#[test]
fn fragments_state_language_and_direction() {
    let block = written(Consumer::Fragments);
    assert!(block.starts_with(
        "<aside class=\"also-like\" aria-labelledby=\"also-like-heading\" lang=\"en\" dir=\"ltr\">"
    ));
    assert!(block.contains("<li lang=\"he\" dir=\"rtl\">\n<a href=\"/blog/two/\">"), "{block}");
    assert!(block.contains("Title &lt;2&gt;") && !block.contains("Title &lt;3&gt;"), "{block}");
}

#[test]
fn other_programs_get_their_formats() {
    assert!(written(Consumer::Csv).contains(
        "1,2,1,0.4123,similar,harbour:0.50,https://h.example/blog/one/,https://h.example/blog/two/,Title <1>,Title <2>\n"
    ));
    assert_eq!(written(Consumer::WordPress), "{\n\"1\": [2,3],\n\"2\": [1]\n}\n");
    assert!(written(Consumer::GraphMl).contains("<edge source=\"1\" target=\"2\">"));
    assert!(
        written(Consumer::Ninjs)
            .contains("\"rel\":\"related\",\"uri\":\"https://h.example/blog/two/\"")
    );
}

#[test]
fn names_the_page_that_cannot_be_looked_up() {
    let engine = engine();
    let corpus = engine.corpus();
    let found = Consumer::JsonLd.files(&pages(corpus), &links(LinkStyle::Absolute), corpus);
    assert_eq!(
        found,
        Err(PublishError::NoAbsoluteAddress { id: "3".to_owned(), consumer: "JSON-LD" })
    );
    let mut without_file = pages(corpus);
    without_file[1].key = None;
    let found = Consumer::Hugo.files(&without_file, &links(LinkStyle::Site), corpus);
    assert_eq!(found, Err(PublishError::NoFile { id: "2".to_owned(), consumer: "Hugo" }));
}
