//! English names of languages.

use alsolike::article::Lang;

/// Returns the English name of a language, such as `Polish` or `traditional Chinese`. A language without a name here is
/// named by its tag.
pub(crate) fn language_name(lang: Lang) -> String {
    let Some(&(_, name)) = NAMES.iter().find(|&&(code, _)| code == lang.code()) else {
        return lang.to_string();
    };
    match lang.script() {
        None => name.to_owned(),
        Some("Hans") => format!("simplified {name}"),
        Some("Hant") => format!("traditional {name}"),
        Some("Latn") => format!("{name} in Latin letters"),
        Some("Cyrl") => format!("{name} in Cyrillic letters"),
        Some(script) => format!("{name} ({script})"),
    }
}

const NAMES: [(&str, &str); 83] = [
    ("af", "Afrikaans"),
    ("am", "Amharic"),
    ("ar", "Arabic"),
    ("az", "Azerbaijani"),
    ("be", "Belarusian"),
    ("bg", "Bulgarian"),
    ("bn", "Bengali"),
    ("bo", "Tibetan"),
    ("bs", "Bosnian"),
    ("ca", "Catalan"),
    ("ckb", "Central Kurdish"),
    ("cs", "Czech"),
    ("cy", "Welsh"),
    ("da", "Danish"),
    ("de", "German"),
    ("dv", "Divehi"),
    ("el", "Greek"),
    ("en", "English"),
    ("eo", "Esperanto"),
    ("es", "Spanish"),
    ("et", "Estonian"),
    ("eu", "Basque"),
    ("fa", "Persian"),
    ("fi", "Finnish"),
    ("fil", "Filipino"),
    ("fr", "French"),
    ("ga", "Irish"),
    ("gl", "Galician"),
    ("gu", "Gujarati"),
    ("he", "Hebrew"),
    ("hi", "Hindi"),
    ("hr", "Croatian"),
    ("hu", "Hungarian"),
    ("hy", "Armenian"),
    ("id", "Indonesian"),
    ("is", "Icelandic"),
    ("it", "Italian"),
    ("ja", "Japanese"),
    ("ka", "Georgian"),
    ("kk", "Kazakh"),
    ("km", "Khmer"),
    ("kn", "Kannada"),
    ("ko", "Korean"),
    ("ky", "Kyrgyz"),
    ("lo", "Lao"),
    ("lt", "Lithuanian"),
    ("lv", "Latvian"),
    ("mk", "Macedonian"),
    ("ml", "Malayalam"),
    ("mn", "Mongolian"),
    ("mr", "Marathi"),
    ("ms", "Malay"),
    ("my", "Burmese"),
    ("ne", "Nepali"),
    ("nl", "Dutch"),
    ("no", "Norwegian"),
    ("or", "Odia"),
    ("pa", "Punjabi"),
    ("pl", "Polish"),
    ("ps", "Pashto"),
    ("pt", "Portuguese"),
    ("ro", "Romanian"),
    ("ru", "Russian"),
    ("si", "Sinhala"),
    ("sk", "Slovak"),
    ("sl", "Slovenian"),
    ("sq", "Albanian"),
    ("sr", "Serbian"),
    ("sv", "Swedish"),
    ("sw", "Swahili"),
    ("ta", "Tamil"),
    ("te", "Telugu"),
    ("tg", "Tajik"),
    ("th", "Thai"),
    ("tr", "Turkish"),
    ("tt", "Tatar"),
    ("uk", "Ukrainian"),
    ("ur", "Urdu"),
    ("uz", "Uzbek"),
    ("vi", "Vietnamese"),
    ("yi", "Yiddish"),
    ("yue", "Cantonese"),
    ("zh", "Chinese"),
];

#[cfg(test)]
mod tests {
    use super::language_name;
    use alsolike::article::Lang;

    #[test]
    fn names_languages() {
        let check = |tag: &str, expected: &str| {
            assert_eq!(language_name(Lang::parse(tag).unwrap()), expected)
        };
        check("pl", "Polish");
        check("zh-TW", "traditional Chinese");
        check("sr-Latn", "Serbian in Latin letters");
        check("tlh", "tlh");
    }
}
