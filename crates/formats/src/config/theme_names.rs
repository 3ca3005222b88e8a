//! Names that an editor gives to themes by their ids.

use std::borrow::Cow;

use toml::de::{DeTable, DeValue};

use crate::ReadError;
use crate::markup::clean::clean_line;

/// A name for a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeName {
    /// Id of the theme.
    pub id: usize,
    /// Its name.
    pub name: String,
    /// Line of the file, from 1.
    pub line: u64,
}

/// Reads names for themes: TOML of lines such as `3 = "Arms control"`, in the order of their lines. `file` names
/// the file in messages. O(bytes).
///
/// # Errors
/// [`ReadError::ThemeList`] with the line: no TOML, a key that is no id, a value that is no text, a name that
/// is empty.
pub fn theme_names(text: &str, file: &str) -> Result<Vec<ThemeName>, ReadError> {
    let line_of =
        |at: usize| text.bytes().take(at).filter(|&byte| byte == b'\n').count() as u64 + 1;
    let fault =
        |line: u64, what: String| ReadError::ThemeList { name: file.to_owned(), line, what };
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        fault(line_of(at), error.message().replace('\n', " "))
    })?;
    let mut names = Vec::new();
    for (key, value) in table.get_ref() {
        let (line, key) = (line_of(key.span().start), key.get_ref().as_ref());
        let id = key.parse().map_err(|_| {
            fault(
                line,
                format!("`{key}` is no id of a theme: write a line such as 3 = \"Arms control\""),
            )
        })?;
        let name = match value.get_ref() {
            DeValue::String(name) => clean_line(Cow::Borrowed(name)),
            _ => {
                return Err(fault(
                    line,
                    format!("the name of theme {id} is no text: put it in quotes"),
                ));
            }
        };
        if name.is_empty() {
            return Err(fault(line, format!("the name of theme {id} is empty")));
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
    fn names_come_with_their_lines() {
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
    fn what_is_wrong_is_told_with_its_line() {
        let check = |text: &str, expected: &str| {
            assert_eq!(theme_names(text, "n.toml").unwrap_err().to_string(), expected);
        };
        check(
            "\nSport = \"Life\"",
            "n.toml:2: `Sport` is no id of a theme: write a line such as 3 = \"Arms control\"",
        );
        check("1 = 2", "n.toml:1: the name of theme 1 is no text: put it in quotes");
        check("1 = ' '", "n.toml:1: the name of theme 1 is empty");
        check("1 = 'A'\n1 = 'B'", "n.toml:2: duplicate key");
    }
}
