//! Languages of articles.

use std::fmt;

#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

/// Language of a text: a BCP 47 language, and a script where the language is written in several.
///
/// Two articles are in one language when both parts are equal. `zh-Hans` and `zh-Hant` are two languages, as are
/// `sr-Latn` and `sr-Cyrl`. Regions are dropped: `pt-BR` and `pt` are one language, `zh-TW` is `zh-Hant`. The script
/// that a language is usually written in is dropped too: `ru-Cyrl` is `ru`.
///
/// Every code of two or three letters is valid, also that of a language without stop words or a stemmer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "String", into = "String"))]
pub struct Lang {
    /// Two or three letters in lower case; the third byte may be 0.
    code: [u8; 3],
    /// Number of the script in [`SCRIPTS`]; 0 where the tag has none.
    script: u8,
}

/// ISO 15924 codes of the scripts that a tag may name. A model stores their numbers: append new ones.
const SCRIPTS: [&str; 43] = [
    "", "Latn", "Cyrl", "Arab", "Hans", "Hant", "Deva", "Grek", "Hebr", "Armn", "Geor", "Ethi",
    "Beng", "Guru", "Gujr", "Orya", "Taml", "Telu", "Knda", "Mlym", "Sinh", "Thai", "Laoo", "Tibt",
    "Mymr", "Khmr", "Hang", "Kore", "Jpan", "Hani", "Mong", "Tfng", "Thaa", "Syrc", "Cans", "Cher",
    "Java", "Nkoo", "Adlm", "Olck", "Mtei", "Bopo", "Hira",
];

impl Lang {
    /// English, the language of texts that declare none and say nothing about theirs.
    pub const ENGLISH: Self = Self { code: *b"en\0", script: 0 };
    /// Chinese in simplified characters.
    pub const SIMPLIFIED_CHINESE: Self = Self { code: *b"zh\0", script: 4 };
    /// Chinese in traditional characters.
    pub const TRADITIONAL_CHINESE: Self = Self { code: *b"zh\0", script: 5 };

    /// Parses a language tag in any case, with `-` or `_`: `en`, `en-GB`, `pt_BR`, `zh-Hant-HK`, `sr@latin`, `deu`.
    ///
    /// Returns `None` when it does not begin with two or three letters, or when it says that the language is unknown
    /// (`und`, `mul`, `zxx`).
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let tag = tag.trim();
        let (tag, modifier) = tag.split_once('@').unwrap_or((tag, ""));
        let tag = tag.split('.').next()?.to_ascii_lowercase();
        let mut subtags = tag.split(['-', '_']);
        let mut code = subtags.next()?;
        let mut rest: Vec<&str> = subtags.take_while(|subtag| subtag.len() > 1).collect();
        // `zh-yue` is an old way to write `yue`.
        if code == "zh"
            && rest.first().is_some_and(|subtag| subtag.len() == 3 && is_letters(subtag))
        {
            code = rest.remove(0);
        }
        if !matches!(code.len(), 2 | 3) || !is_letters(code) {
            return None;
        }
        if matches!(code, "und" | "mul" | "zxx" | "mis") {
            return None;
        }
        let (code, mut script) = match code {
            "sh" => ("sr", "Latn"),
            code => (canonical(code), ""),
        };
        let named = rest.first().filter(|subtag| subtag.len() == 4);
        if let Some(named) = named {
            script = SCRIPTS.iter().find(|known| known.eq_ignore_ascii_case(named)).unwrap_or(&"");
        }
        if script.is_empty() {
            script = match modifier {
                "latin" => "Latn",
                "cyrillic" => "Cyrl",
                _ => rest
                    .iter()
                    .map(|region| script_of_region(code, region))
                    .find(|script| !script.is_empty())
                    .unwrap_or(""),
            };
        }
        Some(Self::from_code(code).with_script(script))
    }

    /// Returns a language without a script. `code` must be two or three lower-case letters.
    pub(crate) const fn from_code(code: &str) -> Self {
        let code = code.as_bytes();
        assert!(matches!(code.len(), 2 | 3), "a language has two or three letters");
        Self { code: [code[0], code[1], if code.len() == 3 { code[2] } else { 0 }], script: 0 }
    }

    /// Returns the language in a script of four letters, such as `Latn`. The usual script of a language and an unknown
    /// script are dropped.
    pub(crate) fn with_script(self, script: &str) -> Self {
        let script = if self.has_several_scripts() || usual_script(self.code()) != script {
            script
        } else {
            ""
        };
        let number = SCRIPTS.iter().position(|&known| known == script).unwrap_or(0);
        Self { script: number as u8, ..self }
    }

    /// Returns whether the language has no usual script, so that its texts have to tell it: Chinese and Serbian.
    pub(crate) fn has_several_scripts(self) -> bool {
        matches!(self.code(), "zh" | "sr")
    }

    /// Returns the most frequent of these languages, or `None` when there are none. Ties go to the first in the
    /// alphabet.
    #[must_use]
    pub fn commonest(langs: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut langs: Vec<Self> = langs.into_iter().collect();
        langs.sort_unstable();
        let longest = langs.chunk_by(PartialEq::eq).rev().max_by_key(|same| same.len());
        longest.map(|same| same[0])
    }

    /// Returns the two or three letters of the language in lower case, without the script.
    #[must_use]
    pub fn code(&self) -> &str {
        let length = if self.code[2] == 0 { 2 } else { 3 };
        // The bytes are ASCII letters, so the conversion never fails.
        std::str::from_utf8(&self.code[..length]).unwrap_or_default()
    }

    /// Returns the script in four letters, such as `Hant`, or `None` for the usual script of the language.
    #[must_use]
    pub fn script(&self) -> Option<&'static str> {
        SCRIPTS.get(usize::from(self.script)).copied().filter(|script| !script.is_empty())
    }

    /// Returns four bytes that represent the language in a saved model.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 4] {
        let [first, second, third] = self.code;
        [first, second, third, self.script]
    }

    /// Returns the language that [`to_bytes`](Self::to_bytes) wrote, or `None` for other bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 4]) -> Option<Self> {
        let [first, second, third, script] = bytes;
        let is_code = first.is_ascii_lowercase()
            && second.is_ascii_lowercase()
            && (third == 0 || third.is_ascii_lowercase());
        (is_code && usize::from(script) < SCRIPTS.len())
            .then_some(Self { code: [first, second, third], script })
    }
}

fn is_letters(subtag: &str) -> bool {
    subtag.bytes().all(|b| b.is_ascii_alphabetic())
}

/// Returns the shortest current code of a language: `en` for `eng`, `he` for `iw`.
fn canonical(code: &str) -> &str {
    // Codes that were replaced, then ISO 639-2 and 639-3 codes of languages that have a code of two letters.
    const SHORT: &[(&str, &str)] = &[
        ("iw", "he"),
        ("in", "id"),
        ("ji", "yi"),
        ("mo", "ro"),
        ("jw", "jv"),
        ("tl", "fil"),
        ("tgl", "fil"),
        ("nb", "no"),
        ("nob", "no"),
        ("nor", "no"),
        ("nno", "nn"),
        ("cmn", "zh"),
        ("zho", "zh"),
        ("chi", "zh"),
        ("afr", "af"),
        ("aka", "ak"),
        ("amh", "am"),
        ("ara", "ar"),
        ("arb", "ar"),
        ("asm", "as"),
        ("aze", "az"),
        ("azj", "az"),
        ("bak", "ba"),
        ("bel", "be"),
        ("bul", "bg"),
        ("ben", "bn"),
        ("bod", "bo"),
        ("tib", "bo"),
        ("bre", "br"),
        ("bos", "bs"),
        ("cat", "ca"),
        ("ces", "cs"),
        ("cze", "cs"),
        ("cym", "cy"),
        ("wel", "cy"),
        ("dan", "da"),
        ("deu", "de"),
        ("ger", "de"),
        ("div", "dv"),
        ("ell", "el"),
        ("gre", "el"),
        ("eng", "en"),
        ("epo", "eo"),
        ("spa", "es"),
        ("est", "et"),
        ("ekk", "et"),
        ("eus", "eu"),
        ("baq", "eu"),
        ("fas", "fa"),
        ("per", "fa"),
        ("pes", "fa"),
        ("fin", "fi"),
        ("fao", "fo"),
        ("fra", "fr"),
        ("fre", "fr"),
        ("fry", "fy"),
        ("gle", "ga"),
        ("gla", "gd"),
        ("glg", "gl"),
        ("guj", "gu"),
        ("hau", "ha"),
        ("heb", "he"),
        ("hin", "hi"),
        ("hrv", "hr"),
        ("hun", "hu"),
        ("hye", "hy"),
        ("arm", "hy"),
        ("ind", "id"),
        ("ibo", "ig"),
        ("isl", "is"),
        ("ice", "is"),
        ("ita", "it"),
        ("jpn", "ja"),
        ("jav", "jv"),
        ("kat", "ka"),
        ("geo", "ka"),
        ("kaz", "kk"),
        ("khm", "km"),
        ("kan", "kn"),
        ("kor", "ko"),
        ("kur", "ku"),
        ("kir", "ky"),
        ("lat", "la"),
        ("ltz", "lb"),
        ("lao", "lo"),
        ("lit", "lt"),
        ("lav", "lv"),
        ("lvs", "lv"),
        ("mkd", "mk"),
        ("mac", "mk"),
        ("mal", "ml"),
        ("mon", "mn"),
        ("khk", "mn"),
        ("mar", "mr"),
        ("msa", "ms"),
        ("may", "ms"),
        ("zsm", "ms"),
        ("mya", "my"),
        ("bur", "my"),
        ("nep", "ne"),
        ("npi", "ne"),
        ("nld", "nl"),
        ("dut", "nl"),
        ("ori", "or"),
        ("pan", "pa"),
        ("pol", "pl"),
        ("pus", "ps"),
        ("por", "pt"),
        ("ron", "ro"),
        ("rum", "ro"),
        ("rus", "ru"),
        ("sin", "si"),
        ("slk", "sk"),
        ("slo", "sk"),
        ("slv", "sl"),
        ("sqi", "sq"),
        ("srp", "sr"),
        ("swe", "sv"),
        ("swa", "sw"),
        ("tam", "ta"),
        ("tel", "te"),
        ("tha", "th"),
        ("tur", "tr"),
        ("ukr", "uk"),
        ("urd", "ur"),
        ("uzb", "uz"),
        ("vie", "vi"),
        ("yid", "yi"),
        ("zul", "zu"),
        ("sna", "sn"),
        ("tuk", "tk"),
    ];
    SHORT.iter().find(|&&(long, _)| long == code).map_or(code, |&(_, short)| short)
}

/// Returns the script of a language in a region, `""` where the region does not decide it.
fn script_of_region(code: &str, region: &str) -> &'static str {
    match (code, region) {
        ("zh", "cn" | "sg" | "my") => "Hans",
        ("zh", "tw" | "hk" | "mo") => "Hant",
        ("sr", "me" | "ro" | "tr") => "Latn",
        ("sr", "rs" | "ba" | "xk") => "Cyrl",
        ("pa", "pk") | ("uz", "af") | ("az", "ir") | ("kk", "cn") => "Arab",
        ("mn", "cn") => "Mong",
        _ => "",
    }
}

/// Returns the script that a language is usually written in.
fn usual_script(code: &str) -> &'static str {
    match code {
        "ar" | "fa" | "ur" | "ps" | "ckb" | "sd" | "ug" | "arz" => "Arab",
        "ru" | "uk" | "be" | "bg" | "mk" | "kk" | "ky" | "mn" | "tg" | "tt" | "ba" | "cv"
        | "ce" | "os" => "Cyrl",
        "hi" | "mr" | "ne" | "sa" | "kok" | "mai" | "bho" => "Deva",
        "el" => "Grek",
        "he" | "yi" => "Hebr",
        "hy" => "Armn",
        "ka" => "Geor",
        "am" | "ti" => "Ethi",
        "bn" | "as" => "Beng",
        "pa" => "Guru",
        "gu" => "Gujr",
        "or" => "Orya",
        "ta" => "Taml",
        "te" => "Telu",
        "kn" => "Knda",
        "ml" => "Mlym",
        "si" => "Sinh",
        "th" => "Thai",
        "lo" => "Laoo",
        "bo" | "dz" => "Tibt",
        "my" => "Mymr",
        "km" => "Khmr",
        "ko" => "Kore",
        "ja" => "Jpan",
        "yue" => "Hant",
        "dv" => "Thaa",
        _ => "Latn",
    }
}

impl Default for Lang {
    /// English.
    fn default() -> Self {
        Self::ENGLISH
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lang({self})")
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.script() {
            None => f.pad(self.code()),
            Some(script) => f.pad(&format!("{}-{script}", self.code())),
        }
    }
}

impl From<Lang> for String {
    fn from(lang: Lang) -> Self {
        lang.to_string()
    }
}

impl TryFrom<String> for Lang {
    type Error = String;

    fn try_from(tag: String) -> Result<Self, Self::Error> {
        Self::parse(&tag).ok_or_else(|| {
            format!("`{tag}` is not a language tag: expected one such as `en` or `zh-Hant`")
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Lang;

    #[test]
    fn ties_go_to_the_first_language_in_the_alphabet() {
        let commonest =
            |tags: &[&str]| Lang::commonest(tags.iter().filter_map(|tag| Lang::parse(tag)));
        assert_eq!(commonest(&["fr", "de", "fr", "de", "en"]), Lang::parse("de"));
        assert_eq!(commonest(&["fr", "de", "fr"]), Lang::parse("fr"));
        assert_eq!(commonest(&[]), None);
    }

    fn check(tag: &str, expected: Option<&str>) {
        assert_eq!(Lang::parse(tag).map(|lang| lang.to_string()).as_deref(), expected, "{tag}");
    }

    #[test]
    fn drops_regions_and_variants() {
        for (tag, expected) in [
            ("en", "en"),
            ("EN-gb", "en"),
            (" pt_BR ", "pt"),
            ("de-CH-1996", "de"),
            ("en-US-u-ca-gregory", "en"),
            ("es-419", "es"),
            ("fr_FR.UTF-8", "fr"),
            ("fil", "fil"),
            ("ckb-IQ", "ckb"),
            ("yue-HK", "yue"),
            ("pt-PT", "pt"),
            ("nb-NO", "no"),
        ] {
            check(tag, Some(expected));
        }
    }

    #[test]
    fn keeps_the_script_where_it_separates_readers() {
        for (tag, expected) in [
            ("zh-CN", "zh-Hans"),
            ("zh_sg", "zh-Hans"),
            ("zh-TW", "zh-Hant"),
            ("ZH-hk", "zh-Hant"),
            ("zh-Hant-MO", "zh-Hant"),
            ("zh-Hans-TW", "zh-Hans"),
            ("zh", "zh"),
            ("zh-yue", "yue"),
            ("zh-cmn-Hant", "zh-Hant"),
            ("sr-Latn-RS", "sr-Latn"),
            ("sr-Cyrl", "sr-Cyrl"),
            ("sr-ME", "sr-Latn"),
            ("sr@latin", "sr-Latn"),
            ("sh", "sr-Latn"),
            ("ru-Cyrl", "ru"),
            ("en-Latn-US", "en"),
            ("uz-Cyrl", "uz-Cyrl"),
            ("uz-Latn", "uz"),
            ("ja-Jpan", "ja"),
            ("en-Qaaa", "en"),
        ] {
            check(tag, Some(expected));
        }
    }

    #[test]
    fn prefers_the_shortest_current_code() {
        for (tag, expected) in [
            ("deu", "de"),
            ("fre-CA", "fr"),
            ("iw", "he"),
            ("tl", "fil"),
            ("cmn", "zh"),
            ("tlh", "tlh"),
        ] {
            check(tag, Some(expected));
        }
    }

    #[test]
    fn other_texts_are_no_tags() {
        for tag in ["", "e1", "x", "Klingon", "und", "mul", "-en", "x-default", "日本"] {
            check(tag, None);
        }
    }

    proptest! {
        #[test]
        fn a_parsed_tag_is_canonical(tag in "[a-zA-Z]{2,3}([-_]([a-z]{4}|hans|Latn|Cyrl|[a-z]{2,3}|[0-9]{3})){0,2}|.{0,9}") {
            if let Some(lang) = Lang::parse(&tag) {
                prop_assert_eq!(Lang::parse(&lang.to_string()), Some(lang));
                prop_assert_eq!(Lang::from_bytes(lang.to_bytes()), Some(lang));
            }
        }
    }
}
