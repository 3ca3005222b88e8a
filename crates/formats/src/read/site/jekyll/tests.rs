use std::{fs, path::Path};

use super::Jekyll;
use crate::read::{
    PassedOver, Unpublished,
    front_matter::split,
    site::{Generator, Page},
};
use alsolike::article::Date;

fn site(config: &str) -> (tempfile::TempDir, Jekyll) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("_config.yml"), config).unwrap();
    let site = Jekyll::open(Path::new(folder.path())).unwrap();
    (folder, site)
}

/// The page of a file with this front matter, at the beginning of 2026.
fn page(site: &Jekyll, path: &str, matter: &str) -> Page {
    let text = format!("---\n{matter}\n---\n");
    let (mut matter, _) = split(&text).unwrap();
    site.add_defaults(path, &mut matter);
    site.page(path, &matter, Some(Date::parse("2026-01-01").unwrap()))
}

/// The expected addresses are those that Jekyll 4.3.1 builds.
#[test]
fn addresses_equal_those_of_jekyll() {
    let (_folder, site) = site(
        "url: https://example.org\nbaseurl: /base\ntimezone: Europe/Berlin\npermalink: pretty\n\
         collections:\n  recipes: {output: true, permalink: '/cooking/:title/'}\n",
    );
    let check = |path: &str, matter: &str, expected: &str| {
        let found = page(&site, path, matter).url.unwrap();
        assert_eq!(found, format!("https://example.org/base{expected}"), "{path}");
    };
    check("_posts/2021-6-7-short-day.md", "", "/2021/06/07/short-day/");
    check("_posts/2021-06-16-Slug With CAPS.md", "", "/2021/06/16/Slug-With-CAPS/");
    check("_posts/2021-06-16-a.md", "categories: food slow", "/food/slow/2021/06/16/a/");
    check("_posts/2021-06-16-a.md", "category: Food News", "/food%20news/2021/06/16/a/");
    check("_posts/2021-06-16-a.md", "permalink: /fixed.html", "/fixed.html");
    check(
        "_posts/2021-06-16-a.md",
        "category: x\npermalink: /:categories/:year/:title/",
        "/x/2021/a/",
    );
    check("_posts/2021-06-16-über.md", "", "/2021/06/16/%C3%BCber/");
    check("_posts/2021-06-16-a.md", "date: 2021-06-16 23:30:00 +0000", "/2021/06/17/a/");
    check("_posts/2021-06-16-a.md", "slug: other-slug", "/2021/06/16/other-slug/");
    check("de/_posts/2021-06-16-lauch.md", "", "/de/2021/06/16/lauch/");
    check("_recipes/sub/carrots.md", "", "/cooking/carrots/");
    check("docs/index.md", "", "/docs/");
    check("docs/page.html", "", "/docs/page/");
}

#[test]
fn the_configuration_and_fields_decide_what_is_published() {
    let (_folder, site) = site(
        "exclude: [private, '*.draft.md']\ncollections:\n  notes: {output: false}\n\
         defaults:\n- scope: {path: _posts/hidden}\n  values: {published: false}\n\
         - scope: {path: '', type: posts}\n  values: {lang: nl}\n",
    );
    let check = |path: &str, matter: &str, expected| {
        assert_eq!(page(&site, path, matter).unpublished, expected, "{path}");
    };
    check("_posts/2021-06-16-a.md", "title: x", None);
    check("_posts/2999-06-16-a.md", "title: x", Some(Unpublished::Scheduled));
    check("_posts/hidden/2021-06-16-a.md", "title: x", Some(Unpublished::Draft));
    check("_posts/hidden/2021-06-16-a.md", "published: true", None);
    check("_drafts/a.md", "title: x", Some(Unpublished::Draft));
    check("_notes/a.md", "title: x", Some(Unpublished::NoPage));
    check("about.md", "redirect_to: /x/", Some(Unpublished::NoPage));
    assert_eq!(page(&site, "_posts/2021-06-16-a.md", "").lang.as_deref(), Some("nl"));
    let title = page(&site, "_posts/2021-06-16-ferry-aground.md", "").title;
    assert_eq!(title.as_deref(), Some("Ferry Aground"));
    assert_eq!(site.passes_over_folder("private"), Some(PassedOver::Excluded));
    assert_eq!(site.passes_over_file("docs/x.draft.md"), Some(PassedOver::Excluded));
    assert_eq!(site.passes_over_folder("_includes"), Some(PassedOver::NoContent));
    assert_eq!(site.passes_over_folder("_site"), Some(PassedOver::Built));
    assert_eq!(site.passes_over_folder("_notes"), None);
}
