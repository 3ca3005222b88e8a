//! The heading of the block in the language of the page.

use alsolike::article::Lang;

/// Headings by language tag.
const HEADINGS: [(&str, &str); 42] = [
    ("ar", "قد يعجبك أيضًا"),
    ("bg", "Може също да ви хареса"),
    ("bn", "আপনার আরও ভালো লাগতে পারে"),
    ("ca", "També us pot interessar"),
    ("cs", "Mohlo by vás zajímat"),
    ("da", "Læs også"),
    ("de", "Das könnte Sie auch interessieren"),
    ("el", "Μπορεί επίσης να σας ενδιαφέρουν"),
    ("en", "You may also like"),
    ("es", "También te puede interesar"),
    ("et", "Teile võib meeldida ka"),
    ("fa", "شاید بپسندید"),
    ("fi", "Lue myös"),
    ("fr", "Vous aimerez aussi"),
    ("gl", "Tamén che pode interesar"),
    ("he", "אולי יעניין אותך גם"),
    ("hi", "आपको ये भी पसंद आ सकते हैं"),
    ("hr", "Moglo bi vas zanimati"),
    ("hu", "Ez is érdekelheti"),
    ("id", "Anda mungkin juga suka"),
    ("it", "Potrebbe interessarti anche"),
    ("ja", "こちらもおすすめ"),
    ("ko", "함께 읽으면 좋은 글"),
    ("lt", "Jums taip pat gali patikti"),
    ("lv", "Jums varētu patikt arī"),
    ("nb", "Les også"),
    ("nl", "Misschien vind je dit ook interessant"),
    ("nn", "Les òg"),
    ("no", "Les også"),
    ("pl", "Może Cię też zainteresować"),
    ("pt", "Você também pode gostar"),
    ("ro", "S-ar putea să-ți placă și"),
    ("ru", "Вам также может понравиться"),
    ("sk", "Mohlo by vás zaujímať"),
    ("sl", "Morda vas zanima tudi"),
    ("sr", "Можда ће вас занимати"),
    ("sv", "Läs också"),
    ("th", "คุณอาจสนใจ"),
    ("tr", "Bunlar da ilginizi çekebilir"),
    ("uk", "Вам також може сподобатися"),
    ("vi", "Có thể bạn cũng thích"),
    ("zh", "您可能还喜欢"),
];

/// Returns the heading, and the language it is in: English for a language without one.
pub(super) fn heading(lang: Lang) -> (&'static str, Lang) {
    let traditional = lang == Lang::TRADITIONAL_CHINESE;
    if traditional {
        return ("您可能也喜歡", lang);
    }
    let found = HEADINGS.binary_search_by_key(&lang.code(), |(code, _)| code);
    // Another script than the usual one needs another text.
    let is_usual = lang.script().is_none() || lang == Lang::SIMPLIFIED_CHINESE;
    match found {
        Ok(at) if is_usual => (HEADINGS[at].1, lang),
        _ => ("You may also like", Lang::ENGLISH),
    }
}

/// Whether a language is written from right to left.
pub(super) fn is_right_to_left(lang: Lang) -> bool {
    match lang.script() {
        Some(script) => matches!(script, "Arab" | "Hebr" | "Syrc" | "Thaa" | "Nkoo" | "Adlm"),
        None => matches!(
            lang.code(),
            "ar" | "ckb" | "dv" | "fa" | "he" | "ps" | "sd" | "ug" | "ur" | "yi"
        ),
    }
}

#[cfg(test)]
mod tests {
    use alsolike::article::Lang;

    use super::{HEADINGS, heading, is_right_to_left};

    #[test]
    fn headings_are_sorted_and_found() {
        assert!(HEADINGS.is_sorted());
        let of = |tag: &str| heading(Lang::parse(tag).unwrap());
        assert_eq!(of("de-AT").0, "Das könnte Sie auch interessieren");
        assert_eq!((of("zh-TW").0, of("zh").0), ("您可能也喜歡", "您可能还喜欢"));
        assert_eq!((of("sr-Latn").1, of("xh").1), (Lang::ENGLISH, Lang::ENGLISH));
    }

    #[test]
    fn scripts_have_a_direction() {
        let check = |tag: &str, expected| {
            assert_eq!(is_right_to_left(Lang::parse(tag).unwrap()), expected, "{tag}");
        };
        check("he", true);
        check("az-Arab", true);
        check("ur", true);
        check("en", false);
    }
}
