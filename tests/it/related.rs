//! Lists on a small archive, in every format.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::news::{ARCHIVE, files, keys, transcript};
use crate::run::Answer;

#[test]
fn writes_lists_as_text() {
    assert_snapshot!(transcript("related news.jsonl -k 2"), @r"
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

        Nothing similar: it has no word that appears in some other articles but not
        in all.
    ! warning: 1 article shares no indexed term with any other article: it gets no list and no theme
    ! note: 5 lists shorter than 2: too few eligible articles share their terms (JSON gives the reasons)
    = 0
    ");
    assert_snapshot!(transcript("related news.jsonl -k 2 --for summit --for chess --because 3 --quiet"), @r"
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

        Nothing similar: it has no word that appears in some other articles but not
        in all.
    = 0
    ");
}

#[test]
fn writes_lists_as_markdown() {
    assert_snapshot!(transcript("related news.jsonl -k 2 --for summit --for chess --format md --because 2"), @r"
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

    Nothing similar: it has no word that appears in some other articles but not in all.
    ! warning: 1 article shares no indexed term with any other article: it gets no list and no theme
    ! note: 1 list shorter than 2: it has no word that appears in some other articles but not in all
    = 0
    ");
}

#[test]
fn writes_lists_as_html() {
    assert_snapshot!(transcript("related news.jsonl -k 1 --for summit --for chess --format html --because 2"), @r#"
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
    <p class="teaser">Nothing similar: it has no word that appears in some other articles but not in all.</p>
    </section>
    </article>
    </main>
    </body>
    </html>
    ! warning: 1 article shares no indexed term with any other article: it gets no list and no theme
    ! note: 1 list is empty: it has no word that appears in some other articles but not in all
    = 0
    "#);
}

/// Fields that items have if their articles do.
const FIELDS: [&str; 4] = ["date", "lang", "section", "tags"];

#[test]
fn writes_lists_as_json_lines() {
    let answer = files().run("related news.jsonl -k 2 --because 1000");
    assert_eq!(answer.status, 0);
    let answer =
        files().run("related news.jsonl --preset text -k 2 --because 1000 --format jsonl --quiet");
    assert_eq!((answer.status, answer.stderr.as_str()), (0, ""));
    let lines = answer.json_lines();
    let ids: Vec<&str> = lines.iter().map(|line| line["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["summit", "treaty", "hackers", "leeks", "beans", "cup", "striker", "chess"]);
    for line in &lines {
        let own = keys(line);
        let at = own.iter().position(|&key| key == "related").unwrap();
        assert_eq!(own[..2], ["id", "title"]);
        assert!(own[2..at].contains(&"lang"), "{own:?}");
        let mut scores = Vec::new();
        for item in line["related"].as_array().unwrap() {
            let mut shown = keys(item);
            shown.retain(|key| !FIELDS.contains(key));
            assert_eq!(shown, ["id", "title", "teaser", "url", "score", "reason", "because"]);
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

#[test]
fn writes_lists_as_one_json_array() {
    let files = files();
    let lines = files.run("related news.jsonl --format jsonl --quiet").json_lines();
    let array: Value =
        serde_json::from_str(&files.run("related news.jsonl --format json").stdout).unwrap();
    assert_eq!(array, Value::Array(lines));
}

#[test]
fn lists_articles_related_to_a_draft() {
    assert_snapshot!(transcript("related news.jsonl --text draft.txt -k 2 --because 2"), @r"
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
    ! warning: 1 article shares no indexed term with any other article: it gets no list and no theme
    = 0
    ");
    let files = files();
    let from_file = files.run("related news.jsonl --text draft.txt --format jsonl");
    let from_stdin = Answer::new(
        files
            .command("related news.jsonl --text - --format jsonl")
            .write_stdin(files.read("draft.txt")),
    );
    assert_eq!(from_file, from_stdin);
    let list = &from_file.json_lines()[0];
    assert_eq!((&list["id"], &list["title"]), (&Value::Null, &json!("Talks in Geneva")));
    // Language detection would take so few words for another language.
    let headline = "Geneva summit Biden Putin ransomware";
    let answer = Answer::new(
        files.command("related news.jsonl --text - --format jsonl").write_stdin(headline),
    );
    assert!(!answer.json_lines()[0]["related"].as_array().unwrap().is_empty());
    let short = files.run("related news.jsonl --text draft.txt -k 9 --format jsonl");
    assert!(short.stderr.contains("note: 1 list shorter than 9"), "{}", short.stderr);
    let why = json!({
        "cause": "nothing_shared", "why": "no more articles share a word with it", "asked": 9,
        "found": 3, "terms": 5, "near": 3, "below_min_score": 0, "left_out": 0
    });
    assert_eq!(short.json_lines()[0]["short"], why);
}

#[test]
fn reads_a_draft_like_an_article_and_leaves_it_out_of_its_list() {
    let files = files();
    let about = "The presidents met beside the lake in Geneva about arms control and cyberattacks.";
    let matter = "---\ntitle: Talks in Geneva\ndraft: true\nlayout: diplomats\n---\n";
    let markdown = format!("{matter}**{about}** [Read](/more)\n");
    let ask = |text: &str, flags: &str| {
        let command = format!("related news.jsonl --text - --format jsonl {flags}");
        Answer::new(files.command(command.trim_end()).write_stdin(text))
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
    let check = |answer: &Answer| {
        let note = format!("the archive holds the draft already: its list leaves out `{id}`");
        assert!(answer.stderr.contains(&note), "{}", answer.stderr);
        let lines = answer.json_lines();
        let items = lines[0]["related"].as_array().unwrap();
        assert!(!items.is_empty() && items.iter().all(|item| item["id"] != id), "{items:?}");
    };
    check(&ask(&format!("Another title\n\n{text}"), ""));
    check(&ask(&format!("---\nid: {id}\n---\n{about}\n"), ""));
    assert!(!plain.stderr.contains("already"), "{}", plain.stderr);
}

#[test]
fn reads_an_archive_from_standard_input() {
    let files = files();
    let named = files.run("related news.jsonl --format jsonl");
    let piped = Answer::new(files.command("related - --format jsonl").write_stdin(ARCHIVE));
    assert_eq!(named, piped);
}
