//! An export of Ghost: its tables, and a post with what they say about it.

use std::{borrow::Cow, collections::HashMap, fmt, io};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::Value;

use crate::{
    links::RecordLinks,
    markup::{field::html_text, plain::Plain},
    read::{
        Skip, Unpublished,
        decompress::Bytes,
        fields::{EditorialFields, Fields, utf8},
        jsonl::tree_text,
        record::{ParseOptions, ParsedRecord},
        state::by_word,
    },
};

/// What Ghost writes for the address of the site.
const SITE: &str = "__GHOST_URL__";

/// The tables of an export beside that of the posts.
///
/// Memory: the names of tags and authors, and about 100 bytes for each tag of a post.
#[derive(Debug, Default)]
pub(in crate::read) struct GhostTables {
    /// Names by id.
    tags: HashMap<String, String>,
    authors: HashMap<String, String>,
    /// For each post, its tags or authors with their order.
    post_tags: HashMap<String, Vec<(i64, String)>>,
    post_authors: HashMap<String, Vec<(i64, String)>>,
    /// For each post, the description of its picture and its address elsewhere.
    post_meta: HashMap<String, (String, String)>,
}

/// Whether the first bytes show an export of Ghost.
pub(in crate::read) fn is_ghost(head: &[u8]) -> bool {
    head.trim_ascii_start().starts_with(b"{")
        && String::from_utf8_lossy(head).contains("\"exported_on\"")
}

impl GhostTables {
    /// Reads an export for its tables. What stands behind a syntax error is left out; the posts report it.
    ///
    /// # Errors
    /// The error of the stream.
    pub(in crate::read) fn read(stream: Bytes) -> io::Result<Self> {
        let mut tables = Self::default();
        let mut deserializer = serde_json::Deserializer::from_reader(stream);
        match Walk(&mut tables).deserialize(&mut deserializer) {
            Err(error) if error.is_io() => Err(error.into()),
            _ => Ok(tables),
        }
    }

    fn add(&mut self, table: &str, row: Row) {
        let order = row.sort_order.unwrap_or_default();
        match table {
            "tags" => drop(self.tags.insert(row.id, row.name)),
            "users" => drop(self.authors.insert(row.id, row.name)),
            "posts_tags" => {
                self.post_tags.entry(row.post_id).or_default().push((order, row.tag_id))
            }
            "posts_authors" => {
                self.post_authors.entry(row.post_id).or_default().push((order, row.author_id));
            }
            _ => {
                drop(self.post_meta.insert(row.post_id, (row.feature_image_alt, row.canonical_url)))
            }
        }
    }

    /// Returns the names of the rows that belong to a post, in their order.
    fn names(
        &self,
        rows: Option<&Vec<(i64, String)>>,
        names: &HashMap<String, String>,
    ) -> Vec<String> {
        let mut rows = rows.cloned().unwrap_or_default();
        rows.sort();
        let names = rows.into_iter().filter_map(|(_, id)| names.get(&id).cloned());
        // A tag with `#` is for the editors.
        names.filter(|name| !name.starts_with('#')).collect()
    }
}

/// The tables that are read.
const TABLES: [&str; 5] = ["tags", "users", "posts_tags", "posts_authors", "posts_meta"];

/// A row of one of the [`TABLES`].
#[derive(Default, Deserialize)]
#[serde(default)]
struct Row {
    #[serde(deserialize_with = "text")]
    id: String,
    #[serde(deserialize_with = "text")]
    name: String,
    #[serde(deserialize_with = "text")]
    post_id: String,
    #[serde(deserialize_with = "text")]
    tag_id: String,
    #[serde(deserialize_with = "text")]
    author_id: String,
    #[serde(deserialize_with = "text")]
    feature_image_alt: String,
    #[serde(deserialize_with = "text")]
    canonical_url: String,
    sort_order: Option<i64>,
}

/// A row of the table of posts.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Post {
    #[serde(deserialize_with = "text")]
    id: String,
    #[serde(deserialize_with = "text")]
    slug: String,
    #[serde(deserialize_with = "text")]
    title: String,
    #[serde(deserialize_with = "text")]
    html: String,
    #[serde(deserialize_with = "text")]
    lexical: String,
    #[serde(deserialize_with = "text")]
    mobiledoc: String,
    #[serde(deserialize_with = "text")]
    plaintext: String,
    #[serde(deserialize_with = "text")]
    custom_excerpt: String,
    #[serde(deserialize_with = "text")]
    feature_image: String,
    #[serde(deserialize_with = "text")]
    published_at: String,
    #[serde(deserialize_with = "text")]
    updated_at: String,
    #[serde(deserialize_with = "text")]
    status: String,
    #[serde(deserialize_with = "text")]
    visibility: String,
    #[serde(deserialize_with = "text", rename = "type")]
    kind: String,
    #[serde(deserialize_with = "text")]
    page: String,
    #[serde(deserialize_with = "text")]
    locale: String,
    #[serde(deserialize_with = "text")]
    canonical_url: String,
}

/// Reads a text, a number or a flag as text, and anything else as an empty one.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => text,
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        _ => String::new(),
    })
}

/// Parses a row of the table of posts.
///
/// # Errors
/// [`Skip::InvalidUtf8`], [`Skip::Malformed`], [`Skip::Unpublished`] for a page unless the caller wants pages,
/// [`Skip::NoId`] and [`Skip::Empty`].
pub(in crate::read) fn parse(
    bytes: &[u8],
    tables: &GhostTables,
    options: ParseOptions,
) -> Result<ParsedRecord, Skip> {
    let malformed = |error: serde_json::Error| Skip::Malformed(format!("not valid JSON: {error}"));
    let post: Post = serde_json::from_str(utf8(bytes)?).map_err(malformed)?;
    let is_page = post.kind == "page" || matches!(post.page.as_str(), "true" | "1");
    let kind = if is_page { "page" } else { "post" };
    let is_wanted = match options.post_types {
        [] => !is_page,
        types => types.iter().any(|wanted| wanted == kind),
    };
    if !is_wanted {
        return Err(Skip::Unpublished(Unpublished::NoPage));
    }
    let (alt, meta_canonical) = tables.post_meta.get(&post.id).cloned().unwrap_or_default();
    let base = options.base.unwrap_or_default().trim_end_matches('/');
    let tags = tables.names(tables.post_tags.get(&post.id), &tables.tags);
    let authors = tables.names(tables.post_authors.get(&post.id), &tables.authors);
    // A post that was sent as a letter alone has no page.
    let unpublished = match post.status.as_str() {
        "sent" => Some(Unpublished::NoPage),
        status => by_word(status),
    };
    let is_for_members = !matches!(post.visibility.as_str(), "" | "public");
    let owned = |texts: Vec<String>| texts.into_iter().map(Cow::Owned).collect();
    let mut fields = Fields {
        id: post.id.into(),
        title: post.title.into(),
        summary: post.custom_excerpt.into(),
        url: if post.slug.is_empty() { "".into() } else { format!("{base}/{}/", post.slug).into() },
        date: post.published_at.into(),
        lang: post.locale.into(),
        section: tags.first().cloned().unwrap_or_default().into(),
        tags: owned(tags),
        image: post.feature_image.replace(SITE, base).into(),
        image_alt: alt.into(),
        authors: owned(authors),
        paywall: if is_for_members { "true".into() } else { "".into() },
        modified: post.updated_at.into(),
        unpublished,
        editorial: EditorialFields {
            canonical_url: [post.canonical_url, meta_canonical]
                .into_iter()
                .find(|address| !address.is_empty())
                .unwrap_or_default()
                .replace(SITE, base)
                .into(),
            ..EditorialFields::default()
        },
        ..Fields::default()
    };
    fields.read_markup(false);
    let mut body = html_text(&post.html.replace(SITE, base), options.own_links);
    if body.text.is_empty() {
        body.text = tree_text(&post.lexical).into();
    }
    if body.text.is_empty() {
        body.text = mobiledoc_text(&post.mobiledoc).into();
    }
    if body.text.is_empty() {
        body.text = post.plaintext.into();
    }
    (fields.text, fields.lead) = (body.text, body.lead);
    let mut parsed = fields.into_article(options)?;
    if options.own_links {
        let paths = parsed.article.url.iter().cloned().collect();
        parsed.links = RecordLinks { paths, names: Vec::new(), targets: body.links };
    }
    Ok(parsed)
}

/// Returns the words of Mobiledoc, the format of older posts; an empty text for anything else.
fn mobiledoc_text(json: &str) -> String {
    let Ok(document) = serde_json::from_str::<Value>(json) else { return String::new() };
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let mut out = Plain::default();
    let mut markers = |markers: &Value| {
        for marker in list(markers) {
            // Kind, opened marks, number of closed marks, text.
            if marker[0] == 0 {
                out.push(marker[3].as_str().unwrap_or_default());
            }
        }
        out.paragraph();
    };
    let mut cards = Vec::new();
    for section in list(&document["sections"]) {
        match section[0].as_u64() {
            Some(1) => markers(&section[2]),
            Some(3) => list(&section[2]).iter().for_each(&mut markers),
            Some(10) => cards.extend(section[1].as_u64()),
            _ => {}
        }
    }
    let mut text = out.into_text();
    for card in cards {
        let payload = &document["cards"][usize::try_from(card).unwrap_or(usize::MAX)][1];
        let markdown = payload["markdown"].as_str().unwrap_or_default();
        let html = payload["html"].as_str().unwrap_or_default();
        let words = match markdown {
            "" => html_text(html, false).text.into_owned(),
            markdown => crate::markup::render::render(markdown).text,
        };
        if !words.is_empty() {
            text.push_str(if text.is_empty() { "" } else { "\n\n" });
            text.push_str(&words);
        }
    }
    text
}

/// A walk to the tables: through `db`, its items and `data`.
struct Walk<'t>(&'t mut GhostTables);

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an export of Ghost")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(Walk(&mut *self.0))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(name) = members.next_key::<String>()? {
            if name == "db" || name == "data" {
                members.next_value_seed(Walk(&mut *self.0))?;
            } else if let Some(&table) = TABLES.iter().find(|table| **table == name) {
                members.next_value_seed(Rows(&mut *self.0, table))?;
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

/// The rows of a table.
struct Rows<'t>(&'t mut GhostTables, &'static str);

impl<'de> DeserializeSeed<'de> for Rows<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Rows<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        while let Some(row) = rows.next_element::<Row>()? {
            self.0.add(self.1, row);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::{GhostTables, is_ghost, mobiledoc_text, parse};
    use crate::read::{
        Skip, Unpublished,
        json::JsonRecords,
        record::{ParseOptions, ParsedRecord},
        split::Split,
    };

    const EXPORT: &str = r##"{"db":[{"meta":{"exported_on":1,"version":"5.1"},"data":{
        "posts":[
          {"id":"p1","slug":"one","title":"One &amp; more","html":"<p>A <a href=\"__GHOST_URL__/two/\">b</a></p><p>c</p>",
           "status":"published","visibility":"paid","type":"post","published_at":"2021-06-16T10:00:00.000Z",
           "custom_excerpt":"E","feature_image":"__GHOST_URL__/i.png"},
          {"id":"p2","slug":"two","title":"Two","html":null,"status":"published","type":"post",
           "lexical":"{\"root\":{\"children\":[{\"type\":\"paragraph\",\"children\":[{\"type\":\"text\",\"text\":\"Lex\"}]}]}}"},
          {"id":3,"slug":"three","title":"Three","status":"scheduled","page":0,"published_at":1623837600000,
           "mobiledoc":"{\"cards\":[[\"html\",{\"html\":\"<p>Card</p>\"}]],\"sections\":[[1,\"p\",[[0,[],0,\"Mob\"]]],[10,0]]}"},
          {"id":"p4","slug":"about","title":"About","type":"page","status":"published"},
          {"id":"p5","slug":"mail","title":"Mail","type":"post","status":"sent"}],
        "posts_tags":[{"post_id":"p1","tag_id":"t2","sort_order":1},{"post_id":"p1","tag_id":"t1","sort_order":0},
          {"post_id":"p1","tag_id":"t3","sort_order":2}],
        "tags":[{"id":"t1","name":"News"},{"id":"t2","name":"Sea"},{"id":"t3","name":"#hash"}],
        "users":[{"id":"u","name":"Nina","x":{}}],"posts_authors":[{"post_id":"p1","author_id":"u"}],
        "posts_meta":[{"post_id":"p1","feature_image_alt":"Alt"}]}}]}"##;

    fn read(export: &str, options: ParseOptions<'_>) -> Vec<Result<ParsedRecord, Skip>> {
        let open = || Box::new(Cursor::new(export.as_bytes().to_vec()));
        let tables = GhostTables::read(open()).unwrap();
        let (mut records, mut bytes) = (JsonRecords::new(open()), Vec::new());
        let mut found = Vec::new();
        while let Some((_, body)) = records.next_record(100_000, &mut bytes).unwrap() {
            found.push(match body {
                Split::Whole(range) => parse(&bytes[range], &tables, options),
                Split::Skip(skip) => Err(skip),
            });
        }
        found
    }

    #[test]
    fn reads_posts_with_their_tables() {
        assert!(is_ghost(EXPORT.as_bytes()));
        let found =
            read(EXPORT, ParseOptions { base: Some("https://x.org/"), ..ParseOptions::default() });
        let one = found[0].as_ref().unwrap();
        let article = &one.article;
        assert_eq!((article.title.as_str(), article.text.as_str()), ("One & more", "A b\n\nc"));
        assert_eq!(
            (article.url.as_deref(), article.section.as_deref()),
            (Some("https://x.org/one/"), Some("News"))
        );
        assert_eq!(
            (article.tags.join(" "), article.presentation.authors.join("")),
            ("News Sea".into(), "Nina".into())
        );
        assert_eq!(article.presentation.image.as_deref(), Some("https://x.org/i.png"));
        assert!(article.presentation.paywall && one.unpublished.is_none());
        assert_eq!(found[1].as_ref().unwrap().article.text, "Lex");
        let three = found[2].as_ref().unwrap();
        assert_eq!(
            (three.article.text.as_str(), three.unpublished),
            ("Mob\n\nCard", Some(Unpublished::Scheduled))
        );
        assert_eq!(three.article.date.unwrap().to_string(), "2021-06-16");
        assert_eq!(found[3], Err(Skip::Unpublished(Unpublished::NoPage)));
        assert!(matches!(
            &found[4],
            Err(Skip::Unpublished(Unpublished::NoPage))
                | Ok(ParsedRecord { unpublished: Some(_), .. })
        ));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[\\[\\]{}:,\"a01 ]{0,40}") {
            let _ = mobiledoc_text(&text);
            let _ = mobiledoc_text(&format!("{{\"sections\":{text}}}"));
            read(&format!("{{\"db\":[{{\"data\":{{\"posts\":[{{{text}}}],\"tags\":[{text}]"), ParseOptions::default());
        }
    }
}
