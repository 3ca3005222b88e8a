//! A file to front matter and body.

use super::matter::FrontMatter;
use crate::read::{
    Skip,
    value::{SyntaxError, Value, parse_json, parse_toml, parse_yaml},
};

/// How front matter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Syntax {
    Yaml,
    Toml,
    Json,
}

/// Splits a file into its fields and its body. A file without front matter is all body.
///
/// Front matter is YAML between `---` and `---` or `...`, TOML between `+++`, YAML, TOML or JSON between `---yaml`,
/// `---toml` or `---json` and `---`, or a JSON object.
///
/// # Errors
/// [`Skip::Malformed`] with the line in the file when front matter cannot be parsed, or is not closed.
pub(in crate::read) fn split(file: &str) -> Result<(FrontMatter, &str), Skip> {
    let text = file.trim_start_matches(['\n', '\r', '\u{feff}']);
    let line_before = file[..file.len() - text.len()].matches('\n').count();
    if let Some((fields, body)) = json_object(text) {
        let matter = &text[..text.len() - body.len()];
        return Ok((FrontMatter::new(fields, matter, line_before), body));
    }
    if let Some(language) = language_of_program(text) {
        return Err(Skip::Malformed(format!(
            "front matter in {language} is a program, which is not run: write it as YAML, or give the built site"
        )));
    }
    if let Some((fields, matter, body)) = unfenced(text) {
        return Ok((FrontMatter::new(fields, matter, line_before), body));
    }
    let line_before = line_before + 1;
    let Some((syntax, matter, body)) = split_at_fences(text) else {
        return match unclosed_fence(text) {
            Some(fence) => Err(Skip::Malformed(format!(
                "front matter, line {line_before}: not closed: write `{fence}` on a line below its fields"
            ))),
            None => Ok((FrontMatter::default(), file)),
        };
    };
    let malformed = |error: SyntaxError| {
        let line = line_before + error.line;
        Skip::Malformed(format!(
            "front matter, line {line}: {}{}",
            error.what,
            hint(matter, &error)
        ))
    };
    let fields = match syntax {
        Syntax::Yaml => parse_yaml(matter).map_err(malformed)?,
        Syntax::Toml => parse_toml(matter).map_err(malformed)?,
        Syntax::Json => parse_json(matter).map_err(malformed)?.0,
    };
    match fields {
        Value::Null => Ok((FrontMatter::new(Value::Map(Vec::new()), matter, line_before), body)),
        Value::Map(_) => Ok((FrontMatter::new(fields, matter, line_before), body)),
        // Text between two horizontal rules is text.
        _ => Ok((FrontMatter::default(), file)),
    }
}

/// Says how to write a value with a colon, the commonest error in YAML.
fn hint(matter: &str, error: &SyntaxError) -> String {
    let line = matter.lines().nth(error.line.saturating_sub(1)).unwrap_or_default();
    match line.split_once(": ") {
        Some((name, value))
            if value.contains(": ") && !value.starts_with(['"', '\'', '{', '[']) =>
        {
            format!("; a value with a colon needs quotes: `{name}: \"…\"`")
        }
        _ => String::new(),
    }
}

/// Returns the language of front matter that Eleventy would run.
fn language_of_program(text: &str) -> Option<&'static str> {
    let fence = text.lines().next()?.strip_prefix("---")?.trim();
    match fence.to_ascii_lowercase().as_str() {
        "js" | "javascript" | "node" => Some("JavaScript"),
        "ts" | "typescript" => Some("TypeScript"),
        "coffee" | "coffeescript" => Some("CoffeeScript"),
        _ => None,
    }
}

/// Fields that start front matter without an opening fence.
const FIRST_FIELDS: [&str; 8] =
    ["title:", "layout:", "date:", "id:", "permalink:", "categories:", "tags:", "author:"];

/// Splits front matter without an opening fence from a text: fields of YAML above a line `---`, as Hexo reads them.
fn unfenced(text: &str) -> Option<(Value, &str, &str)> {
    let first = text.lines().next()?;
    if !FIRST_FIELDS.iter().any(|field| first.starts_with(field)) {
        return None;
    }
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_end() == "---" {
            let (matter, body) = (&text[..at], &text[at + line.len()..]);
            let fields = parse_yaml(matter).ok()?;
            return (fields.fields().len() > 1).then_some((fields, matter, body));
        }
        // Text above a rule is text.
        if line.trim().is_empty() {
            return None;
        }
        at += line.len();
    }
    None
}

/// Splits a JSON object from the start of a text. `None` when there is none, as in a text that starts with a
/// template tag.
fn json_object(text: &str) -> Option<(Value, &str)> {
    let after = text.strip_prefix('{')?.trim_start();
    if !after.starts_with(['"', '}']) {
        return None;
    }
    let (fields, length) = parse_json(text).ok()?;
    Some((fields, text[length..].trim_start_matches([' ', '\r'])))
}

/// Returns the syntax, the text between the fences and the text below them.
fn split_at_fences(text: &str) -> Option<(Syntax, &str, &str)> {
    let (first, rest) = text.split_once('\n')?;
    let (syntax, ends): (_, &[&str]) = match first.trim_end() {
        "---" => (Syntax::Yaml, &["---", "..."]),
        "---yaml" | "--- yaml" => (Syntax::Yaml, &["---"]),
        "---toml" | "--- toml" => (Syntax::Toml, &["---"]),
        "---json" | "--- json" => (Syntax::Json, &["---"]),
        "+++" => (Syntax::Toml, &["+++"]),
        ";;;" => (Syntax::Json, &[";;;"]),
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

/// Returns the opening fence of a text that has no closing one, if a field follows the fence.
///
/// Reading such a text as body would show an article that its fields may hide.
fn unclosed_fence(text: &str) -> Option<&str> {
    let (first, rest) = text.split_once('\n')?;
    let fence = first.trim_end();
    let (name, _) = rest.lines().next()?.split_once(if fence == "+++" { '=' } else { ':' })?;
    let is_name = |letter: char| letter.is_alphanumeric() || "-_".contains(letter);
    let name = name.trim_end();
    let starts_with_field = !name.is_empty() && name.chars().all(is_name);
    (matches!(fence, "---" | "+++") && starts_with_field).then_some(fence)
}
