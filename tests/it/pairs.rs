//! Pairs of articles of a small archive: explanations, scores, measures, vectors.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::news::{files, keys, transcript};
use crate::run::Answer;

#[test]
fn explains_a_pair() {
    assert_snapshot!(transcript("explain news.jsonl summit treaty"), @r"
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
    B is in A's list at place 1 of 4: similar
    ! warning: 1 article shares no indexed term with any other article: it gets no list and no theme
    = 0
    ");
    assert_snapshot!(transcript("explain news.jsonl summit leeks --quiet"), @r"
    $ alsolike explain news.jsonl summit leeks --quiet
    summit
        Presidents meet in Geneva
    leeks
        Leek soup for a cold week
    score 0.000000, 0 shared terms
    = 0.000000
    B is not in A's list: the two share no indexed term
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
fn scores_pairs() {
    assert_snapshot!(transcript("similarity news.jsonl --pairs rated.tsv --quiet"), @r"
    $ alsolike similarity news.jsonl --pairs rated.tsv --quiet
    summit	treaty	0.78207314
    leeks	beans	0.9596844
    summit	cup	0
    cup	striker	0.8621951
    = 0
    ");
    assert_snapshot!(transcript("similarity news.jsonl --pairs links.tsv"), @r"
    $ alsolike similarity news.jsonl --pairs links.tsv
    summit	treaty	0.78207314
    summit	hackers	0.74329805
    treaty	summit	0.78207314
    leeks	beans	0.9596844
    ! warning: 1 article shares no indexed term with any other article: it gets no list and no theme
    ! skipped: pair `cup`, `gone`: no article has the id `gone`
    ! error: 1 of 5 pairs has an unknown id
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
fn evaluates_lists_labels_and_ratings() {
    assert_snapshot!(transcript("evaluate news.jsonl --truth links.tsv --quiet"), @r"
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
    assert_snapshot!(transcript("evaluate news.jsonl --labels -k 2 --quiet"), @r"
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
    assert_snapshot!(transcript("evaluate news.jsonl --pairs rated.tsv --quiet"), @r"
    $ alsolike evaluate news.jsonl --pairs rated.tsv --quiet
    articles 8
      rated pairs       4
      Pearson           0.9248
      Spearman          0.3162
    = 0
    ");
    assert_snapshot!(transcript("evaluate news.jsonl"), @r"
    $ alsolike evaluate news.jsonl
    ! error: the following required arguments were not provided:
    !   <--truth <FILE|own>|--labels|--pairs <FILE>>
    !
    ! Usage: alsolike evaluate <--truth <FILE|own>|--labels|--pairs <FILE>> <SOURCE>...
    ! hint: run `alsolike evaluate --help`
    = 2
    ");
    let all = files()
        .run("evaluate news.jsonl --truth links.tsv --labels --pairs rated.tsv --format json");
    let report: Value = serde_json::from_str(&all.stdout).unwrap();
    assert_eq!(keys(&report), ["articles", "links", "same_label", "lists", "themes", "ratings"]);
    assert!(report.as_object().unwrap().values().all(|value| !value.is_null()), "{report}");
}

#[test]
fn writes_vectors_as_three_files() {
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
