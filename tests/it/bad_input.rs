//! Errors of real archives: each message names the value and the place, and nothing panics.

use std::io::Write as _;

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::run::Files;

/// Two articles without a shared indexed term.
pub(crate) const TWO: &str = "{\"id\":\"a\",\"title\":\"Leek soup\",\"text\":\"Braise the leeks.\"}\n\
                   {\"id\":\"b\",\"title\":\"Leek pie\",\"text\":\"Bake the leeks.\"}\n";

pub(crate) fn transcript(files: &[(&str, &[u8])], words: &str) -> String {
    Files::new(files).transcript(words)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn reports_sources_without_articles() {
    assert_snapshot!(transcript(&[("empty.jsonl", b"")], "related empty.jsonl"), @r"
    $ alsolike related empty.jsonl
    ! error: there are no articles in `empty.jsonl`
    = 1
    ");
    assert_snapshot!(transcript(&[("blank.jsonl", b"\n \n\t\n")], "themes blank.jsonl"), @r"
    $ alsolike themes blank.jsonl
    ! error: there are no articles in `blank.jsonl`
    = 1
    ");
    assert_snapshot!(transcript(&[("folder/photo.png", b"x")], "related folder"), @r"
    $ alsolike related folder
    ! note: passed over: files: 1 .png (`alsolike inspect` names all)
    ! error: there are no articles in `folder`
    = 1
    ");
    assert_snapshot!(transcript(&[], "related nowhere.jsonl"), @r"
    $ alsolike related nowhere.jsonl
    ! error: `nowhere.jsonl` does not exist
    = 1
    ");
    assert_snapshot!(transcript(&[("header.csv", b"id,title,text\n")], "related header.csv"), @r"
    $ alsolike related header.csv
    ! error: there are no articles in `header.csv`
    = 1
    ");
    assert_snapshot!(transcript(&[("empty.md", b"")], "related empty.md"), @r"
    $ alsolike related empty.md
    ! skipped: empty.md: `title` and `text` are both empty
    ! warning: skipped 1 of 1 record
    ! error: no record could be used in `empty.md`
    = 1
    ");
}

#[test]
fn reports_files_of_other_formats() {
    let array = b"[{\"id\":\"a\",\"title\":\"t\",\"text\":\"x\"}]";
    assert_snapshot!(transcript(&[("news.json", array)], "related news.json -q"), @r"
    $ alsolike related news.json -q
    t
    [a]

        You May Also Like

        Nothing similar: it has no word that appears in some other articles but not
        in all.
    = 0
    ");
    assert_snapshot!(transcript(&[("news.jsonl", array)], "related news.jsonl -q"), @r"
    $ alsolike related news.jsonl -q
    t
    [a]

        You May Also Like

        Nothing similar: it has no word that appears in some other articles but not
        in all.
    = 0
    ");
    assert_snapshot!(transcript(&[("news.pdf", b"%PDF-1.7 \x00\x01")], "related news.pdf"), @r"
    $ alsolike related news.pdf
    ! error: unknown format of `news.pdf`: give the file one of the extensions .jsonl, .json, .csv, .tsv, .md, .html and .txt, or choose a format
    ! hint: name the format: --source-format jsonl, json, feed, csv, tsv, markdown, html or text
    = 1
    ");
    assert_snapshot!(transcript(&[("names.csv", b"name,words\na,b\n")], "related names.csv"), @r"
    $ alsolike related names.csv
    ! skipped: names.csv:1: the header has no column `id`, only `name`, `words`: the first row must name the columns, or `--field` states what they hold, as in `--field title=NAME,text=NAME`
    ! warning: skipped 1 of 1 record
    ! error: no record could be used in `names.csv`
    = 1
    ");
}

#[test]
fn reports_truncated_compressed_files() {
    let packed = gzip(TWO.repeat(50).as_bytes());
    assert_snapshot!(transcript(&[("news.jsonl.gz", &packed[..packed.len() / 2])], "related news.jsonl.gz"), @r"
    $ alsolike related news.jsonl.gz
    ! error: `news.jsonl.gz` is truncated or damaged (gzip): download or compress it again: incomplete deflate stream
    = 1
    ");
    assert_snapshot!(transcript(&[("news.jsonl.gz", b"\x1f\x8b\x08")], "related news.jsonl.gz"), @r"
    $ alsolike related news.jsonl.gz
    ! error: `news.jsonl.gz` is truncated or damaged (gzip): download or compress it again: unexpected end of file
    = 1
    ");
    // Every cut is reported, and the part before it is not used as the whole archive.
    for end in (1..packed.len()).step_by(7) {
        let answer = Files::new(&[("n.jsonl.gz", &packed[..end])]).run("related n.jsonl.gz");
        assert_eq!(
            (answer.status, answer.stdout.as_str()),
            (1, ""),
            "cut at {end}: {}",
            answer.stderr
        );
        assert!(answer.stderr.contains("n.jsonl.gz"), "cut at {end}: {}", answer.stderr);
    }
}

/// Two valid articles among all kinds of invalid lines.
const BAD_LINES: &[u8] = b"{\"id\":\"a\",\"title\":\"Leek soup\",\"text\":\"Braise the leeks.\"}\n\
    {\"title\":\"No id\",\"text\":\"x\"}\n\
    {\"id\":\"empty\"}\n\
    {\"id\":\"a\",\"title\":\"Again\",\"text\":\"x\"}\n\
    {\"id\":\"list\",\"title\":[\"t\"],\"text\":\"x\"}\n\
    {\"id\":\"cut\",\"title\":\"t\n\
    not json\n\
    [1, 2]\n\
    {\"id\":\"latin\",\"title\":\"caf\xe9\",\"text\":\"x\"}\n\
    {\"id\":{},\"title\":\"t\",\"text\":\"x\"}\n\
    {\"id\":\"when\",\"title\":\"Leeks again\",\"text\":\"Leeks.\",\"date\":\"soon\",\"lang\":\"Klingon\"}\n\
    {\"id\":\"b\",\"title\":\"Leek pie\",\"text\":\"Bake the leeks.\"}";

#[test]
fn reports_bad_records_and_uses_the_rest() {
    assert_snapshot!(transcript(&[("news.jsonl", BAD_LINES)], "similarity news.jsonl --pairs pairs.tsv"), @r"
    $ alsolike similarity news.jsonl --pairs pairs.tsv
    ! error: cannot read `pairs.tsv`: No such file or directory (os error 2)
    = 1
    ");
    assert_snapshot!(transcript(&[("news.jsonl", BAD_LINES), ("pairs.tsv", b"a\tb\n")], "similarity news.jsonl --pairs pairs.tsv"), @r"
    $ alsolike similarity news.jsonl --pairs pairs.tsv
    a	b	1
    ! skipped: news.jsonl:2: `id` is missing: every record needs a unique id
    ! skipped: news.jsonl:3: `title` and `text` are both empty
    ! skipped: news.jsonl:4: duplicate id `a`: the record at news.jsonl:1 has it and is kept
    ! skipped: news.jsonl:5: `title` is a list, not text
    ! skipped: news.jsonl:6: not valid JSON: EOF while parsing a string in column 22
    ! skipped: news.jsonl:7: the line is not a JSON object: expected `{`
    ! skipped: news.jsonl:8: the line is not a JSON object: expected `{`
    ! skipped: news.jsonl:9: not valid UTF-8 (byte 26 of the record): convert the file to UTF-8
    ! skipped: news.jsonl:10: `id` is an object, not text
    ! warning: news.jsonl:11: `date` is ignored: `soon` is not a date like 2021-06-16 or 2021-06-16T14:30:00Z
    ! warning: news.jsonl:11: `lang` is ignored: `Klingon` is not a language tag like en
    ! warning: skipped 9 of 12 records
    = 0
    ");
    assert_snapshot!(transcript(&[("news.jsonl", BAD_LINES), ("pairs.tsv", b"a\tb\n")], "similarity news.jsonl --pairs pairs.tsv --quiet"), @r"
    $ alsolike similarity news.jsonl --pairs pairs.tsv --quiet
    a	b	1
    = 0
    ");
    assert_snapshot!(transcript(&[("news.jsonl", BAD_LINES)], "related news.jsonl --strict --quiet"), @r"
    $ alsolike related news.jsonl --strict --quiet
    ! error: skipped 9 records, and --strict is given
    ! hint: correct the records, or leave out --strict
    = 1
    ");
    let good = transcript(
        &[("news.jsonl", TWO.as_bytes())],
        "related news.jsonl --strict --quiet --format jsonl -k 1",
    );
    assert!(good.ends_with("= 0\n"), "{good}");
}

#[test]
fn reports_bad_files_of_one_article() {
    let files: &[(&str, &[u8])] = &[
        ("site/yaml.md", b"---\ntitle: [unclosed\n---\nLeeks.\n"),
        ("site/toml.md", b"+++\ntitle = \n+++\nLeeks.\n"),
        ("site/latin.txt", b"caf\xe9"),
        ("site/draft.md", b"---\ntitle: Soon\ndraft: true\n---\nLeeks.\n"),
        ("site/empty.txt", b" \n"),
        ("site/a.md", b"---\ntitle: Leek soup\n---\nBraise the leeks.\n"),
        ("site/b.md", b"Bake the leeks.\n"),
        ("site/table.csv", b"id,title,text\nc,Leeks,x,y,z\nd,\"open,Leeks\n"),
    ];
    assert_snapshot!(transcript(files, "vectors site -o out"), @r"
    $ alsolike vectors site -o out
    ! skipped: site/empty.txt: `title` and `text` are both empty
    ! skipped: site/latin.txt: not valid UTF-8 (byte 3 of the record): convert the file to UTF-8
    ! skipped: site/table.csv:2: the row has 5 fields, the header 3: is a quote missing, or a delimiter not quoted?
    ! skipped: site/table.csv:3: the row has 2 fields, the header 3: is a quote missing, or a delimiter not quoted?
    ! skipped: site/toml.md: front matter, line 2: string values must be quoted, expected literal string
    ! skipped: site/yaml.md: front matter, line 2: unclosed bracket '['
    ! warning: skipped 6 of 9 records
    ! note: not published and left out: 1 draft
    = 0
    ");
}

#[test]
fn lists_the_first_bad_records_and_counts_the_rest() {
    let lines = "{\"id\":\"x\"}\n".repeat(100) + TWO;
    let files = Files::new(&[("news.jsonl", lines.as_bytes())]);
    let answer = files.run("related news.jsonl -k 1");
    assert_eq!(answer.status, 0);
    assert!(answer.stderr.contains("warning: skipped 100 of 102 records"), "{}", answer.stderr);
    assert_eq!(answer.stderr.matches("skipped:").count(), 20);
    let all = files.run("related news.jsonl -k 1 --verbose");
    assert_eq!(all.stderr.matches("skipped:").count(), 100);
}

#[test]
fn reports_articles_without_shared_terms() {
    let one = b"{\"id\":\"a\",\"title\":\"Leek soup\",\"text\":\"Braise the leeks.\"}\n";
    assert_snapshot!(transcript(&[("one.jsonl", one)], "related one.jsonl"), @r"
    $ alsolike related one.jsonl
    Leek soup
    [a]

        You May Also Like

        Nothing similar: it has no word that appears in some other articles but not
        in all.
    ! warning: 1 article shares no indexed term with any other article: it gets no list and no theme
    ! note: 1 list shorter than 4: it has no word that appears in some other articles but not in all
    = 0
    ");
    assert_snapshot!(transcript(&[("one.jsonl", one)], "themes one.jsonl"), @r"
    $ alsolike themes one.jsonl
    1 without a theme: they share no indexed term with any other article
    ! warning: 1 article shares no indexed term with any other article: it gets no list and no theme
    = 0
    ");
    assert_snapshot!(transcript(&[("one.jsonl", one)], "explain one.jsonl a a"), @r"
    $ alsolike explain one.jsonl a a
    a
        Leek soup
    a
        Leek soup
    score 0.000000, 0 shared terms
    = 0.000000
    B is not in A's list: it is the article itself
    ! warning: 1 article shares no indexed term with any other article: it gets no list and no theme
    = 0
    ");
    let stop_words = b"{\"id\":\"a\",\"title\":\"The\",\"text\":\"and of the\"}\n{\"id\":\"b\",\"title\":\"Of\",\"text\":\"to the\"}\n";
    assert_snapshot!(transcript(&[("stop.jsonl", stop_words)], "related stop.jsonl --format jsonl"), @r#"
    $ alsolike related stop.jsonl --format jsonl
    {"id":"a","title":"The","lang":"en","related":[],"short":{"cause":"no_terms","why":"it has no word that appears in some other articles but not in all","asked":4,"found":0,"terms":0,"near":0,"below_min_score":0,"left_out":0}}
    {"id":"b","title":"Of","lang":"en","related":[],"short":{"cause":"no_terms","why":"it has no word that appears in some other articles but not in all","asked":4,"found":0,"terms":0,"near":0,"below_min_score":0,"left_out":0}}
    ! warning: 2 articles share no indexed term with any other article: they get no list and no theme
    ! note: 2 lists shorter than 4: too few eligible articles share their terms (JSON gives the reasons)
    = 0
    "#);
    assert_snapshot!(transcript(&[("stop.jsonl", stop_words)], "themes stop.jsonl --format json"), @r#"
    $ alsolike themes stop.jsonl --format json
    {"themes":[],"outliers":[],"ambiguous":[],"articles":[{"id":"a","theme":null,"subtheme":null,"score":null,"margin":null},{"id":"b","theme":null,"subtheme":null,"score":null,"margin":null}]}
    ! warning: 2 articles share no indexed term with any other article: they get no list and no theme
    = 0
    "#);
    let marks = b"{\"id\":\"a\",\"title\":\"...\",\"text\":\"!?\"}\n{\"id\":\"b\",\"title\":\"\",\"text\":\"--- \\u0000\\u0007\"}\n";
    assert_snapshot!(transcript(&[("marks.jsonl", marks)], "related marks.jsonl"), @r"
    $ alsolike related marks.jsonl
    ...
    [a]

        You May Also Like

        Nothing similar: it has no word that appears in some other articles but not
        in all.

    b
    [b]

        You May Also Like

        Nothing similar: it has no word that appears in some other articles but not
        in all.
    ! warning: 2 articles share no indexed term with any other article: they get no list and no theme
    ! note: 2 lists shorter than 4: too few eligible articles share their terms (JSON gives the reasons)
    = 0
    ");
}

#[test]
fn an_archive_of_identical_texts_has_no_lists() {
    let line = |n: usize| {
        format!("{{\"id\":\"{n}\",\"title\":\"Leek soup\",\"text\":\"Braise the leeks.\"}}\n")
    };
    let same: String = (0..30).map(line).collect();
    let files = Files::new(&[("same.jsonl", same.as_bytes())]);
    // The idf of a term in every article is 0, so no two articles share a weighted term.
    let related = files.run("related same.jsonl --preset text --format jsonl");
    assert_eq!(related.status, 0, "{}", related.stderr);
    assert!(related.json_lines().iter().all(|line| line["related"] == json!([])));
    let themes = files.run("themes same.jsonl --format json");
    assert_eq!(themes.status, 0, "{}", themes.stderr);
    // One different article gives the terms of the others a weight.
    let with_other =
        same + "{\"id\":\"other\",\"title\":\"Cup final\",\"text\":\"A goal decides the cup.\"}\n";
    let files = Files::new(&[("same.jsonl", with_other.as_bytes())]);
    for line in &files.run("related same.jsonl --preset text --format jsonl").json_lines()[..30] {
        let related = line["related"].as_array().unwrap();
        assert_eq!(related.len(), 4, "{line}");
        for item in related {
            let score = item["score"].as_f64().unwrap();
            assert!(
                (score - 1.0).abs() < 1e-6 && score <= 1.0 && item["id"] != line["id"],
                "{item}"
            );
        }
    }
    assert_eq!(files.run("themes same.jsonl").status, 0);
}

#[test]
fn skips_records_above_the_size_limit() {
    let long =
        format!("{{\"id\":\"long\",\"title\":\"t\",\"text\":\"{}\"}}\n", "leek ".repeat(1_000))
            + TWO;
    let files: &[(&str, &[u8])] = &[("news.jsonl", long.as_bytes())];
    assert_snapshot!(transcript(files, "vectors news.jsonl -o out --max-record-bytes 1000"), @r"
    $ alsolike vectors news.jsonl -o out --max-record-bytes 1000
    ! skipped: news.jsonl:1: longer than 1000 bytes: is a line break or a closing quote missing? else raise the limit
    ! warning: skipped 1 of 3 records
    ! note: --max-record-bytes sets the greatest length of a record
    = 0
    ");
    assert_snapshot!(transcript(files, "vectors news.jsonl -o out --max-record-bytes 1000 --strict"), @r"
    $ alsolike vectors news.jsonl -o out --max-record-bytes 1000 --strict
    ! skipped: news.jsonl:1: longer than 1000 bytes: is a line break or a closing quote missing? else raise the limit
    ! warning: skipped 1 of 3 records
    ! note: --max-record-bytes sets the greatest length of a record
    ! error: skipped 1 record, and --strict is given
    ! hint: correct the records, or leave out --strict
    = 1
    ");
    assert_snapshot!(transcript(files, "related news.jsonl --max-record-bytes 0"), @r"
    $ alsolike related news.jsonl --max-record-bytes 0
    ! skipped: news.jsonl:1: longer than 0 bytes: is a line break or a closing quote missing? else raise the limit
    ! skipped: news.jsonl:2: longer than 0 bytes: is a line break or a closing quote missing? else raise the limit
    ! skipped: news.jsonl:3: longer than 0 bytes: is a line break or a closing quote missing? else raise the limit
    ! warning: skipped 3 of 3 records
    ! note: --max-record-bytes sets the greatest length of a record
    ! error: no record could be used in `news.jsonl`
    = 1
    ");
}

/// Takes one or two seconds for each hundred megabytes, so it runs only if `ALSOLIKE_BIG_TESTS` is set.
#[test]
fn reads_very_long_records_in_bounded_memory() {
    if std::env::var_os("ALSOLIKE_BIG_TESTS").is_none() {
        println!("skipped: ALSOLIKE_BIG_TESTS is not set");
        return;
    }
    let files = Files::new(&[]);
    let write = |name: &str, megabytes: usize| {
        let file = std::fs::File::create(files.path().join(name)).unwrap();
        let mut out = std::io::BufWriter::new(file);
        out.write_all(b"{\"id\":\"long\",\"title\":\"Leek soup\",\"text\":\"").unwrap();
        for number in 0..megabytes * 1_000 {
            // A thousand bytes of mostly different words.
            let words: String =
                (0..100).map(|n| format!("leek{:05x} ", (number * 7 + n) & 0xf_ffff)).collect();
            out.write_all(&words.as_bytes()[..1_000]).unwrap();
        }
        out.write_all(b"\"}\n").unwrap();
        out.write_all(TWO.as_bytes()).unwrap();
        out.flush().unwrap();
    };
    write("100mb.jsonl", 100);
    let answer = files.run("related 100mb.jsonl -k 2 --format jsonl --timings json");
    assert_eq!(answer.status, 0, "{}", answer.stderr);
    let ids: Vec<Value> = answer.json_lines().iter().map(|line| line["id"].clone()).collect();
    assert_eq!(ids, ["long", "a", "b"]);
    println!("100 MB: {}", answer.stderr);
    std::fs::remove_file(files.path().join("100mb.jsonl")).unwrap();
    write("1gb.jsonl", 1_000);
    let answer = files.run("related 1gb.jsonl -k 2 --format jsonl --timings json");
    assert_eq!((answer.status, answer.json_lines().len()), (0, 2), "{}", answer.stderr);
    assert!(
        answer.stderr.contains("1gb.jsonl:1: longer than 268435456 bytes"),
        "{}",
        answer.stderr
    );
    let timings: Value = serde_json::from_str(answer.stderr.lines().last().unwrap()).unwrap();
    if cfg!(target_os = "linux") {
        let peak = timings["stages"]["read"]["peak_bytes"].as_u64().unwrap();
        assert!(peak < 450 << 20, "{peak} bytes for a line of which 256 MiB may be looked at");
    }
}

#[test]
fn escapes_markup_and_control_characters_of_titles() {
    let lines = br#"{"id":"<i>\"x\"","title":"<script>alert(1)</script> & \u001b[31mleek","text":"Leek soup\u0000 is <b>bold</b>.","url":"javascript:alert(1)"}
{"id":"two\nlines\tand a tab","title":"Leek\nsoup\tagain \u0007","text":"Leek soup is <b>bold</b>.","url":"https://example.org/?a=\"b\"&c=<d>"}
{"id":"c","title":"*Leek* [soup](x) `bold`","text":"Other words stand here.","url":"/soup (1)"}
{"id":"d","title":"Cup final","text":"A goal."}
"#;
    let files = Files::new(&[("news.jsonl", lines)]);
    for format in ["text", "json", "jsonl", "md", "html"] {
        let answer =
            files.run(&format!("related news.jsonl --format {format} --because 3 --quiet"));
        assert_eq!(answer.status, 0, "{}", answer.stderr);
        let is_control = |c: char| c.is_control() && c != '\n';
        assert!(!answer.stdout.contains(is_control), "{format}: {:?}", answer.stdout);
        assert!(
            format.starts_with("json")
                || format == "text"
                || !answer.stdout.contains("javascript:"),
            "{format}"
        );
    }
    let page = files.run("related news.jsonl --format html --quiet").stdout;
    for bad in ["<script", "<b>", "<i>", "href=\"javascript"] {
        assert!(!page.contains(bad), "{bad}: {page}");
    }
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp;"), "{page}");
    assert!(
        page.contains("href=\"https://example.org/?a=&quot;b&quot;&amp;c=&lt;d&gt;\""),
        "{page}"
    );
    let themes = files.run("themes news.jsonl -n 1 --format html --quiet").stdout;
    assert!(!themes.contains("<script>alert") && !themes.contains("<b>"), "{themes}");
    assert!(!themes.contains("javascript:"), "{themes}");
    assert_snapshot!(files.transcript("related news.jsonl --format md -k 1 --quiet"), @r"
    $ alsolike related news.jsonl --format md -k 1 --quiet
    ## \<script\>alert(1)\</script\> \&  \[31mleek

    ### You May Also Like

    - **[\*Leek\* \[soup\](x) \`bold\`](</soup (1)>)**  
      Other words stand here.

    ## Leek soup again

    ### You May Also Like

    - **\<script\>alert(1)\</script\> \&  \[31mleek**  
      Leek soup is bold.

    ## \*Leek\* \[soup\](x) \`bold\`

    ### You May Also Like

    - **\<script\>alert(1)\</script\> \&  \[31mleek**  
      Leek soup is bold.

    ## Cup final

    ### You May Also Like

    Nothing similar: it has no word that appears in some other articles but not in all.
    = 0
    ");

    // An id is written on one line, so a table of ids keeps one row an id.
    let lines = files.run("related news.jsonl --format jsonl --quiet").json_lines();
    assert_eq!(lines[1]["id"], "two lines and a tab");
    assert_eq!(files.run("vectors news.jsonl -o out --quiet").status, 0);
    assert_eq!(files.read("out/ids.txt").lines().count(), 4);
}

#[cfg(unix)]
#[test]
fn names_a_file_without_read_permission() {
    use std::os::unix::fs::PermissionsExt;
    let files =
        Files::new(&[("site/a.md", b"Leeks."), ("site/b.md", b"Leeks."), ("site/c.md", b"Leeks.")]);
    let secret = files.path().join("site/b.md");
    std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(&secret).is_ok() {
        println!("skipped: this user may read everything");
        return;
    }
    assert_snapshot!(files.transcript("related site"), @r"
    $ alsolike related site
    ! error: cannot read `site/b.md`: Permission denied (os error 13)
    = 1
    ");
}

#[test]
fn names_an_output_that_cannot_be_written() {
    let files = Files::new(&[("news.jsonl", TWO.as_bytes()), ("file", b"")]);
    assert_snapshot!(files.transcript("vectors news.jsonl -o file --quiet"), @r"
    $ alsolike vectors news.jsonl -o file --quiet
    ! error: cannot write `file`: File exists (os error 17)
    = 1
    ");
    assert_snapshot!(files.transcript("related news.jsonl -o file/x --quiet"), @r"
    $ alsolike related news.jsonl -o file/x --quiet
    ! error: cannot write `file/x`: there is no folder `file`
    = 1
    ");
    assert_snapshot!(files.transcript("related news.jsonl -o no/x --quiet"), @r"
    $ alsolike related news.jsonl -o no/x --quiet
    ! error: cannot write `no/x`: there is no folder `no`
    = 1
    ");
    // The command fails before it reads: there is no warning about the articles.
    assert_snapshot!(files.transcript("themes news.jsonl --save no/x"), @r"
    $ alsolike themes news.jsonl --save no/x
    ! error: cannot write `no/x`: there is no folder `no`
    = 1
    ");
    assert_eq!(files.read("file"), "");
    if cfg!(target_os = "linux") {
        // A full device is an unexpected failure, so the status is 2.
        assert_snapshot!(files.transcript("related news.jsonl -o /dev/full --quiet"), @r"
        $ alsolike related news.jsonl -o /dev/full --quiet
        ! error: cannot write `/dev/full`: No space left on device (os error 28)
        = 2
        ");
    }
}
