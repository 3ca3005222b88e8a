//! Lists of named themes, and lexicons: one TOML format for both.

use serde::Deserialize;
use toml::Spanned;

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

/// A name as it is shown: on one line, without control characters, as titles are.
#[derive(Deserialize)]
#[serde(from = "String")]
struct Name(String);

impl From<String> for Name {
    fn from(name: String) -> Self {
        Self(clean_line(name.into()))
    }
}

/// Reads a list of named themes.
///
/// An optional `lang` for all, then for each `[[theme]]` its `name`, its `seeds` and perhaps the name of a
/// `parent`, which is a theme of the list or a heading: an entry without seeds. `file` names the list in
/// messages. Headings are left out of what is returned. O(bytes).
///
/// # Errors
/// [`ReadError::ThemeList`] with the line: no TOML, an unknown or missing key, no theme at all, a name that
/// is empty or given twice, a theme without seeds that is no heading, a parent that is not in the list or
/// comes under itself, a language that is none.
pub fn theme_list(text: &str, file: &str) -> Result<Vec<SeedTheme>, ReadError> {
    let fault = |at: usize, what: String| {
        let line =
            text.as_bytes().iter().take(at).filter(|&&byte| byte == b'\n').count() as u64 + 1;
        ReadError::ThemeList { name: file.to_owned(), line, what }
    };
    let list: File = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        fault(at, error.message().replace('\n', " "))
    })?;
    let lang = list.lang.map(|lang| match Lang::parse(lang.get_ref()) {
        Some(lang) => Ok(lang),
        None => Err(fault(
            lang.span().start,
            format!("`{}` is no language: write a two-letter code such as en", lang.get_ref()),
        )),
    });
    let lang = lang.transpose()?;
    let entries: Vec<&Entry> = list.theme.iter().map(Spanned::get_ref).collect();
    if entries.is_empty() {
        return Err(fault(0, "no theme is named: write [[theme]] with name and seeds".to_owned()));
    }
    let position = |name: &str| entries.iter().position(|entry| entry.name.get_ref().0 == name);
    for (at, entry) in entries.iter().enumerate() {
        let (name, start) = (entry.name.get_ref().0.as_str(), entry.name.span().start);
        if name.is_empty() {
            return Err(fault(start, "the name is empty".to_owned()));
        }
        if position(name) != Some(at) {
            return Err(fault(start, format!("`{name}` is named twice")));
        }
        let is_heading = entries.iter().any(|other| parent(other) == Some(name));
        if entry.seeds.iter().all(|seed| seed.trim().is_empty()) && !is_heading {
            return Err(fault(start, format!("`{name}` has no seeds: give it a few words")));
        }
        // No chain of parents is longer than the list, unless it comes back.
        let mut above = entry.parent.as_ref();
        for _ in 0..=entries.len() {
            let Some(parent) = above else { break };
            let found = position(&parent.get_ref().0);
            let Some(found) = found else {
                let what = format!("the parent `{}` is not in the list", parent.get_ref().0);
                return Err(fault(parent.span().start, what));
            };
            above = entries[found].parent.as_ref();
        }
        if let Some(parent) = above {
            let what = format!("`{name}` comes under itself by its parents");
            return Err(fault(parent.span().start, what));
        }
    }
    let with_seeds = entries.iter().filter(|entry| !entry.seeds.is_empty());
    let theme = |entry: &&Entry| SeedTheme {
        name: entry.name.get_ref().0.clone(),
        seeds: entry.seeds.clone(),
        parent: parent(entry).map(str::to_owned),
        lang,
    };
    Ok(with_seeds.map(theme).collect())
}

/// The lexicon that comes with the program: some ninety themes of newsrooms, in English.
///
/// ```
/// let lexicon = alsolike::ingest::starter_lexicon();
/// assert!(lexicon.iter().any(|theme| theme.name == "Digital surveillance"));
/// ```
#[must_use]
pub fn starter_lexicon() -> Vec<SeedTheme> {
    theme_list(include_str!("lexicon.toml"), "lexicon.toml").unwrap_or_default()
}

fn parent(entry: &Entry) -> Option<&str> {
    entry.parent.as_ref().map(|parent| parent.get_ref().0.as_str())
}

#[cfg(test)]
mod tests {
    use super::{starter_lexicon, theme_list};
    use alsolike::article::Lang;

    #[test]
    fn a_list_gives_names_seeds_and_parents() {
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
    fn what_is_wrong_is_told_with_its_line() {
        let check = |list: &str, expected: &str| {
            assert_eq!(theme_list(list, "a.toml").unwrap_err().to_string(), expected);
        };
        check("", "a.toml:1: no theme is named: write [[theme]] with name and seeds");
        check(
            "[[theme]]\nname = \"A\"\nseed = [\"a\"]\n",
            "a.toml:3: unknown field `seed`, expected one of `name`, `seeds`, `parent`",
        );
        check("[[theme]]\nseeds = [\"a\"]\n", "a.toml:1: missing field `name`");
        check("[[theme]]\nname = \"A\"\n", "a.toml:2: `A` has no seeds: give it a few words");
        check("[[theme]]\nname = \" \"\nseeds = [\"a\"]\n", "a.toml:2: the name is empty");
        let a = "[[theme]]\nname = \"A\"\nseeds = [\"a\"]\n";
        check(&[a, a].concat(), "a.toml:5: `A` is named twice");
        check(&format!("{a}parent = \"B\"\n"), "a.toml:4: the parent `B` is not in the list");
        check(&format!("{a}parent = \"A\"\n"), "a.toml:4: `A` comes under itself by its parents");
        check(
            &format!("lang = \"English\"\n{a}"),
            "a.toml:1: `English` is no language: write a two-letter code such as en",
        );
    }

    #[test]
    fn the_starter_lexicon_has_fifty_themes_and_more() {
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
