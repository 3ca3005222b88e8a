//! Spellings that readers take for the same word.

use std::borrow::Cow;

use memchr::memchr3;

use crate::article::Lang;

/// Returns a word in the spelling in which it is compared, or `None` if that is its own. `word` is in lower case and
/// composed form.
pub(super) fn same_letters(word: &str, lang: Lang) -> Option<String> {
    let code = lang.code();
    let mut same = String::with_capacity(word.len());
    let mut before = ' ';
    for c in word.chars() {
        match c {
            // Romanian was long typed with a cedilla for the comma below.
            'ş' if code == "ro" => same.push('ș'),
            'ţ' if code == "ro" => same.push('ț'),
            'œ' => same.push_str("oe"),
            // A letter of its own in the north.
            'æ' if !matches!(code, "da" | "no" | "nn" | "is" | "fo") => same.push_str("ae"),
            'ё' if code == "ru" => same.push('е'),
            // Stress marks of dictionaries and children's books.
            '\u{300}' | '\u{301}' if is_cyrillic(before) => {}
            // Hebrew vowel points and accents.
            '\u{591}'..='\u{5bd}'
            | '\u{5bf}'
            | '\u{5c1}'
            | '\u{5c2}'
            | '\u{5c4}'
            | '\u{5c5}'
            | '\u{5c7}' => {}
            // Arabic vowel marks, and the stroke that lengthens a word.
            '\u{64b}'..='\u{652}' | '\u{656}'..='\u{65f}' | '\u{670}' | '\u{640}' => {}
            'ي' | 'ى' if matches!(code, "fa" | "ur" | "ckb" | "ps") => same.push('ی'),
            'ك' if matches!(code, "fa" | "ur" | "ckb" | "ps") => same.push('ک'),
            'ی' if code == "ar" => same.push('ي'),
            'ک' if code == "ar" => same.push('ك'),
            // Devanagari is written with or without the dot below, and has two signs for a nasal vowel.
            '\u{93c}' => {}
            '\u{901}' => same.push('\u{902}'),
            // Invisible joins. The Persian stemmer needs them.
            '\u{200c}' if code == "fa" => same.push(c),
            '\u{200c}' | '\u{200d}' => {}
            _ => match digit(c) {
                Some(digit) => same.push(digit),
                None => same.push(c),
            },
        }
        before = c;
    }
    match code {
        "hi" | "mr" | "ne" | "sa" => same = with_anusvara(&same),
        "vi" => same = with_marks_on_the_first_vowel(&same),
        _ => {}
    }
    (same != word).then_some(same)
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

/// Returns the ASCII digit of a decimal digit of another script.
fn digit(c: char) -> Option<char> {
    const ZEROS: [u32; 20] = [
        0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6,
        0xe50, 0xed0, 0xf20, 0x1040, 0x17e0, 0x1810, 0xff10,
    ];
    let code = u32::from(c);
    let zero = ZEROS.iter().find(|&&zero| (zero..zero + 10).contains(&code))?;
    char::from_digit(code - zero, 10)
}

/// Writes a nasal before a consonant as the dot above: `हिन्दी` as `हिंदी`.
fn with_anusvara(word: &str) -> String {
    let mut written = String::with_capacity(word.len());
    let chars: Vec<char> = word.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        let is_nasal = matches!(chars[at], 'ङ' | 'ञ' | 'ण' | 'न' | 'म');
        let next = (chars.get(at + 1), chars.get(at + 2));
        match next {
            (Some('\u{94d}'), Some(&consonant))
                if is_nasal && is_of_class(chars[at], consonant) =>
            {
                written.push('\u{902}');
                at += 2;
            }
            _ => {
                written.push(chars[at]);
                at += 1;
            }
        }
    }
    written
}

/// Returns whether a consonant is spoken in the place of a nasal, so that the dot above can stand for the nasal.
fn is_of_class(nasal: char, consonant: char) -> bool {
    match nasal {
        'ङ' => matches!(consonant, 'क'..='घ'),
        'ञ' => matches!(consonant, 'च'..='झ'),
        'ण' => matches!(consonant, 'ट'..='ढ'),
        'न' => matches!(consonant, 'त'..='ध'),
        _ => matches!(consonant, 'प'..='भ'),
    }
}

/// Writes the tone of `oa`, `oe` and `uy` on the first vowel: `hoà` as `hòa`.
fn with_marks_on_the_first_vowel(word: &str) -> String {
    const PAIRS: [(&str, &str); 15] = [
        ("oà", "òa"),
        ("oá", "óa"),
        ("oả", "ỏa"),
        ("oã", "õa"),
        ("oạ", "ọa"),
        ("oè", "òe"),
        ("oé", "óe"),
        ("oẻ", "ỏe"),
        ("oẽ", "õe"),
        ("oẹ", "ọe"),
        ("uỳ", "ùy"),
        ("uý", "úy"),
        ("uỷ", "ủy"),
        ("uỹ", "ũy"),
        ("uỵ", "ụy"),
    ];
    let found = PAIRS.iter().find(|(old, _)| word.contains(old));
    found.map_or_else(|| word.to_owned(), |(old, new)| word.replace(old, new))
}

/// Writes a number without separators of thousands and an abbreviation without its dots: `1,000` as `1000`, `u.s` as
/// `us`. Returns other words unchanged.
pub(super) fn without_separators<'w>(word: &'w str, lang: Lang) -> Cow<'w, str> {
    if memchr3(b'.', b',', b'\'', word.as_bytes()).is_none() {
        return Cow::Borrowed(word);
    }
    if is_dotted(word) {
        return Cow::Owned(word.replace('.', ""));
    }
    let separator = match lang.code() {
        "da" | "de" | "el" | "es" | "gl" | "hr" | "id" | "is" | "it" | "nl" | "pt" | "ro"
        | "sl" | "sr" | "tr" | "bs" | "ca" | "eu" | "az" | "vi" | "mk" => '.',
        _ => ',',
    };
    for separator in [separator, '\''] {
        if has_thousands(word, separator) {
            return Cow::Owned(word.replace(separator, ""));
        }
    }
    Cow::Borrowed(word)
}

/// Returns whether a word is single letters with dots between: `u.s`, `т.е`.
fn is_dotted(word: &str) -> bool {
    let mut n = 0;
    word.split('.').all(|part| {
        let mut chars = part.chars();
        n += 1;
        chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
    }) && n > 1
}

/// Returns whether a word is a number with this separator of thousands, with or without decimals.
fn has_thousands(word: &str, separator: char) -> bool {
    let decimal = if separator == '.' { ',' } else { '.' };
    let (whole, decimals) = word.split_once(decimal).unwrap_or((word, "0"));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let groups: Vec<&str> = whole.split(separator).collect();
    let [first, middle @ .., last] = &groups[..] else { return false };
    // Groups of two are Indian.
    groups.iter().all(|group| is_number(group))
        && matches!(first.len(), 1..=3)
        && !first.starts_with('0')
        && middle.iter().all(|group| matches!(group.len(), 2 | 3))
        && last.len() == 3
        && is_number(decimals)
}

#[cfg(test)]
mod tests {
    use super::super::normalize::{fold, normal_form};
    use crate::article::Lang;

    #[test]
    fn spellings_of_a_word_are_one() {
        let form = |word: &str, tag: &str| {
            normal_form(&fold(word), Lang::parse(tag).unwrap()).into_owned()
        };
        let check = |tag: &str, one: &str, other: &str| {
            assert_eq!(form(one, tag), form(other, tag), "{one} {other}")
        };
        check("ja", "ＮＡＴＯ", "NATO");
        check("ja", "ﾌｪﾘｰ", "フェリー");
        check("ja", "ｶﾞﾗｽ", "ガラス");
        check("en", "oﬃce", "office");
        check("en", "CO₂", "CO2");
        check("fr", "cœur", "coeur");
        check("fr", "l＇eau", "l'eau");
        check("en", "encyclopædia", "encyclopaedia");
        check("ca", "coŀlegi", "col·legi");
        check("fa", "۱۴۰۰", "1400");
        check("fa", "كتاب", "کتاب");
        check("hi", "२०२१", "2021");
        check("hi", "हिंदी", "हिन्दी");
        check("hi", "सड़क", "सडक");
        check("he", "שָׁלוֹם", "שלום");
        check("he", "צה״ל", "צה\"ל");
        check("ru", "Москва́", "Москва");
        check("ru", "ещё", "еще");
        check("vi", "hoà", "hòa");
        check("ur", "می\u{200c}ں", "میں");
        check("en", "1,000", "1000");
        check("en", "3,000.5", "3000.5");
        check("hi", "1,00,000", "100000");
        check("de", "10.000", "10000");
        check("fr", "10\u{202f}000", "10000");
        check("en", "U.S", "US");
        check("ru", "т.е", "те");
        check("ar", "ﻛﺘﺎﺏ", "كتاب");
        check("th", "ท\u{e4d}\u{e32}", "ท\u{e33}");
    }

    #[test]
    fn other_words_stay_apart() {
        let check = |tag: &str, word: &str| {
            assert_eq!(normal_form(&fold(word), Lang::parse(tag).unwrap()), word);
        };
        check("da", "læs");
        check("en", "1.000");
        check("en", "2,50");
        check("de", "1,000");
        check("en", "192.168.1.1");
        check("tr", "ş");
        check("en", "node.js");
    }
}
