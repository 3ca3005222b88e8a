//! What all records of a document share.

use std::{collections::HashMap, sync::Arc};

use super::tree::{Ns, Prefixes, parse_elements};
use crate::read::fields::Fields;

/// What all records of a document share.
#[derive(Debug, Default)]
pub(in crate::read) struct Feed {
    pub(super) prefixes: Prefixes,
    pub(super) lang: String,
    /// Address that completes relative ones.
    pub(super) base: String,
    pub(super) is_wordpress: bool,
    /// Shown names of authors by login.
    pub(super) authors: HashMap<String, String>,
    /// Addresses of pictures by id.
    pub(super) pictures: Arc<Pictures>,
}

/// Addresses of the pictures of an export of WordPress, by their ids.
pub(in crate::read) type Pictures = HashMap<String, String>;

impl Feed {
    /// Parses what stands before the first record.
    pub(super) fn parse(head: &str, pictures: Arc<Pictures>) -> Self {
        let mut feed = Self { pictures, ..Self::default() };
        let Ok(root) = parse_elements(head, &mut feed.prefixes) else { return feed };
        let Some(document) = root.children.first() else { return feed };
        let channel = document.child(Ns::None, "channel").unwrap_or(document);
        feed.is_wordpress = head.contains("wordpress.org/export/");
        let langs = [
            channel.text_of(Ns::None, "language"),
            channel.text_of(Ns::Dc, "language"),
            channel.attribute("xml:lang"),
            document.attribute("xml:lang"),
        ];
        feed.lang = first(&langs);
        let own = |ns| {
            let mut links = channel.all(ns, "link");
            let link = links.find(|link| matches!(link.attribute("rel"), "" | "alternate"));
            link.map_or("", |link| link.attribute("href"))
        };
        let bases = [
            channel.attribute("xml:base"),
            document.attribute("xml:base"),
            channel.text_of(Ns::None, "link"),
            own(Ns::Atom),
            own(Ns::None),
        ];
        feed.base = first(&bases);
        for author in channel.all(Ns::Wordpress, "author") {
            let login = author.text_of(Ns::Wordpress, "author_login").to_owned();
            let name = author.text_of(Ns::Wordpress, "author_display_name").to_owned();
            if !name.is_empty() {
                feed.authors.insert(login, name);
            }
        }
        feed
    }
}

/// The fields of a record, and its text if that is HTML.
pub(super) type FieldsAndHtml<'e> = (Fields<'e>, Option<&'e str>);

/// Returns the first text that is not empty.
pub(super) fn first(texts: &[&str]) -> String {
    let found = texts.iter().map(|text| text.trim()).find(|text| !text.is_empty());
    found.unwrap_or_default().to_owned()
}

/// Completes an address by a base.
pub(super) fn absolute(address: &str, base: &str) -> String {
    let address = address.trim();
    let has_scheme = address.split(['/', '?', '#']).next().is_some_and(|start| start.contains(':'));
    let Some((scheme, rest)) = base.split_once("://") else { return address.to_owned() };
    if address.is_empty() || has_scheme {
        return address.to_owned();
    }
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    if let Some(address) = address.strip_prefix("//") {
        return format!("{scheme}://{address}");
    }
    if address.starts_with('/') {
        return format!("{scheme}://{host}{address}");
    }
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    format!("{scheme}://{host}{folder}/{address}")
}
