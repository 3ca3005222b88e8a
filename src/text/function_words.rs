//! The commonest words of languages, which show in what language a text is.

use std::sync::LazyLock;

use hashbrown::HashMap;

/// Returns a bit for each language of [`WORDS`] that has a word among its commonest.
fn languages_of(word: &str) -> u64 {
    static LANGUAGES: LazyLock<HashMap<&str, u64>> = LazyLock::new(|| {
        let mut languages = HashMap::new();
        for (number, (_, common)) in WORDS.iter().enumerate() {
            for word in *common {
                *languages.entry(*word).or_default() |= 1 << number;
            }
        }
        languages
    });
    LANGUAGES.get(word).copied().unwrap_or(0)
}

/// Returns whether a text has the commonest words of a language that the quick classifier knows: three words, and one
/// of [`WORDS_PER_HIT`].
pub(super) fn has_words_of(text: &str, code: &str) -> bool {
    let Some((_, own)) = QUICK_WORDS.iter().find(|&&(known, _)| known == code) else {
        return false;
    };
    let (mut n_words, mut n_hits) = (0, 0);
    for word in words(text) {
        n_words += 1;
        n_hits += usize::from(own.iter().any(|own| word.eq_lower(own)));
    }
    n_hits >= 3 && WORDS_PER_HIT * n_hits >= n_words
}

/// Greatest number of words for each of the commonest ones. Texts of the ten languages have one in five to eight.
const WORDS_PER_HIT: usize = 16;

/// Returns the language with the most of its commonest words in a text, if no other language has as many, with the
/// number of words that it is ahead of the second.
pub(super) fn by_common_words(
    text: &str,
    is_allowed: impl Fn(&str) -> bool,
) -> Option<(&'static str, usize)> {
    let lower = text.to_lowercase();
    let mut counts = [0; WORDS.len()];
    for word in words(&lower) {
        let mut languages = languages_of(word.0);
        while languages != 0 {
            counts[languages.trailing_zeros() as usize] += 1;
            languages &= languages - 1;
        }
    }
    let mut best: [(usize, Option<&'static str>); 2] = [(0, None); 2];
    for (&(code, _), &n) in WORDS.iter().zip(&counts).filter(|((code, _), _)| is_allowed(code)) {
        if n > best[0].0 {
            best = [(n, Some(code)), best[0]];
        } else if n > best[1].0 {
            best[1] = (n, Some(code));
        }
    }
    let ahead = best[0].0 - best[1].0;
    best[0].1.filter(|_| ahead > 0).map(|code| (code, ahead))
}

fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    text.split(|c: char| !c.is_alphabetic() && c != '\u{301}')
        .filter(|word| !word.is_empty())
        .map(Word)
}

#[derive(Clone, Copy)]
struct Word<'t>(&'t str);

impl Word<'_> {
    /// Returns whether the word in lower case is `lower`.
    #[inline]
    fn eq_lower(&self, lower: &str) -> bool {
        if self.0.len() != lower.len() {
            return false;
        }
        self.0.eq_ignore_ascii_case(lower) || !self.0.is_ascii() && self.0.to_lowercase() == lower
    }
}

/// Words of the languages of the quick classifier that no related language has: Catalan and Galician are taken for
/// Spanish, Danish for Swedish, Afrikaans for Dutch and Azerbaijani for Turkish.
const QUICK_WORDS: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "the", "of", "and", "to", "is", "for", "with", "that", "this", "are", "was", "from",
            "have", "you", "we",
        ],
    ),
    (
        "de",
        &[
            "und", "der", "die", "das", "ist", "nicht", "eine", "mit", "für", "auf", "den", "wird",
            "werden", "zu", "sich",
        ],
    ),
    (
        "fr",
        &[
            "est", "dans", "pour", "une", "qui", "avec", "vous", "nous", "sont", "cette", "aux",
            "du", "par", "ce", "et",
        ],
    ),
    (
        "es",
        &[
            "y", "los", "las", "más", "pero", "también", "muy", "hay", "sus", "desde", "puede",
            "el", "ha", "fue",
        ],
    ),
    (
        "it",
        &[
            "il", "della", "che", "di", "non", "sono", "gli", "nel", "alla", "dei", "delle",
            "questo", "anche", "più", "è",
        ],
    ),
    (
        "nl",
        &[
            "een", "niet", "voor", "zijn", "aan", "ook", "naar", "worden", "wordt", "deze", "bij",
            "maar", "je", "dat",
        ],
    ),
    (
        "pt",
        &[
            "não", "uma", "em", "com", "são", "pelo", "pela", "você", "também", "à", "mais",
            "isso", "seu", "foi",
        ],
    ),
    ("sv", &["och", "att", "är", "för", "inte", "från", "också", "eller", "ett", "när"]),
    ("tr", &["ve", "için", "ile", "olarak", "gibi", "çok", "kadar", "sonra", "değil"]),
    (
        "vi",
        &[
            "và", "của", "là", "các", "được", "có", "cho", "trong", "một", "không", "người", "này",
            "với",
        ],
    ),
];

/// The commonest words of languages in Latin letters. They help where a text is too short for trigrams.
const WORDS: &[(&str, &[&str])] = &[
    (
        "af",
        &[
            "die", "van", "en", "nie", "vir", "met", "is", "wat", "het", "om", "te", "sy", "ook",
            "hulle",
        ],
    ),
    ("az", &["və", "bir", "bu", "üçün", "ilə", "də", "olan", "edir", "olaraq", "çox", "daha"]),
    (
        "ca",
        &[
            "el", "la", "els", "les", "de", "del", "i", "amb", "per", "que", "és", "una", "al",
            "dels", "com", "més", "no", "d", "l",
        ],
    ),
    (
        "cs",
        &[
            "a", "v", "na", "se", "je", "že", "s", "z", "do", "pro", "jako", "nebo", "jsou", "o",
            "k", "verze", "byl", "jak",
        ],
    ),
    ("cy", &["y", "yn", "a", "i", "o", "yr", "ar", "mae", "am", "gan", "wedi"]),
    (
        "da",
        &[
            "af", "blev", "hvad", "efter", "bliver", "vil", "nye", "hos", "og", "i", "at", "er",
            "en", "til", "af", "for", "på", "med", "det", "den", "ikke", "fra", "som", "hvordan",
            "du",
        ],
    ),
    (
        "de",
        &[
            "der", "die", "und", "das", "in", "den", "von", "zu", "mit", "für", "ist", "im", "auf",
            "ein", "eine", "nicht", "wie", "zur", "des", "dem", "wurde", "sie",
        ],
    ),
    (
        "en",
        &[
            "the", "of", "and", "to", "in", "a", "is", "for", "on", "with", "from", "by", "at",
            "how", "what", "new", "your", "an", "you", "we", "released",
        ],
    ),
    (
        "es",
        &[
            "de", "la", "el", "en", "y", "los", "las", "del", "un", "una", "para", "con", "por",
            "que", "al", "se", "su", "lo", "es", "cómo",
        ],
    ),
    ("et", &["ja", "on", "ei", "et", "see", "kui", "ka", "mis", "ning", "oma", "või", "aga"]),
    ("eu", &["eta", "da", "ez", "bat", "dira", "izan", "du", "ere", "baina", "dute", "hau"]),
    (
        "fi",
        &[
            "ja", "on", "ei", "se", "että", "ovat", "tai", "kuin", "mutta", "myös", "joka",
            "miten", "uusi",
        ],
    ),
    (
        "fil",
        &["ang", "ng", "sa", "mga", "na", "at", "ay", "para", "ni", "si", "hindi", "ito", "kung"],
    ),
    (
        "fr",
        &[
            "de", "la", "le", "les", "des", "et", "en", "du", "un", "une", "pour", "dans", "est",
            "sur", "au", "par", "avec", "qui", "que", "l", "d", "aux", "comment",
        ],
    ),
    ("ga", &["an", "na", "agus", "ar", "le", "a", "is", "go", "don", "bhí", "tá", "ag", "seo"]),
    (
        "gl",
        &[
            "de", "a", "o", "e", "do", "da", "os", "as", "que", "en", "unha", "un", "para", "con",
            "non", "máis", "na", "no", "é",
        ],
    ),
    (
        "hr",
        &[
            "i",
            "u",
            "na",
            "je",
            "se",
            "za",
            "da",
            "s",
            "od",
            "su",
            "koji",
            "kako",
            "nije",
            "te",
            "gdje",
            "prije",
            "također",
            "uvjeti",
            "tijekom",
            "nakon",
            "sustav",
            "uvijek",
            "opći",
            "općina",
            "čovjek",
            "tisuća",
            "suradnja",
            "osim",
            "službeno",
            "tjedna",
            "certifikat",
            "ovdje",
            "svijet",
            "vrijeme",
            "tko",
            "bi",
            "ili",
        ],
    ),
    (
        "hu",
        &[
            "a", "az", "és", "hogy", "egy", "nem", "is", "ez", "van", "meg", "vagy", "már", "csak",
            "mi",
        ],
    ),
    (
        "id",
        &[
            "dan", "yang", "di", "untuk", "dengan", "dari", "ini", "pada", "adalah", "ke", "itu",
            "tidak", "dalam", "telah", "dirilis", "akan", "oleh",
        ],
    ),
    ("is", &["og", "í", "á", "að", "er", "um", "það", "sem", "við", "ekki", "með", "til", "fyrir"]),
    (
        "it",
        &[
            "di", "il", "la", "e", "che", "in", "per", "un", "una", "del", "della", "è", "con",
            "non", "i", "le", "dei", "da", "sono", "al", "gli", "come",
        ],
    ),
    (
        "lt",
        &["ir", "yra", "kad", "su", "iš", "į", "tai", "kaip", "bet", "apie", "nuo", "dėl", "ar"],
    ),
    ("lv", &["un", "ir", "ar", "no", "par", "uz", "kas", "ka", "vai", "tas", "pie", "bet", "kā"]),
    (
        "ms",
        &[
            "dan", "yang", "di", "untuk", "dengan", "dari", "ini", "pada", "adalah", "ke", "itu",
            "tidak", "dalam", "telah", "kerana", "boleh", "mahu",
        ],
    ),
    (
        "nl",
        &[
            "de", "het", "een", "van", "en", "in", "is", "voor", "op", "met", "te", "dat", "niet",
            "zijn", "aan", "ook", "bij", "naar", "hoe",
        ],
    ),
    (
        "no",
        &[
            "av", "ble", "hva", "etter", "blir", "vil", "nye", "hos", "og", "i", "er", "en", "til",
            "av", "for", "på", "med", "det", "den", "ikke", "fra", "som", "hvordan", "å", "et",
            "du",
        ],
    ),
    (
        "pl",
        &[
            "i", "w", "na", "z", "do", "się", "nie", "jest", "to", "o", "że", "dla", "po", "jak",
            "od", "za", "ale", "oraz",
        ],
    ),
    (
        "pt",
        &[
            "de", "a", "o", "e", "do", "da", "em", "para", "com", "que", "os", "as", "uma", "um",
            "não", "no", "na", "dos", "é", "por", "seu", "ao",
        ],
    ),
    (
        "ro",
        &[
            "de", "și", "şi", "în", "la", "a", "cu", "pe", "un", "o", "din", "pentru", "nu",
            "este", "care", "al", "ale", "sunt", "cum",
        ],
    ),
    (
        "sk",
        &[
            "a", "v", "na", "sa", "je", "že", "s", "z", "do", "pre", "ako", "alebo", "sú", "o",
            "k", "bol", "aj", "nie",
        ],
    ),
    (
        "sl",
        &[
            "in", "v", "je", "na", "za", "se", "da", "z", "so", "ki", "ne", "kot", "pri", "tudi",
            "ali", "kako",
        ],
    ),
    ("sq", &["dhe", "të", "në", "e", "i", "me", "për", "një", "nga", "që", "është", "se"]),
    (
        "sr",
        &[
            "i",
            "u",
            "na",
            "je",
            "se",
            "za",
            "da",
            "sa",
            "od",
            "su",
            "koji",
            "šta",
            "kako",
            "nije",
            "gde",
            "pre",
            "takođe",
            "posle",
            "pošto",
            "sveta",
            "sertifikat",
            "obezbedi",
            "saradnja",
            "hiljada",
            "sistem",
            "opšti",
            "opšte",
            "uspešno",
            "čovek",
            "čoveka",
            "ukoliko",
            "zvanično",
            "nedelje",
            "ovde",
            "svet",
            "vreme",
            "ko",
            "bi",
            "ili",
            "uslovi",
            "tokom",
        ],
    ),
    (
        "sv",
        &[
            "och", "i", "att", "är", "en", "till", "av", "för", "på", "med", "det", "den", "inte",
            "från", "som", "hur", "ett", "om", "du",
        ],
    ),
    ("sw", &["na", "ya", "wa", "kwa", "ni", "katika", "za", "la", "kuwa", "hii", "cha", "watu"]),
    (
        "tr",
        &[
            "ve",
            "bir",
            "bu",
            "için",
            "ile",
            "da",
            "de",
            "olan",
            "olarak",
            "daha",
            "çok",
            "ne",
            "yeni",
            "nasıl",
            "gibi",
            "yayımlandı",
        ],
    ),
    ("uz", &["va", "bu", "bilan", "uchun", "bir", "ham", "da", "deb", "edi", "bo", "qanday"]),
    (
        "vi",
        &[
            "và", "của", "là", "các", "được", "có", "cho", "trong", "một", "không", "người", "này",
            "với", "những", "về",
        ],
    ),
];

const _: () = assert!(WORDS.len() <= 64, "each language has a bit");

#[cfg(test)]
mod tests {
    use super::{by_common_words, has_words_of};

    #[test]
    fn common_words_show_the_language() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(by_common_words(text, |_| true).map(|(code, _)| code), expected, "{text}");
        };
        check("The end of the story", Some("en"));
        check("Rada miasta nie zgodziła się na most", Some("pl"));
        check("Ruby 2.4.0", None);
        assert!(has_words_of("The end of the story and the beginning of another", "en"));
        assert!(!has_words_of("Mødet og aftalen om broen er på vej til byen", "sv"));
    }
}
