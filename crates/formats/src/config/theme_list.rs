//! Lists of seed themes, and lexicons, in one TOML format.

use serde::Deserialize;
use toml::Spanned;

use super::line::line_at;
use crate::ReadError;
use crate::markup::clean::clean_line;
use alsolike::article::Lang;
use alsolike::themes::SeedTheme;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    lang: Option<Spanned<String>>,
    #[serde(default)]
    theme: Vec<Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: Spanned<Name>,
    #[serde(default)]
    seeds: Vec<String>,
    parent: Option<Spanned<Name>>,
}

/// A name on one line without control characters, like a title.
#[derive(Deserialize)]
#[serde(from = "String")]
struct Name(String);

impl From<String> for Name {
    fn from(name: String) -> Self {
        Self(clean_line(name.into()))
    }
}

impl Entry {
    fn name(&self) -> &str {
        &self.name.get_ref().0
    }

    fn parent(&self) -> Option<&str> {
        self.parent.as_ref().map(|parent| parent.get_ref().0.as_str())
    }
}

/// An error with its byte offset in the file.
type ListError = (usize, String);

/// Parses a list of seed themes. `file` is the name of the list in messages.
///
/// The file may have a `lang` for all themes. Each `[[theme]]` has a `name`, a list of `seeds`, and optionally the
/// name of a `parent`: another theme, or a heading, which is an entry without seeds. Headings are not returned.
///
/// # Errors
/// [`ReadError::ThemeList`] with the line: invalid TOML, an unknown or missing key, no themes, an empty or duplicate
/// name, a theme without seeds that is not a heading, a parent that is not in the list, a theme that is its own ancestor,
/// an invalid language.
///
/// # Performance
/// O(n² · depth) for n entries with chains of `depth` parents.
pub fn theme_list(text: &str, file: &str) -> Result<Vec<SeedTheme>, ReadError> {
    parse(text).map_err(|(offset, what)| ReadError::ThemeList {
        name: file.to_owned(),
        line: line_at(text, offset),
        what,
    })
}

fn parse(text: &str) -> Result<Vec<SeedTheme>, ListError> {
    let list: File = toml::from_str(text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        (offset, error.message().replace('\n', " "))
    })?;
    let lang = list.lang.map(|lang| {
        Lang::parse(lang.get_ref()).ok_or_else(|| {
            let what = format!("`lang` is `{}`, not a language tag like en", lang.get_ref());
            (lang.span().start, what)
        })
    });
    let lang = lang.transpose()?;
    let entries: Vec<&Entry> = list.theme.iter().map(Spanned::get_ref).collect();
    if entries.is_empty() {
        return Err((0, "no themes: write [[theme]] with `name` and `seeds`".to_owned()));
    }
    for at in 0..entries.len() {
        check_entry(at, &entries)?;
        check_ancestors(entries[at], &entries)?;
    }
    let with_seeds = entries.iter().filter(|entry| !entry.seeds.is_empty());
    let theme = |entry: &&Entry| SeedTheme {
        name: entry.name().to_owned(),
        seeds: entry.seeds.clone(),
        parent: entry.parent().map(str::to_owned),
        lang,
    };
    Ok(with_seeds.map(theme).collect())
}

/// Index of the first entry with a name.
fn position(name: &str, entries: &[&Entry]) -> Option<usize> {
    entries.iter().position(|entry| entry.name() == name)
}

fn check_entry(at: usize, entries: &[&Entry]) -> Result<(), ListError> {
    let entry = entries[at];
    let (name, start) = (entry.name(), entry.name.span().start);
    if name.is_empty() {
        return Err((start, "`name` is empty".to_owned()));
    }
    if position(name, entries) != Some(at) {
        return Err((start, format!("duplicate theme `{name}`")));
    }
    let is_heading = entries.iter().any(|other| other.parent() == Some(name));
    if entry.seeds.iter().all(|seed| seed.trim().is_empty()) && !is_heading {
        return Err((start, format!("theme `{name}` has no seeds: list a few words in `seeds`")));
    }
    Ok(())
}

fn check_ancestors(entry: &Entry, entries: &[&Entry]) -> Result<(), ListError> {
    let mut above = entry.parent.as_ref();
    // A chain of parents that is longer than the list contains a cycle.
    for _ in 0..=entries.len() {
        let Some(parent) = above else { return Ok(()) };
        let Some(found) = position(&parent.get_ref().0, entries) else {
            let what = format!("parent `{}` is not in the list", parent.get_ref().0);
            return Err((parent.span().start, what));
        };
        above = entries[found].parent.as_ref();
    }
    let start = above.map_or(0, |parent| parent.span().start);
    Err((start, format!("theme `{}` is its own ancestor", entry.name())))
}

/// Returns the lexicon that comes with the program: about ninety themes of newsrooms, in English.
///
/// ```
/// let lexicon = alsolike_formats::config::starter_lexicon();
/// assert!(lexicon.iter().any(|theme| theme.name == "Digital surveillance"));
/// ```
#[must_use]
pub fn starter_lexicon() -> Vec<SeedTheme> {
    theme_list(include_str!("lexicon.toml"), "lexicon.toml").expect("the built-in lexicon is valid")
}

#[cfg(test)]
mod tests {
    use super::{starter_lexicon, theme_list};
    use alsolike::article::Lang;

    #[test]
    fn reads_names_seeds_and_parents() {
        let list = "lang = \"de\"\n[[theme]]\nname = \"Sport\"\n\n[[theme]]\nname = \" Fußball\"\n\
                    seeds = [\"Tor\", \"Pokal Finale\"]\nparent = \"Sport\"\n";
        let themes = theme_list(list, "list.toml").unwrap();
        assert_eq!(themes.len(), 1);
        assert_eq!(
            (themes[0].name.as_str(), themes[0].parent.as_deref()),
            ("Fußball", Some("Sport"))
        );
        assert_eq!(themes[0].seeds, ["Tor", "Pokal Finale"]);
        assert_eq!(themes[0].lang, Lang::parse("de"));
        let signs = "[[theme]]\nname = \"Red \\u001b[31m\\nalert\"\nseeds = [\"a\"]\n";
        assert_eq!(theme_list(signs, "").unwrap()[0].name, "Red [31m alert");
    }

    #[test]
    fn errors_name_the_line() {
        let check = |list: &str, expected: &str| {
            assert_eq!(theme_list(list, "a.toml").unwrap_err().to_string(), expected);
        };
        check("", "a.toml:1: no themes: write [[theme]] with `name` and `seeds`");
        check(
            "[[theme]]\nname = \"A\"\nseed = [\"a\"]\n",
            "a.toml:3: unknown field `seed`, expected one of `name`, `seeds`, `parent`",
        );
        check("[[theme]]\nseeds = [\"a\"]\n", "a.toml:1: missing field `name`");
        check(
            "[[theme]]\nname = \"A\"\n",
            "a.toml:2: theme `A` has no seeds: list a few words in `seeds`",
        );
        check("[[theme]]\nname = \" \"\nseeds = [\"a\"]\n", "a.toml:2: `name` is empty");
        let a = "[[theme]]\nname = \"A\"\nseeds = [\"a\"]\n";
        check(&[a, a].concat(), "a.toml:5: duplicate theme `A`");
        check(&format!("{a}parent = \"B\"\n"), "a.toml:4: parent `B` is not in the list");
        check(&format!("{a}parent = \"A\"\n"), "a.toml:4: theme `A` is its own ancestor");
        check(
            &format!("lang = \"English\"\n{a}"),
            "a.toml:1: `lang` is `English`, not a language tag like en",
        );
    }

    #[test]
    fn the_starter_lexicon_has_at_least_fifty_themes() {
        let lexicon = starter_lexicon();
        assert!(lexicon.len() >= 50);
        assert!(
            lexicon.iter().all(|theme| theme.seeds.len() >= 6 && theme.lang == Some(Lang::ENGLISH))
        );
        for name in ["Geopolitics", "Digital surveillance"] {
            assert!(lexicon.iter().any(|theme| theme.name == name));
        }
    }
}
