//! The stemmer, stop words and connectives of each language.

use std::borrow::Cow;

use frostem::{Algorithm, Stemmer};

use crate::article::Lang;

/// Returns the Snowball stemmer of a language, if there is one.
pub(super) fn stemmer(lang: Lang) -> Option<Stemmer> {
    let algorithm = match lang.code() {
        "ar" => Algorithm::Arabic,
        "ca" => Algorithm::Catalan,
        "cs" => Algorithm::Czech,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "eo" => Algorithm::Esperanto,
        "es" => Algorithm::Spanish,
        "et" => Algorithm::Estonian,
        "eu" => Algorithm::Basque,
        "fa" => Algorithm::Persian,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "ga" => Algorithm::Irish,
        "hi" => Algorithm::Hindi,
        "hu" => Algorithm::Hungarian,
        "hy" => Algorithm::Armenian,
        // Malay has the same affixes as Indonesian.
        "id" | "ms" => Algorithm::Indonesian,
        "it" => Algorithm::Italian,
        "lt" => Algorithm::Lithuanian,
        "ne" => Algorithm::Nepali,
        "nl" => Algorithm::Dutch,
        "no" | "nn" => Algorithm::Norwegian,
        "pl" => Algorithm::Polish,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        // One language by four names. The stemmer reads both scripts.
        "sr" | "hr" | "bs" | "cnr" => Algorithm::Serbian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        "uk" => Algorithm::Ukrainian,
        "yi" => Algorithm::Yiddish,
        _ => return None,
    };
    Some(Stemmer::new(algorithm))
}

/// Returns the stop words of a language in lower case, as they are usually spelt. Empty when the language has no list.
///
/// The list of NLTK, else that of stopwords-iso. Words of our own make up for lists that are missing, short or damaged.
pub(super) fn stop_words(lang: Lang) -> Vec<Cow<'static, str>> {
    let listed = match lang.code() {
        "nn" => "no",
        "fil" => "tl",
        "yue" => "zh",
        // The list of Malay has the names of its news.
        "ms" => "id",
        "sr" | "bs" | "cnr" => "hr",
        // Japanese is cut into characters. Words of one kana would be taken out of the middle of others.
        "ja" => "",
        code => code,
    };
    let listed = stop_words::lookup(listed).unwrap_or_default();
    let more = MORE_STOP_WORDS.iter().find(|&&(code, _)| code == lang.code());
    let more = more.into_iter().flat_map(|(_, words)| words.split(' '));
    let words = listed.iter().copied().filter(|word| word.chars().any(char::is_alphanumeric));
    let words = words.chain(more);
    match (lang.code(), lang.script()) {
        ("lt", _) => words.map(|word| Cow::Owned(word.chars().map(lithuanian).collect())).collect(),
        ("sr", Some("Latn")) => words.map(Cow::Borrowed).collect(),
        ("sr", _) => words.map(|word| Cow::Owned(to_cyrillic(word))).collect(),
        _ => words.map(Cow::Borrowed).collect(),
    }
}

/// Returns the letter that was meant in a list of Lithuanian words that was read in the wrong encoding.
fn lithuanian(c: char) -> char {
    match c {
        'à' => 'ą',
        'è' => 'č',
        'æ' => 'ę',
        'ë' => 'ė',
        'á' => 'į',
        'ð' => 'š',
        'ø' => 'ų',
        'û' => 'ū',
        'þ' => 'ž',
        _ => c,
    }
}

/// Writes a Serbian word in Latin letters in Cyrillic ones.
fn to_cyrillic(word: &str) -> String {
    let word = word.replace("dž", "џ").replace("lj", "љ").replace("nj", "њ");
    let letter = |c: char| {
        LATIN.chars().position(|latin| latin == c).and_then(|at| CYRILLIC.chars().nth(at))
    };
    word.chars().map(|c| letter(c).unwrap_or(c)).collect()
}

const LATIN: &str = "abcčćdđefghijklmnoprsštuvzž";
const CYRILLIC: &str = "абцчћдђефгхијклмнопрсштувзж";

/// Stop words for languages whose lists lack them, or that have no list.
const MORE_STOP_WORDS: &[(&str, &str)] = &[
    ("am", "እና ነው ላይ ውስጥ ወደ ይህ ነበር ግን እንደ ያለ"),
    ("ckb", "و لە بە کە بۆ ئەم ئەو لەگەڵ هەر نە بوو دەکات لەسەر یان بەڵام"),
    (
        "cs",
        "a i k o s u v z na do se si je že to ale pro od za po při jsou být byl byla bylo jako která které který",
    ),
    ("cy", "y yr yn a i o ar mae am gan wedi ei eu fel hyn oedd ond neu"),
    (
        "et",
        "ja ei on see kui aga et ka või ning oma seda siis nii kuid mis kes ta nad olid oli pole veel juba ainult nende selle",
    ),
    (
        "is",
        "og í á að er um það sem við en ekki með til fyrir var hann hún þau af eða frá ef þá þar svo ég þú",
    ),
    ("ka", "და რომ არ ეს ის იყო არის მაგრამ თუ რა როგორც კი უნდა ან ასევე ამ მის მისი იმ რაც"),
    ("km", "និង នៅ ជា ដែល បាន មាន នេះ ក្នុង ពី ទៅ នោះ ដោយ របស់ ឲ្យ គឺ ក៏"),
    ("kn", "ಮತ್ತು ಈ ಆ ಒಂದು ಎಂದು ಅದು ಇದು ಅವರು ಅಥವಾ ಆದರೆ ಮೇಲೆ ಹಾಗೂ"),
    ("lo", "ແລະ ທີ່ ຂອງ ໃນ ແມ່ນ ບໍ່ ມີ ໄດ້ ຈະ ເປັນ ນີ້ ນັ້ນ ກັບ ຫຼື ແຕ່ ກໍ ໃຫ້"),
    (
        "lt",
        "ir kad su bet iš į tai yra ar ne per po prie nuo dėl kaip arba jau dar tik buvo jis ji jie už apie iki",
    ),
    (
        "mk",
        "и на во се да од за со не е го ги ја како што кој која кое кои ќе би беше но или до по при кон му им ѝ сè тоа овој оваа тие таа тој сум биде",
    ),
    ("ml", "ഒരു ഈ ആ എന്ന എന്ന് അത് ഇത് മാത്രം എന്നാൽ കൂടി"),
    ("my", "သည် များ ကို တွင် နှင့် မှ ၏ ဖြစ် ၍ ရှိ ပါ သော မှာ က"),
    ("pa", "ਦੇ ਦੀ ਦਾ ਵਿੱਚ ਅਤੇ ਨੂੰ ਹੈ ਹਨ ਤੋਂ ਨੇ ਇਸ ਕਿ ਤੇ ਵੀ ਜੋ ਨਾਲ"),
    (
        "pl",
        "a i o u w z na do się nie to jest że ale bo są za po od dla jak oraz przez przy ze we być był była było który która które",
    ),
    ("ps", "د او په چې ته له کې دی دا یې سره هم څخه"),
    ("si", "සහ මෙම ඒ ද හා බව එම කර ඇති සඳහා"),
    (
        "sk",
        "a i k o s u v z na do sa si je že to ale pre od za po pri sú byť bol bola bolo ako ktorá ktoré ktorý",
    ),
    (
        "sr",
        "i u na je se za da sa od su koji koja koje šta gde kako nije pre posle već takođe ali ili bi će do iz o po što to ovo taj ta kao samo još ne li mu ga joj im biti bio bila bilo",
    ),
    (
        "bs",
        "i u na je se za da sa od su koji koja koje šta gdje kako nije prije poslije već također ali ili bi će do iz o po što to kao samo još ne",
    ),
    (
        "hr",
        "u na od za se su s što kako sa o po te kod već pri prema nakon će ne koji koja koje gdje prije također",
    ),
    ("te", "మరియు ఈ ఆ ఒక అని కూడా నుండి తో లో యొక్క కానీ"),
    ("ur", "کے کی کا میں ہے اور سے کو پر نے یہ کہ ہیں وہ اس ان بھی تھا تھی تھے"),
    (
        "uk",
        "і й у в з із зі на не що це та до за від для як або але чи по при про його її їх який яка яке які цей ця ці того ще вже тільки було буде є він вона вони ми ви я мене нас",
    ),
    ("uz", "va bu bilan uchun bir ham da deb edi"),
    (
        "vi",
        "và của là có các được cho trong một không người này với những về khi đã đến từ ra vào trên cũng như để nhưng đang sẽ tại",
    ),
    ("zh", "的 了 和 是 在 與 与 及 或 也 這 这 那 之 被 把 將 将"),
];

/// Yields the stop-word list of every language that NLTK has one for.
pub(crate) fn all_stop_words() -> impl Iterator<Item = &'static [&'static str]> {
    const CODES: [&str; 30] = [
        "ar", "az", "be", "bn", "ca", "da", "de", "el", "en", "es", "eu", "fi", "fr", "he", "hu",
        "id", "it", "kk", "ne", "nl", "no", "pt", "ro", "ru", "sl", "sq", "sv", "ta", "tg", "tr",
    ];
    CODES.into_iter().filter_map(stop_words::lookup)
}

/// Returns the stop words that are displayed inside a phrase, as in "Bank of England". At most 14.
#[must_use]
pub fn connectives(lang: Lang) -> &'static [&'static str] {
    match lang.code() {
        "en" => &[
            "of", "the", "and", "for", "in", "to", "on", "at", "a", "by", "with", "from", "over",
            "against",
        ],
        "fr" => {
            &["de", "la", "le", "les", "du", "des", "et", "à", "en", "au", "aux", "d", "l", "pour"]
        }
        "de" => &[
            "der", "die", "das", "des", "dem", "den", "und", "für", "von", "zu", "im", "in", "am",
            "zur",
        ],
        "es" => {
            &["de", "la", "el", "los", "las", "del", "y", "en", "a", "para", "por", "con", "al"]
        }
        "it" => &[
            "di", "la", "il", "i", "le", "del", "della", "dei", "e", "in", "a", "per", "con", "al",
        ],
        "pt" => {
            &["de", "a", "o", "da", "do", "das", "dos", "e", "em", "para", "por", "com", "na", "no"]
        }
        "ca" => &[
            "de", "la", "el", "els", "les", "del", "dels", "i", "en", "a", "per", "amb", "al", "d",
        ],
        "da" | "no" => {
            &["og", "i", "af", "av", "på", "for", "til", "med", "om", "fra", "den", "det", "de"]
        }
        "sv" => &["och", "i", "av", "på", "för", "till", "med", "om", "från", "den", "det", "de"],
        "ro" => &["de", "la", "în", "a", "și", "cu", "pe", "din", "pentru", "al", "ale", "un", "o"],
        "nl" => &["van", "de", "het", "der", "en", "in", "voor", "op", "aan", "met", "te"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::{connectives, stop_words};
    use crate::article::Lang;

    #[test]
    fn languages_with_connectives_have_stop_words_and_at_most_14_connectives() {
        for code in ["ca", "da", "de", "en", "es", "fr", "it", "nl", "no", "pt", "ro", "sv"] {
            let lang = Lang::parse(code).unwrap();
            assert!(connectives(lang).len() <= 14, "{code}");
            assert!(!stop_words(lang).is_empty(), "{code}");
        }
    }

    #[test]
    fn the_commonest_words_of_languages_are_stop_words() {
        let check = |tag: &str, words: &str| {
            let known = stop_words(Lang::parse(tag).unwrap());
            let missing: Vec<&str> =
                words.split(' ').filter(|&word| !known.iter().any(|known| known == word)).collect();
            assert!(missing.is_empty(), "{tag}: {missing:?}");
        };
        check("pl", "i nie się że to jest na do");
        check("cs", "a se že to je na do");
        check("lt", "ir kad iš į už bet");
        check("sr", "и да је се на шта већ");
        check("sr-Latn", "i da je se na šta već");
        check("bs", "i da je se gdje");
        check("mk", "и на во се");
        check("uk", "що не на це та до");
        check("vi", "và của là có");
        check("hi", "और का के में है");
        check("fa", "به در از که این است");
        check("ko", "그리고 그러나");
        check("fil", "ang ng sa");
        check("th", "ของ ที่ และ");
    }
}
