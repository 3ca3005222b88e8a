//! Sites built by the real Hugo and Jekyll: the addresses of their pages are those that the command finds.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::run::Files;

/// Returns whether a generator is installed. Prints it if it is not.
///
/// # Panics
/// Without the generator, if `REQUIRE_GENERATORS` is set.
pub(crate) fn has(name: &str, version: &str) -> bool {
    let is_there =
        Command::new(name).arg(version).output().is_ok_and(|found| found.status.success());
    assert!(is_there || std::env::var_os("REQUIRE_GENERATORS").is_none(), "no {name}");
    if !is_there {
        println!("left out: no {name}");
    }
    is_there
}

/// The pages of a built site, as paths of addresses.
fn built_pages(root: &Path) -> BTreeSet<String> {
    let mut pages = BTreeSet::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "html")
                && !is_redirect(&path)
            {
                let below = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
                pages.insert(format!("/{}", below.strip_suffix("index.html").unwrap_or(&below)));
            }
        }
    }
    pages
}

/// Whether a page only leads to another one.
fn is_redirect(page: &Path) -> bool {
    std::fs::read_to_string(page).unwrap().contains("http-equiv=\"refresh\"")
}

/// The addresses of the published articles without `host`, decoded.
fn found_pages(files: &Files, host: &str) -> BTreeSet<String> {
    let answer = files.run("inspect . --format json --now 2026-01-01");
    assert_eq!(answer.status, 0, "{}", answer.stderr);
    let rows: Vec<Value> = serde_json::from_str(&answer.stdout).unwrap();
    let published = rows.iter().filter(|row| row["state"] == "published");
    published.map(|row| decoded(row["url"].as_str().unwrap().strip_prefix(host).unwrap())).collect()
}

/// Decodes `%C3%A9` and its like.
fn decoded(address: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = address.as_bytes();
    while let [first, others @ ..] = rest {
        let hex =
            others.get(..2).filter(|_| *first == b'%').and_then(|hex| str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &others[2..];
            }
            None => {
                bytes.push(*first);
                rest = others;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}

pub(crate) fn run(command: &mut Command) {
    let found = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(found.status.success(), "{}{}", text(&found.stdout), text(&found.stderr));
}

#[test]
fn finds_the_pages_that_hugo_builds() {
    if !has("hugo", "version") {
        return;
    }
    let config = "baseURL = 'https://site.example/news/'\ndefaultContentLanguage = 'en'\n\
        disableKinds = ['home', 'section', 'taxonomy', 'term', 'RSS', 'sitemap', '404']\n\
        [permalinks]\nnotes = '/:year/:month/:day/:slug/'\nlogs = '/l/:filename/'\n\
        [languages.en]\nweight = 1\n[languages.nl]\nweight = 2\n\
        [frontmatter]\ndate = ['date', ':filename', ':default']\n";
    let files: &[(&str, &[u8])] = &[
        ("hugo.toml", config.as_bytes()),
        ("layouts/_default/single.html", b"{{ .Title }}"),
        ("content/about.md", b"---\ntitle: About\n---\nThe harbour office."),
        ("content/about.nl.md", b"---\ntitle: Over\n---\nHet havenkantoor."),
        ("content/notes/_index.md", b"---\ntitle: Notes\n---\nAll notes."),
        ("content/notes/2021-06-16-tide.md", b"---\ntitle: Tide table\n---\nThe tide turns."),
        (
            "content/notes/late.md",
            b"---\ntitle: Late at night\ndate: 2021-06-16T23:30:00-05:00\n---\nDark.",
        ),
        (
            "content/notes/named.md",
            b"+++\ntitle = 'Named'\nslug = 'own-name'\ndate = 2021-01-02\n+++\nA name.",
        ),
        (
            "content/notes/C++ & more.md",
            b"---\ntitle: \"C++ & more: what's new?\"\ndate: 2021-01-02\n---\nCode.",
        ),
        ("content/notes/json.md", b"{\"title\": \"In braces\", \"date\": \"2021-01-02\"}\nBraces."),
        ("content/notes/draft.md", b"---\ntitle: Draft\ndraft: true\n---\nNot yet."),
        ("content/notes/future.md", b"---\ntitle: Future\ndate: 2999-01-01\n---\nLater."),
        ("content/notes/gone.md", b"---\ntitle: Gone\nexpiryDate: 2020-01-01\n---\nOver."),
        ("content/logs/Ship's Log 7.md", b"---\ntitle: Seven\n---\nFog."),
        ("content/logs/deep/er/a.md", b"---\ntitle: Deep\n---\nDeep water."),
        ("content/guide/knots/index.md", b"---\ntitle: Knots\n---\nBowline."),
        ("content/guide/knots/part.md", b"---\ntitle: Part\n---\nOnly a part."),
        ("content/guide/knots/index.nl.md", b"---\ntitle: Knopen\n---\nPaalsteek."),
        ("content/guide/Été au port.md", b"---\ntitle: Accents\n---\nSummer."),
        ("content/guide/fixed.md", b"---\ntitle: Fixed\nurl: /fixed/place/\n---\nStays."),
        ("content/hidden/_index.md", b"---\ncascade:\n  draft: true\n---\n"),
        ("content/hidden/a.md", b"---\ntitle: Hidden\n---\nNobody sees it."),
        (
            "content/silent.md",
            b"---\ntitle: Silent\nbuild:\n  render: never\n_build:\n  render: never\n---\nNo page.",
        ),
        ("static/about.html.txt", b"x"),
    ];
    let files = Files::new(files);
    run(Command::new("hugo").arg("--quiet").current_dir(files.path()));
    let built = built_pages(&files.path().join("public"));
    std::fs::remove_dir_all(files.path().join("public")).unwrap();
    assert_eq!(found_pages(&files, "https://site.example/news"), built);
    assert_eq!(built.len(), 13, "{built:?}");
}

#[test]
fn finds_the_pages_that_jekyll_builds() {
    if !has("jekyll", "--version") {
        return;
    }
    let config = "url: https://site.example\nbaseurl: /blog\ntimezone: Europe/Amsterdam\n\
        permalink: /:categories/:year/:month/:day/:title:output_ext\nexclude: [private]\n\
        collections:\n  recipes:\n    output: true\n  notes:\n    output: false\n\
        defaults:\n- scope: {path: _posts/old}\n  values: {published: false}\n\
        - scope: {path: '', type: recipes}\n  values: {permalink: '/cooking/:title/'}\n";
    let page = |title: &str| format!("---\ntitle: {title}\n---\nWords about {title}.\n");
    let texts: Vec<(&str, String)> = vec![
        ("_config.yml", config.to_owned()),
        ("_posts/2021-06-16-tide.md", page("Tide")),
        ("_posts/2021-6-7-short.md", page("Short day")),
        ("_posts/2021-06-16-With CAPS.md", page("Caps")),
        ("_posts/2021-06-16-plain.md", "No front matter at all.\n".to_owned()),
        (
            "_posts/2021-06-16-late.md",
            "---\ndate: 2021-06-16 23:30:00 +0000\n---\nLate.\n".to_owned(),
        ),
        ("_posts/2021-06-16-cats.md", "---\ncategories: food Slow\n---\nCats.\n".to_owned()),
        ("_posts/2021-06-16-cat.md", "---\ncategory: Two Words\n---\nCat.\n".to_owned()),
        ("_posts/2021-06-16-fixed.md", "---\npermalink: /fixed/place/\n---\nFixed.\n".to_owned()),
        ("_posts/old/2019-01-01-old.md", page("Old")),
        ("_posts/2999-01-01-future.md", page("Future")),
        ("_drafts/idea.md", page("Idea")),
        ("harbour/_posts/2021-06-16-quay.md", page("Quay")),
        ("_recipes/sub/leeks.md", page("Leeks")),
        ("_notes/secret.md", page("Secret")),
        ("_includes/box.md", page("Box")),
        ("private/x.md", page("Private")),
        ("about.md", page("About")),
        ("guide/index.md", page("Guide")),
        ("guide/knots.html", page("Knots")),
    ];
    let files: Vec<_> = texts.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let files = Files::new(&files);
    run(Command::new("jekyll")
        .args(["build", "--quiet", "--disable-disk-cache"])
        .env("LANG", "C.UTF-8")
        .current_dir(files.path()));
    let built = built_pages(&files.path().join("_site"));
    assert_eq!(found_pages(&files, "https://site.example/blog"), built);
    assert_eq!(built.len(), 13, "{built:?}");
}
