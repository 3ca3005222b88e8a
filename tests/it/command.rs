//! Every command on a small archive: what it writes to each stream, and its status.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::process::Stdio;

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::run::{Answer, Files, alsolike};

/// Three stories: a summit, soups, a cup.
const ARCHIVE: &str = r#"{"id":"summit","title":"Presidents meet in Geneva","text":"The presidents met beside the lake in Geneva. Arms control and cyberattacks filled the afternoon, diplomats said.","url":"https://example.org/summit","date":"2021-06-16","label":"world","tags":["diplomacy"]}
{"id":"treaty","title":"Arms control talks go on","text":"Diplomats returned to Geneva for talks about arms control. The presidents had asked for them in June.","url":"https://example.org/treaty","date":"2021-07-28","label":"world"}
{"id":"hackers","title":"Hackers shut a pipeline","text":"Cyberattacks on a pipeline worry diplomats. The presidents will discuss the hackers in Geneva.","date":"2021-05-12","label":"world"}
{"id":"leeks","title":"Leek soup for a cold week","text":"Braise the leeks in butter until they are soft, then add stock. The soup is better the next day.","url":"https://example.org/leeks","label":"food"}
{"id":"beans","title":"White beans and leeks","text":"Simmer the beans in stock, braise the leeks in butter, and stir both into one soup.","label":"food"}
{"id":"cup","title":"Harrowby win the cup","summary":"A late goal decides the final.","text":"A goal by the striker in the last minute decided the cup final before a full stadium.","label":"sport"}
{"id":"striker","title":"Striker out for the season","text":"The striker who scored the goal in the cup final tore a knee ligament. The stadium fell silent.","label":"sport"}
{"id":"chess","title":"","text":"Zugzwang.","label":"sport"}
"#;
const LINKS: &str = "summit\ttreaty\nsummit\thackers\ntreaty\tsummit\nleeks\tbeans\ncup\tgone\n";
const RATED: &str = "summit\ttreaty\t5\nleeks\tbeans\t4\nsummit\tcup\t0.5\ncup\tstriker\t4\n";

fn files() -> Files {
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

fn tell(words: &str) -> String {
    files().tell(words)
}

#[test]
fn related_as_text() {
    assert_snapshot!(tell("related news.jsonl -k 2"), @r"
    $ alsolike related news.jsonl -k 2
    Presidents meet in Geneva
    [summit]

        You May Also Like

      • Arms control talks go on
          Diplomats returned to Geneva for talks about arms control. The presidents
          had asked for them in June.
      • Hackers shut a pipeline
          Cyberattacks on a pipeline worry diplomats. The presidents will discuss
          the hackers in Geneva.

    Arms control talks go on
    [treaty]

        You May Also Like

      • Presidents meet in Geneva
          The presidents met beside the lake in Geneva. Arms control and
          cyberattacks filled the afternoon, diplomats said.
      • Hackers shut a pipeline
          Cyberattacks on a pipeline worry diplomats. The presidents will discuss
          the hackers in Geneva.

    Hackers shut a pipeline
    [hackers]

        You May Also Like

      • Presidents meet in Geneva
          The presidents met beside the lake in Geneva. Arms control and
          cyberattacks filled the afternoon, diplomats said.
      • Arms control talks go on
          Diplomats returned to Geneva for talks about arms control. The presidents
          had asked for them in June.

    Leek soup for a cold week
    [leeks]

        You May Also Like

      • White beans and leeks
          Simmer the beans in stock, braise the leeks in butter, and stir both into
          one soup.

    White beans and leeks
    [beans]

        You May Also Like

      • Leek soup for a cold week
          Braise the leeks in butter until they are soft, then add stock.

    Harrowby win the cup
    [cup]

        You May Also Like

      • Striker out for the season
          The striker who scored the goal in the cup final tore a knee ligament.

    Striker out for the season
    [striker]

        You May Also Like

      • Harrowby win the cup
          A late goal decides the final.

    chess
    [chess]

        You May Also Like

        Nothing similar: it has no word that stands in some other articles, but not
        in all.
    ! warning: 1 article without a telling word, one that some articles have but not all: no lists, no themes
    ! note: 5 lists shorter than 2: too few articles that may stand there share their words (JSON says why)
    = 0
    ");
    assert_snapshot!(tell("related news.jsonl -k 2 --for summit --for chess --because 3 --quiet"), @r"
    $ alsolike related news.jsonl -k 2 --for summit --for chess --because 3 --quiet
    Presidents meet in Geneva
    [summit]

        You May Also Like

      • Arms control talks go on
          Diplomats returned to Geneva for talks about arms control. The presidents
          had asked for them in June.
          = 0.782: arms 25 %, Arms control 25 %, control 25 %
      • Hackers shut a pipeline
          Cyberattacks on a pipeline worry diplomats. The presidents will discuss
          the hackers in Geneva.
          = 0.743: cyberattacks 31 %, Geneva 28 %, presidents 28 %

    chess
    [chess]

        You May Also Like

        Nothing similar: it has no word that stands in some other articles, but not
        in all.
    = 0
    ");
}

#[test]
fn related_as_markdown() {
    assert_snapshot!(tell("related news.jsonl -k 2 --for summit --for chess --format md --because 2"), @r"
    $ alsolike related news.jsonl -k 2 --for summit --for chess --format md --because 2
    ## Presidents meet in Geneva

    ### You May Also Like

    - **[Arms control talks go on](<https://example.org/treaty>)**  
      Diplomats returned to Geneva for talks about arms control. The presidents had asked for them in June.
      
      *0.782: arms 25 %, Arms control 25 %*
    - **Hackers shut a pipeline**  
      Cyberattacks on a pipeline worry diplomats. The presidents will discuss the hackers in Geneva.
      
      *0.743: cyberattacks 31 %, Geneva 28 %*

    ## chess

    ### You May Also Like

    Nothing similar: it has no word that stands in some other articles, but not in all.
    ! warning: 1 article without a telling word, one that some articles have but not all: no lists, no themes
    ! note: 1 list shorter than 2: it has no word that stands in some other articles, but not in all
    = 0
    ");
}

#[test]
fn related_as_a_page() {
    assert_snapshot!(tell("related news.jsonl -k 1 --for summit --for chess --format html --because 2"), @r#"
    $ alsolike related news.jsonl -k 1 --for summit --for chess --format html --because 2
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>You May Also Like</title>
    <style>
    :root { color-scheme: light dark; --line: #8884; --dim: #667; }
    @media (prefers-color-scheme: dark) { :root { --dim: #99a; } }
    body { margin: 0; font: 1.05rem/1.5 Georgia, 'Times New Roman', serif; }
    main { max-width: 44rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
    h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 2rem; }
    article { border-top: 1px solid var(--line); padding: 1.5rem 0; }
    h2 { font-size: 1.35rem; line-height: 1.25; margin: 0 0 .25rem; }
    h3 { font: 700 .8rem/1.5 system-ui, sans-serif; letter-spacing: .06em; text-transform: uppercase; margin: 1.25rem 0 .5rem; }
    .teaser, .meta { color: var(--dim); margin: .15rem 0 0; }
    .meta { font: .85rem/1.5 system-ui, sans-serif; }
    ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .9rem; }
    @media (min-width: 38rem) { .also-like ul { grid-template-columns: 1fr 1fr; gap: 1.1rem 1.75rem; } }
    li .title { font-weight: 700; }
    a { color: inherit; text-decoration-color: var(--dim); text-underline-offset: .15em; }
    a:focus-visible { outline: 2px solid; outline-offset: 2px; }
    </style>
    </head>
    <body>
    <main>
    <h1>You May Also Like</h1>
    <article id="summit">
    <h2><a href="https://example.org/summit">Presidents meet in Geneva</a></h2>
    <p class="teaser">The presidents met beside the lake in Geneva. Arms control and cyberattacks filled the afternoon, diplomats said.</p>
    <section class="also-like">
    <h3>You May Also Like</h3>
    <ul>
    <li><span class="title"><a href="https://example.org/treaty">Arms control talks go on</a></span><p class="teaser">Diplomats returned to Geneva for talks about arms control. The presidents had asked for them in June.</p><p class="meta">0.782: arms 25 %, Arms control 25 %</p></li>
    </ul>
    </section>
    </article>
    <article id="chess">
    <h2>chess</h2>
    <p class="teaser">Zugzwang.</p>
    <section class="also-like">
    <h3>You May Also Like</h3>
    <p class="teaser">Nothing similar: it has no word that stands in some other articles, but not in all.</p>
    </section>
    </article>
    </main>
    </body>
    </html>
    ! warning: 1 article without a telling word, one that some articles have but not all: no lists, no themes
    ! note: 1 list shorter than 1: it has no word that stands in some other articles, but not in all
    = 0
    "#);
}

#[test]
fn related_as_json_lines() {
    let answer = files().run("related news.jsonl -k 2 --because 1000");
    assert_eq!(answer.status, 0);
    let answer =
        files().run("related news.jsonl --preset text -k 2 --because 1000 --format jsonl --quiet");
    assert_eq!((answer.status, answer.stderr.as_str()), (0, ""));
    let lines = answer.json_lines();
    let ids: Vec<&str> = lines.iter().map(|line| line["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["summit", "treaty", "hackers", "leeks", "beans", "cup", "striker", "chess"]);
    for line in &lines {
        assert_eq!(keys(line)[..3], ["id", "title", "related"]);
        let mut scores = Vec::new();
        for item in line["related"].as_array().unwrap() {
            assert_eq!(keys(item), ["id", "title", "teaser", "url", "score", "reason", "because"]);
            assert!(
                ids.contains(&item["id"].as_str().unwrap()) && item["id"] != line["id"],
                "{item}"
            );
            scores.push(item["score"].as_f64().unwrap());
            let mut shares = Vec::new();
            for reason in item["because"].as_array().unwrap() {
                assert_eq!(keys(reason), ["term", "share"]);
                assert!(!reason["term"].as_str().unwrap().is_empty());
                shares.push(reason["share"].as_f64().unwrap());
            }
            let sum: f64 = shares.iter().sum();
            assert!((sum - 1.0).abs() < 1e-6, "{item}: shares sum to {sum}");
            assert!(shares.is_sorted_by(|a, b| a >= b), "{item}");
        }
        assert!(scores.is_sorted_by(|a, b| a >= b) && scores.iter().all(|s| *s > 0.0 && *s <= 1.0));
    }
    assert_eq!(lines[0]["related"][0]["id"], "treaty");
    assert_eq!(lines[0]["related"][0]["url"], "https://example.org/treaty");
    assert_eq!(lines[3]["related"][0]["url"], Value::Null);
    assert_eq!(lines[7]["related"], json!([]));

    let default =
        files().run("related news.jsonl --for summit --format jsonl --quiet").json_lines();
    let n_reasons: Vec<usize> = default[0]["related"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["because"].as_array().unwrap().len())
        .collect();
    assert!(n_reasons.iter().all(|&n| n <= 5) && n_reasons.contains(&5), "{n_reasons:?}");
}

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn related_as_one_array_has_the_same_objects() {
    let files = files();
    let lines = files.run("related news.jsonl --format jsonl --quiet").json_lines();
    let array: Value =
        serde_json::from_str(&files.run("related news.jsonl --format json").stdout).unwrap();
    assert_eq!(array, Value::Array(lines));
}

#[test]
fn related_to_an_unseen_text() {
    assert_snapshot!(tell("related news.jsonl --text draft.txt -k 2 --because 2"), @r"
    $ alsolike related news.jsonl --text draft.txt -k 2 --because 2
    Talks in Geneva

        You May Also Like

      • Presidents meet in Geneva
          The presidents met beside the lake in Geneva. Arms control and
          cyberattacks filled the afternoon, diplomats said.
          = 0.845: Geneva 27 %, arms 18 %
      • Arms control talks go on
          Diplomats returned to Geneva for talks about arms control. The presidents
          had asked for them in June.
          = 0.807: arms 30 %, Arms control 30 %
    ! warning: 1 article without a telling word, one that some articles have but not all: no lists, no themes
    = 0
    ");
    let files = files();
    let from_file = files.run("related news.jsonl --text draft.txt --format jsonl");
    let from_stdin = Answer::of(
        files
            .command("related news.jsonl --text - --format jsonl")
            .write_stdin(files.read("draft.txt")),
    );
    assert_eq!(from_file, from_stdin);
    let list = &from_file.json_lines()[0];
    assert_eq!((&list["id"], &list["title"]), (&Value::Null, &json!("Talks in Geneva")));
    // So few words pass for another language.
    let headline = "Geneva summit Biden Putin ransomware";
    let answer = Answer::of(
        files.command("related news.jsonl --text - --format jsonl").write_stdin(headline),
    );
    assert!(!answer.json_lines()[0]["related"].as_array().unwrap().is_empty());
    let short = files.run("related news.jsonl --text draft.txt -k 9 --format jsonl");
    assert!(short.stderr.contains("note: 1 list shorter than 9"), "{}", short.stderr);
    let why = json!({
        "cause": "nothing_shared", "why": "no more articles share a telling word with it", "asked": 9,
        "found": 3, "terms": 5, "near": 3, "below_min_score": 0, "left_out": 0
    });
    assert_eq!(short.json_lines()[0]["short"], why);
}

#[test]
fn a_draft_is_read_as_articles_are_and_its_published_self_is_left_out() {
    let files = files();
    let about = "The presidents met beside the lake in Geneva about arms control and cyberattacks.";
    let matter = "---\ntitle: Talks in Geneva\ndraft: true\nlayout: diplomats\n---\n";
    let markdown = format!("{matter}**{about}** [Read](/more)\n");
    let ask = |text: &str, flags: &str| {
        let command = format!("related news.jsonl --text - --format jsonl {flags}");
        Answer::of(files.command(command.trim_end()).write_stdin(text))
    };
    let plain = ask(&format!("Talks in Geneva\n\n{about} Read"), "");
    assert_eq!(ask(&markdown, "").json_lines(), plain.json_lines());
    let bare = &markdown[matter.len()..];
    let bare = ask(bare, "--text-format markdown").json_lines();
    assert_eq!(bare, ask(&format!("{about} Read"), "").json_lines());
    assert_ne!(bare, plain.json_lines());
    let several = ask("{\"text\":\"One.\"}\n{\"text\":\"Two.\"}\n", "");
    assert!(several.stderr.contains("`-` holds several articles"), "{}", several.stderr);

    let first = files.read("news.jsonl").lines().next().unwrap().to_owned();
    let published: Value = serde_json::from_str(&first).unwrap();
    let (id, text) = (published["id"].as_str().unwrap(), published["text"].as_str().unwrap());
    let is_told = |answer: &Answer| {
        let note = format!("the text is in the archive already: `{id}` left out of its list");
        assert!(answer.stderr.contains(&note), "{}", answer.stderr);
        let lines = answer.json_lines();
        let items = lines[0]["related"].as_array().unwrap();
        assert!(!items.is_empty() && items.iter().all(|item| item["id"] != id), "{items:?}");
    };
    is_told(&ask(&format!("Another title\n\n{text}"), ""));
    is_told(&ask(&format!("---\nid: {id}\n---\n{about}\n"), ""));
    assert!(!plain.stderr.contains("already"), "{}", plain.stderr);
}

#[test]
fn an_archive_may_come_through_standard_input() {
    let files = files();
    let named = files.run("related news.jsonl --format jsonl");
    let piped = Answer::of(files.command("related - --format jsonl").write_stdin(ARCHIVE));
    assert_eq!(named, piped);
}

#[test]
fn themes_as_text() {
    assert_snapshot!(tell("themes news.jsonl -n 3"), @r"
    $ alsolike themes news.jsonl -n 3
      0. Arms control, diplomats (3 articles, 2021-05 to 2021-07)
         diplomats, Geneva, presidents, Arms control, cyberattacks
         • Presidents meet in Geneva
         • Arms control talks go on

      1. braise, butter (2 articles)
         braise, butter, leeks, soup, stock
         • Leek soup for a cold week

      2. cup final, goal (2 articles)
         cup final, goal, stadium, striker
         • Harrowby win the cup

    1 without a theme: no word that some articles have but not all
    ! warning: 1 article without a telling word, one that some articles have but not all: no lists, no themes
    = 0
    ");
}

#[test]
fn themes_as_a_page() {
    // Style and script are files of their own; the browser judges them.
    let mut page = tell("themes news.jsonl -n 1 --format html --quiet");
    for (start, end) in [("<style>\n", "</style>"), ("<script>\n", "</script>")] {
        let from = page.find(start).unwrap() + start.len();
        let to = from + page[from..].find(end).unwrap();
        page.replace_range(from..to, "…\n");
    }
    assert_snapshot!(page, @r##"
    $ alsolike themes news.jsonl -n 1 --format html --quiet
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="icon" href="data:,">
    <title>1 theme in 8 articles</title>
    <style>
    …
    </style>
    </head>
    <body>
    <a class="skip" href="#themes">Skip to the themes</a>
    <header>
    <div><h1>1 theme in 8 articles</h1>
    <p class="meta">2021-05-12 to 2021-07-28</p>
    </div>
    <div class="search" role="search">
    <label for="search">Search titles and teasers</label>
    <input id="search" type="search" autocomplete="off" spellcheck="false">
    <p class="meta" id="found" role="status"></p>
    </div>
    </header>
    <main>
    <section aria-label="Map">
    <div class="atlas">
    <div class="stage">
    <canvas id="map" tabindex="0" role="application" aria-label="Map of the articles" aria-describedby="keys"></canvas>
    <div class="zoom">
    <button type="button" id="in" aria-label="Zoom in">+</button>
    <button type="button" id="out" aria-label="Zoom out">−</button>
    <button type="button" id="fit" aria-label="Show the whole map">⤢</button>
    </div>
    <div class="tip" id="tip" hidden></div>
    <div class="card" id="card" aria-live="polite"></div>
    </div>
    <nav class="legend" aria-label="Themes to show">
    <ol>
    <li><button type="button" aria-pressed="false"><span class="swatch tone-0" style="--hue:25" aria-hidden="true"></span><span class="label">Arms control, cup final</span><span class="n">7</span></button></li>
    </ol>
    <p><button type="button" id="all" hidden>Show all themes</button></p>
    </nav>
    </div>
    <p class="keys" id="keys">Each dot is an article; near dots are alike. On the map: <kbd>←</kbd> <kbd>→</kbd> <kbd>↑</kbd> <kbd>↓</kbd>
    go from article to article, <kbd>Page Down</kbd> and <kbd>Page Up</kbd> from theme to theme, <kbd>Enter</kbd> opens,
    <kbd>Esc</kbd> lets go, <kbd>+</kbd> <kbd>−</kbd> <kbd>0</kbd> zoom, <kbd>Shift</kbd> with an arrow moves the map.
    The wheel zooms once the map is clicked, or with <kbd>Ctrl</kbd>.
    All that the map shows is in the table below too.</p>
    </section>
    <section aria-labelledby="themes">
    <h2 id="themes" tabindex="-1">Themes</h2>
    <div class="themes">
    <article class="theme" id="theme-0">
    <header><span class="swatch tone-0" style="--hue:25" aria-hidden="true"></span><h3>Arms control, cup final</h3></header>
    <p class="meta">7 articles, 2021-05-12 to 2021-07-28<br>Cohesion 0.10 of 1</p>
    <div style="--hue:25" class="tone-0"><svg class="months" viewBox="0 0 360 48" preserveAspectRatio="none" role="img" aria-label="Articles per month from 2021-05 to 2021-07; most in 2021-05: 1"><path fill="currentColor" d="M12.0 48v-48.0h96.0v48.0zM132.0 48v-48.0h96.0v48.0zM252.0 48v-48.0h96.0v48.0z"/></svg>
    <div class="axis" aria-hidden="true"><span>2021-05</span><span>up to 1 a month</span><span>2021-07</span></div>
    </div>
    <p class="words"><span>Arms control</span> <span>diplomats</span> <span>cyberattacks</span> <span>Geneva</span> <span>presidents</span> <span>cup final</span> <span>braise</span> <span>butter</span> </p>
    <h4>Most typical</h4>
    <ul>
    <li lang="en"><span class="title"><a href="https://example.org/summit">Presidents meet in Geneva</a></span><p>The presidents met beside the lake in Geneva. Arms control and cyberattacks filled the afternoon, diplomats said.</p></li>
    <li lang="en"><span class="title"><a href="https://example.org/treaty">Arms control talks go on</a></span><p>Diplomats returned to Geneva for talks about arms control. The presidents had asked for them in June.</p></li>
    <li lang="en"><span class="title">Harrowby win the cup</span><p>A late goal decides the final.</p></li>
    </ul>
    </article>
    </div>
    </section>
    <section aria-labelledby="articles">
    <h2 id="articles">Articles</h2>
    <noscript><p>The map, the search and the table of all articles need JavaScript.</p></noscript>
    <div class="wide"><table>
    <thead><tr><th scope="col">Title</th><th scope="col">Theme</th><th scope="col">Date</th></tr></thead>
    <tbody id="rows"></tbody>
    </table></div>
    <p class="more"><button type="button" id="more" hidden>Show more articles</button></p>
    </section>
    </main>
    <script type="application/json" id="data">{"x":[5176,5108,5242,0,0,10000,10000,-1],"y":[8329,7801,8833,1386,1386,1167,1167,-1],"theme":[0,0,0,0,0,0,0,-1],"title":["Presidents meet in Geneva","Arms control talks go on","Hackers shut a pipeline","Leek soup for a cold week","White beans and leeks","Harrowby win the cup","Striker out for the season","chess"],"teaser":["The presidents met beside the lake in Geneva. Arms control and cyberattacks filled the afternoon, diplomats said.","Diplomats returned to Geneva for talks about arms control. The presidents had asked for them in June.","Cyberattacks on a pipeline worry diplomats. The presidents will discuss the hackers in Geneva.","Braise the leeks in butter until they are soft, then add stock.","Simmer the beans in stock, braise the leeks in butter, and stir both into one soup.","A late goal decides the final.","The striker who scored the goal in the cup final tore a knee ligament.","Zugzwang."],"url":["https://example.org/summit","https://example.org/treaty",null,"https://example.org/leeks",null,null,null,null],"day":[18794,18836,18759,null,null,null,null,null]}</script>
    <script>
    …
    </script>
    </body>
    </html>
    = 0
    "##);
}

#[test]
fn themes_as_json() {
    let files = files();
    let answer = files.run("themes news.jsonl -n 3 --format json --quiet");
    assert_eq!((answer.status, answer.stderr.as_str()), (0, ""));
    let whole: Value = serde_json::from_str(&answer.stdout).unwrap();
    assert_eq!(keys(&whole), ["themes", "outliers", "ambiguous", "articles"]);
    let (themes, articles) =
        (whole["themes"].as_array().unwrap(), whole["articles"].as_array().unwrap());
    let mut members: BTreeMap<u64, BTreeSet<&str>> = BTreeMap::new();
    for article in articles {
        assert_eq!(keys(article), ["id", "theme", "subtheme", "score", "margin"]);
        if let Some(theme) = article["theme"].as_u64() {
            assert!((0.0..=1.0).contains(&article["score"].as_f64().unwrap()), "{article}");
            // Cosines of centred rows: the next best may be below 0.
            assert!((0.0..=2.0).contains(&article["margin"].as_f64().unwrap()), "{article}");
            members.entry(theme).or_default().insert(article["id"].as_str().unwrap());
        }
    }
    assert_eq!(articles.len(), 8);
    assert_eq!(
        articles[7],
        json!({ "id": "chess", "theme": null, "subtheme": null, "score": null, "margin": null })
    );
    for (number, theme) in themes.iter().enumerate() {
        assert_eq!(
            keys(theme),
            [
                "id",
                "label",
                "naming",
                "parent",
                "keywords",
                "size",
                "cohesion",
                "first",
                "last",
                "months",
                "undated",
                "representatives",
                "subthemes"
            ]
        );
        let members = &members[&(number as u64)];
        assert_eq!((&theme["id"], &theme["size"]), (&json!(number), &json!(members.len())));
        for representative in theme["representatives"].as_array().unwrap() {
            assert!(members.contains(representative["id"].as_str().unwrap()), "{theme}");
        }
        assert!(theme["label"].is_string() && !theme["keywords"].as_array().unwrap().is_empty());
    }
    let world = &themes[0];
    assert_eq!((&world["first"], &world["last"]), (&json!("2021-05-12"), &json!("2021-07-28")));
    let month = |month: &str| json!({ "month": month, "articles": 1 });
    assert_eq!(world["months"], json!([month("2021-05"), month("2021-06"), month("2021-07")]));
    assert_eq!((&themes[1]["first"], &themes[1]["undated"]), (&Value::Null, &json!(2)));
    assert!((0.0..=1.0001).contains(&world["cohesion"].as_f64().unwrap()));
    let stories: BTreeSet<_> = members.into_values().collect();
    let story = |ids: &[&'static str]| ids.iter().copied().collect::<BTreeSet<_>>();
    let expected = [
        story(&["summit", "treaty", "hackers"]),
        story(&["leeks", "beans"]),
        story(&["cup", "striker"]),
    ];
    assert_eq!(stories, BTreeSet::from(expected));

    let lines = files.run("themes news.jsonl -n 3 --format jsonl --quiet").json_lines();
    for (line, article) in lines.iter().zip(articles) {
        assert_eq!(keys(line), ["id", "theme", "subtheme", "score", "margin", "label", "sublabel"]);
        let label = article["theme"].as_u64().map(|theme| themes[theme as usize]["label"].clone());
        assert_eq!((&line["id"], &line["theme"]), (&article["id"], &article["theme"]));
        assert_eq!(line["label"], label.unwrap_or(Value::Null));
    }
    assert_eq!(lines.len(), articles.len());
}

#[test]
fn explain_says_why() {
    assert_snapshot!(tell("explain news.jsonl summit treaty"), @r"
    $ alsolike explain news.jsonl summit treaty
    summit
        Presidents meet in Geneva
    treaty
        Arms control talks go on
    score 0.782073, 6 shared terms
     24.74 %  arms
     24.74 %  Arms control
     24.74 %  control
     10.42 %  Geneva
     10.42 %  presidents
      4.96 %  diplomats
    × 1.4342  nearness
    = 1.121634
    B stands in A's list at place 1 of 4: similar
    ! warning: 1 article without a telling word, one that some articles have but not all: no lists, no themes
    = 0
    ");
    assert_snapshot!(tell("explain news.jsonl summit leeks --quiet"), @r"
    $ alsolike explain news.jsonl summit leeks --quiet
    summit
        Presidents meet in Geneva
    leeks
        Leek soup for a cold week
    score 0.000000, 0 shared terms
    = 0.000000
    B does not stand in A's list: the two share no telling word
    = 0
    ");
    let answer = files().run("explain news.jsonl summit treaty --format json --quiet");
    let answer: Value = serde_json::from_str(&answer.stdout).unwrap();
    assert_eq!(keys(&answer), ["a", "b", "score", "because", "list"]);
    let shares = answer["because"]
        .as_array()
        .unwrap()
        .iter()
        .map(|reason| reason["share"].as_f64().unwrap());
    assert!((shares.sum::<f64>() - 1.0).abs() < 1e-9);
}

#[test]
fn similarity_scores_pairs() {
    assert_snapshot!(tell("similarity news.jsonl --pairs rated.tsv --quiet"), @r"
    $ alsolike similarity news.jsonl --pairs rated.tsv --quiet
    summit	treaty	0.78207314
    leeks	beans	0.9596844
    summit	cup	0
    cup	striker	0.8621951
    = 0
    ");
    assert_snapshot!(tell("similarity news.jsonl --pairs links.tsv"), @r"
    $ alsolike similarity news.jsonl --pairs links.tsv
    summit	treaty	0.78207314
    summit	hackers	0.74329805
    treaty	summit	0.78207314
    leeks	beans	0.9596844
    ! warning: 1 article without a telling word, one that some articles have but not all: no lists, no themes
    ! skipped: pair `cup`, `gone`: no article has the id `gone`
    ! error: 1 of 5 pairs with an id that no article has
    = 1
    ");
}

#[test]
fn all_commands_give_a_pair_the_same_score() {
    let files = files();
    let score =
        |answer: Answer| serde_json::from_str::<Value>(&answer.stdout).unwrap()["score"].clone();
    let explained = score(files.run("explain news.jsonl summit treaty --format json"));
    let backwards = score(files.run("explain news.jsonl treaty summit --format json"));
    let lists = files.run("related news.jsonl --for summit --format jsonl").json_lines();
    let pairs = files.run("similarity news.jsonl --pairs rated.tsv").stdout;
    let paired: f64 = pairs.lines().next().unwrap().rsplit('\t').next().unwrap().parse().unwrap();
    assert_eq!((&explained, &lists[0]["related"][0]["score"]), (&backwards, &explained));
    assert_eq!(explained, json!(paired));
}

#[test]
fn evaluate_measures() {
    assert_snapshot!(tell("evaluate news.jsonl --truth links.tsv --quiet"), @r"
    $ alsolike evaluate news.jsonl --truth links.tsv --quiet
    articles 8
      queries           3
      unknown links     1
      hit@10            1.0000  [1.0000, 1.0000]
      recall@10         1.0000  [1.0000, 1.0000]
      MRR@10            1.0000  [1.0000, 1.0000]
      nDCG@10           1.0000  [1.0000, 1.0000]
      full lists        0.0000
      in no list        1
      median days apart 42.0
    = 0
    ");
    assert_snapshot!(tell("evaluate news.jsonl --labels -k 2 --quiet"), @r"
    $ alsolike evaluate news.jsonl --labels -k 2 --quiet
    articles 8
      same label@2      1.0000  [1.0000, 1.0000]
      full lists        0.3750
      in no list        1
      median days apart 42.0
      themes            4 for 3 labels
      NMI               0.9007
      ARI               0.7895
      accuracy          0.8750
    = 0
    ");
    assert_snapshot!(tell("evaluate news.jsonl --pairs rated.tsv --quiet"), @r"
    $ alsolike evaluate news.jsonl --pairs rated.tsv --quiet
    articles 8
      rated pairs       4
      Pearson           0.9248
      Spearman          0.3162
    = 0
    ");
    assert_snapshot!(tell("evaluate news.jsonl"), @r"
    $ alsolike evaluate news.jsonl
    ! error: the following required arguments were not provided:
    !   <--truth <FILE|own>|--labels|--pairs <FILE>>
    !
    ! Usage: alsolike evaluate <--truth <FILE|own>|--labels|--pairs <FILE>> <SOURCE>...
    !
    ! For more information, try '--help'.
    = 2
    ");
    let all = files()
        .run("evaluate news.jsonl --truth links.tsv --labels --pairs rated.tsv --format json");
    let report: Value = serde_json::from_str(&all.stdout).unwrap();
    assert_eq!(keys(&report), ["articles", "links", "same_label", "lists", "themes", "ratings"]);
    assert!(report.as_object().unwrap().values().all(|value| !value.is_null()), "{report}");
}

#[test]
fn vectors_are_three_files() {
    let files = files();
    let answer = files.run("vectors news.jsonl -o out --quiet");
    assert_eq!((answer.status, answer.stdout.as_str(), answer.stderr.as_str()), (0, "", ""));
    let ids = files.read("out/ids.txt");
    assert_eq!(
        ids.lines().collect::<Vec<_>>(),
        ["summit", "treaty", "hackers", "leeks", "beans", "cup", "striker", "chess"]
    );
    assert!(files.read("out/terms.txt").lines().any(|term| term == "arm control"));
    assert!(std::fs::read(files.path().join("out/rows.npz")).unwrap().starts_with(b"PK"));
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let files = files();
    let newsroom = concat!(env!("CARGO_MANIFEST_DIR"), "/datasets/newsroom");
    for command in
        ["related --format jsonl --because 9", "related", "themes --format json", "themes"]
    {
        let run = |threads: &str| files.run(&format!("{command} {newsroom} --threads {threads}"));
        let one = run("1");
        assert_eq!(one.status, 0, "{command}: {}", one.stderr);
        assert!(one == run("2") && one == run("0"), "{command}");
    }
    for threads in ["1", "2"] {
        let answer = files.run(&format!("vectors {newsroom} -o v{threads} --threads {threads}"));
        assert_eq!(answer.status, 0, "{}", answer.stderr);
    }
    for name in ["rows.npz", "terms.txt", "ids.txt"] {
        let bytes = |folder: &str| std::fs::read(files.path().join(folder).join(name)).unwrap();
        assert!(bytes("v1") == bytes("v2"), "{name}");
    }
}

#[test]
fn timings_are_one_json_line() {
    let stages = |words: &str| {
        let answer = files().run(&format!("{words} --timings json --quiet"));
        assert_eq!(
            (answer.status, answer.stderr.lines().count()),
            (0, 1),
            "{words}: {}",
            answer.stderr
        );
        let line: Value = serde_json::from_str(&answer.stderr).unwrap();
        assert_eq!(keys(&line), ["articles", "text_bytes", "nonzeros", "stages"]);
        assert_eq!(line["articles"], 8);
        assert!(
            line["text_bytes"].as_u64() > Some(700) && line["nonzeros"].as_u64() > Some(40),
            "{line}"
        );
        for (name, stage) in line["stages"].as_object().unwrap() {
            assert_eq!(keys(stage), ["seconds", "cpu_seconds", "peak_bytes"], "{name}");
            assert!(
                stage["seconds"].as_f64() >= Some(0.0)
                    && stage["cpu_seconds"].as_f64() >= Some(0.0)
            );
            if cfg!(target_os = "linux") {
                assert!(stage["peak_bytes"].as_u64() > Some(100_000), "{line}");
            }
        }
        keys(&line["stages"]).join(" ")
    };
    assert_eq!(stages("related news.jsonl"), "read vectorize index rules search write");
    assert_eq!(stages("themes news.jsonl"), "read vectorize index search themes write");
    assert_eq!(stages("explain news.jsonl summit treaty"), "read vectorize index rules search");
    assert_eq!(stages("similarity news.jsonl --pairs rated.tsv"), "read vectorize index");
    assert_eq!(
        stages("evaluate news.jsonl --truth links.tsv"),
        "read vectorize index rules search"
    );
    assert_eq!(stages("vectors news.jsonl -o out"), "read vectorize write");
}

#[test]
fn a_file_appears_whole_or_not_at_all() {
    let files = files();
    let before = files.names();
    for command in [
        "related news.jsonl",
        "themes news.jsonl",
        "similarity news.jsonl --pairs rated.tsv",
        "evaluate news.jsonl --labels",
    ] {
        let to_stdout = files.run(command);
        let to_file = files.run(&format!("{command} -o out"));
        assert_eq!(
            (to_file.status, to_file.stdout.as_str()),
            (0, ""),
            "{command}: {}",
            to_file.stderr
        );
        assert_eq!(files.read("out"), to_stdout.stdout, "{command}");
        std::fs::remove_file(files.path().join("out")).unwrap();
    }
    std::fs::write(files.path().join("out"), "old").unwrap();
    let unknown = files.run("related news.jsonl --for nobody -o out");
    assert_eq!((unknown.status, files.read("out").as_str()), (1, "old"));
    let pairs = files.run("similarity news.jsonl --pairs links.tsv -o out --quiet");
    assert_eq!(pairs.status, 1, "{}", pairs.stderr);
    let nowhere = files.tell("related news.jsonl -o no/such/out --quiet");
    assert_snapshot!(nowhere, @r"
    $ alsolike related news.jsonl -o no/such/out --quiet
    ! error: cannot write `no/such/out`: there is no folder `no/such`
    = 1
    ");
    std::fs::remove_file(files.path().join("out")).unwrap();
    assert_eq!(files.names(), before, "no temporary file stays");
}

#[test]
fn a_reader_who_has_read_enough_is_no_failure() {
    // More than a pipe holds, so that the command is still writing when the reader leaves.
    let newsroom = concat!(env!("CARGO_MANIFEST_DIR"), "/datasets/newsroom");
    for format in ["text", "jsonl", "html"] {
        let args =
            ["related", newsroom, "-k", "60", "--because", "60", "--format", format, "--quiet"];
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_alsolike"))
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = child.stdout.take().unwrap();
        stdout.read_exact(&mut [0; 16]).unwrap();
        drop(stdout);
        let output = child.wait_with_output().unwrap();
        assert_eq!(
            (output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()),
            (Some(0), ""),
            "{format}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_that_nobody_reads_is_no_failure() {
    let files = files();
    for words in
        ["--help", "--version", "related -h", "man", "completions bash", "themes news.jsonl"]
    {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_alsolike"))
            .args(words.split(' '))
            .current_dir(files.path())
            .stdout(writer)
            .output()
            .unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{words}: {stderr}");
        assert!(!stderr.contains("error"), "{words}: {stderr}");
    }
}

#[test]
fn quiet_leaves_errors_alone() {
    let files = files();
    let loud = files.run("related news.jsonl -k 2");
    let quiet = files.run("related news.jsonl -k 2 --quiet");
    assert_eq!((loud.stdout, quiet.stderr.as_str()), (quiet.stdout, ""));
    assert!(!loud.stderr.is_empty());
    for (value, is_quiet) in [("1", true), ("true", true), ("0", false), ("", false)] {
        let mut command = files.command("related news.jsonl -k 2");
        let answer = Answer::of(command.env("ALSOLIKE_QUIET", value));
        assert_eq!((answer.status, answer.stderr.is_empty()), (0, is_quiet), "{value}");
    }
    let error = files.run("related news.jsonl --for nobody --quiet");
    assert_eq!(
        (error.status, error.stderr.as_str()),
        (1, "error: no article has the id `nobody`\n")
    );
}

#[test]
fn a_slip_in_the_environment_is_told() {
    let files = files();
    let ask = |name: &str, value: &str| {
        Answer::of(files.command("related news.jsonl -k 2").env(name, value))
    };
    let wrong = ask("ALSOLIKE_NO_STEMMING", "banana");
    assert_eq!(wrong.status, 2);
    for told in
        ["write true or false", "'banana' is what ALSOLIKE_NO_STEMMING in the environment says"]
    {
        assert!(wrong.stderr.contains(told), "{}", wrong.stderr);
    }
    let misspelt = ask("ALSOLIKE_FOCSU", "story");
    let told = "warning: `ALSOLIKE_FOCSU` in the environment is no setting; did you mean `ALSOLIKE_FOCUS`?";
    assert!(misspelt.status == 0 && misspelt.stderr.contains(told), "{}", misspelt.stderr);
    let both = files.run("related news.jsonl --same-language --any-language");
    assert!(both.status == 2 && both.stderr.contains("cannot be used with"), "{}", both.stderr);
    let least = files.run("related news.jsonl --min 9");
    assert!(least.stderr.contains("--min is 9: write a number from 0 to 4"), "{}", least.stderr);
    let same = files.run("themes news.jsonl --save x -o x");
    assert!(same.status == 1 && same.stderr.contains("name the same file"), "{}", same.stderr);
    let again = files.run("related news.jsonl news.jsonl --strict --format jsonl");
    let told = "`news.jsonl` is given twice: it is read once";
    assert!(again.status == 0 && again.stderr.contains(told), "{}", again.stderr);
    let twice = files.run("related news.jsonl --like summit --like summit --format jsonl -q");
    assert_eq!(twice.json_lines()[0]["title"], json!("For a reader of Presidents meet in Geneva"));
}

#[cfg(unix)]
#[test]
fn a_pipe_in_a_folder_is_told() {
    let files = Files::new(&[("site/a.md", b"Words about Geneva.")]);
    let pipe = files.path().join("site/b.md");
    assert!(std::process::Command::new("mkfifo").arg(pipe).status().unwrap().success());
    let answer = files.run("related site");
    assert!(answer.stderr.contains("not read: 1 file that"), "{}", answer.stderr);
}

#[test]
fn a_flag_goes_before_the_environment() {
    let files = files();
    let score = |command: &mut assert_cmd::Command| {
        Answer::of(command).json_lines()[0]["related"][0]["score"].clone()
    };
    let words = "related news.jsonl --for summit --format jsonl";
    let default = score(&mut files.command(words));
    let story = score(&mut files.command(&format!("{words} --focus story")));
    assert_ne!(default, story);
    assert_eq!(score(files.command(words).env("ALSOLIKE_FOCUS", "story")), story);
    let both =
        score(files.command(&format!("{words} --focus balanced")).env("ALSOLIKE_FOCUS", "story"));
    assert_eq!(both, default);
}

#[test]
fn help_names_every_command_and_the_formats() {
    let help = Answer::of(&mut alsolike(&["--help"]));
    assert_eq!((help.status, help.stderr.as_str()), (0, ""));
    for word in [
        "related",
        "themes",
        "explain",
        "similarity",
        "evaluate",
        "vectors",
        "completions",
        "man",
        "SOURCE",
        "JSON lines",
        "Exit status",
    ] {
        assert!(help.stdout.contains(word), "{word}");
    }
    for command in ["related", "themes", "explain", "similarity", "evaluate", "vectors"] {
        let help = Answer::of(&mut alsolike(&[command, "--help"]));
        assert_eq!((help.status, help.stderr.as_str()), (0, ""));
        for word in [
            "--focus",
            "--ngrams",
            "--threads",
            "--strict",
            "--quiet",
            "--timings",
            "ALSOLIKE_THREADS",
        ] {
            assert!(help.stdout.contains(word), "{command}: {word}");
        }
        for line in help.stdout.lines() {
            assert!(line.chars().count() <= 100, "{command}: {line}");
        }
        let short = Answer::of(&mut alsolike(&[command, "-h"]));
        assert_eq!(short.status, 0);
    }
    let version = Answer::of(&mut alsolike(&["--version"]));
    assert_eq!(version.stdout, format!("alsolike {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn wrong_usage_is_two() {
    for args in [
        &[][..],
        &["related"],
        &["relate", "x"],
        &["related", "x", "--frobnicate"],
        &["related", "x", "-k", "0"],
        &["completions", "cmd"],
        &["explain", "a", "b"],
        &["vectors", "x"],
    ] {
        let answer = Answer::of(&mut alsolike(args));
        assert_eq!((answer.status, answer.stdout.as_str()), (2, ""), "{args:?}");
        assert!(
            answer.stderr.contains("--help") || answer.stderr.contains("possible values"),
            "{}",
            answer.stderr
        );
    }
}

#[test]
fn shells_complete_and_manuals_are_written() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let answer = Answer::of(&mut alsolike(&["completions", shell]));
        assert_eq!((answer.status, answer.stderr.as_str()), (0, ""), "{shell}");
        assert!(
            answer.stdout.contains("similarity") && answer.stdout.contains("min-score"),
            "{shell}"
        );
    }
    let page = Answer::of(&mut alsolike(&["man"]));
    assert_eq!((page.status, page.stderr.as_str()), (0, ""));
    assert!(
        page.stdout.contains(".TH alsolike 1") && page.stdout.contains("related"),
        "{}",
        page.stdout
    );
    let related = Answer::of(&mut alsolike(&["man", "related"]));
    assert!(related.status == 0 && related.stdout.contains("min\\-score"), "{}", related.stdout);
    assert_snapshot!(tell("man relate"), @r"
    $ alsolike man relate
    ! error: no command `relate`: there are related, themes, explain, duplicates, rules, similarity, evaluate, compare, tune, doctor, vectors, completions, man, help
    = 1
    ");
}
