//! Targets to articles.

use std::collections::{HashMap, HashSet};

use super::targets::REF;
use super::{Linked, ResolvedLinks};
use alsolike::article::ArticleId;

/// Links to a host that must lead to articles by address before the host counts as the site's.
const LEAST_PROOFS: usize = 2;
/// One link in so many to a host must be a proof: elsewhere a page may have an article's path by chance.
const LINKS_A_PROOF: usize = 5;

/// Articles by a name; `None` for a name of several.
#[derive(Default)]
struct Names<'a>(HashMap<std::borrow::Cow<'a, str>, Option<usize>>);

impl<'a> Names<'a> {
    fn insert(&mut self, name: impl Into<std::borrow::Cow<'a, str>>, article: usize) {
        let known = self.0.entry(name.into()).or_insert(Some(article));
        if *known != Some(article) {
            *known = None;
        }
    }

    /// The one article of that name.
    fn find(&self, name: &str) -> Option<usize> {
        self.0.get(name).copied().flatten()
    }
}

struct Directory<'a> {
    ids: Names<'a>,
    paths: Names<'a>,
    names: Names<'a>,
    hosts: HashSet<String>,
}

/// Where a target leads.
enum Place {
    Id(usize),
    /// A page named by file.
    File(String),
    /// A page of the site or, with a host, perhaps of another.
    Page {
        host: Option<String>,
        path: String,
    },
    /// No page: an anchor in the same text, a mail address.
    Nowhere,
}

pub(crate) fn resolve(articles: &[(ArticleId, Linked)]) -> ResolvedLinks {
    let mut directory = Directory {
        ids: Names::default(),
        paths: Names::default(),
        names: Names::default(),
        hosts: HashSet::new(),
    };
    for (number, (id, linked)) in articles.iter().enumerate() {
        directory.ids.insert(id.as_str(), number);
        for path in &linked.paths {
            let (host, path) = parts(path);
            directory.hosts.extend(host);
            directory.paths.insert(path, number);
        }
        for name in &linked.names {
            directory.names.insert(name.to_lowercase(), number);
        }
    }
    let places: Vec<Vec<Place>> = articles
        .iter()
        .map(|(_, linked)| linked.targets.iter().map(|target| directory.place(target)).collect())
        .collect();
    directory.prove_hosts(&places);
    let mut resolved = ResolvedLinks::default();
    let mut seen = HashSet::new();
    for (number, ((id, linked), places)) in articles.iter().zip(&places).enumerate() {
        for (place, target) in places.iter().zip(&linked.targets) {
            match directory.find(place) {
                _ if matches!(place, Place::Nowhere) => {}
                Found::Elsewhere => resolved.n_external += 1,
                Found::Nothing => resolved.unresolved.push((id.clone(), target.clone())),
                Found::Article(to) if to == number => resolved.n_self += 1,
                Found::Article(to) => {
                    if seen.insert((number, to)) {
                        resolved.links.push((id.clone(), articles[to].0.clone()));
                    }
                }
            }
        }
    }
    resolved
}

enum Found {
    Article(usize),
    Nothing,
    Elsewhere,
}

impl Directory<'_> {
    fn place(&self, target: &str) -> Place {
        let target = target.trim();
        if let Some(article) = self.ids.find(target) {
            return Place::Id(article);
        }
        if let Some((_, name)) = target.split_once(REF) {
            return Place::File(parts(name).1);
        }
        // An archived copy: the address is behind the time.
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
            Some(scheme) if is_scheme(scheme) => return Place::Nowhere,
            _ => {}
        }
        let (host, path) = parts(target);
        if host.is_none() && path.is_empty() {
            return Place::Nowhere;
        }
        Place::Page { host, path }
    }

    /// Takes hosts in whose pages are articles by address or by date and slug.
    fn prove_hosts(&mut self, places: &[Vec<Place>]) {
        let mut hosts: HashMap<&str, (usize, usize)> = HashMap::new();
        for place in places.iter().flatten() {
            let Place::Page { host: Some(host), path } = place else { continue };
            let (n_links, n_proofs) = hosts.entry(host).or_default();
            *n_links += 1;
            *n_proofs += usize::from(!path.is_empty() && self.by_address(path).is_some());
        }
        let proven = hosts.into_iter().filter(|&(_, (n_links, n_proofs))| {
            n_proofs >= LEAST_PROOFS && n_proofs * LINKS_A_PROOF >= n_links
        });
        self.hosts.extend(proven.map(|(host, _)| host.to_owned()));
    }

    fn find(&self, place: &Place) -> Found {
        let article = match place {
            Place::Nowhere => None,
            Place::Id(article) => Some(*article),
            Place::File(path) => self.by_address(path).or_else(|| self.by_name(path)),
            Place::Page { host: Some(host), .. } if !self.hosts.contains(host) => {
                return Found::Elsewhere;
            }
            // The home page is a page that no article is.
            Place::Page { path, .. } if path.is_empty() => return Found::Elsewhere,
            Place::Page { path, .. } => self.by_address(path).or_else(|| self.by_name(path)),
        };
        article.map_or(Found::Nothing, Found::Article)
    }

    /// By an address, whole or from a day on: `…/2015/03/17/slug` is also the file `2015-03-17-slug`.
    fn by_address(&self, path: &str) -> Option<usize> {
        self.paths.find(path).or_else(|| {
            let parts: Vec<&str> = path.split('/').collect();
            let [.., year, month, day, slug] = parts.as_slice() else { return None };
            let digits =
                |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
            let is_day = digits(year, 4) && digits(month, 2) && digits(day, 2);
            is_day.then(|| self.names.find(&format!("{year}-{month}-{day}-{slug}"))).flatten()
        })
    }

    /// By the last part, where one article alone has that name.
    fn by_name(&self, path: &str) -> Option<usize> {
        self.names.find(path.rsplit('/').next().filter(|name| !name.is_empty())?)
    }
}

/// Host and path of an address in one spelling: lower case, without `www.`, query, fragment, slashes at
/// the ends, and the extension of a page.
fn parts(address: &str) -> (Option<String>, String) {
    let address = address.trim();
    let address = address.split(['#', '?']).next().unwrap_or_default();
    let rest =
        address.split_once("://").map(|(_, rest)| rest).or_else(|| address.strip_prefix("//"));
    let (host, path) = match rest {
        Some(rest) => {
            let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
            let host = host.to_ascii_lowercase();
            (Some(host.strip_prefix("www.").unwrap_or(&host).to_owned()), path)
        }
        None => (None, address),
    };
    let path = decoded(path).to_lowercase();
    let path = path.trim_start_matches("./").trim_start_matches("../").trim_matches('/');
    let path = [".md", ".markdown", ".html", ".htm"]
        .iter()
        .find_map(|extension| path.strip_suffix(extension))
        .unwrap_or(path);
    let path = path.strip_suffix("/index").or_else(|| path.strip_suffix("/_index")).unwrap_or(path);
    let path = if ["index", "_index"].contains(&path) { "" } else { path };
    (host, path.to_owned())
}

/// `%20` and the like; what is no UTF-8 then stays as it was.
fn decoded(path: &str) -> String {
    let (mut bytes, mut at) = (Vec::with_capacity(path.len()), 0);
    let raw = path.as_bytes();
    while at < raw.len() {
        let hex = raw.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.filter(|_| raw[at] == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                at += 3;
            }
            None => {
                bytes.push(raw[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Linked, OwnLinks, ResolvedLinks};

    fn article(links: &mut OwnLinks, id: &str, paths: &[&str], names: &[&str], targets: &[&str]) {
        let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        let linked = Linked { paths: owned(paths), names: owned(names), targets: owned(targets) };
        links.add(id.into(), linked);
    }

    /// Article `a` with one link; `b` and `c` are what it may lead to.
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
    fn targets_are_found_by_whatever_names_them() {
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
    fn what_leads_nowhere_is_told_apart() {
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
        fn no_target_breaks_it(target in any::<String>(), marks in "[%#?:/.a-f0-9]{0,30}") {
            for target in [target, marks] {
                let found = resolved(&target);
                prop_assert!(found.links.len() + found.unresolved.len() + found.n_self + found.n_external <= 1);
            }
        }
    }
}
