//! Lists for readers, from the library and from the command.

use std::ops::ControlFlow;

use alsolike::article::{Article, Date};
use alsolike::engine::{Engine, RecommendOptions, Settings};
use alsolike::index::Progress;
use alsolike_dev::generate::{Generator, GeneratorParams};
use insta::assert_snapshot;

use crate::run::Files;

const NEWS: &str = r#"{"id":"summit","title":"Presidents meet in Geneva","text":"The presidents met beside the lake in Geneva. Arms control filled the afternoon, diplomats said.","date":"2021-06-16"}
{"id":"treaty","title":"Arms control talks go on","text":"Diplomats returned to Geneva for talks about arms control. The presidents had asked for them.","date":"2021-07-28"}
{"id":"hackers","title":"Hackers shut a pipeline","text":"A pipeline was shut by hackers, and diplomats worry. The presidents will discuss the hackers.","date":"2021-05-12"}
{"id":"leeks","title":"Leek soup for a cold week","text":"Braise the leeks in butter until they are soft, then add stock to the soup.","date":"2021-06-20"}
{"id":"beans","title":"White beans and leeks","text":"Simmer the beans in stock, braise the leeks in butter, and stir both into one soup.","date":"2021-06-21"}
{"id":"oddity","title":"","text":"Zugzwang.","date":"2021-06-22"}
"#;

fn transcript(words: &str) -> String {
    Files::new(&[("news.jsonl", NEWS.as_bytes())]).transcript(words)
}

#[test]
fn a_reader_gets_one_list_for_all_likes() {
    assert_snapshot!(transcript("related news.jsonl -k 3 --like summit --like leeks --because 1"), @r"
    $ alsolike related news.jsonl -k 3 --like summit --like leeks --because 1
    For a reader of Presidents meet in Geneva and 1 more

        You May Also Like

      • White beans and leeks
          Simmer the beans in stock, braise the leeks in butter, and stir both into
          one soup.
          = 0.679: leeks 38 %; near Leek soup for a cold week
      • Arms control talks go on
          Diplomats returned to Geneva for talks about arms control. The presidents
          had asked for them.
          = 0.569: arms 22 %; near Presidents meet in Geneva
      • Hackers shut a pipeline
          A pipeline was shut by hackers, and diplomats worry. The presidents will
          discuss the hackers.
          = 0.309: presidents 68 %; near Presidents meet in Geneva
    ! warning: 1 article shares no indexed term with any other article: it gets no list and no theme
    = 0
    ");
    assert_snapshot!(transcript(
        "related news.jsonl -k 2 --like summit --dislike hackers --read leeks --format jsonl --because 1"
    ), @r#"
    $ alsolike related news.jsonl -k 2 --like summit --dislike hackers --read leeks --format jsonl --because 1
    {"id":null,"title":"For a reader of Presidents meet in Geneva","related":[{"id":"treaty","title":"Arms control talks go on","teaser":"Diplomats returned to Geneva for talks about arms control. The presidents had asked for them.","url":null,"date":"2021-07-28","lang":"en","score":0.7063712,"reason":"similar","factors":{"nearness":1.4342},"because":[{"term":"arms","share":0.25}],"nearest_like":"summit"}],"short":{"cause":"known","why":"of 2 articles that share its words, 1 is in the reader's history, or nearly the same as an article in it","asked":2,"found":1,"terms":4,"near":2,"refused":{"known":1},"below_min_score":0,"left_out":0}}
    ! warning: 1 article shares no indexed term with any other article: it gets no list and no theme
    ! note: 1 list shorter than 2: of 2 articles that share its words, 1 is in the reader's history, or nearly the same as an article in it
    = 0
    "#);
    assert_snapshot!(transcript("related news.jsonl -k 2 --like oddity"), @r"
    $ alsolike related news.jsonl -k 2 --like oddity
    For a reader of oddity

        You May Also Like

        Nothing similar: it has no word that appears in some other articles but not
        in all.
    ! warning: 1 article shares no indexed term with any other article: it gets no list and no theme
    ! note: 1 list shorter than 2: it has no word that appears in some other articles but not in all
    = 0
    ");
    assert_snapshot!(transcript("related news.jsonl -k 2 --like oddity --fill --format json"), @r#"
    $ alsolike related news.jsonl -k 2 --like oddity --fill --format json
    [
    {"id":null,"title":"For a reader of oddity","related":[{"id":"treaty","title":"Arms control talks go on","teaser":"Diplomats returned to Geneva for talks about arms control. The presidents had asked for them.","url":null,"date":"2021-07-28","lang":"en","score":0.0,"reason":"latest","factors":{"nearness":1.4547},"because":[]},{"id":"beans","title":"White beans and leeks","teaser":"Simmer the beans in stock, braise the leeks in butter, and stir both into one soup.","url":null,"date":"2021-06-21","lang":"en","score":0.0,"reason":"latest","factors":{"nearness":1.5954},"because":[]}]}
    ]
    ! warning: 1 article shares no indexed term with any other article: it gets no list and no theme
    = 0
    "#);
}

#[test]
fn suggests_the_most_similar_id() {
    let rules = b"[[pin]]\narticle = \"sumit\"\nitems = [\"leekz\", \"x\"]\n\n[[weight]]\nsection = \"world\"\nweight = 2\n";
    let files = Files::new(&[("news.jsonl", NEWS.as_bytes()), ("rules.toml", rules)]);
    for question in ["related --for hakcers", "related --like hakcers", "explain hakcers leeks"] {
        let (command, words) = question.split_once(' ').unwrap();
        let answer = files.run(&format!("{command} news.jsonl {words} -q"));
        let message = "error: no article has the id `hakcers`\nhint: did you mean `hackers`?\n";
        assert_eq!((answer.status, answer.stderr.as_str()), (1, message));
    }
    assert_snapshot!(files.transcript("rules check rules.toml news.jsonl -q"), @r"
    $ alsolike rules check rules.toml news.jsonl -q
    rules.toml:1: no article has the id `sumit`: this part of the rule does nothing; did you mean `summit`?
    rules.toml:1: no article has the id `leekz`: this part of the rule does nothing; did you mean `leeks`?
    rules.toml:1: no article has the id `x`: this part of the rule does nothing
    rules.toml:5: no article is in the section `world`: its weight does nothing
    ! error: 4 problems
    = 1
    ");
}

#[test]
fn rejects_contradictory_histories() {
    assert_snapshot!(transcript("related news.jsonl --like summit --dislike summit"), @r"
    $ alsolike related news.jsonl --like summit --dislike summit
    ! warning: 1 article shares no indexed term with any other article: it gets no list and no theme
    ! error: `summit` is liked and disliked: remove one of the two
    = 2
    ");
    assert_snapshot!(transcript("related news.jsonl --like nobody"), @r"
    $ alsolike related news.jsonl --like nobody
    ! warning: 1 article shares no indexed term with any other article: it gets no list and no theme
    ! error: no article has the id `nobody`
    = 1
    ");
    assert_snapshot!(transcript("related news.jsonl --like summit --dislike nobody"), @r"
    $ alsolike related news.jsonl --like summit --dislike nobody
    ! warning: 1 article shares no indexed term with any other article: it gets no list and no theme
    ! error: no article has the id `nobody`
    = 1
    ");
    assert_snapshot!(transcript("related news.jsonl --dislike summit"), @r"
    $ alsolike related news.jsonl --dislike summit
    ! error: the following required arguments were not provided:
    !   --like <ID>
    !
    ! Usage: alsolike related --like <ID> --dislike <ID> <SOURCE>...
    ! hint: run `alsolike related --help`
    = 2
    ");
    assert_snapshot!(transcript("related news.jsonl --like summit --for summit"), @r"
    $ alsolike related news.jsonl --like summit --for summit
    ! error: the argument '--like <ID>' cannot be used with '--for <ARTICLE>'
    !
    ! Usage: alsolike related --like <ID> <SOURCE>...
    ! hint: run `alsolike related --help`
    = 2
    ");
    assert_snapshot!(transcript("related news.jsonl --like summit --dislike leeks --dislike-weight 2"), @r"
    $ alsolike related news.jsonl --like summit --dislike leeks --dislike-weight 2
    ! error: invalid value '2' for '--dislike-weight <X>': write a number from 0 to 1
    ! hint: run `alsolike related --help`
    = 2
    ");
}

fn engine() -> (Engine, Vec<Article>) {
    let params = GeneratorParams { n_articles: 300, mean_terms: 40, seed: 7 };
    let articles: Vec<Article> = Generator::new(params).articles().collect();
    (Engine::fit(articles.clone(), &Settings::default()).unwrap(), articles)
}

#[test]
fn lists_of_many_readers_equal_single_lists() {
    let (engine, articles) = engine();
    let id = |at: usize| articles[at % articles.len()].id.clone();
    let history = |at: usize| {
        let likes: Vec<_> = (0..=at % 4).map(|n| id(at + 17 * n)).collect();
        engine.history(&likes, &[id(at + 5)], &[id(at + 9)]).unwrap()
    };
    let histories: Vec<_> = (0..60).map(history).collect();
    let mut options = RecommendOptions::new(Date::from_unix_seconds(0));
    options.policy.fill.on = true;
    let recommender = engine.recommender(&options).unwrap();
    let lists = recommender.for_readers(&histories, 3, Progress::none()).unwrap();
    assert_eq!(lists.len(), histories.len());
    for (history, list) in histories.iter().zip(&lists) {
        assert_eq!(list, &recommender.for_reader(history, 3).unwrap());
        assert_eq!(list.items.len(), options.policy.k);
        assert!(
            list.items
                .iter()
                .all(|item| { item.nearest_like.is_none_or(|like| history.likes.contains(&like)) })
        );
    }
    let stop = |_| ControlFlow::Break(());
    let error = recommender.for_readers(&histories, 3, Progress::new(&stop)).unwrap_err();
    assert_eq!(error.to_string(), "the operation was cancelled");
}

#[test]
fn rejects_a_history_without_likes() {
    let (engine, _) = engine();
    let error = engine.history(&[], &[], &[]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a reader's history has no likes: give one liked article or more"
    );
}
