//! `related --into`: files for sites and programs. The real generators build pages with the lists.

use std::fs;
use std::path::Path;
use std::process::Command;

use insta::assert_snapshot;

use crate::generators::{has, run};
use crate::run::Files;

/// Posts in two topics. The first of each topic are near, and none is a copy.
const POSTS: [(&str, &str, &str); 4] = [
    (
        "tide",
        "Ferry aground",
        "The ferry ran aground on a sandbank in fog, and its passengers waited for the tide.",
    ),
    (
        "buoy",
        "A new buoy",
        "The harbour board wants a buoy where the ferry ran aground on the sandbank in fog.",
    ),
    (
        "rye",
        "Rye bread",
        "A baker folds rye dough three times and bakes the loaves in a wood oven.",
    ),
    (
        "oven",
        "The oven",
        "The wood oven bakes rye loaves, and the baker burns branches of the orchard.",
    ),
];

/// Returns the files of a site with the posts, named by `name`.
fn site(config: &[(&str, &str)], name: impl Fn(&str) -> String) -> Files {
    let mut texts: Vec<(String, String)> =
        config.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect();
    for (at, (stem, title, text)) in POSTS.iter().enumerate() {
        let page = format!("---\ntitle: {title}\ndate: 2021-06-1{at}\nlayout: post\n---\n{text}\n");
        texts.push((name(stem), page));
    }
    let files: Vec<_> = texts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    Files::new(&files)
}

/// Returns the addresses in the block of a built page, in order.
fn linked(page: &Path) -> Vec<String> {
    let html =
        fs::read_to_string(page).unwrap_or_else(|error| panic!("{}: {error}", page.display()));
    let (_, block) = html.split_once("<aside class=\"also-like\"").unwrap_or_default();
    let links = block.split("<a href=\"").skip(1).filter_map(|link| link.split('"').next());
    links.map(str::to_owned).collect()
}

/// Writes the lists and what to paste for a generator.
fn publish(files: &Files, name: &str, snippet: &str) {
    let pasted = files.run(&format!("related . --into {name} --snippet"));
    fs::write(files.path().join(snippet), pasted.stdout).unwrap();
    let check = files.run(&format!("related . --into {name} --check"));
    assert!(
        check.status == 1 && check.stderr.contains("1 file is out of date"),
        "{}",
        check.stderr
    );
    let written = files.run(&format!("related . --into {name}"));
    assert!(
        written.status == 0 && written.stderr.contains("wrote 4 lists to"),
        "{}",
        written.stderr
    );
    let check = files.run(&format!("related . --into {name} --check"));
    assert_eq!(check.status, 0, "{}", check.stderr);
    let again = files.run(&format!("related . --into {name}"));
    assert!(again.stderr.contains("is up to date: 4 lists"), "{}", again.stderr);
}

/// The commands of Hugo to test: the one of the system, and that of `HUGO` if it is set.
fn hugos() -> Vec<String> {
    [Some("hugo".to_owned()), std::env::var("HUGO").ok()].into_iter().flatten().collect()
}

#[test]
fn pages_of_hugo_show_the_lists() {
    if !has("hugo", "version") {
        return;
    }
    let config = "baseURL = 'https://site.example/news/'\n[permalinks]\nposts = '/:year/:slug/'\n";
    let layout = "<main>{{ .Content }}</main>{{ partial \"also-like.html\" . }}";
    let config = [
        ("hugo.toml", config),
        ("layouts/_default/single.html", layout),
        ("layouts/partials/also-like.html", ""),
    ];
    let files = site(&config, |stem| format!("content/posts/{}.md", stem.to_uppercase()));
    publish(&files, "hugo", "layouts/partials/also-like.html");
    for hugo in hugos() {
        run(Command::new(hugo).arg("--quiet").current_dir(files.path()));
        let page = |stem: &str| files.path().join(format!("public/2021/{stem}/index.html"));
        assert_eq!(linked(&page("ferry-aground")), ["/news/2021/a-new-buoy/"]);
        assert_eq!(linked(&page("the-oven")), ["/news/2021/rye-bread/"]);
        assert!(page("a-new-buoy").is_file() && page("rye-bread").is_file());
        fs::remove_dir_all(files.path().join("public")).unwrap();
    }
}

#[test]
fn pages_of_jekyll_show_the_lists() {
    if !has("jekyll", "--version") {
        return;
    }
    let config = "url: https://site.example\nbaseurl: /blog\npermalink: /:year/:title/\n";
    let layout = "<main>{{ content }}</main>{% include also-like.html %}";
    let config =
        [("_config.yml", config), ("_layouts/post.html", layout), ("_includes/also-like.html", "")];
    let files = site(&config, |stem| format!("_posts/2021-06-16-{stem}.md"));
    publish(&files, "jekyll", "_includes/also-like.html");
    run(Command::new("jekyll")
        .args(["build", "--quiet", "--disable-disk-cache"])
        .env("LANG", "C.UTF-8")
        .current_dir(files.path()));
    let page = |stem: &str| files.path().join(format!("_site/2021/{stem}/index.html"));
    assert_eq!(linked(&page("tide")), ["/blog/2021/buoy/"]);
    assert_eq!(linked(&page("oven")), ["/blog/2021/rye/"]);
    assert!(page("buoy").is_file() && page("rye").is_file());
}

#[test]
fn pages_of_eleventy_show_the_lists() {
    let eleventy = std::env::var("ELEVENTY").unwrap_or_else(|_| "eleventy".to_owned());
    if !has(&eleventy, "--version") {
        return;
    }
    let config = [
        ("eleventy.config.js", "module.exports = () => ({ pathPrefix: '/blog/' });"),
        ("_includes/post.njk", "<main>{{ content | safe }}</main>{% include \"also-like.njk\" %}"),
        ("_includes/also-like.njk", ""),
    ];
    let files = site(&config, |stem| format!("posts/{stem}.md"));
    // Without the ending, layouts of Eleventy are found by their full names alone.
    for (stem, ..) in POSTS {
        let path = files.path().join(format!("posts/{stem}.md"));
        let text = fs::read_to_string(&path).unwrap().replace("layout: post", "layout: post.njk");
        fs::write(path, text).unwrap();
    }
    publish(&files, "eleventy", "_includes/also-like.njk");
    run(Command::new(eleventy).arg("--quiet").current_dir(files.path()));
    let page = |stem: &str| files.path().join(format!("_site/posts/{stem}/index.html"));
    assert_eq!(linked(&page("tide")), ["/blog/posts/buoy/"]);
    assert_eq!(linked(&page("oven")), ["/blog/posts/rye/"]);
    assert!(page("buoy").is_file() && page("rye").is_file());
}

#[test]
fn fragments_of_pages_that_are_gone_are_removed() {
    let page = |id: &str, text: &str| format!(r#"{{"id":"{id}","url":"/{id}/","text":"{text}"}}"#);
    let archive: Vec<String> = POSTS.iter().map(|(id, _, text)| page(id, text)).collect();
    let files = Files::new(&[("news.jsonl", archive.join("\n").as_bytes())]);
    let written = files.run("related news.jsonl --into html --into-path out");
    assert_eq!(written.status, 0, "{}", written.stderr);
    let fragment = fs::read_to_string(files.path().join("out/tide/index.html")).unwrap();
    assert!(fragment.contains("<a href=\"/buoy/\">"), "{fragment}");
    fs::write(files.path().join("news.jsonl"), archive[..3].join("\n")).unwrap();
    let check = files.run("related news.jsonl --into html --into-path out --check");
    assert_eq!(check.status, 1, "{}", check.stderr);
    files.run("related news.jsonl --into html --into-path out");
    assert!(!files.path().join("out/oven").exists() && files.path().join("out/rye").exists());
}

#[test]
fn says_what_a_consumer_needs() {
    let files =
        Files::new(&[("news.jsonl", br#"{"id":"a","title":"A","text":"Leeks and butter."}"#)]);
    assert_snapshot!(files.transcript("related news.jsonl --into hugo"), @r"
    $ alsolike related news.jsonl --into hugo
    ! warning: 1 article shares no indexed term with any other article: it gets no list and no theme
    ! error: no SOURCE is a Hugo site
    ! hint: name the root of the site as SOURCE, or add `--site hugo`
    = 1
    ");
    assert_snapshot!(files.transcript("related news.jsonl --into json-ld"), @r"
    $ alsolike related news.jsonl --into json-ld
    ! warning: 1 article shares no indexed term with any other article: it gets no list and no theme
    ! error: `a` has no address with a host, and JSON-LD needs one
    ! hint: add `--base-url https://HOST`, which goes before addresses without a host
    = 1
    ");
    assert_snapshot!(files.transcript("related news.jsonl --into wordpress"), @r"
    $ alsolike related news.jsonl --into wordpress
    ! warning: 1 article shares no indexed term with any other article: it gets no list and no theme
    ! error: `a` is no number of a post of WordPress
    ! hint: read an export of WordPress, or records whose ids are the numbers of posts
    = 1
    ");
    assert_snapshot!(files.transcript("related news.jsonl --into html"), @r"
    $ alsolike related news.jsonl --into html
    ! warning: 1 article shares no indexed term with any other article: it gets no list and no theme
    ! error: `a` has no address, and a fragment of HTML needs one
    ! hint: add `--url-pattern` or `--addresses`, or look pages up by id or path
    = 1
    ");
    assert_snapshot!(files.transcript("related news.jsonl --into csv --snippet"), @r"
    $ alsolike related news.jsonl --into csv --snippet
    ! error: there is nothing to paste for this NAME
    ! hint: programs read its files as they are
    = 2
    ");
    assert_snapshot!(files.transcript("related news.jsonl --check"), @r"
    $ alsolike related news.jsonl --check
    ! error: the following required arguments were not provided:
    !   --into <NAME>
    !
    ! Usage: alsolike related --into <NAME> --check <SOURCE>...
    ! hint: run `alsolike related --help`
    = 2
    ");
}
