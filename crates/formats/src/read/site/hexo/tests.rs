use std::fs;

use super::Hexo;
use crate::read::{
    PassedOver, Unpublished,
    front_matter::split,
    site::{Generator, Page},
};
use alsolike::article::Date;

fn site(config: &str) -> (tempfile::TempDir, Hexo) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("_config.yml"), config).unwrap();
    let site = Hexo::open(folder.path()).unwrap();
    (folder, site)
}

/// The page of a file with this front matter, at the beginning of 2026.
fn page(site: &Hexo, path: &str, matter: &str) -> Page {
    let text = format!("---\n{matter}\n---\n");
    let (matter, _) = split(&text).unwrap();
    site.page(path, &matter, Some(Date::parse("2026-01-01").unwrap()))
}

/// Checks addresses of a site with this configuration.
fn check(config: &str, pages: &[(&str, &str, Option<&str>)]) {
    let (_folder, site) = site(&format!("url: https://x.org\n{config}"));
    for (path, matter, expected) in pages {
        let expected = expected.map(|path| format!("https://x.org{path}"));
        assert_eq!(page(&site, path, matter).url, expected, "{config} {path} {matter}");
    }
}

/// The expected addresses are those of Hexo 8.1.2.
#[test]
fn addresses_equal_those_of_hexo() {
    let day = "date: 2021-06-07 08:09:10";
    check(
        "",
        &[
            ("source/_posts/a.md", day, Some("/2021/06/07/a/")),
            ("source/_posts/sub/nested.md", day, Some("/2021/06/07/sub/nested/")),
            ("source/_posts/a.md", "date: 2021-06-07 23:00:00 -0500", Some("/2021/06/08/a/")),
            ("source/_posts/nd.md", "title: x", None),
            ("source/_posts/nd.md", "permalink: own/", Some("/own/")),
            ("source/about.md", "", Some("/about.html")),
            ("source/about/index.md", "", Some("/about/")),
            ("source/about.md", "permalink: somewhere.html", Some("/somewhere.html")),
            ("source/about.md", "permalink: /some/where", Some("/some/where.html")),
            ("source/about.md", "permalink: some/where/", Some("/some/where/")),
        ],
    );
    check("permalink: ':title/'", &[("source/_posts/nd.md", "title: x", Some("/nd/"))]);
    check(
        "permalink: ':hour/:minute/:second/:i_month/:i_day/:name'",
        &[("source/_posts/s/a.md", day, Some("/08/09/10/6/7/a"))],
    );
    check(
        "permalink: ':day/:hour/:minute'\ntimezone: Asia/Shanghai",
        &[
            ("source/_posts/a.md", day, Some("/07/08/09")),
            ("source/_posts/a.md", "date: 2021-06-07 23:00:00 -0500", Some("/08/12/00")),
        ],
    );
    check("permalink: ':title/:id'", &[("source/_posts/a.md", day, None)]);
    check("permalink: ':title/:hash'", &[("source/_posts/a.md", day, None)]);
    check(
        "permalink: ':lang/:post_title/'\npermalink_defaults: {lang: en}",
        &[
            ("source/_posts/a.md", "title: Über Größe!", Some("/en/uber-grose/")),
            ("source/_posts/a.md", "title: x\nlang: de", Some("/de/x/")),
        ],
    );
}

#[test]
fn categories_are_parts_of_addresses() {
    check(
        "permalink: ':category/:title'\ncategory_map: {Food: essen}",
        &[
            ("source/_posts/a.md", "categories: [X, Y]", Some("/X/Y/a")),
            (
                "source/_posts/a.md",
                "categories: [[A], [Food, Hot dogs]]",
                Some("/essen/Hot-dogs/a"),
            ),
            ("source/_posts/a.md", "category: a, b", Some("/a-b/a")),
            ("source/_posts/a.md", "title: x", Some("/uncategorized/a")),
        ],
    );
    check(
        "permalink: ':category/:title'\nfilename_case: 1\ndefault_category: none",
        &[
            ("source/_posts/a.md", "categories: [X, Y]", Some("/x/y/a")),
            ("source/_posts/a.md", "", Some("/none/a")),
        ],
    );
}

#[test]
fn names_of_files_hold_dates() {
    let config = "new_post_name: ':year-:month-:day-:title.md'";
    check(
        config,
        &[
            ("source/_posts/2021-06-07-a.md", "", Some("/2021/06/07/a/")),
            ("source/_posts/sub/nested.md", "date: 2021-06-07", Some("/2021/06/07/sub-nested/")),
            ("source/_posts/2021-6-7-a.md", "", None),
        ],
    );
    let (_folder, site) = site(config);
    let found = page(&site, "source/_posts/2021-06-07-a.md", "").date;
    assert_eq!(found.as_deref(), Some("2021-06-07"));
}

#[test]
fn ends_of_addresses_may_be_cut() {
    let day = "date: 2021-06-07";
    check(
        "permalink: ':title.html'\npretty_urls: {trailing_html: false, trailing_index: false}",
        &[
            ("source/_posts/a.md", day, Some("/a")),
            ("source/_posts/index.md", day, Some("/")),
            ("source/about.md", "", Some("/about")),
            ("source/about.md", "permalink: x/index.html", Some("/x/")),
        ],
    );
    check("permalink: ':title.html'", &[("source/_posts/a.md", day, Some("/a.html"))]);
    check(
        "permalink: ':title'\npost_asset_folder: true",
        &[("source/_posts/a.md", day, Some("/a/"))],
    );
}

#[test]
fn the_configuration_decides_what_is_a_page() {
    let (_folder, site) = site(
        "source_dir: src\nexclude: ['old/*.md', '_posts/a.md']\nignore: '**/secret/*'\n\
         skip_render: [raw/**, '_posts/skipped.md']\n",
    );
    let passed = |path: &str| site.passes_over_file(path);
    assert_eq!(passed("src/a.md"), None);
    assert_eq!(passed("src/_posts/a.md"), None);
    assert_eq!(passed("src/old/a.md"), Some(PassedOver::Excluded));
    assert_eq!(passed("src/old/sub/a.md"), None);
    assert_eq!(passed("src/x/secret/a.md"), Some(PassedOver::Excluded));
    assert_eq!(passed("src/raw/a/b.html"), Some(PassedOver::Excluded));
    assert_eq!(passed("src/_posts/skipped.md"), Some(PassedOver::Excluded));
    assert_eq!(passed("src/_posts/_a.md"), Some(PassedOver::NoContent));
    assert_eq!(passed("source/a.md"), Some(PassedOver::NoContent));
    assert_eq!(passed("src2/a.md"), Some(PassedOver::NoContent));
    assert_eq!(site.passes_over_folder("src/_posts/sub"), None);
    assert_eq!(site.passes_over_folder("src/_data"), Some(PassedOver::NoContent));
    assert_eq!(site.passes_over_folder("source"), Some(PassedOver::NoContent));
}

#[test]
fn drafts_are_no_pages() {
    let (_folder, site) = site("");
    let found = page(&site, "source/_drafts/a.md", "title: x").unpublished;
    assert_eq!(found, Some(Unpublished::Draft));
}
