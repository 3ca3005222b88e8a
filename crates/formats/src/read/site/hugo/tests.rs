use std::{fs, path::Path};

use super::Hugo;
use crate::read::{
    PassedOver, Unpublished,
    front_matter::split,
    site::{Generator, Page},
};
use alsolike::article::Date;

/// A site of these files, each a path and its text.
fn site(files: &[(&str, &str)]) -> (tempfile::TempDir, Hugo) {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let site = Hugo::open(folder.path()).unwrap();
    (folder, site)
}

/// The page of a file of the site, at the beginning of 2026.
fn page(root: &Path, site: &Hugo, path: &str) -> Page {
    let text = fs::read_to_string(root.join(path)).unwrap();
    let (mut matter, _) = split(&text).unwrap();
    site.add_defaults(path, &mut matter);
    site.page(path, &matter, Some(Date::parse("2026-01-01").unwrap()))
}

/// The expected addresses are those that Hugo 0.168 lists.
#[test]
fn addresses_equal_those_of_hugo() {
    let config = "baseURL = 'https://example.org/sub/'\n[languages.en]\n[languages.fr]\n\
        [permalinks.page]\nposts = '/:year/:month/:slug/'\ndocs = '/d/:sections[1:]/:filename/'\n\
        [frontmatter]\ndate = ['date', ':filename', ':default']\n";
    let day = |more: &str| format!("---\n{more}\ndate: 2021-01-02\n---\n");
    let cases = [
        ("posts/u1.fr.md", day("url: /abs/x/"), "abs/x/"),
        ("posts/u2.fr.md", day("url: rel/x/"), "fr/rel/x/"),
        ("posts/u3.md", day("url: rel/y"), "rel/y/"),
        ("posts/u4.md", day("url: /abs/Y.HTML"), "abs/Y.HTML"),
        ("posts/u5.md", day("title: A\nurl: /abs/:slug/"), "abs/a/"),
        ("posts/2021-03-04-dated.md", day("title: Has date"), "2021/01/has-date/"),
        ("posts/2021-03-04-dated2.md", "---\ntitle: x\n---\n".to_owned(), "2021/03/dated2/"),
        ("posts/2021-03-04.md", "---\ntitle: Only day\n---\n".to_owned(), "2021/03/only-day/"),
        (
            "posts/c.md",
            day("title: 'C++ & C# — Été_x (v1.2)'"),
            "2021/01/c-c%23-%C3%A9t%C3%A9_x-v1.2/",
        ),
        ("posts/notitle.md", day(""), "2021/01/"),
        ("posts/slug.md", day("slug: 'My Slug: yes/no+x'"), "2021/01/my-slug-yes/no-x/"),
        ("docs/deep/_index.md", String::new(), ""),
        ("docs/deep/b.md", String::new(), "d/deep/b/"),
        ("docs/deep/er/a.md", String::new(), "d/deep/a/"),
        ("docs/A  b--c_d -.md", String::new(), "d/a-b--c_d-/"),
        ("docs/bundle/index.md", String::new(), "d/bundle/"),
        ("docs/x.y.md", String::new(), "d/x.y/"),
        ("other/a/index.md", String::new(), "other/a/"),
        ("other/a&b+c~d@e#f.md", String::new(), "other/ab+c~d@e%23f/"),
        ("other/slug.md", day("slug: Foo Bar"), "other/foo-bar/"),
        ("über/été.fr.md", String::new(), "fr/%C3%BCber/%C3%A9t%C3%A9/"),
        ("root.md", String::new(), "root/"),
    ];
    let paths = cases.iter().map(|(path, ..)| format!("content/{path}")).collect::<Vec<_>>();
    let mut files = vec![("hugo.toml", config)];
    files.extend(paths.iter().map(String::as_str).zip(cases.iter().map(|case| case.1.as_str())));
    let (folder, site) = site(&files);
    for (path, (_, _, expected)) in paths.iter().zip(&cases) {
        if path.ends_with("_index.md") {
            continue;
        }
        let found = page(folder.path(), &site, path).url.unwrap();
        assert_eq!(found, format!("https://example.org/sub/{expected}"), "{path}");
    }
}

#[test]
fn cascades_and_fields_decide_what_is_published() {
    let (folder, site) = site(&[
        (
            "hugo.yaml",
            "baseURL: /\ncascade:\n- _target: {path: '/old/**'}\n  expiryDate: 2020-01-01\n",
        ),
        ("content/drafts/_index.md", "---\ncascade:\n  draft: true\n---\n"),
        ("content/drafts/a.md", ""),
        ("content/drafts/b.md", "---\ndraft: false\n---\n"),
        ("content/old/deep/a.md", ""),
        ("content/later.md", "---\npublishDate: 2099-01-01\n---\n"),
        ("content/headless/index.md", "---\nheadless: true\n---\n"),
        ("content/never.md", "---\nbuild: {render: never}\n---\n"),
        ("content/unlisted.md", "---\n_build: {list: never}\n---\n"),
        ("content/live.md", "---\ndate: 2020-01-01\n---\n"),
    ]);
    let check = |path: &str, expected| {
        let found = page(folder.path(), &site, &format!("content/{path}"));
        assert_eq!(found.unpublished, expected, "{path}");
    };
    check("drafts/a.md", Some(Unpublished::Draft));
    check("drafts/b.md", None);
    check("old/deep/a.md", Some(Unpublished::Expired));
    check("later.md", Some(Unpublished::Scheduled));
    check("headless/index.md", Some(Unpublished::NoPage));
    check("never.md", Some(Unpublished::NoPage));
    check("unlisted.md", Some(Unpublished::Unlisted));
    check("live.md", None);
}

#[test]
fn knows_languages_translations_and_parts_of_pages() {
    let (folder, site) = site(&[
        (
            "config/_default/hugo.toml",
            "baseURL = 'https://example.org'\ndefaultContentLanguage = 'en'\n",
        ),
        (
            "config/_default/languages.toml",
            "[en]\ncontentDir = 'content/english'\n[zh-cn]\nlanguageCode = 'zh-Hans'\ncontentDir = 'content/chinese'\n",
        ),
        ("content/english/news/a.md", ""),
        ("content/chinese/news/a.md", ""),
        ("content/english/bundle/index.md", ""),
        ("content/english/bundle/part.md", ""),
        ("content/english/news/_index.md", ""),
        ("themes/x/content/a.md", ""),
    ]);
    let chinese = page(folder.path(), &site, "content/chinese/news/a.md");
    let english = page(folder.path(), &site, "content/english/news/a.md");
    assert_eq!(chinese.translation_key, english.translation_key);
    assert_eq!((chinese.lang.as_deref(), english.lang.as_deref()), (Some("zh-Hans"), Some("en")));
    assert_eq!(chinese.url.as_deref(), Some("https://example.org/zh-cn/news/a/"));
    let passed = |path: &str| site.passes_over_file(&format!("content/english/{path}"));
    assert_eq!(passed("bundle/index.md"), None);
    assert_eq!(passed("bundle/part.md"), Some(PassedOver::PagePart));
    assert_eq!(passed("news/_index.md"), Some(PassedOver::PagePart));
    assert_eq!(site.passes_over_folder("themes"), Some(PassedOver::NoContent));
    assert_eq!(site.passes_over_folder("content/english"), None);
}
