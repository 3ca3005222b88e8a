//! What is shown and what is left out: excluded articles, files of a repository, phrases as written.

use crate::run::Files;

/// Two stories of three articles each: one article is hidden, and one is under embargo.
const ARCHIVE: &str = r#"{"id":"s1","title":"Geneva summit","text":"The presidents met in Geneva about arms control."}
{"id":"s2","title":"Geneva talks","text":"Arms control talks go on in Geneva, the presidents say."}
{"id":"s3","title":"Unseen","hidden":true,"text":"The presidents met in Geneva about arms control, unseen."}
{"id":"f1","title":"Leeks","text":"Braise the leeks in butter and add stock to the soup."}
{"id":"f2","title":"Beans","text":"Simmer beans in stock, braise leeks in butter, make a soup."}
{"id":"f3","title":"Undue","embargo":"2030-01-01","text":"A soup of beans and leeks wants butter, undue."}
"#;

const NOTE: &str = "note: left out of the themes: 2 articles hidden, retracted, legally sensitive, under embargo or expired\n";

#[test]
fn themes_leave_out_excluded_articles() {
    let files = Files::new(&[("a.jsonl", ARCHIVE.as_bytes())]);
    for format in ["text", "json", "jsonl", "html"] {
        let answer = files.run(&format!(
            "themes a.jsonl -n 2 --now 2029-12-31 --format {format} --save t.alsolike"
        ));
        assert_eq!((answer.status, answer.stderr.as_str()), (0, NOTE), "{format}");
        assert!(answer.stdout.contains("Geneva summit") || format == "jsonl");
        for unseen in ["Unseen", "Undue", "s3", "f3"] {
            assert!(!answer.stdout.contains(&format!("\"{unseen}\"")), "{format}: {unseen}");
            assert!(!answer.stdout.contains(&format!("• {unseen}")), "{format}: {unseen}");
        }
    }
    let placed = files.run("themes a.jsonl --load t.alsolike --format jsonl --now 2029-12-31");
    let ids: Vec<_> = placed.json_lines().iter().map(|line| line["id"].clone()).collect();
    assert_eq!(ids, ["s1", "s2", "f1", "f2"]);
    assert!(placed.stderr.starts_with(NOTE), "{}", placed.stderr);
    let later = files.run("themes a.jsonl -n 2 --now 2030-01-01 --format jsonl -q");
    assert_eq!(later.json_lines().len(), 5);
}

#[test]
fn leaves_out_repository_files_and_reports_them() {
    let page = |text: &str| format!("# Page\n\n{text}\n");
    let pages = [
        ("site/a.md", page("Braise the leeks in butter and stock.")),
        ("site/b.md", page("Braise the beans in butter and stock.")),
        ("site/LICENSE.md", page("Braise the licence in butter and stock.")),
        ("site/guide/404.md", page("Braise the lost page in butter and stock.")),
        ("site/guide/README.md", page("Braise the guide in butter and stock.")),
    ];
    let pages: Vec<_> = pages.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let files = Files::new(&pages);
    let answer = files.run("related site --format jsonl");
    let ids: Vec<_> = answer.json_lines().iter().map(|line| line["id"].clone()).collect();
    assert_eq!(ids, ["a", "b", "guide/README"]);
    let message = "note: passed over: files: 2 of the repository (`alsolike inspect` names all)\n";
    assert!(answer.stderr.starts_with(message), "{}", answer.stderr);
    let named = files.run("related site site/LICENSE.md --format jsonl -q");
    assert_eq!(named.json_lines().len(), 4);
}

#[test]
fn phrases_of_scripts_without_spaces_have_no_spaces() {
    let archive = r#"{"id":"1","lang":"ja","title":"東京都の天気予報","text":"東京都の天気予報は雨です。天気予報を確認してください。"}
{"id":"2","lang":"ja","title":"東京都の選挙","text":"東京都の選挙が始まりました。天気予報は晴れ。"}
{"id":"3","lang":"ja","title":"大阪の料理","text":"大阪の料理はおいしい。お好み焼き。料理の作り方。"}
{"id":"4","lang":"ja","title":"料理の本","text":"料理の本を読む。お好み焼きの作り方。大阪の料理。"}
"#;
    let files = Files::new(&[("a.jsonl", archive.as_bytes())]);
    let themes = files.run("themes a.jsonl -n 2 -q").stdout;
    // Two words that occur together are one phrase, as in scripts with spaces.
    assert!(themes.contains("予報, 東京都"), "{themes}");
    let reasons = files.run("related a.jsonl --for 1 --because 3 -q").stdout;
    assert!(reasons.contains("京都 10 %") && !reasons.contains("京 都"), "{reasons}");
}

#[test]
fn reports_what_assigned_articles_lack() {
    let files = Files::new(&[("a.jsonl", ARCHIVE.as_bytes())]);
    files.run("themes a.jsonl -n 2 --outliers .5 --save t.alsolike -q");
    let message = |format: &str| {
        files.run(&format!("themes a.jsonl --load t.alsolike --format {format}")).stderr
    };
    let note = |what: &str| {
        format!(
            "note: not available for articles assigned to saved themes: {what} (--refit fits the themes again, with all of these)\n"
        )
    };
    assert!(message("text").contains(&note("outliers")), "{}", message("text"));
    assert!(message("html").contains(&note("outliers, a map")), "{}", message("html"));
}
