//! Themes of a small archive, in every format.

use std::collections::{BTreeMap, BTreeSet};

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::news::{files, keys, transcript};

#[test]
fn writes_themes_as_text() {
    assert_snapshot!(transcript("themes news.jsonl -n 3"), @r"
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

    1 without a theme: they share no indexed term with any other article
    ! warning: 1 article shares no indexed term with any other article: it gets no list and no theme
    = 0
    ");
}

#[test]
fn writes_themes_as_html() {
    // Style and script are left out: the tests in the browser cover them.
    let mut page = transcript("themes news.jsonl -n 1 --format html --quiet");
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
    <p class="keys" id="keys">Each dot is an article; similar articles are close. On the map: <kbd>←</kbd> <kbd>→</kbd> <kbd>↑</kbd> <kbd>↓</kbd>
    go from article to article, <kbd>Page Down</kbd> and <kbd>Page Up</kbd> from theme to theme, <kbd>Enter</kbd> opens,
    <kbd>Esc</kbd> clears the selection, <kbd>+</kbd> <kbd>−</kbd> <kbd>0</kbd> zoom, <kbd>Shift</kbd> with an arrow moves the map.
    The wheel zooms after a click on the map, or with <kbd>Ctrl</kbd>.
    The table below has everything that the map shows.</p>
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
fn writes_themes_as_json() {
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
            // These are cosines of centred rows, so the second best may be negative.
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
