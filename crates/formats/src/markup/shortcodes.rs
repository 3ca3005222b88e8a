//! Removes the shortcodes of WordPress from HTML.

use std::{borrow::Cow, collections::HashSet};

/// Shortcodes of WordPress itself and of plugins that many sites use, which need no attributes to be recognized.
const KNOWN: [&str; 18] = [
    "audio",
    "caption",
    "code",
    "contact-form",
    "contact-form-7",
    "embed",
    "gallery",
    "nextpage",
    "playlist",
    "slideshare",
    "sourcecode",
    "tagcloud",
    "toc",
    "tweet",
    "video",
    "vimeo",
    "wp_caption",
    "youtube",
];

/// Shortcodes whose content is an address or code, not words.
const WORDLESS: [&str; 10] = [
    "audio",
    "code",
    "embed",
    "php",
    "playlist",
    "sourcecode",
    "tweet",
    "video",
    "vimeo",
    "youtube",
];

/// Maximal length of a shortcode in bytes. Page builders keep whole style sheets in attributes.
const MAX_TAG: usize = 8 << 10;

/// Removes shortcodes, and keeps the words between a pair of them.
///
/// A text in brackets is a shortcode if it has an attribute, if its end tag occurs in the text, or if it is known. So
/// `[sic]` and `[1]` stay.
///
/// # Performance
/// Linear in the length of the text.
pub(super) fn without_shortcodes(html: &str) -> Cow<'_, str> {
    if !html.contains('[') {
        return Cow::Borrowed(html);
    }
    let closed: HashSet<&str> =
        html.split("[/").skip(1).filter_map(Tag::parse).map(|tag| tag.name).collect();
    let (mut out, mut kept, mut at) = (String::with_capacity(html.len()), 0, 0);
    // Pairs whose end tag was not found are not searched again, which keeps the scan linear.
    let mut unclosed: HashSet<&str> = HashSet::new();
    while let Some(step) = html[at..].find('[') {
        at += step;
        let rest = &html[at + 1..];
        let (is_end, inside) = match rest.strip_prefix('/') {
            Some(inside) => (true, inside),
            None => (false, rest),
        };
        let tag = Tag::parse(inside).filter(|tag| {
            let follows = inside[tag.length..].chars().next();
            let is_link = matches!(follows, Some('(' | ':'));
            let is_known = tag.has_attributes || KNOWN.contains(&tag.name);
            !is_link && (is_end || is_known || closed.contains(tag.name))
        });
        let Some(tag) = tag else {
            at += 1;
            continue;
        };
        out.push_str(&html[kept..at]);
        // Two words must not grow together.
        out.push(' ');
        at += 1 + usize::from(is_end) + tag.length;
        let is_wordless = !is_end && WORDLESS.contains(&tag.name) && closed.contains(tag.name);
        if is_wordless && !unclosed.contains(tag.name) {
            match html[at..].find(&format!("[/{}]", tag.name)) {
                Some(content) => at += content,
                None => {
                    unclosed.insert(tag.name);
                }
            }
        }
        kept = at;
    }
    out.push_str(&html[kept..]);
    Cow::Owned(out)
}

/// A shortcode without its `[` and `/`.
struct Tag<'a> {
    name: &'a str,
    has_attributes: bool,
    /// Number of bytes up to and including the `]`.
    length: usize,
}

impl<'a> Tag<'a> {
    /// Parses a tag at the start of a text.
    fn parse(text: &'a str) -> Option<Self> {
        let bytes = &text.as_bytes()[..text.len().min(MAX_TAG)];
        if !bytes.first()?.is_ascii_lowercase() {
            return None;
        }
        let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
        let name_end = bytes.iter().position(|b| !is_name(b))?;
        let name = &text[..name_end];
        // `[youtube=https://…]` is an old form.
        if !matches!(bytes[name_end], b']' | b' ' | b'=' | b'/' | b'\n' | b'\r' | b'\t' | 0xc2) {
            return None;
        }
        let end = name_end + bytes[name_end..].iter().position(|&b| matches!(b, b']' | b'['))?;
        if bytes[end] != b']' {
            return None;
        }
        let inside = &text[name_end..end];
        let attributes = inside.trim_start();
        let attribute_name = attributes.bytes().take_while(is_name).count();
        let has_attributes = attributes[attribute_name..].starts_with('=');
        let is_tag = has_attributes || inside.trim_matches([' ', '/']).is_empty();
        is_tag.then_some(Self { name, has_attributes, length: end + 1 })
    }
}

#[cfg(test)]
mod tests {
    use super::without_shortcodes;

    fn check(html: &str, expected: &str) {
        let found = without_shortcodes(html);
        assert_eq!(found.split_whitespace().collect::<Vec<_>>().join(" "), expected, "{html}");
    }

    #[test]
    fn removes_shortcodes_and_keeps_their_words() {
        check("a [gallery] b", "a b");
        check("[gallery columns=\"4\" ids='1,2']x", "x");
        check("[vc_row][vc_column width=\"1/2\"]Words[/vc_column][/vc_row]", "Words");
        check("[caption id=\"a\"]<img src=x> Words[/caption] b", "<img src=x> Words b");
        check("[embed]https://example.org/x[/embed] b", "b");
        check("[youtube=https://example.org/x] b", "b");
        check("[sourcecode lang=\"php\"]if ($a[0]) {}[/sourcecode] b", "b");
        check("[contact-form-7 id=\"1\" /]b", "b");
    }

    #[test]
    fn keeps_words_in_brackets() {
        for text in [
            "[sic] and [1], [a, b], [...] and a[i]",
            "[words](/x) [words][1] [words]: /x",
            "[not closed",
            "[is this = that]",
            "[Editor's note: new]",
            "[/",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn unclosed_shortcodes_take_linear_time() {
        let marks = ["[embed]", "[/embed", "[embed a=", "[embed][/embe]", "[", "[a", "[/a]"];
        for mark in marks.into_iter().chain(["[embed][/embed x=y]"]) {
            without_shortcodes(&mark.repeat(200_000));
        }
    }
}
