//! A page with its list, and how its addresses are written.

use std::borrow::Cow;

use alsolike::engine::ArticleMeta;

use super::error::PublishError;
use crate::read::PageKey;

/// A page of an archive with its list.
#[derive(Clone, Debug)]
pub struct Page<'a> {
    /// The article.
    pub article: &'a ArticleMeta,
    /// The name by which templates know the page; `None` for an article that is no file of a site.
    pub key: Option<PageKey>,
    /// The items of its list, in display order.
    pub items: Vec<PageItem<'a>>,
}

/// An item of a list.
#[derive(Clone, Debug)]
pub struct PageItem<'a> {
    /// The recommended article.
    pub article: &'a ArticleMeta,
    /// The name by which templates know its page.
    pub key: Option<PageKey>,
    /// Cosine similarity with the page.
    pub score: f32,
    /// Why the item is in the list, in one word.
    pub reason: &'static str,
    /// The shared terms that contribute most to the score, with their shares of it, 0 to 1.
    pub because: Vec<(String, f32)>,
}

impl Page<'_> {
    /// Returns the name by which the templates of a site know the page.
    ///
    /// # Errors
    /// [`PublishError::NoFile`].
    pub(super) fn key_for(&self, consumer: &'static str) -> Result<&PageKey, PublishError> {
        self.key.as_ref().ok_or_else(|| self.no_file(consumer))
    }

    pub(super) fn no_file(&self, consumer: &'static str) -> PublishError {
        PublishError::NoFile { id: self.article.id.to_string(), consumer }
    }

    pub(super) fn no_address(&self, consumer: &'static str) -> PublishError {
        PublishError::NoAddress { id: self.article.id.to_string(), consumer }
    }
}

/// Returns the address of an article with its host.
///
/// # Errors
/// [`PublishError::NoAbsoluteAddress`].
pub(super) fn absolute<'a>(
    article: &'a ArticleMeta,
    links: &Links,
    consumer: &'static str,
) -> Result<Cow<'a, str>, PublishError> {
    let url = links.of(article).filter(|url| is_absolute(url));
    url.ok_or_else(|| PublishError::NoAbsoluteAddress { id: article.id.to_string(), consumer })
}

/// Which part of an address is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkStyle {
    /// With scheme and host, where they are known: `https://host.example/blog/a/`.
    Absolute,
    /// From the root of the host: `/blog/a/`.
    Path,
    /// From the root of the site, for templates that add what stands before it: `/a/`.
    Site,
}

/// How addresses are written.
#[derive(Clone, Debug)]
pub struct Links {
    /// Which part is written.
    pub style: LinkStyle,
    /// Start of all addresses of the site, without `/` at its end: `https://host.example/blog`; may be empty.
    pub root: String,
    /// Written before each address that starts with `/`.
    pub prefix: String,
}

impl Links {
    /// Returns an address as a consumer gets it. An address of another host stays as it is.
    #[must_use]
    pub fn written<'u>(&self, url: &'u str) -> Cow<'u, str> {
        let path = match self.style {
            LinkStyle::Absolute => url,
            LinkStyle::Path => self.path(url).unwrap_or(url),
            LinkStyle::Site => self.below_root(url).or_else(|| self.path(url)).unwrap_or(url),
        };
        match path.starts_with('/') && !path.starts_with("//") && !self.prefix.is_empty() {
            true => Cow::Owned(format!("{}{path}", self.prefix)),
            false => Cow::Borrowed(path),
        }
    }

    /// Returns the address of an article as a consumer gets it.
    #[must_use]
    pub fn of<'a>(&self, article: &'a ArticleMeta) -> Option<Cow<'a, str>> {
        article.url.as_deref().map(|url| self.written(url))
    }

    /// Returns the part of an address behind the root of the site.
    fn below_root<'u>(&self, url: &'u str) -> Option<&'u str> {
        let rest = url.strip_prefix(self.root.as_str())?;
        (rest.starts_with('/') || rest.is_empty()).then_some(if rest.is_empty() {
            "/"
        } else {
            rest
        })
    }

    /// Returns the part of an address behind its host, if the host is that of the site.
    fn path<'u>(&self, url: &'u str) -> Option<&'u str> {
        let host = |url: &str| {
            let (scheme, rest) = url.split_once("://")?;
            let host = rest.find('/').unwrap_or(rest.len());
            Some(scheme.len() + 3 + host)
        };
        let Some(end) = host(url) else { return Some(url) };
        let is_own = match host(&self.root) {
            Some(own) => self.root[..own].eq_ignore_ascii_case(&url[..end]),
            None => true,
        };
        let path = &url[end..];
        is_own.then_some(if path.is_empty() { "/" } else { path })
    }
}

/// Whether an address has a scheme and a host.
fn is_absolute(url: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| {
        url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}

#[cfg(test)]
mod tests {
    use super::{LinkStyle, Links};

    #[test]
    fn addresses_are_cut_by_style() {
        let check = |root: &str, prefix: &str, url: &str, expected: [&str; 3]| {
            let styles = [LinkStyle::Absolute, LinkStyle::Path, LinkStyle::Site];
            let found = styles.map(|style| {
                let (root, prefix) = (root.to_owned(), prefix.to_owned());
                Links { style, root, prefix }.written(url).into_owned()
            });
            assert_eq!(found, expected, "{root} {url}");
        };
        let blog = "https://h.example/blog";
        check(
            blog,
            "",
            "https://h.example/blog/a/",
            ["https://h.example/blog/a/", "/blog/a/", "/a/"],
        );
        check(blog, "", "https://h.example/blog", ["https://h.example/blog", "/blog", "/"]);
        check(blog, "", "https://o.example/a", ["https://o.example/a"; 3]);
        check(
            blog,
            "/x",
            "https://h.example/blog/a",
            ["https://h.example/blog/a", "/x/blog/a", "/x/a"],
        );
        check("", "", "/a/", ["/a/"; 3]);
        check("/blog", "", "/blog/a/", ["/blog/a/", "/blog/a/", "/a/"]);
        check("", "", "https://h.example", ["https://h.example", "/", "/"]);
        check("", "", "//cdn.example/a", ["//cdn.example/a"; 3]);
    }
}
