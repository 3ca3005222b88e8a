//! Wrong flags and unknown ids: each message names the value and what to type.

use insta::assert_snapshot;

use crate::bad_input::{TWO, transcript};

#[test]
fn rejects_invalid_flags() {
    let run = |words: &str| transcript(&[("news.jsonl", TWO.as_bytes())], words);
    assert_snapshot!(run("related news.jsonl -k 0"), @r"
    $ alsolike related news.jsonl -k 0
    ! error: invalid value '0' for '-k <N>': write a number from 1 up
    ! hint: run `alsolike related --help`
    = 2
    ");
    assert_snapshot!(run("related news.jsonl --min-score NaN"), @r"
    $ alsolike related news.jsonl --min-score NaN
    ! error: invalid value 'NaN' for '--min-score <X>': write a number from 0 to 1
    ! hint: run `alsolike related --help`
    = 2
    ");
    assert_snapshot!(run("related news.jsonl --min-score 2"), @r"
    $ alsolike related news.jsonl --min-score 2
    ! error: invalid value '2' for '--min-score <X>': write a number from 0 to 1
    ! hint: run `alsolike related --help`
    = 2
    ");
    assert_snapshot!(run("related news.jsonl --min-score=-0.5"), @r"
    $ alsolike related news.jsonl --min-score=-0.5
    ! error: invalid value '-0.5' for '--min-score <X>': write a number from 0 to 1
    ! hint: run `alsolike related --help`
    = 2
    ");
    assert_snapshot!(run("related news.jsonl --focus wide"), @r"
    $ alsolike related news.jsonl --focus wide
    ! error: invalid value 'wide' for '--focus <topic|balanced|story|X>': write topic, balanced, story or a number from 0 to 10
    ! hint: run `alsolike related --help`
    = 2
    ");
    assert_snapshot!(run("related news.jsonl --focus 11"), @r"
    $ alsolike related news.jsonl --focus 11
    ! error: invalid value '11' for '--focus <topic|balanced|story|X>': write topic, balanced, story or a number from 0 to 10
    ! hint: run `alsolike related --help`
    = 2
    ");
    assert_snapshot!(run("related news.jsonl --focus NaN"), @r"
    $ alsolike related news.jsonl --focus NaN
    ! error: invalid value 'NaN' for '--focus <topic|balanced|story|X>': write topic, balanced, story or a number from 0 to 10
    ! hint: run `alsolike related --help`
    = 2
    ");
    assert_snapshot!(run("related news.jsonl --ngrams 2..1"), @r"
    $ alsolike related news.jsonl --ngrams 2..1
    ! error: invalid value '2..1' for '--ngrams <MIN..MAX>': write a range of 1 to 3 words, such as 1..2
    ! hint: run `alsolike related --help`
    = 2
    ");
    assert_snapshot!(run("related news.jsonl --max-df 0"), @r"
    $ alsolike related news.jsonl --max-df 0
    ! error: invalid value '0' for '--max-df <SHARE>': write a share above 0 and up to 1
    ! hint: run `alsolike related --help`
    = 2
    ");
    assert_snapshot!(run("related news.jsonl --max-df NaN"), @r"
    $ alsolike related news.jsonl --max-df NaN
    ! error: invalid value 'NaN' for '--max-df <SHARE>': write a share above 0 and up to 1
    ! hint: run `alsolike related --help`
    = 2
    ");
    assert_snapshot!(run("related news.jsonl --language english"), @r"
    $ alsolike related news.jsonl --language english
    ! error: invalid value 'english' for '--language <auto|CODE>': write auto or a language tag such as en or zh-Hant
    ! hint: run `alsolike related --help`
    = 2
    ");
    assert_snapshot!(run("related news.jsonl --text no.txt"), @r"
    $ alsolike related news.jsonl --text no.txt
    ! error: `no.txt` does not exist
    = 1
    ");
    assert_snapshot!(run("related - --text -"), @r"
    $ alsolike related - --text -
    ! error: `-` is both SOURCE and --text
    ! hint: give a file for one of them
    = 2
    ");
    assert_snapshot!(run("related news.jsonl --threads 100000"), @r"
    $ alsolike related news.jsonl --threads 100000
    ! error: invalid value '100000' for '--threads <N>': write a number from 0 to 1024
    ! hint: run `alsolike related --help`
    = 2
    ");
    assert_snapshot!(run("explain news.jsonl a"), @r"
    $ alsolike explain news.jsonl a
    ! error: `explain` takes SOURCE... A B: sources and two ids
    ! hint: run `alsolike explain --help`
    = 2
    ");
    assert_snapshot!(run("themes news.jsonl -n 0"), @r"
    $ alsolike themes news.jsonl -n 0
    ! error: invalid value '0' for '-n <N>': write auto, fewer, more, none, or a number from 1 up
    ! hint: run `alsolike themes --help`
    = 2
    ");
    assert_snapshot!(run("themes news.jsonl -n 3"), @r"
    $ alsolike themes news.jsonl -n 3
    ! error: 3 themes are requested, but only 1 distinct article shares terms with other articles
    = 1
    ");
    assert_snapshot!(run("evaluate news.jsonl --truth no.tsv"), @r"
    $ alsolike evaluate news.jsonl --truth no.tsv
    ! error: cannot read `no.tsv`: No such file or directory (os error 2)
    = 1
    ");
    assert_snapshot!(run("evaluate news.jsonl --labels"), @r"
    $ alsolike evaluate news.jsonl --labels
    ! error: no article has a label
    = 1
    ");
}

#[test]
fn reports_unknown_ids() {
    let run = |words: &str| {
        let pairs = b"a\tb\nb\tnobody\n";
        transcript(
            &[
                ("news.jsonl", TWO.as_bytes()),
                ("pairs.tsv", pairs),
                ("words.tsv", b"a b\n"),
                ("rated.tsv", b"a\tb\t5\na\tb\tfive\n"),
                ("links.tsv", b"x\ty\n"),
            ],
            words,
        )
    };
    assert_snapshot!(run("related news.jsonl --for nobody"), @r"
    $ alsolike related news.jsonl --for nobody
    ! error: no article has the id `nobody`
    = 1
    ");
    assert_snapshot!(run("related news.jsonl --for a --for nobody"), @r"
    $ alsolike related news.jsonl --for a --for nobody
    ! error: no article has the id `nobody`
    = 1
    ");
    assert_snapshot!(run("explain news.jsonl a nobody"), @r"
    $ alsolike explain news.jsonl a nobody
    ! error: no article has the id `nobody`
    = 1
    ");
    assert_snapshot!(run("explain news.jsonl nobody a"), @r"
    $ alsolike explain news.jsonl nobody a
    ! error: no article has the id `nobody`
    = 1
    ");
    assert_snapshot!(run("similarity news.jsonl --pairs pairs.tsv"), @r"
    $ alsolike similarity news.jsonl --pairs pairs.tsv
    a	b	1
    ! skipped: pair `b`, `nobody`: no article has the id `nobody`
    ! error: 1 of 2 pairs has an unknown id
    = 1
    ");
    assert_snapshot!(run("similarity news.jsonl --pairs words.tsv"), @r"
    $ alsolike similarity news.jsonl --pairs words.tsv
    ! error: words.tsv:1: expected two ids and optionally a rating, separated by tabs, but the line has 1 of these fields
    = 1
    ");
    assert_snapshot!(run("evaluate news.jsonl --pairs rated.tsv"), @r"
    $ alsolike evaluate news.jsonl --pairs rated.tsv
    ! error: rated.tsv:2: the rating `five` is not a number
    = 1
    ");
    assert_snapshot!(run("evaluate news.jsonl --truth links.tsv"), @r"
    $ alsolike evaluate news.jsonl --truth links.tsv
    ! error: no link of --truth connects two articles of the archive
    = 1
    ");
}
