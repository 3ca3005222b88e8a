//! The fields above the text of a Markdown file: YAML between `---`, TOML between `+++`.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};

use super::{
    Skip,
    fields::{is_draft, split_tags},
};

/// How front matter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Syntax {
    Yaml,
    Toml,
}

/// What stands in a field. Numbers and times are text.
#[derive(Clone, Debug, PartialEq)]
enum Value {
    Null,
    Text(String),
    Bool(bool),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
}

/// Fields by name, lower case, as Hugo reads them; of several of one name the last counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct FrontMatter {
    fields: Vec<(String, Value)>,
    /// Names that stand there again, with the line in the file where the last one does.
    repeated: Vec<(String, usize)>,
}

impl From<Vec<(String, Value)>> for FrontMatter {
    fn from(fields: Vec<(String, Value)>) -> Self {
        Self { fields, repeated: Vec::new() }
    }
}

/// Deepest nesting of YAML: lists of maps of lists are in use, more is an attack or an accident.
const MAX_DEPTH: usize = 32;

/// Takes a file apart into fields and body; without front matter all of it is body.
///
/// # Errors
/// [`Skip::Malformed`] with the line in the file when front matter is neither YAML nor TOML, or has no end.
pub(super) fn split(file: &str) -> Result<(FrontMatter, &str), Skip> {
    let text = file.trim_start_matches(['\n', '\r']);
    let line_before = file[..file.len() - text.len()].matches('\n').count() + 1;
    let Some((syntax, matter, body)) = parts(text) else {
        return match unclosed(text) {
            Some(mark) => Err(Skip::Malformed(format!(
                "front matter, line {line_before}: it has no end: write `{mark}` below its fields"
            ))),
            None => Ok((FrontMatter::default(), file)),
        };
    };
    let malformed = |(line, what): (usize, String)| {
        Skip::Malformed(format!("front matter, line {}: {what}", line_before + line))
    };
    let fields = match syntax {
        Syntax::Yaml => yaml(matter).map_err(malformed)?,
        Syntax::Toml => Some(toml(matter).map_err(malformed)?),
    };
    // Words between two rules are words.
    Ok(fields.map_or((FrontMatter::default(), file), |mut fields| {
        fields.find_repeated(matter, line_before);
        (fields, body)
    }))
}

fn parts(text: &str) -> Option<(Syntax, &str, &str)> {
    let (first, rest) = text.split_once('\n')?;
    let (syntax, ends): (_, &[&str]) = match first.trim_end() {
        "---" => (Syntax::Yaml, &["---", "..."]),
        "+++" => (Syntax::Toml, &["+++"]),
        _ => return None,
    };
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if ends.contains(&line.trim_end()) {
            return Some((syntax, &rest[..at], &rest[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

/// The mark that a text without its second one begins with, where a field comes next: were it taken for words, what
/// the fields forbid would be shown.
fn unclosed(text: &str) -> Option<&str> {
    let (first, rest) = text.split_once('\n')?;
    let mark = first.trim_end();
    let (name, _) = rest.lines().next()?.split_once(if mark == "+++" { '=' } else { ':' })?;
    let is_name = |letter: char| letter.is_alphanumeric() || "-_".contains(letter);
    let name = name.trim_end();
    (matches!(mark, "---" | "+++") && !name.is_empty() && name.chars().all(is_name)).then_some(mark)
}

/// `None` when it is YAML, but not fields.
fn yaml(matter: &str) -> Result<Option<FrontMatter>, (usize, String)> {
    // Defaults bound aliases and scalars; these bound what front matter has no use for.
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: MAX_DEPTH,
            flow_nesting_limit: MAX_DEPTH,
            max_documents: 1,
            max_nodes: 100_000,
            max_aliases: 1_000,
        },
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: 100_000 },
        duplicate_keys: serde_saphyr::options::DuplicateKeyPolicy::LastWins,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        strict_booleans: true,
        non_finite_float_policy: serde_saphyr::options::NonFiniteFloatPolicy::AsString,
        with_snippet: false,
    };
    match serde_saphyr::from_str_with_options(matter, options) {
        Ok(Value::Map(fields)) => Ok(Some(fields.into())),
        Ok(Value::Null) => Ok(Some(FrontMatter::default())),
        Ok(_) => Ok(None),
        Err(error) => {
            let line = error.location().map_or(1, |at| at.line() as usize);
            let message = error.to_string();
            let message = message.lines().next().unwrap_or_default();
            // Its line is counted from the fence, and the one above says it already.
            let message = message.split(" at line ").next().unwrap_or_default();
            Err((line, message.to_owned()))
        }
    }
}

fn toml(matter: &str) -> Result<FrontMatter, (usize, String)> {
    let table = matter.parse::<toml::Table>().map_err(|error| {
        let at = error.span().map_or(0, |span| span.start.min(matter.len()));
        let line = matter.as_bytes()[..at].iter().filter(|&&b| b == b'\n').count() + 1;
        (line, error.message().to_owned())
    })?;
    Ok(of_table(table).into())
}

fn of_table(table: toml::Table) -> Vec<(String, Value)> {
    table.into_iter().map(|(name, value)| (name.to_lowercase(), of_toml(value))).collect()
}

fn of_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::Text(text),
        toml::Value::Integer(number) => Value::Text(number.to_string()),
        toml::Value::Float(number) => Value::Text(number.to_string()),
        toml::Value::Datetime(at) => Value::Text(at.to_string()),
        toml::Value::Boolean(flag) => Value::Bool(flag),
        toml::Value::Array(items) => Value::List(items.into_iter().map(of_toml).collect()),
        toml::Value::Table(table) => Value::Map(of_table(table)),
    }
}

impl FrontMatter {
    fn find_repeated(&mut self, matter: &str, line_before: usize) {
        for (at, (name, _)) in self.fields.iter().enumerate() {
            let is_again = self.fields[..at].iter().any(|(before, _)| before == name);
            let is_last = self.fields[at + 1..].iter().all(|(behind, _)| behind != name);
            if is_again && is_last {
                let is_its = |line: &str| {
                    let (key, _) = line.split_once([':', '=']).unwrap_or_default();
                    key.trim_end().trim_matches(['"', '\'']).to_lowercase() == *name
                };
                let lines = matter.lines().enumerate().filter(|(_, line)| is_its(line));
                let line = lines.last().map_or(0, |(line, _)| line + 1);
                self.repeated.push((name.clone(), line_before + line));
            }
        }
    }

    /// Names that stand there again, with the line in the file where the last one does.
    pub(super) fn repeated(&self) -> &[(String, usize)] {
        &self.repeated
    }

    /// Where these fields lead, all of them: each a text, or a list of texts and of tables with an `url`. What is
    /// something else leads nowhere.
    pub(super) fn targets(&self, names: &[&str]) -> Vec<String> {
        let target = |value: &Value| match value {
            Value::Text(text) => Some(text.clone()),
            Value::Map(fields) => match fields.iter().rfind(|(name, _)| name == "url") {
                Some((_, Value::Text(url))) => Some(url.clone()),
                _ => None,
            },
            Value::Null | Value::Bool(_) | Value::List(_) => None,
        };
        let of_field = |value: &Value| match value {
            Value::List(items) => items.iter().filter_map(target).collect(),
            value => Vec::from_iter(target(value)),
        };
        names.iter().filter_map(|name| self.field(name)).flat_map(of_field).collect()
    }

    /// The text of the first of these fields that holds something; `""` without one. `false` is
    /// nothing, as in `permalink: false`.
    ///
    /// # Errors
    /// [`Skip::WrongType`] when that is no text.
    pub(super) fn text(&self, names: &[&'static str]) -> Result<Cow<'_, str>, Skip> {
        match self.first(names) {
            None => Ok(Cow::Borrowed("")),
            Some((_, Value::Text(text))) => Ok(Cow::Borrowed(text)),
            Some((field, other)) => Err(wrong_type(field, other, "text")),
        }
    }

    /// The first of these fields that holds something, as text: truth as `true`, a list or a table by its
    /// kind, which then is no valid value.
    pub(super) fn any(&self, names: &[&'static str]) -> Cow<'_, str> {
        self.first(names).map_or(Cow::Borrowed(""), |(_, value)| word(value))
    }

    /// The ids in the first of these fields that holds something: a list, or one text that is one id.
    ///
    /// # Errors
    /// [`Skip::WrongType`] when that is neither.
    pub(super) fn ids(&self, names: &[&'static str]) -> Result<Vec<Cow<'_, str>>, Skip> {
        match self.first(names) {
            Some((_, Value::Text(id))) => Ok(vec![Cow::Borrowed(id)]),
            _ => self.texts(names),
        }
    }

    /// The texts of the first of these fields that holds something: a list, or one text with
    /// commas.
    ///
    /// # Errors
    /// [`Skip::WrongType`] when that is neither.
    pub(super) fn texts(&self, names: &[&'static str]) -> Result<Vec<Cow<'_, str>>, Skip> {
        match self.first(names) {
            None => Ok(Vec::new()),
            Some((_, Value::Text(text))) => Ok(split_tags(text)),
            Some((field, Value::List(items))) => {
                let items = items.iter().filter(|item| **item != Value::Null);
                let texts = items.map(|item| match item {
                    Value::Text(text) => Ok(Cow::Borrowed(text.as_str())),
                    other => Err(wrong_type(field, other, "a text")),
                });
                texts.collect()
            }
            Some((field, other)) => Err(wrong_type(field, other, "a list of texts")),
        }
    }

    /// Whether the page is not to be published.
    pub(super) fn is_draft(&self) -> bool {
        // `first` takes a plain false for nothing, and `published` means something by it.
        let word = |name| self.field(name).map_or(Cow::Borrowed(""), word);
        is_draft(&word("draft"), &word("published"), &word("status"))
    }

    fn first(&self, names: &[&'static str]) -> Option<(&'static str, &Value)> {
        let is_something = |value: &&Value| match value {
            Value::Null | Value::Bool(false) => false,
            Value::Text(text) => !text.trim().is_empty(),
            Value::List(items) => !items.is_empty(),
            _ => true,
        };
        names.iter().find_map(|&name| Some((name, self.field(name).filter(is_something)?)))
    }

    /// A field, or one of the taxonomies that Zola keeps in a table of their own.
    fn field(&self, name: &str) -> Option<&Value> {
        let find = |fields: &'_ [(String, Value)], name: &str| {
            fields.iter().rposition(|(field, _)| field == name)
        };
        if let Some(at) = find(&self.fields, name) {
            return Some(&self.fields[at].1);
        }
        let Value::Map(taxonomies) = &self.fields[find(&self.fields, "taxonomies")?].1 else {
            return None;
        };
        Some(&taxonomies[find(taxonomies, name)?].1)
    }
}

fn wrong_type(field: &'static str, value: &Value, expected: &'static str) -> Skip {
    Skip::WrongType { field, found: kind(value), expected }
}

/// A value as text: truth as `true` or `false`, a list or a table by its kind.
fn word(value: &Value) -> Cow<'_, str> {
    Cow::Borrowed(match value {
        Value::Null => "",
        Value::Text(text) => text,
        Value::Bool(flag) => {
            if *flag {
                "true"
            } else {
                "false"
            }
        }
        Value::List(_) | Value::Map(_) => kind(value),
    })
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Text(_) => "text",
        Value::Bool(_) => "true or false",
        Value::List(_) => "a list",
        Value::Map(_) => "a table of fields",
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Text(number.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Text(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        // `{:?}` keeps the `.0` of a version number such as `2.0`.
        Ok(Value::Text(format!("{number:?}")))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut fields = Vec::new();
        while let Some((name, value)) = entries.next_entry::<String, Value>()? {
            fields.push((name.to_lowercase(), value));
        }
        Ok(Value::Map(fields))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{FrontMatter, split};

    fn fields(file: &str) -> FrontMatter {
        split(file).unwrap().0
    }

    fn text(file: &str, names: &[&'static str]) -> String {
        match fields(file).text(names) {
            Ok(text) => text.into_owned(),
            Err(skip) => skip.to_string(),
        }
    }

    #[test]
    fn front_matter_ends_where_its_mark_stands_again() {
        let check = |file: &str, body: &str| assert_eq!(split(file).unwrap().1, body, "{file}");
        check("---\na: 1\n---\nbody\n", "body\n");
        check("\r\n---\r\na: 1\r\n---\r\nbody", "body");
        check("---\na: 1\n...\nbody", "body");
        check("+++\na = 1\n+++\nbody", "body");
        check("---\n---\nbody", "body");
        check("---\nWords: below a rule, and more\n---\n", "");
        check("---\n\na: 1\n", "---\n\na: 1\n");
        check("---\nwords and a rule\n", "---\nwords and a rule\n");
        check("---\nwords between rules\n---\nbody", "---\nwords between rules\n---\nbody");
        check("no front matter", "no front matter");
        check("", "");
    }

    #[test]
    fn yaml_scalars_are_text() {
        let check = |value: &str, expected: &str| {
            assert_eq!(text(&format!("---\nX: {value}\n---\n"), &["x"]), expected, "{value}");
        };
        check("2016-05-12", "2016-05-12");
        check("2016-05-12 10:00:00 -0500", "2016-05-12 10:00:00 -0500");
        check("\"it: quoted\"", "it: quoted");
        check("2016", "2016");
        check("007", "007");
        check("2.0", "2.0");
        check("no", "no");
        check("false", "");
        check("~", "");
        check("true", "`x` is true or false, not text");
        check("[a]", "`x` is a list, not text");
        check("{a: b}", "`x` is a table of fields, not text");
        check(">\n  folded\n  text", "folded text\n");
        check("&a 1\ny: *a", "1");
        check("1\nx: 2", "2");
    }

    #[test]
    fn toml_times_are_text() {
        let check = |value: &str, expected: &str| {
            assert_eq!(text(&format!("+++\nx = {value}\n+++\n"), &["x"]), expected, "{value}");
        };
        check("2016-05-12", "2016-05-12");
        check("2016-05-12T10:00:00-05:00", "2016-05-12T10:00:00-05:00");
        check("\"a\"", "a");
        check("7", "7");
        check("[1]", "`x` is a list, not text");
    }

    #[test]
    fn lists_may_be_one_text_and_names_have_an_order() {
        let check = |file: &str, expected: &[&str]| {
            assert_eq!(fields(file).texts(&["tags", "topics"]).unwrap(), expected, "{file}");
        };
        check("---\ntags: a, b c\n---\n", &["a", "b c"]);
        check("---\ntopics: [x]\ntags: [a, 2, null]\n---\n", &["a", "2"]);
        check("---\ntopics:\n- x\ntags: []\n---\n", &["x"]);
        check("+++\n[taxonomies]\ntags = [\"a\"]\n+++\n", &["a"]);
        check("---\nother: x\n---\n", &[]);
    }

    #[test]
    fn what_stands_twice_is_named_with_its_last_line() {
        let repeated = |file: &str| fields(file).repeated().to_vec();
        let twice = "\n---\ntitle: a\n'Title' : b\nx:\n  title: c\ntitle: d\n---\n";
        assert_eq!(repeated(twice), [("title".to_owned(), 7)]);
        assert_eq!(text(twice, &["title"]), "d");
        assert!(repeated("---\na: {title: b}\ntitle: c\n---\n").is_empty());
        assert_eq!(repeated("+++\nA = 1\na = 2\n+++\n"), [("a".to_owned(), 3)]);
    }

    #[test]
    fn links_may_be_texts_or_tables() {
        let file = "---\nrelated: [a, 2, [x]]\nlinks:\n- title: B\n  url: /b/\n- title: C\n---\n";
        assert_eq!(fields(file).targets(&["links", "related", "none"]), ["/b/", "a", "2"]);
        assert_eq!(fields("---\nlinks: a, b\n---\n").targets(&["links"]), ["a, b"]);
    }

    #[test]
    fn drafts_say_so() {
        let check = |matter: &str, expected| {
            assert_eq!(fields(&format!("---\n{matter}\n---\n")).is_draft(), expected, "{matter}");
        };
        check("draft: true", true);
        check("draft: false", false);
        check("draft: yes", true);
        check("draft: 1", true);
        check("draft: perhaps", true);
        check("draft: 'no'", false);
        check("draft:", false);
        check("published: 2021-06-16", false);
        check("published: no", true);
        check("published: false", true);
        check("published: \"true\"", false);
        check("Status: Draft", true);
        check("status: breaking", false);
        check("title: draft", false);
    }

    #[test]
    fn an_error_names_its_line() {
        let check = |file: &str, start: &str| {
            let message = split(file).unwrap_err().to_string();
            assert!(message.starts_with(start), "{message}");
            assert_eq!(message.lines().count(), 1, "{message}");
        };
        check("---\na: 1\nb: [\n---\n", "front matter, line ");
        check("\n---\na: 1\nbody", "front matter, line 2: it has no end: write `---` below");
        check("+++\na = 1\n", "front matter, line 1: it has no end: write `+++` below");
        check("---\na: 1\nb: c: d\n---\n", "front matter, line 3: ");
        check("+++\na = 1\nb =\n+++\n", "front matter, line 3: ");
        check(&format!("---\na: {}\n---\n", "[".repeat(10_000)), "front matter, line 2: ");
        check(&format!("+++\na = {}\n+++\n", "[".repeat(10_000)), "front matter, line 2: ");
    }

    #[test]
    fn a_bomb_of_aliases_is_refused() {
        let mut bomb = "---\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..12 {
            let alias = format!("*a{}, ", level - 1).repeat(10);
            bomb += &format!("a{level}: &a{level} [{alias}]\n");
        }
        assert!(split(&(bomb + "---\n")).is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_fields_or_a_reason(text in "\\PC*", lines in "([-a-z0-9:\\[\\]{}&*!|>'\"#,?%@=+. ]{0,8}\n){0,9}") {
            let _ = split(&text);
            for mark in ["---", "+++"] {
                let _ = split(&format!("{mark}\n{lines}\n{mark}\n"));
                let _ = split(&format!("{mark}\n{text}\n{mark}\n"));
            }
        }
    }
}
