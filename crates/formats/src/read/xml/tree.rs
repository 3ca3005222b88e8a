//! One record of XML as a short list of elements.

use std::collections::HashMap;

use quick_xml::{
    Reader,
    escape::unescape,
    events::{BytesStart, Event},
};

/// Maximal nesting of elements in a record.
const MAX_DEPTH: usize = 64;

/// Whose vocabulary an element belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Ns {
    /// No prefix, or RSS 1.0.
    None,
    Atom,
    Content,
    Dc,
    Excerpt,
    Feedburner,
    Itunes,
    Media,
    Wordpress,
    Other,
}

impl Ns {
    /// The vocabulary of an address. Addresses differ in scheme, host and version between writers.
    fn of_address(address: &str) -> Self {
        let has = |part: &str| address.contains(part);
        match () {
            () if has("wordpress.org/export/") && has("excerpt") => Self::Excerpt,
            () if has("wordpress.org/export/") => Self::Wordpress,
            () if has("rss/1.0/modules/content") => Self::Content,
            () if has("purl.org/dc/") => Self::Dc,
            () if has("w3.org/2005/Atom") || has("purl.org/atom/") => Self::Atom,
            () if has("/mrss") => Self::Media,
            () if has("feedburner") => Self::Feedburner,
            () if has("itunes.com") => Self::Itunes,
            () if has("purl.org/rss/1.0") && !has("modules") || has("netscape.com/rdf") => {
                Self::None
            }
            () => Self::Other,
        }
    }

    /// The vocabulary that a prefix usually stands for. Broken feeds do not declare it.
    fn of_prefix(prefix: &str) -> Self {
        match prefix {
            "" => Self::None,
            "atom" => Self::Atom,
            "content" => Self::Content,
            "dc" => Self::Dc,
            "excerpt" => Self::Excerpt,
            "feedburner" => Self::Feedburner,
            "itunes" => Self::Itunes,
            "media" => Self::Media,
            "wp" => Self::Wordpress,
            _ => Self::Other,
        }
    }
}

/// The vocabularies of the prefixes of a document.
#[derive(Clone, Debug, Default)]
pub(super) struct Prefixes(HashMap<String, Ns>);

impl Prefixes {
    /// Adds what a tag declares.
    fn add(&mut self, attributes: &[(String, String)]) {
        for (name, address) in attributes {
            let prefix = match name.strip_prefix("xmlns") {
                Some("") => "",
                Some(prefix) => prefix.trim_start_matches(':'),
                None => continue,
            };
            self.0.insert(prefix.to_owned(), Ns::of_address(address));
        }
    }

    fn of(&self, prefix: &str) -> Ns {
        self.0.get(prefix).copied().unwrap_or_else(|| Ns::of_prefix(prefix))
    }
}

/// An element with its text and the elements in it.
#[derive(Clone, Debug)]
pub(super) struct Element {
    pub ns: Ns,
    /// Local name in lower case.
    pub name: String,
    pub attributes: Vec<(String, String)>,
    /// The text, decoded. For an element that holds markup, the markup.
    pub text: String,
    pub children: Vec<Element>,
}

impl Element {
    /// Returns the value of an attribute; empty without one.
    pub(super) fn attribute(&self, name: &str) -> &str {
        let found = self.attributes.iter().find(|(found, _)| found == name);
        found.map_or("", |(_, value)| value)
    }

    /// Returns the elements in it of this name.
    pub(super) fn all<'e>(&'e self, ns: Ns, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.children.iter().filter(move |child| child.ns == ns && child.name == name)
    }

    /// Returns the first element in it of this name.
    pub(super) fn child(&self, ns: Ns, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.ns == ns && child.name == name)
    }

    /// Returns the trimmed text of the first element of this name that has one; empty without one.
    pub(super) fn text_of(&self, ns: Ns, name: &str) -> &str {
        let found = self.children.iter().filter(|child| child.ns == ns && child.name == name);
        let mut texts = found.map(|child| child.text.trim());
        texts.find(|text| !text.is_empty()).unwrap_or_default()
    }
}

/// Elements whose content may be markup, which is kept as text.
const MARKUP: [&str; 6] = ["content", "summary", "description", "title", "encoded", "subtitle"];

/// Parses the elements of a part of a document into one element around them, as far as it can be parsed. Adds what the
/// tags of `prefixes` declare. `depth` limits how deep elements are kept.
///
/// # Performance
/// Linear in the length of the part. Memory: at most its length, and about 100 bytes an element.
///
/// # Errors
/// The error of the parser, or what is wrong with the nesting.
pub(super) fn parse_elements(xml: &str, prefixes: &mut Prefixes) -> Result<Element, String> {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.check_comments = false;
    config.allow_dangling_amp = true;
    let root = Element {
        ns: Ns::None,
        name: String::new(),
        attributes: Vec::new(),
        text: String::new(),
        children: Vec::new(),
    };
    let mut open = vec![root];
    // Number of open elements of markup in the innermost element, and of elements in comments of readers.
    let (mut n_markup, mut n_ignored) = (0usize, 0usize);
    loop {
        let event = reader.read_event().map_err(|error| format!("not valid XML: {error}"))?;
        let last = open.len() - 1;
        match event {
            Event::Eof => break,
            Event::Start(_) if n_ignored > 0 => n_ignored += 1,
            Event::End(_) if n_ignored > 0 => n_ignored -= 1,
            _ if n_ignored > 0 => {}
            Event::Start(tag) => {
                let element = element(&tag, prefixes);
                if is_markup(&open[last], &element) {
                    n_markup += 1;
                    write_tag(&mut open[last].text, &element);
                } else if element.ns == Ns::Wordpress && element.name == "comment" {
                    n_ignored = 1;
                } else if open.len() >= MAX_DEPTH {
                    return Err(format!(
                        "not valid XML: more than {MAX_DEPTH} elements in each other"
                    ));
                } else {
                    open.push(element);
                }
            }
            Event::Empty(tag) => {
                let element = element(&tag, prefixes);
                if is_markup(&open[last], &element) {
                    write_tag(&mut open[last].text, &element);
                } else {
                    open[last].children.push(element);
                }
            }
            Event::End(tag) if n_markup > 0 => {
                n_markup -= 1;
                let name = tag.name();
                let name: &str = name.as_ref();
                let text = &mut open[last].text;
                text.push_str("</");
                text.push_str(name.rsplit(':').next().unwrap_or(name));
                text.push('>');
            }
            Event::End(_) => {
                if open.len() > 1
                    && let Some(closed) = open.pop()
                    && let Some(parent) = open.last_mut()
                {
                    parent.children.push(closed);
                }
            }
            Event::Text(text) => {
                push_text(&mut open[last].text, &text.xml10_content(), n_markup > 0)
            }
            Event::CData(text) => {
                push_text(&mut open[last].text, &text.xml10_content(), n_markup > 0)
            }
            Event::GeneralRef(reference) => {
                let name = reference.xml10_content().into_owned();
                let character = match name.as_str() {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => reference.resolve_char_ref().ok().flatten(),
                };
                match character {
                    Some(c) => {
                        push_text(&mut open[last].text, c.encode_utf8(&mut [0; 4]), n_markup > 0);
                    }
                    // A name of HTML is decoded with the text.
                    None => open[last].text.push_str(&format!("&{name};")),
                }
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    // Elements that are never closed end with the part.
    while open.len() > 1 {
        if let Some(closed) = open.pop()
            && let Some(parent) = open.last_mut()
        {
            parent.children.push(closed);
        }
    }
    open.pop().ok_or_else(String::new)
}

/// Whether an element in another is markup of its text: HTML in a text of Atom, or in a text that was not escaped.
fn is_markup(parent: &Element, element: &Element) -> bool {
    MARKUP.contains(&parent.name.as_str())
        && matches!(element.ns, Ns::None | Ns::Other | Ns::Atom)
        && parent.ns != Ns::Media
}

fn write_tag(text: &mut String, element: &Element) {
    text.push('<');
    text.push_str(&element.name);
    for (name, value) in &element.attributes {
        if name == "href" {
            let value = value.replace('&', "&amp;").replace('"', "&quot;");
            text.push_str(&format!(" href=\"{value}\""));
        }
    }
    text.push('>');
}

/// Appends text. Between tags of markup it is escaped, because it will be read as HTML.
fn push_text(text: &mut String, part: &str, is_escaped: bool) {
    if is_escaped {
        text.push_str(&part.replace('&', "&amp;").replace('<', "&lt;"));
    } else {
        text.push_str(part);
    }
}

fn element(tag: &BytesStart<'_>, prefixes: &mut Prefixes) -> Element {
    let full = tag.name();
    let full: &str = full.as_ref();
    let (prefix, name) = full.split_once(':').unwrap_or(("", full));
    let attributes: Vec<(String, String)> = tag
        .html_attributes()
        .with_checks(false)
        .filter_map(Result::ok)
        .map(|attribute| {
            let key: &str = attribute.key.as_ref();
            let value = unescape(&attribute.value)
                .map_or_else(|_| attribute.value.to_string(), std::borrow::Cow::into_owned);
            (key.to_ascii_lowercase(), value)
        })
        .collect();
    if attributes.iter().any(|(name, _)| name.starts_with("xmlns")) {
        prefixes.add(&attributes);
    }
    Element {
        ns: prefixes.of(prefix),
        name: name.to_ascii_lowercase(),
        attributes,
        text: String::new(),
        children: Vec::new(),
    }
}
