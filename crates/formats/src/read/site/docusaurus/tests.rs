use std::fs;

use super::Docusaurus;
use crate::read::{
    PassedOver, Unpublished,
    front_matter::split,
    site::{Generator, Page},
};
use alsolike::article::Date;

/// A site with these properties of its configuration and options of its preset.
fn site(config: &str, preset: &str) -> (tempfile::TempDir, Docusaurus) {
    let folder = tempfile::tempdir().unwrap();
    let program = format!(
        "// url: 'https://no.org',\n/** @type {{import('x').Config}} */\nconst config = {{\n\
         title: 'T', customFields: {{url: 'https://no.org'}}, {config}\n\
         url: 'https://x.org', baseUrl: '/', presets: [['classic', ({{{preset}}})]],\n\
         themeConfig: {{footer: {{logo: {{url: 'https://no.org'}}}}}} }};\nexport default config;",
    );
    fs::write(folder.path().join("docusaurus.config.js"), program).unwrap();
    let site = Docusaurus::open(folder.path());
    (folder, site)
}

/// The page of a file with this front matter, at the beginning of 2026.
fn page(site: &Docusaurus, path: &str, matter: &str) -> Page {
    let text = format!("---\n{matter}\n---\n");
    let (matter, _) = split(&text).unwrap();
    site.page(path, &matter, Some(Date::parse("2026-01-01").unwrap()))
}

fn check(site: &Docusaurus, path: &str, matter: &str, expected: &str) {
    let found = page(site, path, matter).url.unwrap();
    assert_eq!(found, format!("https://x.org{expected}"), "{path} {matter}");
}

/// The expected addresses are those of Docusaurus 3.10.
#[test]
fn addresses_equal_those_of_docusaurus() {
    let (_folder, site) = site("", "");
    let check = |path: &str, matter: &str, expected: &str| check(&site, path, matter, expected);
    check("docs/intro.md", "", "/docs/intro");
    check("docs/01-guide/02-first.md", "", "/docs/guide/first");
    check("docs/01-guide/02-first.md", "id: other", "/docs/guide/other");
    check("docs/01-guide/02-first.md", "parse_number_prefixes: false", "/docs/01-guide/02-first");
    check("docs/a/index.md", "", "/docs/a/");
    check("docs/a/a.md", "", "/docs/a/");
    check("docs/05-g/g.md", "", "/docs/g/g");
    check("docs/t/s.md", "slug: sl/", "/docs/t/sl/");
    check("docs/index.md", "", "/docs/");
    check("docs/a/README.md", "slug: README", "/docs/a/README");
    check("docs/a/b/index.md", "slug: foo", "/docs/a/b/foo");
    check("docs/a/x.md", "slug: ./same", "/docs/a/same");
    check("docs/a/x.md", "slug: ../up", "/docs/up");
    check("docs/a/x.md", "slug: /", "/docs/");
    check("docs/a/x.md", "slug: /abs/olute", "/docs/abs/olute");
    check("src/pages/sub/index.mdx", "", "/sub/");
    check("src/pages/index.md", "", "/");
    check("src/pages/about.md", "", "/about");
    check("i18n/fr/docusaurus-plugin-content-docs/current/a.md", "", "/fr/docs/a");
}

#[test]
fn paths_of_the_blog_hold_dates() {
    let (_folder, site) = site("", "");
    let check = |path: &str, expected: &str, day: Option<&str>| {
        check(&site, path, "", expected);
        assert_eq!(page(&site, path, "").date.as_deref(), day, "{path}");
    };
    check("blog/2021-06-16-x.md", "/blog/2021/06/16/x", Some("2021-06-16"));
    check("blog/sub/2022-01-02-x.md", "/blog/2022/01/02/sub/x", Some("2022-01-02"));
    let deep = "blog/deep/2018-05-06-name/index.md";
    check(deep, "/blog/2018/05/06/deep/name", Some("2018-05-06"));
    check("blog/2019-05-06/x4.md", "/blog/2019/05/06/x4", Some("2019-05-06"));
    check("blog/2019/05/06/x4.md", "/blog/2019/05/06/x4", Some("2019-05-06"));
    check("blog/2018-05-07/index.md", "/blog/2018/05/07/index", Some("2018-05-07"));
    check("blog/2018-05-08.md", "/blog/2018/05/08/", Some("2018-05-08"));
    check("blog/2019-1-2-x3.md", "/blog/2019/1/2/x3", Some("2019-01-02"));
    check("blog/a/no-date/index.mdx", "/blog/a/no-date", None);
    check("blog/é-2019-1-2é.md", "/blog/2019/1/2/%C3%A9-%C3%A9", Some("2019-01-02"));
    let found = page(&site, "blog/2021-06-16-x.md", "slug: own\ndate: 2030-01-02");
    assert_eq!(found.url.as_deref(), Some("https://x.org/blog/own"));
    assert_eq!(found.date.as_deref(), Some("2030-01-02"));
    assert_eq!(found.unpublished, None);
}

#[test]
fn the_configuration_gives_starts_and_ends_of_addresses() {
    let (_folder, with) = site("trailingSlash: true,", "blog: {routeBasePath: '/'}");
    check(&with, "blog/2021-06-16-x.md", "", "/2021/06/16/x/");
    check(&with, "docs/a/index.md", "", "/docs/a/");
    let (_folder, without) = site("trailingSlash: false,", "docs: {routeBasePath: 'guide/'}");
    check(&without, "docs/a/index.md", "", "/guide/a");
    check(&without, "src/pages/index.md", "", "/");
    assert_eq!(with.root_address(), "https://x.org");
}

#[test]
fn the_configuration_decides_what_is_a_page() {
    let (_folder, site) = site(
        "plugins: [['@docusaurus/plugin-content-docs', {id: 'more', path: 'more'}]],",
        "docs: false, blog: {exclude: ['old/**', '*.draft.md']}",
    );
    let passed = |path: &str| site.passes_over_file(path);
    assert_eq!(passed("docs/a.md"), Some(PassedOver::NoContent));
    assert_eq!(passed("more/a.md"), None);
    assert_eq!(passed("blog/a.md"), None);
    assert_eq!(passed("blog/a.draft.md"), Some(PassedOver::Excluded));
    assert_eq!(passed("blog/old/sub/a.md"), Some(PassedOver::Excluded));
    assert_eq!(passed("src/pages/_part.md"), Some(PassedOver::NoContent));
    assert_eq!(site.passes_over_folder("docs"), Some(PassedOver::NoContent));
    assert_eq!(site.passes_over_folder("src"), None);
    assert_eq!(site.passes_over_folder("src/pages/_parts"), Some(PassedOver::NoContent));
    assert_eq!(site.passes_over_folder("i18n/fr/docusaurus-plugin-content-docs-more"), None);
    let found = site.passes_over_folder("i18n/fr/docusaurus-theme-classic");
    assert_eq!(found, Some(PassedOver::NoContent));
}

#[test]
fn the_last_version_is_read_and_the_next_one_is_unlisted() {
    let (folder, _) = site("", "");
    fs::write(folder.path().join("versions.json"), r#"["1.0", "0.9"]"#).unwrap();
    let site = Docusaurus::open(folder.path());
    check(&site, "versioned_docs/version-1.0/a.md", "", "/docs/a");
    check(&site, "docs/a.md", "", "/docs/next/a");
    let translated = "i18n/fr/docusaurus-plugin-content-docs/version-1.0/a.md";
    check(&site, translated, "", "/fr/docs/a");
    assert_eq!(page(&site, "docs/a.md", "").unpublished, Some(Unpublished::Unlisted));
    assert_eq!(page(&site, "versioned_docs/version-1.0/a.md", "").unpublished, None);
    assert_eq!(site.passes_over_folder("versioned_docs/version-1.0"), None);
    let old = ["versioned_docs/version-0.9", "i18n/fr/docusaurus-plugin-content-docs/version-0.9"];
    for folder in old {
        assert_eq!(site.passes_over_folder(folder), Some(PassedOver::NoContent), "{folder}");
    }
}
