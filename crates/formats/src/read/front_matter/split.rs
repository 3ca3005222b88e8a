//! A Markdown file to front matter and body.

use super::{
    matter::FrontMatter,
    value::{MatterValue, fields_from_toml},
};
use crate::read::Skip;

/// How front matter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Syntax {
    Yaml,
    Toml,
}

/// Maximal nesting of YAML. Lists of maps of lists occur in archives; deeper nesting is an attack or an accident.
const MAX_DEPTH: usize = 32;

/// An error with its line in the front matter, from 1.
type SyntaxError = (usize, String);

/// Splits a file into its fields and its body. A file without front matter is all body.
///
/// # Errors
/// [`Skip::Malformed`] with the line in the file when front matter is neither YAML nor TOML, or is not closed.
pub(in crate::read) fn split(file: &str) -> Result<(FrontMatter, &str), Skip> {
    let text = file.trim_start_matches(['\n', '\r']);
    let line_before = file[..file.len() - text.len()].matches('\n').count() + 1;
    let Some((syntax, matter, body)) = split_at_fences(text) else {
        return match unclosed_fence(text) {
            Some(fence) => Err(Skip::Malformed(format!(
                "front matter, line {line_before}: not closed: write `{fence}` on a line below its fields"
            ))),
            None => Ok((FrontMatter::default(), file)),
        };
    };
    let malformed = |(line, what): SyntaxError| {
        Skip::Malformed(format!("front matter, line {}: {what}", line_before + line))
    };
    let fields = match syntax {
        Syntax::Yaml => parse_yaml(matter).map_err(malformed)?,
        Syntax::Toml => Some(parse_toml(matter).map_err(malformed)?),
    };
    // Text between two horizontal rules is text.
    Ok(fields.map_or((FrontMatter::default(), file), |fields| {
        (FrontMatter::new(fields, matter, line_before), body)
    }))
}

/// Returns the syntax, the text between the fences and the text below them.
fn split_at_fences(text: &str) -> Option<(Syntax, &str, &str)> {
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

/// Returns `None` for valid YAML that is not a map of fields.
fn parse_yaml(matter: &str) -> Result<Option<Vec<(String, MatterValue)>>, SyntaxError> {
    // The crate limits aliases and scalars by default. These limits are tighter, since front matter is small and
    // flat.
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
        Ok(MatterValue::Map(fields)) => Ok(Some(fields)),
        Ok(MatterValue::Null) => Ok(Some(Vec::new())),
        Ok(_) => Ok(None),
        Err(error) => {
            let line = error.location().map_or(1, |at| at.line() as usize);
            let message = error.to_string();
            let message = message.lines().next().unwrap_or_default();
            // Its line counts from the fence; `split` reports the line in the file.
            let message = message.split(" at line ").next().unwrap_or_default();
            Err((line, message.to_owned()))
        }
    }
}

fn parse_toml(matter: &str) -> Result<Vec<(String, MatterValue)>, SyntaxError> {
    let table = matter.parse::<toml::Table>().map_err(|error| {
        let at = error.span().map_or(0, |span| span.start.min(matter.len()));
        let line = matter.as_bytes()[..at].iter().filter(|&&b| b == b'\n').count() + 1;
        (line, error.message().to_owned())
    })?;
    Ok(fields_from_toml(table))
}
