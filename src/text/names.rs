//! Names that are spelt like a stop word or a single character: `WHO`, `IT`, `C`, `C++`, the `1` of "type 1".

use memchr::{memchr, memrchr};

use crate::article::Lang;

/// Returns the end of a name of one letter and signs, such as `C++` and `C#`. `end` is the end of its letter.
#[inline(never)]
pub(super) fn with_signs(text: &str, end: usize) -> usize {
    let bytes = text.as_bytes();
    let is_letter = bytes[end - 1].is_ascii_alphabetic();
    match (bytes.get(end), bytes.get(end + 1)) {
        (Some(b'+'), Some(b'+')) if is_letter => end + 2,
        (Some(b'#'), after)
            if is_letter && !after.is_some_and(|&b| b == b'#' || b.is_ascii_alphanumeric()) =>
        {
            end + 1
        }
        _ => end,
    }
}

/// English stop words that are written in capitals for stress, and that no organization or place is called.
const STRESSED: [&str; 57] = [
    "i", "a", "the", "not", "no", "and", "or", "all", "any", "only", "both", "very", "do", "does",
    "did", "don", "is", "are", "was", "be", "been", "have", "has", "can", "will", "should", "must",
    "you", "your", "yours", "my", "our", "this", "that", "these", "those", "if", "but", "now",
    "more", "most", "before", "after", "too", "just", "same", "own", "why", "how", "what", "when",
    "where", "here", "there", "of", "to", "for",
];

/// Returns whether a word that is dropped elsewhere may be a name where it is written like this: one digit, one capital
/// letter, or a stop word in capitals. `lower` is the word in its normal form.
pub(super) fn may_be_name(word: &str, lower: &str, lang: Lang) -> bool {
    let mut chars = word.chars();
    let is_single = chars.next().is_some() && chars.next().is_none();
    if is_single && !lower.is_empty() && lower.bytes().all(|b| b.is_ascii_digit()) {
        return true;
    }
    // The French noun for summer is spelt like a participle.
    if !lower.is_ascii() && lower == "été" && lang.code() == "fr" {
        return true;
    }
    let is_stressed =
        || lang == Lang::ENGLISH && (lower == "i" || !is_single && STRESSED.contains(&lower));
    chars_are_capital(word) && !is_stressed()
}

fn chars_are_capital(word: &str) -> bool {
    word.contains(char::is_uppercase)
        && word.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '\''))
}

/// An occurrence of a word that may be a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'t> {
    pub(super) text: &'t str,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) lang: Lang,
    /// Whether the word stands inside a sentence of a body.
    pub(super) inside: bool,
    /// Whether a kept word stands before it, with neither a stop word nor the end of a sentence between.
    pub(super) after_kept: bool,
}

impl Place<'_> {
    /// Returns whether the word is written as a name here. O(1).
    #[cold]
    pub(super) fn is_name(self) -> bool {
        let word = &self.text[self.start..self.end];
        let mut chars = word.chars();
        let (first, is_single) = (chars.next().unwrap_or(' '), chars.next().is_none());
        if is_single && first.is_numeric() {
            return self.is_number_name();
        }
        if is_single && first.is_uppercase() {
            return self.is_letter_name(first);
        }
        let (before, after) = self.line();
        if first.is_lowercase() || word.contains('t') {
            return is_noun_of_summer(before, word);
        }
        !is_shouted(before, after)
    }

    /// Returns whether a digit belongs to a name or to a score: "type 1", "F-4", "3-1". The numbers of lists and
    /// tables and the numbers of things do not.
    fn is_number_name(&self) -> bool {
        let bytes = self.text.as_bytes();
        let is_joined = match self.start.checked_sub(1).map(|at| bytes[at]) {
            Some(b' ' | b'-') => self.start > 1 && !bytes[self.start - 2].is_ascii_whitespace(),
            Some(b) => b >= 0x80,
            None => false,
        };
        let is_score = bytes.get(self.end) == Some(&b'-')
            && bytes.get(self.end + 1).is_some_and(u8::is_ascii_digit);
        self.after_kept && is_joined || is_score
    }

    /// Returns the line of the word: what stands before the word, and what stands after it. Each has 200 bytes at most.
    fn line(&self) -> (&str, &str) {
        let Self { text, start, end, .. } = *self;
        let first = text.ceil_char_boundary(start.saturating_sub(LINE_BYTES));
        let last = text.floor_char_boundary(text.len().min(end + LINE_BYTES));
        let (before, after) = (&text[first..start], &text[end..last]);
        let first = memrchr(b'\n', before.as_bytes()).map_or(0, |at| at + 1);
        let last = memchr(b'\n', after.as_bytes()).unwrap_or(after.len());
        (&before[first..], &after[..last])
    }

    /// Returns whether a single capital letter is a name, such as that of a language or of a vitamin.
    fn is_letter_name(&self, letter: char) -> bool {
        let (before, after) = (&self.text[..self.start], &self.text[self.end..]);
        let is_article = is_word_of_one_letter(letter, self.lang);
        if is_article && !self.inside {
            return false;
        }
        let follower = after.as_bytes().first();
        // "J. Smith" and "George W. Bush", but "It is written in C."
        let is_initial = follower == Some(&b'.')
            && after[1..].trim_start_matches(' ').starts_with(char::is_alphabetic)
            || before.ends_with('.');
        let is_list_letter = matches!(follower, Some(b')' | b'.' | b':'))
            && before.trim_end_matches(' ').chars().next_back().is_none_or(|c| c == '\n');
        if is_initial || is_list_letter || before.ends_with('\'') {
            return false;
        }
        // "A" begins titles and sentences. At the end of a sentence it is a name, as in "hepatitis A".
        let is_last = || !after.trim_start_matches(' ').starts_with(char::is_alphabetic);
        !is_article || before.ends_with([' ', '-']) && is_last()
    }
}

/// Number of bytes on either side that count as the line of a word.
const LINE_BYTES: usize = 200;

/// Returns whether a letter is a word of its own in a language, and may begin a sentence.
fn is_word_of_one_letter(letter: char, lang: Lang) -> bool {
    let words = match lang.code() {
        "en" => "AI",
        "fr" => "AÀYÔ",
        "es" => "AEOUY",
        "it" => "AEIOÈ",
        "pt" | "gl" => "AEOÀÉÓ",
        "ca" => "AIOÀÉ",
        "ro" => "AEO",
        "pl" => "AIOUWZ",
        "cs" | "sk" | "sl" | "hr" | "sr" | "bs" => "AIKOSUVZ",
        "hu" => "AÓŐ",
        "sv" | "da" | "no" | "nn" => "IÅÖ",
        "ru" | "be" | "bg" | "mk" => "АБВЖИКОСУЯЕ",
        "uk" => "АБВЖЗІЙОУЯЄ",
        "el" => "ΑΗΟ",
        _ => "",
    };
    words.contains(letter)
}

/// Returns whether a stop word in capitals stands among others in capitals, so that it is shouted rather than a name.
/// The word alone on its line is a name.
fn is_shouted(before: &str, after: &str) -> bool {
    let has =
        |is_of_kind: fn(char) -> bool| before.contains(is_of_kind) || after.contains(is_of_kind);
    if !has(char::is_alphabetic) {
        return false;
    }
    // Letters without case cannot be shouted.
    if !has(|c| c.is_alphabetic() && !c.is_uppercase()) {
        return true;
    }
    let capitals = |neighbor: Option<&str>| {
        let letters = neighbor.unwrap_or_default().trim_matches(|c: char| !c.is_alphabetic());
        if chars_are_capital(letters) { letters.chars().count() } else { 0 }
    };
    let previous = before.strip_suffix(' ').and_then(|before| before.rsplit(' ').next());
    let next = after.strip_prefix(' ').and_then(|after| after.split(' ').next());
    let (n_before, n_after) = (capitals(previous), capitals(next));
    // One short neighbor in capitals may be another name: "the WHO and UN".
    n_before > 1 && n_after > 1 || n_before > 6 || n_after > 6
}

/// Returns whether the French `été` is the summer: elided, or after an article, an adjective or "en".
fn is_noun_of_summer(before: &str, word: &str) -> bool {
    const BEFORE: [&str; 24] = [
        "un", "cet", "chaque", "quel", "bel", "en", "de", "dernier", "prochain", "plein", "mi",
        "tout", "notre", "votre", "leur", "son", "mon", "premier", "seul", "même", "nouvel",
        "ancien", "grand", "début",
    ];
    let previous =
        before.trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    word.contains('\'') || BEFORE.contains(&previous.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use crate::article::Lang;
    use crate::text::{Analyzer, TextPart, TextSettings, Tokens};

    fn forms(text: &str, lang: &str, part: TextPart) -> Vec<String> {
        let mut analyzer = Analyzer::new(TextSettings::default());
        let mut tokens = Tokens::default();
        analyzer.read(text, Lang::parse(lang).unwrap(), part, &mut tokens);
        tokens.forms.iter().map(|&form| analyzer.forms().text(form).to_owned()).collect()
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(forms(text, "en", TextPart::Body), expected, "{text}");
    }

    #[test]
    fn words_of_one_character_are_kept_as_names() {
        check("Notes on C and R", &["Notes", "C", "R"]);
        check("C++, c++ and C# (F#)", &["C++", "c++", "C#", "F#"]);
        check("The F-35 is late", &["F", "35", "late"]);
        check("Children with type 1", &["Children", "type", "1"]);
        check("They won 3–1", &["3", "1"]);
        check("By 3–1 they won", &["3", "1"]);
        check("Malcolm X spoke", &["Malcolm", "X", "spoke"]);
        check("It is written in C.", &["written", "C"]);
        check("Patients with hepatitis A.", &["Patients", "hepatitis", "A"]);
    }

    #[test]
    fn other_words_of_one_character_are_dropped() {
        check("George W. Bush and J. Smith", &["George", "Bush", "Smith"]);
        check("A man, and I", &["man"]);
        check("1. Peel\n2) Cut\na) x", &["Peel", "Cut"]);
        check("They are 4 brothers in 2 houses", &["brothers", "houses"]);
        assert_eq!(forms("A New Hope", "en", TextPart::Heading), ["New", "Hope"]);
        assert_eq!(forms("O most. A tak", "pl", TextPart::Body), ["most"]);
    }

    #[test]
    fn stop_words_in_capitals_are_names() {
        check("The WHO warns", &["WHO", "warns"]);
        check("Fees of the WHO's staff", &["Fees", "WHO", "staff"]);
        check("All IT was down", &["IT"]);
        check("Do NOT touch", &["touch"]);
        check("WHO IS TO BLAME", &["BLAME"]);
        check("who warns", &["warns"]);
        check("U.S. troops in the US", &["U.S", "troops", "US"]);
        assert_eq!(forms("IT", "en", TextPart::Heading), ["IT"]);
    }

    #[test]
    fn the_french_summer_is_no_participle() {
        assert_eq!(forms("Un été sec", "fr", TextPart::Body), ["été", "sec"]);
        assert_eq!(forms("Elle a été vue", "fr", TextPart::Body), ["vue"]);
        assert_eq!(forms("Les prénoms de l'été", "fr", TextPart::Body), ["prénoms", "été"]);
    }
}
