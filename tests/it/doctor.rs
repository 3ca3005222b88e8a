//! The report of `alsolike doctor` in each format.

use insta::assert_snapshot;
use serde_json::Value;

use crate::run::Files;

/// Three articles about dishes, one of them twice, two about matches, and an empty one.
const NEWS: &[u8] = br#"{"id":"leek","title":"Leek soup","text":"Leeks and potatoes. Simmer the soup slowly.","url":"/leek","date":"2021-06-01"}
{"id":"leek-2","title":"Leek soup","text":"Leeks and potatoes. Simmer the soup slowly.","url":"/leek-again","date":"2021-06-02"}
{"id":"broth","title":"Broth","text":"Simmer the bones slowly for soup. Potatoes go in last.","url":"/broth","date":"2021-06-03"}
{"id":"final","title":"Cup final","text":"The striker missed a penalty in the final.","url":"/final","date":"2021-06-04"}
{"id":"semi","title":"","text":"A penalty sent the striker to the final.","url":"/final/#top"}
{"id":"blank","title":"The","text":"","url":"/blank","date":"2021-06-05"}
"#;

#[test]
fn the_text_report_starts_with_the_most_severe_problem() {
    let files = Files::new(&[("news.jsonl", NEWS)]);
    assert_snapshot!(files.transcript("doctor news.jsonl -k 2 --min-df 1 --language en -q"), @r"
    $ alsolike doctor news.jsonl -k 2 --min-df 1 --language en -q
             6  articles
         0.0 %  have a full list of 2 items
             3  have an empty list
        50.0 %  are in a list of another article, without copies and excluded articles
             2  lists contain the most listed article
          0.72  Gini coefficient of how often articles are listed; 0 is even
         0.091  median of the best cosine of a list

    FIRST: what readers see wrong
      1. 1 article has no title (16.7 %)
         A reader sees the id in place of a title.
         → Set the field `title`.
           • [semi]

    THEN: what readers miss
      2. 3 articles have an empty list (50.0 %)
         A reader is offered nothing.
         → No indexed term: write a `title`, a `summary` or `tags`. Excluded: relax
           the option, field or rule that is named. Nothing shared: pin some, or
           give `--fill`.
           2 × others are the same page; 1 × no indexed term
           • The [blank] (it has no word that appears in some other articles but not
             in all)
           • Cup final [final] (of 1 article that shares its words, 1 is the same
             page)
           • [semi] (of 1 article that shares its words, 1 is the same page)
      3. 3 articles list fewer than 2 items (50.0 %)
         A reader is offered less than there is room for.
         → Excluded: relax the option, field or rule that is named. Nothing shared:
           add `tags` or a `summary` in the words of related articles, or give
           `--fill`.
           2 × others are nearly the same article; 1 × others are nearly the same as
           another article that is shown instead
           • Leek soup [leek] (1 item: of 2 articles that share its words, 1 is
             nearly the same article)
           • Leek soup [leek-2] (1 item: of 2 articles that share its words, 1 is
             nearly the same article)
           • Broth [broth] (1 item: of 2 articles that share its words, 1 is nearly
             the same as another article that is shown instead)
      4. 2 articles share an address with another (33.3 %)
         They count as one page, so lists show only the first of them.
         → Give each its own `url`, or remove all but one from the source.
           • Cup final [final] = [semi] (/final)
      5. 2 articles are in no list (33.3 %)
         No list leads a reader to them.
         → Pin the good ones to lists; longer lists, by `-k`, and `--max-inbound`
           reach more of them.
           • The [blank]
           • Cup final [final]

    LATER: what could be better
      6. 4 articles have few indexed terms (66.7 %)
         A list that rests on a handful of words is right by luck.
         → Write a `summary` or `tags`, or set `hidden` for pages that are no
           articles.
           • [semi] (7 terms)
           • Leek soup [leek] (9 terms)
           • Leek soup [leek-2] (9 terms)
           • Cup final [final] (9 terms)

    GOOD TO KNOW
      7. 2 articles are nearly the same as another (33.3 %)
         Lists show one article of a group, and say where else it was published.
         → Nothing, if they belong together; `alsolike duplicates SOURCE` names all.
           • Leek soup [leek] = Leek soup [leek-2] (score 1.000)
      8. 1 article has no date (16.7 %)
         Closeness in time does not count for them, and lists that are limited in
         time never contain them.
         → Set the field `date`.
           • [semi]
    = 0
    ");
}

#[test]
fn the_json_report_contains_every_case() {
    let files = Files::new(&[("news.jsonl", NEWS)]);
    let answer =
        files.run("doctor news.jsonl -k 2 --min-df 1 --language en -q --format json --examples 0");
    assert_eq!(answer.status, 0, "{}", answer.stderr);
    let report: Value = serde_json::from_str(&answer.stdout).unwrap();
    assert_eq!((&report["articles"], &report["k"]), (&6.into(), &2.into()));
    let finding = |problem: &str| {
        let findings = report["findings"].as_array().unwrap();
        findings.iter().find(|finding| finding["problem"] == problem).cloned().unwrap()
    };
    let copies = finding("near_copy");
    assert_eq!((&copies["gravity"], &copies["articles"]), (&"note".into(), &2.into()));
    let ids: Vec<&Value> =
        copies["cases"][0]["articles"].as_array().unwrap().iter().map(|a| &a["id"]).collect();
    assert_eq!(ids, ["leek", "leek-2"]);
    let empty = finding("empty_list");
    let cases = empty["cases"].as_array().unwrap();
    let blank = cases.iter().find(|case| case["articles"][0]["id"] == "blank").unwrap();
    assert_eq!(blank["short"]["cause"], "no_terms", "{empty}");
    // The report gives the same reason for a short list as the list itself.
    let lists = files.run("related news.jsonl -k 2 --min-df 1 --language en -q --format jsonl");
    let lists = lists.json_lines();
    for problem in ["empty_list", "short_list"] {
        for case in finding(problem)["cases"].as_array().unwrap() {
            let list = lists.iter().find(|list| list["id"] == case["articles"][0]["id"]).unwrap();
            assert_eq!(case["short"], list["short"]);
        }
    }
    assert_eq!(finding("no_title")["cases"].as_array().unwrap().len(), 1);
}

#[test]
fn the_html_report_escapes_titles_and_needs_no_network() {
    let lines = br#"{"id":"<i>x","title":"<script>alert(1)</script>","text":"Leek soup.","url":"javascript:alert(1)"}
{"id":"</style>","title":"</section><img src=x onerror=alert(1)>","text":"Leek soup.","url":"https://example.org/?a=\"b\""}
{"id":"c","title":"--><b>c","text":"Cup final.","url":"javascript:alert(1)"}
"#;
    let files = Files::new(&[("news.jsonl", lines)]);
    let page = files.run("doctor news.jsonl --format html -q");
    assert_eq!(page.status, 0, "{}", page.stderr);
    let page = page.stdout;
    for bad in ["<script", "<img", "<i>", "<b>", "href=\"javascript", "src=\"", "@import", "<link"]
    {
        assert!(!page.contains(bad), "{bad}: {page}");
    }
    assert_eq!(page.matches("</style>").count(), 1, "{page}");
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{page}");
    for tag in ["section", "details", "ul", "nav", "dl", "table"] {
        let (opened, closed) =
            (page.matches(&format!("<{tag}")).count(), page.matches(&format!("</{tag}>")).count());
        assert!(opened == closed && opened > 0, "{tag}: {opened} and {closed}");
    }
    // The links at the top of the page lead to its sections.
    for target in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(page.contains(&format!("<section id=\"{target}\"")), "{target}");
    }
}

#[test]
fn reports_a_sound_archive_and_rejects_invalid_thresholds() {
    let news = br#"{"id":"a","title":"Leek soup","text":"Leeks simmer in butter.","url":"/a","date":"2021-06-01"}
{"id":"b","title":"Onion soup","text":"Onions simmer in butter.","url":"/b","date":"2021-06-02"}
{"id":"c","title":"Onions and leeks","text":"Eaten cold.","url":"/c","date":"2021-06-03"}
"#;
    let files = Files::new(&[("news.jsonl", news)]);
    let answer = files.run("doctor news.jsonl -k 1 --few-terms 0 --language en -q");
    assert_eq!(answer.status, 0);
    assert!(answer.stdout.contains("Nothing to fix.") || answer.stdout.contains("in no list"));
    let check = |words: &str, expected: &str| {
        let answer = files.run(words);
        assert_eq!(answer.status, 2, "{words}");
        assert!(answer.stderr.contains(expected), "{}", answer.stderr);
    };
    check("doctor news.jsonl --weak-score nan", "from 0 to 1");
    check("doctor news.jsonl --over-linked 0.5", "from 1 up");
    check("doctor news.jsonl -k 0", "0");
    assert_eq!(files.run("doctor missing.jsonl").status, 1);
}

#[test]
fn reports_the_language_of_an_item_and_of_its_list() {
    let news = br#"{"id":"a","title":"Ruby 2.7","text":"Ruby ships with patterns.","lang":"en"}
{"id":"b","title":"Ruby 2.7","text":"Ruby bringt Muster, patterns.","lang":"de"}
{"id":"c","title":"Leeks","text":"Nothing of that.","lang":"en"}
"#;
    let files = Files::new(&[("news.jsonl", news)]);
    let text = files.run("doctor news.jsonl -k 1 --preset text -q").stdout;
    assert!(text.contains("[a] (lists one in de)"), "{text}");
    assert!(text.contains("[b] (lists one in en)"), "{text}");
    assert!(text.contains("[b] (in de)"), "{text}");
}

#[test]
fn reads_thresholds_from_a_settings_file() {
    let config = b"[thresholds]\nfew_terms = 0\n";
    let files = Files::new(&[("news.jsonl", NEWS), ("alsolike.toml", config)]);
    let with = files.run("doctor news.jsonl --language en --config alsolike.toml -q");
    let without = files.run("doctor news.jsonl --language en -q");
    assert_eq!((with.status, without.status), (0, 0), "{}", with.stderr);
    assert!(!with.stdout.contains("few indexed terms"), "{}", with.stdout);
    assert!(without.stdout.contains("few indexed terms"), "{}", without.stdout);
}

#[test]
fn examines_the_lists_of_related_with_the_same_flags() {
    let rules = br#"[[pin]]
article = "leek"
items = ["final", "gone"]
[[block]]
article = "leek"
items = ["broth"]
"#;
    let files = Files::new(&[("news.jsonl", NEWS), ("rules.toml", rules)]);
    let flags = "-k 1 --min-df 1 --language en -q --rules rules.toml";
    let lists = files.run(&format!("related news.jsonl {flags} --format jsonl")).json_lines();
    let answer = files.run(&format!("doctor news.jsonl {flags} --format json"));
    assert_eq!((answer.status, answer.stderr.as_str()), (0, ""));
    let report: Value = serde_json::from_str(&answer.stdout).unwrap();
    let lengths = lists.iter().map(|list| list["related"].as_array().unwrap().len());
    assert_eq!(report["full_lists"], lengths.filter(|&length| length == 1).count());
    let findings = report["findings"].as_array().unwrap();
    let rule = findings.iter().find(|finding| finding["problem"] == "rule").unwrap();
    assert_eq!(
        rule["cases"][0]["rule"],
        "line 1: no article has the id `gone`: this part of the rule does nothing"
    );
}

#[test]
fn an_archive_of_copies_has_one_eligible_article() {
    let text = "The presidents met beside the lake in Geneva about arms control and about cyberattacks, and left.";
    let line =
        |n: usize| format!(r#"{{"id":"{n}","title":"Summit {n}","text":"{text} So did we."}}"#);
    let archive: Vec<String> = (0..20).map(line).collect();
    let files = Files::new(&[("news.jsonl", archive.join("\n").as_bytes())]);
    let report = files.run("doctor news.jsonl -q").stdout;
    let figure = "0.0 %  are in a list of another article, without copies and excluded articles";
    assert!(report.contains(figure) && report.contains("1 article is in no list"), "{report}");
    let json = files.run("doctor news.jsonl --format json -q").stdout;
    assert!(json.contains("relax the option") && !json.contains("  "), "{json}");
}
