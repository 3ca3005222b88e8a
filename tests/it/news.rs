//! A small archive of three stories, with links and rated pairs.

use serde_json::Value;

use crate::run::Files;

/// Three stories (a summit, soups, a cup) and one article apart.
pub(crate) const ARCHIVE: &str = r#"{"id":"summit","title":"Presidents meet in Geneva","text":"The presidents met beside the lake in Geneva. Arms control and cyberattacks filled the afternoon, diplomats said.","url":"https://example.org/summit","date":"2021-06-16","label":"world","tags":["diplomacy"]}
{"id":"treaty","title":"Arms control talks go on","text":"Diplomats returned to Geneva for talks about arms control. The presidents had asked for them in June.","url":"https://example.org/treaty","date":"2021-07-28","label":"world"}
{"id":"hackers","title":"Hackers shut a pipeline","text":"Cyberattacks on a pipeline worry diplomats. The presidents will discuss the hackers in Geneva.","date":"2021-05-12","label":"world"}
{"id":"leeks","title":"Leek soup for a cold week","text":"Braise the leeks in butter until they are soft, then add stock. The soup is better the next day.","url":"https://example.org/leeks","label":"food"}
{"id":"beans","title":"White beans and leeks","text":"Simmer the beans in stock, braise the leeks in butter, and stir both into one soup.","label":"food"}
{"id":"cup","title":"Harrowby win the cup","summary":"A late goal decides the final.","text":"A goal by the striker in the last minute decided the cup final before a full stadium.","label":"sport"}
{"id":"striker","title":"Striker out for the season","text":"The striker who scored the goal in the cup final tore a knee ligament. The stadium fell silent.","label":"sport"}
{"id":"chess","title":"","text":"Zugzwang.","label":"sport"}
"#;
pub(crate) const LINKS: &str =
    "summit\ttreaty\nsummit\thackers\ntreaty\tsummit\nleeks\tbeans\ncup\tgone\n";
pub(crate) const RATED: &str =
    "summit\ttreaty\t5\nleeks\tbeans\t4\nsummit\tcup\t0.5\ncup\tstriker\t4\n";

pub(crate) fn files() -> Files {
    Files::new(&[
        ("news.jsonl", ARCHIVE.as_bytes()),
        ("links.tsv", LINKS.as_bytes()),
        ("rated.tsv", RATED.as_bytes()),
        (
            "draft.txt",
            b"Talks in Geneva\n\nArms control is on the table again, and so are cyberattacks.\n",
        ),
    ])
}

pub(crate) fn transcript(words: &str) -> String {
    files().transcript(words)
}

pub(crate) fn keys(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}
