//! Files of names that an editor gives to themes.

use std::borrow::Cow;

use toml::de::{DeTable, DeValue};

use super::line::line_at;
use crate::ReadError;
use crate::markup::clean::clean_line;

/// A name for a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeName {
    /// Id of the theme.
    pub id: usize,
    /// Name of the theme.
    pub name: String,
    /// Line in the file, from 1.
    pub line: u64,
}

/// Parses names for themes, and returns them in the order of their lines.
///
/// The file is TOML with lines such as `3 = "Arms control"`. `file` is the name of the file in messages.
///
/// # Errors
/// [`ReadError::ThemeList`] with the line: invalid TOML, a key that is not an id, a value that is not a text, an empty
/// name.
pub fn theme_names(text: &str, file: &str) -> Result<Vec<ThemeName>, ReadError> {
    let error =
        |line: u64, what: String| ReadError::ThemeList { name: file.to_owned(), line, what };
    let table = DeTable::parse(text).map_err(|toml| {
        let offset = toml.span().map_or(0, |span| span.start);
        error(line_at(text, offset), toml.message().replace('\n', " "))
    })?;
    let mut names = Vec::new();
    for (key, value) in table.get_ref() {
        let (line, key) = (line_at(text, key.span().start), key.get_ref().as_ref());
        let id = key.parse().map_err(|_| {
            let example = "write a line such as 3 = \"Arms control\"";
            error(line, format!("`{key}` is not the id of a theme: {example}"))
        })?;
        let DeValue::String(name) = value.get_ref() else {
            let what = format!("the name of theme {id} is not a text: put it in quotes");
            return Err(error(line, what));
        };
        let name = clean_line(Cow::Borrowed(name));
        if name.is_empty() {
            return Err(error(line, format!("the name of theme {id} is empty")));
        }
        names.push(ThemeName { id, name, line });
    }
    names.sort_by_key(|name| name.line);
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::{ThemeName, theme_names};

    #[test]
    fn reads_names_with_their_lines() {
        let name = |id, name: &str, line| ThemeName { id, name: name.to_owned(), line };
        let found = theme_names("# ours\n12 = \" Sport \"\n\n0 = 'Life'\n", "names.toml").unwrap();
        assert_eq!(found, [name(12, "Sport", 2), name(0, "Life", 4)]);
        assert_eq!(
            theme_names("1 = \"Red \\u001b[31m\\nalert\"", "").unwrap(),
            [name(1, "Red [31m alert", 1)]
        );
        assert_eq!(theme_names("", "names.toml").unwrap(), []);
    }

    #[test]
    fn errors_name_the_line() {
        let check = |text: &str, expected: &str| {
            assert_eq!(theme_names(text, "n.toml").unwrap_err().to_string(), expected);
        };
        check(
            "\nSport = \"Life\"",
            "n.toml:2: `Sport` is not the id of a theme: write a line such as 3 = \"Arms control\"",
        );
        check("1 = 2", "n.toml:1: the name of theme 1 is not a text: put it in quotes");
        check("1 = ' '", "n.toml:1: the name of theme 1 is empty");
        check("1 = 'A'\n1 = 'B'", "n.toml:2: duplicate key");
    }
}
