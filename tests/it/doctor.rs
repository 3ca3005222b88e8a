//! `alsolike doctor`: what it says, in each format.

use insta::assert_snapshot;
use serde_json::Value;

use crate::run::Files;

/// Three dishes of which one is there twice, two matches, and a page that says nothing.
const NEWS: &[u8] = br#"{"id":"leek","title":"Leek soup","text":"Leeks and potatoes. Simmer the soup slowly.","url":"/leek","date":"2021-06-01"}
{"id":"leek-2","title":"Leek soup","text":"Leeks and potatoes. Simmer the soup slowly.","url":"/leek","date":"2021-06-02"}
{"id":"broth","title":"Broth","text":"Simmer the bones slowly for soup. Potatoes go in last.","url":"/broth","date":"2021-06-03"}
{"id":"final","title":"Cup final","text":"The striker missed a penalty in the final.","url":"/final","date":"2021-06-04"}
{"id":"semi","title":"","text":"A penalty sent the striker to the final.","url":"/semi"}
{"id":"blank","title":"The","text":"","url":"/blank","date":"2021-06-05"}
"#;

#[test]
fn the_report_says_what_to_do_first() {
    let files = Files::new(&[("news.jsonl", NEWS)]);
    assert_snapshot!(files.tell("doctor news.jsonl -k 2 --min-df 1 --language en -q"), @r"
    $ alsolike doctor news.jsonl -k 2 --min-df 1 --language en -q
             6  articles
        50.0 %  have a full list of 2 items
             1  have an empty list
        83.3 %  are in a list of another
             2  lists name the article named most
          0.29  Gini of how often each is named; 0 is evenly
         0.160  best score of a middling list

    FIRST: what readers see wrong
      1. 2 articles share an address with another (33.3 %)
         A reader who follows the link comes back to the same page.
         → Give each its own `url`, or take all but one out of the source.
           • Leek soup [leek] = Leek soup [leek-2] (/leek)
      2. 2 articles are nearly the same as another (33.3 %)
         A reader of one is offered the same text again.
         → Keep one of each group and take the others out of the source; `alsolike
           explain SOURCE ID ID` shows what two of them share.
           • Leek soup [leek] = Leek soup [leek-2] (score 1.000)
      3. 1 article has no title (16.7 %)
         A reader sees the id in place of a title.
         → Set the field `title`.
           • [semi]

    THEN: what readers miss
      4. 2 articles list fewer than 2 items (33.3 %)
         A reader is offered less than there is room for.
         → A limit: lower `--min-score` or raise `--days-apart`. Nothing shared: add
           `tags` or a `summary` in the words of related articles.
           • Cup final [final] (1 item: no more articles share its words)
           • [semi] (1 item: no more articles share its words)
      5. 1 article has an empty list (16.7 %)
         A reader is offered nothing.
         → No telling word: write a `title`, a `summary` or `tags`. A limit: lower
           `--min-score`, raise `--days-apart` or set the `date`. Nothing shared:
           choose some by hand.
           • The [blank] (no telling word)
      6. 1 article is in no list (16.7 %)
         No reader of another article is led to them.
         → Link to the good ones by hand; lists that are longer, by `-k`, reach more
           of them.
           • The [blank]

    LATER: what could be better
      7. 4 articles have few telling words (66.7 %)
         A list that rests on a handful of words is right by luck.
         → Write a `summary` or `tags`, or take pages that are no articles out.
           • [semi] (7 terms)
           • Leek soup [leek] (9 terms)
           • Leek soup [leek-2] (9 terms)
           • Cup final [final] (9 terms)

    GOOD TO KNOW
      8. 1 article has no date (16.7 %)
         They fall out of every list that is limited in time.
         → Set the field `date`.
           • [semi]
    = 0
    ");
}

#[test]
fn json_names_every_case() {
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
    assert_eq!((&copies["gravity"], &copies["articles"]), (&"wrong".into(), &2.into()));
    let ids: Vec<&Value> =
        copies["cases"][0]["articles"].as_array().unwrap().iter().map(|a| &a["id"]).collect();
    assert_eq!(ids, ["leek", "leek-2"]);
    let empty = finding("empty_list");
    assert_eq!(empty["cases"][0]["reason"], "no_terms", "{empty}");
    assert_eq!(empty["cases"][0]["articles"][0]["id"], "blank");
    assert_eq!(finding("no_title")["cases"].as_array().unwrap().len(), 1);
}

#[test]
fn the_page_holds_hostile_titles_as_text_and_needs_no_network() {
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
    // What the list at the top points to is there.
    for target in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(page.contains(&format!("<section id=\"{target}\"")), "{target}");
    }
}

#[test]
fn a_sound_archive_and_wrong_questions_are_answered() {
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
    check("doctor news.jsonl --near-copy 0", "above 0 and up to 1");
    check("doctor news.jsonl --weak-score nan", "from 0 to 1");
    check("doctor news.jsonl --over-linked 0.5", "from 1 up");
    check("doctor news.jsonl -k 0", "0");
    assert_eq!(files.run("doctor missing.jsonl").status, 1);
}

#[test]
fn the_language_of_an_item_is_told_apart_from_that_of_its_list() {
    let news = br#"{"id":"a","title":"Ruby 2.7","text":"Ruby ships with patterns.","lang":"en"}
{"id":"b","title":"Ruby 2.7","text":"Ruby bringt Muster, patterns.","lang":"de"}
{"id":"c","title":"Leeks","text":"Nothing of that.","lang":"en"}
"#;
    let files = Files::new(&[("news.jsonl", news)]);
    let text = files.run("doctor news.jsonl -k 1 -q").stdout;
    assert!(text.contains("[a] (lists one in de)"), "{text}");
    assert!(text.contains("[b] (lists one in en)"), "{text}");
    assert!(text.contains("[b] (in de)"), "{text}");
}

#[test]
fn thresholds_may_stand_in_a_file() {
    let config = b"[thresholds]\nfew_terms = 0\n";
    let files = Files::new(&[("news.jsonl", NEWS), ("alsolike.toml", config)]);
    let with = files.run("doctor news.jsonl --language en --config alsolike.toml -q");
    let without = files.run("doctor news.jsonl --language en -q");
    assert_eq!((with.status, without.status), (0, 0), "{}", with.stderr);
    assert!(!with.stdout.contains("few telling words"), "{}", with.stdout);
    assert!(without.stdout.contains("few telling words"), "{}", without.stdout);
}
