//! Feeds in RSS and Atom, and exports of WordPress.
//!
//! A document is split at its `item` and `entry` elements while it is read, and each is parsed on its own. What stands
//! before the first of them, up to 4 MiB, is the [`Feed`] of all.

mod document;
mod feed;
mod split;
mod tree;
mod wordpress;

use std::{io, sync::Arc};

use encoding_rs::Encoding;

use super::{
    Skip,
    decode::to_utf8,
    decompress::Bytes,
    fields::utf8,
    lines::Taken,
    record::{ParseOptions, ParsedRecord},
    split::Split,
};
use crate::{links::RecordLinks, markup::field::html_text};

pub(super) use document::{Feed, Pictures};
use split::Splitter;
use tree::{Ns, parse_elements};

/// Maximal length of what stands before the first record, in bytes. WordPress lists all authors and tags there.
const MAX_HEAD: usize = 4 << 20;

/// Reads the records of a document one by one.
///
/// Memory: 4 MiB for what stands before the first record, one record up to the limit, and the pictures.
pub(super) struct XmlRecords {
    splitter: Splitter,
    /// `None` before the first record.
    feed: Option<Arc<Feed>>,
    pictures: Arc<Pictures>,
}

impl XmlRecords {
    /// Returns a reader of a document whose first bytes are `head`.
    pub(super) fn new(stream: Bytes, head: &[u8], pictures: Pictures) -> Self {
        let splitter = Splitter::new(to_utf8(stream, declared_encoding(head)));
        Self { splitter, feed: None, pictures: Arc::new(pictures) }
    }

    /// Appends the next record to the buffer. Returns it with its line; `None` after the last one.
    ///
    /// # Errors
    /// The error of the stream.
    pub(super) fn next_record(
        &mut self,
        limit: usize,
        bytes: &mut Vec<u8>,
    ) -> io::Result<Option<(u64, Split, Arc<Feed>)>> {
        let start = bytes.len();
        let mut head = Vec::new();
        let max_head = if self.feed.is_some() { 0 } else { MAX_HEAD };
        let (line, taken) = self.splitter.next_record(limit, bytes, &mut head, max_head)?;
        let feed = self.feed.get_or_insert_with(|| {
            let feed = Feed::parse(&String::from_utf8_lossy(&head), Arc::clone(&self.pictures));
            Arc::new(feed)
        });
        let feed = Arc::clone(feed);
        Ok(match taken {
            Taken::End => None,
            Taken::TooLong => Some((line, Split::Skip(Skip::TooLong { limit }), feed)),
            Taken::Whole => Some((line, Split::Whole(start..bytes.len()), feed)),
        })
    }

    /// Reads a whole export of WordPress for its pictures, because a picture may stand behind the posts that show it.
    /// Pictures beyond the limit of a record are left out.
    ///
    /// # Errors
    /// The error of the stream.
    pub(super) fn pictures(mut self, limit: usize) -> io::Result<Pictures> {
        let mut pictures = Pictures::new();
        let mut bytes = Vec::new();
        while let Some((_, split, feed)) = self.next_record(limit, &mut bytes)? {
            if let Split::Whole(range) = split {
                let picture = wordpress::picture(&String::from_utf8_lossy(&bytes[range]), &feed);
                pictures.extend(picture);
            }
            bytes.clear();
        }
        Ok(pictures)
    }
}

/// Parses one record.
///
/// # Errors
/// [`Skip::InvalidUtf8`], [`Skip::Malformed`], [`Skip::Unpublished`], [`Skip::NoId`] and [`Skip::Empty`].
pub(super) fn parse(
    bytes: &[u8],
    feed: &Feed,
    options: ParseOptions,
) -> Result<ParsedRecord, Skip> {
    let xml = utf8(bytes)?;
    let mut prefixes = feed.prefixes.clone();
    let root = parse_elements(xml, &mut prefixes).map_err(Skip::Malformed)?;
    let Some(item) = root.children.first() else { return Err(Skip::Empty) };
    let (mut fields, html) = match feed.is_wordpress {
        true => wordpress::fields(item, feed, options.post_types)?,
        false => feed::fields(item, feed),
    };
    let mut targets = fields.read_markup(options.own_links);
    if let Some(html) = html {
        let body = html_text(html, options.own_links);
        (fields.text, fields.lead) = (body.text, body.lead);
        targets.extend(body.links);
    }
    let mut parsed = fields.into_article(options)?;
    if options.own_links {
        let mut paths: Vec<String> = parsed.article.url.iter().cloned().collect();
        // A guid is an old address in exports.
        let guid = item.text_of(Ns::None, "guid");
        paths.extend((!guid.is_empty()).then(|| guid.to_owned()));
        parsed.links = RecordLinks { paths, names: Vec::new(), targets };
    }
    Ok(parsed)
}

/// Whether the first bytes show a feed or an export of WordPress.
pub(super) fn is_feed(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let mut rest = text.trim_start();
    // Declarations and comments stand before the root.
    for (start, end) in
        std::iter::repeat_n([("<?", "?>"), ("<!--", "-->"), ("<!", ">")], 20).flatten()
    {
        if let Some((_, behind)) = rest.strip_prefix(start).and_then(|rest| rest.split_once(end)) {
            rest = behind.trim_start();
        }
    }
    let Some(tag) = rest.strip_prefix('<') else { return false };
    let name = tag.split(|c: char| c.is_whitespace() || c == '>').next().unwrap_or_default();
    let is_rdf = name.eq_ignore_ascii_case("rdf:rdf") && text.contains("purl.org/rss/");
    let local = name.rsplit(':').next().unwrap_or_default();
    is_rdf || ["rss", "feed"].iter().any(|known| local.eq_ignore_ascii_case(known))
}

/// Whether the first bytes show an export of WordPress.
pub(super) fn is_wordpress(head: &[u8]) -> bool {
    String::from_utf8_lossy(head).contains("wordpress.org/export/")
}

/// Returns the encoding that the XML declaration names, unless it is UTF-8.
fn declared_encoding(head: &[u8]) -> Option<&'static Encoding> {
    let declaration = head.trim_ascii_start().strip_prefix(b"<?xml")?;
    let end = declaration.iter().position(|&b| b == b'>')?;
    let declaration = String::from_utf8_lossy(&declaration[..end]).into_owned();
    let (_, label) = declaration.split_once("encoding")?;
    let label = label.trim_start().strip_prefix('=')?.trim_start();
    let label = label.split(['"', '\'']).nth(1)?;
    let found = Encoding::for_label(label.as_bytes())?;
    // A stream in UTF-16 is decoded already, whatever the declaration says.
    (found != encoding_rs::UTF_8 && !label.to_ascii_lowercase().starts_with("utf-16"))
        .then_some(found)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::{Pictures, XmlRecords, declared_encoding, document::absolute, is_feed, parse};
    use crate::read::{
        Skip,
        record::{ParseOptions, ParsedRecord},
        split::Split,
    };

    pub(super) fn read(xml: &[u8], options: ParseOptions<'_>) -> Vec<Result<ParsedRecord, Skip>> {
        let open = || Box::new(Cursor::new(xml.to_vec()));
        let pictures = XmlRecords::new(open(), xml, Pictures::new()).pictures(100_000).unwrap();
        let mut records = XmlRecords::new(open(), xml, pictures);
        let (mut bytes, mut found) = (Vec::new(), Vec::new());
        while let Some((_, split, feed)) = records.next_record(100_000, &mut bytes).unwrap() {
            found.push(match split {
                Split::Whole(range) => parse(&bytes[range], &feed, options),
                Split::Skip(skip) => Err(skip),
            });
        }
        found
    }

    #[test]
    fn recognizes_feeds_and_encodings() {
        let check =
            |head: &str, expected: bool| assert_eq!(is_feed(head.as_bytes()), expected, "{head}");
        check("<?xml version='1.0'?>\n<!-- <x> --><rss version=\"2.0\">", true);
        check("<feed xmlns=\"http://www.w3.org/2005/Atom\">", true);
        check("<rdf:RDF xmlns=\"http://purl.org/rss/1.0/\">", true);
        check("<urlset><url/></urlset>", false);
        check("<!doctype html><html><rss>", false);
        check("words <rss>", false);
        check("", false);
        let encoding = |head: &str| declared_encoding(head.as_bytes()).map(|found| found.name());
        assert_eq!(encoding("<?xml version='1.0' encoding='ISO-8859-1'?>"), Some("windows-1252"));
        assert_eq!(encoding("<?xml version='1.0' encoding=\"utf-8\"?>"), None);
        assert_eq!(encoding("<?xml encoding"), None);
    }

    #[test]
    fn completes_addresses() {
        let check = |address: &str, base: &str, expected: &str| {
            assert_eq!(absolute(address, base), expected)
        };
        check("/a", "https://x.org/b/c", "https://x.org/a");
        check("a", "https://x.org/b/c", "https://x.org/b/a");
        check("a", "https://x.org", "https://x.org/a");
        check("//y.org/a", "https://x.org", "https://y.org/a");
        check("mailto:a", "https://x.org", "mailto:a");
        check("https://y.org/a:b", "https://x.org", "https://y.org/a:b");
        check("/a", "", "/a");
    }

    #[test]
    fn deep_and_repeated_markup_takes_linear_time() {
        for part in [
            "<a>",
            "<b/>",
            "<category>x</category>",
            "<description>",
            "&amp;",
            "&x",
            "<![CDATA[",
            "<x y='",
        ] {
            let xml = format!("<rss><channel><item>{}</item></channel></rss>", part.repeat(8_000));
            read(xml.as_bytes(), ParseOptions::default());
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic(xml in "[<>/!?\\[\\]CDATA\\-item \"'=a:&;#1\n]{0,80}", tail in prop::collection::vec(any::<u8>(), 0..20)) {
            let bytes = [b"<rss><channel><item>".as_slice(), xml.as_bytes(), &tail].concat();
            read(&bytes, ParseOptions::default());
            let bytes = [b"<rss xmlns:wp='http://wordpress.org/export/1.2/'><item>".as_slice(), &bytes].concat();
            read(&bytes, ParseOptions::default());
            let _ = is_feed(&bytes);
        }
    }
}
