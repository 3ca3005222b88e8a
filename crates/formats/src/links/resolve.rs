//! Link targets to articles.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::address::split_address;
use super::record::RecordLinks;
use super::targets::REF;
use alsolike::article::ArticleId;

/// Minimal number of links to a host that must lead to articles by address before the host counts as the site's:
/// one may be a coincidence.
const MIN_PROOFS: usize = 2;
/// At least one in this many links to a host must lead to an article by address: a page of another site may have the
/// path of an article by chance.
const MAX_LINKS_PER_PROOF: usize = 5;

/// The links between articles of an archive, and counts of all other links.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResolvedLinks {
    /// Pairs (from, to) in reading order, each once, without links from an article to itself.
    pub links: Vec<(ArticleId, ArticleId)>,
    /// Links to a page of the site that is not an article of the archive, or to a name that several articles have:
    /// the article, and the target as written.
    pub unresolved: Vec<(ArticleId, String)>,
    /// Number of links from an article to itself.
    pub n_self: usize,
    /// Number of links to other sites and to the home page of the site.
    pub n_external: usize,
}

/// Articles by a name; `None` for a name of several articles.
#[derive(Default)]
struct NameTable<'a>(HashMap<Cow<'a, str>, Option<usize>>);

impl<'a> NameTable<'a> {
    fn insert(&mut self, name: impl Into<Cow<'a, str>>, article: usize) {
        let known = self.0.entry(name.into()).or_insert(Some(article));
        if *known != Some(article) {
            *known = None;
        }
    }

    /// Returns the only article with this name.
    fn find(&self, name: &str) -> Option<usize> {
        self.0.get(name).copied().flatten()
    }
}

/// The articles by everything that a link may call them. Articles are numbered in reading order.
#[derive(Default)]
struct Directory<'a> {
    ids: NameTable<'a>,
    paths: NameTable<'a>,
    names: NameTable<'a>,
    /// Hosts of the site.
    hosts: HashSet<String>,
}

/// What a link target names.
enum Target {
    /// An article by its id.
    Id(usize),
    /// A file, by the path in a template tag.
    File(String),
    /// A page of the site, or of another site when it has a host.
    Page { host: Option<String>, path: String },
    /// No page, but an anchor in the same text or a mail address.
    NoPage,
}

/// Where a link leads.
enum Destination {
    Article(usize),
    /// A page of the site that is not an article, or a name of several articles.
    Unresolved,
    /// Another site, or the home page.
    External,
    NoPage,
}

/// Finds the articles that links lead to. O(links).
pub(super) fn resolve(articles: &[(ArticleId, RecordLinks)]) -> ResolvedLinks {
    let mut directory = Directory::new(articles);
    let targets: Vec<Vec<Target>> = articles
        .iter()
        .map(|(_, links)| links.targets.iter().map(|target| directory.parse(target)).collect())
        .collect();
    directory.add_proven_hosts(&targets);
    let mut resolved = ResolvedLinks::default();
    let mut seen = HashSet::new();
    for (number, ((id, links), targets)) in articles.iter().zip(&targets).enumerate() {
        for (target, written) in targets.iter().zip(&links.targets) {
            match directory.find(target) {
                Destination::NoPage => {}
                Destination::External => resolved.n_external += 1,
                Destination::Unresolved => resolved.unresolved.push((id.clone(), written.clone())),
                Destination::Article(to) if to == number => resolved.n_self += 1,
                Destination::Article(to) => {
                    if seen.insert((number, to)) {
                        resolved.links.push((id.clone(), articles[to].0.clone()));
                    }
                }
            }
        }
    }
    resolved
}

impl<'a> Directory<'a> {
    fn new(articles: &'a [(ArticleId, RecordLinks)]) -> Self {
        let mut directory = Self::default();
        for (number, (id, links)) in articles.iter().enumerate() {
            directory.ids.insert(id.as_str(), number);
            for path in &links.paths {
                let (host, path) = split_address(path);
                directory.hosts.extend(host);
                directory.paths.insert(path, number);
            }
            for name in &links.names {
                directory.names.insert(name.to_lowercase(), number);
            }
        }
        directory
    }

    /// Parses a target as written.
    fn parse(&self, target: &str) -> Target {
        let target = target.trim();
        if let Some(article) = self.ids.find(target) {
            return Target::Id(article);
        }
        if let Some((_, name)) = target.split_once(REF) {
            return Target::File(split_address(name).1);
        }
        // In the address of an archived copy, the original address follows the time.
        let copy =
            target.split_once("web.archive.org/web/").and_then(|(_, rest)| rest.split_once('/'));
        let target = copy.map_or(target, |(_, address)| address);
        let scheme = target.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        let is_scheme = |scheme: &str| {
            !scheme.is_empty()
                && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
        };
        match scheme.as_deref() {
            Some("http" | "https") => {}
            Some(scheme) if is_scheme(scheme) => return Target::NoPage,
            _ => {}
        }
        let (host, path) = split_address(target);
        if host.is_none() && path.is_empty() {
            return Target::NoPage;
        }
        Target::Page { host, path }
    }

    /// Adds the hosts that [`MIN_PROOFS`] and [`MAX_LINKS_PER_PROOF`] admit. A proof is a link that leads to an
    /// article by address, or by day and slug.
    fn add_proven_hosts(&mut self, targets: &[Vec<Target>]) {
        let mut hosts: HashMap<&str, (usize, usize)> = HashMap::new();
        for target in targets.iter().flatten() {
            let Target::Page { host: Some(host), path } = target else { continue };
            let (n_links, n_proofs) = hosts.entry(host).or_default();
            *n_links += 1;
            *n_proofs += usize::from(!path.is_empty() && self.find_by_address(path).is_some());
        }
        let proven = hosts.into_iter().filter(|&(_, (n_links, n_proofs))| {
            n_proofs >= MIN_PROOFS && n_proofs * MAX_LINKS_PER_PROOF >= n_links
        });
        self.hosts.extend(proven.map(|(host, _)| host.to_owned()));
    }

    fn find(&self, target: &Target) -> Destination {
        let article = match target {
            Target::NoPage => return Destination::NoPage,
            Target::Id(article) => Some(*article),
            Target::Page { host: Some(host), .. } if !self.hosts.contains(host) => {
                return Destination::External;
            }
            // The home page is not an article.
            Target::Page { path, .. } if path.is_empty() => return Destination::External,
            Target::File(path) | Target::Page { path, .. } => {
                self.find_by_address(path).or_else(|| self.find_by_last_part(path))
            }
        };
        article.map_or(Destination::Unresolved, Destination::Article)
    }

    /// Finds an article by its whole address, or by day and slug: `…/2015/03/17/slug` is also the file
    /// `2015-03-17-slug`.
    fn find_by_address(&self, path: &str) -> Option<usize> {
        self.paths.find(path).or_else(|| {
            let parts: Vec<&str> = path.split('/').collect();
            let [.., year, month, day, slug] = parts.as_slice() else { return None };
            let digits =
                |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
            let is_day = digits(year, 4) && digits(month, 2) && digits(day, 2);
            is_day.then(|| self.names.find(&format!("{year}-{month}-{day}-{slug}"))).flatten()
        })
    }

    /// Finds an article by the last part of a path, if only one article has that name.
    fn find_by_last_part(&self, path: &str) -> Option<usize> {
        self.names.find(path.rsplit('/').next().filter(|name| !name.is_empty())?)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::ResolvedLinks;
    use crate::links::{OwnLinks, RecordLinks};

    fn article(links: &mut OwnLinks, id: &str, paths: &[&str], names: &[&str], targets: &[&str]) {
        let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        let record =
            RecordLinks { paths: owned(paths), names: owned(names), targets: owned(targets) };
        links.add(id.into(), record);
    }

    /// Resolves one link of article `a`; `b` and `c` are possible destinations.
    fn resolved(target: &str) -> ResolvedLinks {
        let mut links = OwnLinks::default();
        article(&mut links, "a", &["https://site.org/a/"], &["a"], &[target]);
        let b = ["/2015/03/17/b/", "posts/2015-03-17-b", "/old-b.html"];
        article(&mut links, "b", &b, &["2015-03-17-b", "b"], &[]);
        article(&mut links, "c", &["posts/c/index"], &["twice"], &[]);
        article(&mut links, "d", &["other/d"], &["twice"], &[]);
        links.resolve()
    }

    #[test]
    fn finds_articles_by_id_address_file_and_slug() {
        for target in [
            "b",
            "/2015/03/17/b",
            "https://www.SITE.org/2015/03/17/b/?utm=1#top",
            "//site.org/2015/03/17/b",
            "https://web.archive.org/web/2016/http://site.org/2015/03/17/b/",
            "/blog/2015/03/17/b/",
            "../2015-03-17-b.md",
            "ref:posts/2015-03-17-b.md",
            "https://site.orgref:2015-03-17-b",
            "/old-b",
            "/anywhere/%62/",
        ] {
            let found = resolved(target);
            assert_eq!(found.links, [("a".into(), "b".into())], "{target}: {found:?}");
        }
    }

    #[test]
    fn counts_self_external_and_unresolved_links() {
        let check = |target: &str, expected: (usize, usize, usize)| {
            let found = resolved(target);
            assert!(found.links.is_empty(), "{target}");
            assert_eq!(
                (found.unresolved.len(), found.n_self, found.n_external),
                expected,
                "{target}"
            );
        };
        check("/a/", (0, 1, 0));
        check("https://elsewhere.org/b", (0, 0, 1));
        check("/gone", (1, 0, 0));
        check("/x/twice", (1, 0, 0));
        check("#b", (0, 0, 0));
        check("mailto:b@site.org", (0, 0, 0));
        check("https://site.org/", (0, 0, 1));
    }

    #[test]
    fn a_host_belongs_to_the_site_when_its_pages_do() {
        let mut links = OwnLinks::default();
        let by_day = "https://site.org/2015/03/17/b/";
        article(&mut links, "a", &["posts/a"], &["a"], &[by_day, "https://site.org/x/c/"]);
        article(&mut links, "b", &["posts/2015-03-17-b"], &["2015-03-17-b", "b"], &[]);
        article(&mut links, "c", &["posts/c"], &["c"], &[]);
        assert!(links.resolve().links.is_empty());
        article(&mut links, "d", &["posts/d"], &["d"], &[by_day]);
        let found: Vec<_> =
            links.resolve().links.into_iter().map(|(a, b)| format!("{a} {b}")).collect();
        assert_eq!(found, ["a b", "a c", "d b"]);
    }

    proptest! {
        #[test]
        fn no_target_panics(target in any::<String>(), marks in "[%#?:/.a-f0-9]{0,30}") {
            for target in [target, marks] {
                let found = resolved(&target);
                prop_assert!(found.links.len() + found.unresolved.len() + found.n_self + found.n_external <= 1);
            }
        }
    }
}
