//! Texts that an editor keeps as a tree of JSON: Lexical, Portable Text, ProseMirror, Contentful, Editor.js.

use std::{borrow::Cow, fmt};

use serde::{
    Deserializer,
    de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use super::value::{JsonValue, Text};
use crate::markup::plain::Plain;

/// Parts of a node that hold words.
const WORDS: [&str; 4] = ["text", "value", "caption", "html"];

/// Parts of a node that hold other nodes.
const NODES: [&str; 8] =
    ["children", "content", "root", "blocks", "data", "items", "document", "sections"];

/// Types of nodes inside a paragraph.
const INLINE: [&str; 12] = [
    "text",
    "extended-text",
    "link",
    "autolink",
    "hyperlink",
    "entry-hyperlink",
    "asset-hyperlink",
    "mention",
    "emoji",
    "span",
    "hashtag",
    "tab",
];

/// Returns the words of a tree, each block as a paragraph; an empty text for JSON of another kind. A tree of more than
/// 120 levels has none.
///
/// # Performance
/// Linear in the length of the JSON.
pub(in crate::read) fn tree_text(json: &str) -> String {
    let mut out = Plain::default();
    let mut deserializer = serde_json::Deserializer::from_str(json);
    match (Walk { out: &mut out, is_words: false, is_paragraph: false })
        .deserialize(&mut deserializer)
    {
        Ok(()) => out.into_text(),
        Err(_) => String::new(),
    }
}

/// Returns the words of a value that is a tree.
pub(super) fn value_tree(value: JsonValue<'_>) -> Option<Cow<'static, str>> {
    let is_tree = value.is_list() || value.is_object();
    let text = is_tree.then(|| tree_text(value.json()))?;
    (!text.is_empty()).then_some(Cow::Owned(text))
}

/// A walk over one value.
struct Walk<'p> {
    out: &'p mut Plain,
    /// Whether a text is words of the article.
    is_words: bool,
    /// Whether a text is a paragraph.
    is_paragraph: bool,
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a tree of text")
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        if self.is_words {
            self.out.push(text);
        }
        if self.is_paragraph {
            self.out.paragraph();
        }
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        loop {
            let item = Walk { out: &mut *self.out, is_words: true, is_paragraph: true };
            if items.next_element_seed(item)?.is_none() {
                return Ok(());
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let mut kind = String::new();
        while let Some(Text(name)) = members.next_key()? {
            match &*name {
                "type" | "nodeType" | "_type" => {
                    // Other types of this member are no nodes of an editor.
                    kind = members.next_value::<serde_json::Value>()?.as_str().unwrap_or("").into();
                }
                name if WORDS.contains(&name) => {
                    let out = &mut *self.out;
                    members.next_value_seed(Walk { out, is_words: true, is_paragraph: false })?;
                }
                name if NODES.contains(&name) => {
                    let out = &mut *self.out;
                    members.next_value_seed(Walk { out, is_words: false, is_paragraph: false })?;
                }
                _ => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        match kind.as_str() {
            "linebreak" | "hardBreak" | "hard_break" | "break" => self.out.line(),
            "" => {}
            kind if INLINE.contains(&kind) => {}
            _ => self.out.paragraph(),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::tree_text;

    #[test]
    fn reads_the_trees_of_editors() {
        let check = |json: &str, expected: &str| assert_eq!(tree_text(json), expected, "{json}");
        check(
            r#"{"root":{"children":[
                {"type":"paragraph","children":[{"type":"text","text":"One "},{"type":"link","url":"/x","children":[{"type":"text","text":"two"}]}]},
                {"type":"image","src":"a.png"},
                {"type":"heading","tag":"h2","children":[{"type":"text","text":"Three"}]}],"type":"root"}}"#,
            "One two\n\nThree",
        );
        check(
            r#"[{"_type":"block","style":"normal","children":[{"_type":"span","text":"One"}]},
                {"_type":"block","children":[{"_type":"span","text":"Two"}]}]"#,
            "One\n\nTwo",
        );
        check(
            r#"{"nodeType":"document","content":[{"nodeType":"paragraph","content":[{"nodeType":"text","value":"One","marks":[]}],"data":{}}]}"#,
            "One",
        );
        check(r#"{"time":1,"blocks":[{"type":"paragraph","data":{"text":"One"}}]}"#, "One");
        check(r#"{"a":{"b":"c"}}"#, "");
        check(r#"{"text":[[[[1]]]]"#, "");
    }

    #[test]
    fn deep_and_broken_trees_have_no_words() {
        assert_eq!(tree_text(&r#"{"children":["#.repeat(100_000)), "");
        assert_eq!(tree_text(&"[".repeat(1_000_000)), "");
    }
}
