//! Paths as Hugo writes them in addresses.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark as is_mark};

/// How letters are changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sanitizer {
    /// Write lower case.
    pub lowers: bool,
    /// Write letters without accents.
    pub removes_accents: bool,
}

impl Sanitizer {
    /// Cleans a path: white space becomes `-`, letters, marks, digits and `. / \ _ # + ~ - @` stay, all else goes.
    pub(super) fn path(self, path: &str) -> String {
        let mut clean = String::with_capacity(path.len());
        let mut has_space = false;
        for letter in path.chars() {
            let is_kept = letter.is_alphanumeric()
                || is_mark(letter)
                || matches!(letter, '.' | '/' | '\\' | '_' | '#' | '+' | '~' | '-' | '@');
            if is_kept {
                if has_space && letter != '-' && !clean.ends_with('-') && !clean.is_empty() {
                    clean.push('-');
                }
                has_space = false;
                clean.push(letter);
            } else if letter.is_whitespace() {
                has_space = true;
            }
        }
        self.letters(clean)
    }

    /// Cleans a title or a slug for an address: a `+` is a space there.
    pub(super) fn text(self, text: &str) -> String {
        self.path(&text.replace('+', " "))
    }

    fn letters(self, path: String) -> String {
        let path = match self.removes_accents {
            true => path.nfd().filter(|&letter| !is_mark(letter)).nfc().collect(),
            false => path,
        };
        if self.lowers { path.to_lowercase() } else { path }
    }
}

#[cfg(test)]
mod tests {
    use super::Sanitizer;

    /// What Hugo 0.168 writes.
    #[test]
    fn cleans_paths_and_titles_as_hugo_does() {
        let clean = Sanitizer { lowers: true, removes_accents: false };
        let path = |from: &str, to: &str| assert_eq!(clean.path(from), to, "{from}");
        path("A  b--c_d -", "a-b--c_d-");
        path("a&b+c~d@e#f", "ab+c~d@e#f");
        path("日本語", "日本語");
        let text = |from: &str, to: &str| assert_eq!(clean.text(from), to, "{from}");
        text("C++ & C# — Été_x (v1.2)", "c-c#-été_x-v1.2");
        text("A  double--dash -x- _y_ ", "a-double--dash-x-_y_");
        text("a+b~c@d", "a-b~c@d");
        let ascii = Sanitizer { lowers: false, removes_accents: true };
        assert_eq!(ascii.path("Été"), "Ete");
    }
}
