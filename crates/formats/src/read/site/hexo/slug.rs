//! Hexo's way to make a part of an address of a text.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Which letters a part of an address has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Case {
    #[default]
    AsWritten,
    Lower,
    Upper,
}

/// Letters without a decomposition that Hexo replaces, and what it writes for them.
const FOLDED: [(char, &str); 20] = [
    ('ß', "s"),
    ('ẞ', "S"),
    ('æ', "ae"),
    ('Æ', "AE"),
    ('œ', "oe"),
    ('Œ', "OE"),
    ('ø', "o"),
    ('Ø', "O"),
    ('ł', "l"),
    ('Ł', "L"),
    ('đ', "d"),
    ('Đ', "D"),
    ('ð', "d"),
    ('Ð', "D"),
    ('ħ', "h"),
    ('Ħ', "H"),
    ('ŧ', "t"),
    ('Ŧ', "T"),
    ('ı', "i"),
    ('ŀ', "l"),
];

/// Folds the accents of Latin letters, and writes one `-` for white space and punctuation.
pub(super) fn slug(text: &str, case: Case) -> String {
    let mut slug = String::with_capacity(text.len());
    for letter in text.chars() {
        let is_separator = letter.is_whitespace()
            || letter.is_ascii_punctuation()
            // The byte order mark is white space in JavaScript.
            || letter == '\u{feff}';
        if letter < ' ' {
            continue;
        }
        if !is_separator {
            push_folded(&mut slug, letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    match case {
        Case::AsWritten => slug.to_owned(),
        Case::Lower => slug.to_lowercase(),
        Case::Upper => slug.to_uppercase(),
    }
}

/// Adds a letter without its accents. Letters of other scripts keep theirs.
fn push_folded(slug: &mut String, letter: char) {
    if let Some((_, folded)) = FOLDED.iter().find(|(known, _)| *known == letter) {
        slug.push_str(folded);
        return;
    }
    let mut parts = std::iter::once(letter).nfd();
    match parts.next() {
        Some(base) if base.is_ascii_alphabetic() && parts.all(is_combining_mark) => slug.push(base),
        _ => slug.push(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::{Case, slug};

    #[test]
    fn slugs_equal_those_of_hexo() {
        let check = |text: &str, case, expected: &str| assert_eq!(slug(text, case), expected);
        check("Über Größe!", Case::Lower, "uber-grose");
        check("Über Größe!", Case::AsWritten, "Uber-Grose");
        check("sub/nested", Case::AsWritten, "sub-nested");
        check("  a -- b_c.md ", Case::Upper, "A-B-C-MD");
        check("кофе й", Case::AsWritten, "кофе-й");
        check("日本語", Case::AsWritten, "日本語");
        check("…", Case::AsWritten, "…");
    }
}
