//! Detects the language of a text: its script first, then its letters and words.

use whatlang::Detector;

use super::function_words::{by_common_words, has_words_of};
use super::scripts::{Script, ScriptCounts};
use crate::article::Lang;

/// Number of bytes that the quick detection reads.
const QUICK_BYTES: usize = 400;
/// Number of bytes that the thorough detection reads.
const THOROUGH_BYTES: usize = 1_000;
/// Minimum number of letters of a text that counts in the languages of an archive. Ideographs count three times.
const MIN_SURE_LETTERS: usize = 200;
/// Confidence from which on the thorough detection is hardly ever wrong on [`MIN_SURE_LETTERS`] letters.
const SURE: f64 = 0.9;
/// Confidence of trigrams below which one common word outweighs them.
const UNCLEAR: f64 = 0.5;
/// Confidence below which the commonest of two or more languages is the better guess.
const DOUBTFUL: f64 = 0.15;

/// The language of a text, as far as the text alone shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Guess {
    /// The most likely language; `None` for a text without letters.
    pub(crate) lang: Option<Lang>,
    /// Whether the text is long and clear enough to be right without looking at others.
    pub(crate) is_sure: bool,
}

impl Guess {
    const NONE: Self = Self { lang: None, is_sure: false };
}

/// Detects the language of a text from its first 1,000 bytes.
///
/// The script decides for languages that have one of their own. Letters separate Persian and Urdu from Arabic, and the
/// languages in Cyrillic from each other. Otherwise a quick classifier for ten languages in Latin letters is asked; it
/// is believed when the text has the commonest words of its answer. Trigrams decide the rest. A text without letters
/// counts as English.
///
/// ```
/// use alsolike::text::detect;
///
/// assert_eq!(detect("Ministrowie spotkali się nad jeziorem.").code(), "pl");
/// assert_eq!(detect("總統與總理週三在日內瓦會面。").to_string(), "zh-Hant");
/// ```
///
/// # Performance
/// About 10 µs where the quick classifier answers, 150 µs otherwise.
#[must_use]
pub fn detect(text: &str) -> Lang {
    guess(text).lang.unwrap_or(Lang::ENGLISH)
}

/// Detects the language of a text, and whether the text is sure to be in it.
pub(crate) fn guess(text: &str) -> Guess {
    let head = head(text);
    let quick = &head[..head.floor_char_boundary(QUICK_BYTES)];
    let counts = ScriptCounts::of(quick);
    let Some(script) = counts.main() else { return Guess::NONE };
    let is_long = counts.n_letters() >= MIN_SURE_LETTERS;
    let (lang, confidence) = match script {
        Script::Latin => match quick_latin(quick) {
            Some(lang) => (lang, 1.0),
            None => latin(head, &[]),
        },
        _ => of_script(script, head, &counts),
    };
    Guess { lang: Some(lang), is_sure: is_long && confidence > SURE }
}

/// Returns the start of a text that detection reads.
pub(super) fn head(text: &str) -> &str {
    let text = text.trim_start();
    &text[..text.floor_char_boundary(THOROUGH_BYTES)]
}

/// Returns the language of a script other than Latin, and the confidence.
fn of_script(script: Script, head: &str, counts: &ScriptCounts) -> (Lang, f64) {
    match script.own_language() {
        Some(code) => (Lang::from_code(code), 1.0),
        None => match counts.by_letters(script) {
            Some(lang) => (lang, 1.0),
            None => trigrams(head, script, &[])
                .filter(|&(_, confidence)| confidence >= DOUBTFUL)
                .unwrap_or((script.usual_language(), 0.0)),
        },
    }
}

/// Returns the answer of the quick classifier if the words of the text confirm it.
fn quick_latin(quick: &str) -> Option<Lang> {
    use whichlang::Lang as Quick;
    let code = match whichlang::detect_language(quick) {
        Quick::Deu => "de",
        Quick::Eng => "en",
        Quick::Fra => "fr",
        Quick::Ita => "it",
        Quick::Nld => "nl",
        Quick::Por => "pt",
        Quick::Spa => "es",
        Quick::Swe => "sv",
        Quick::Tur => "tr",
        Quick::Vie => "vi",
        _ => return None,
    };
    has_words_of(quick, code).then(|| Lang::from_code(code))
}

/// Returns the language of a text in Latin letters among `allowed`, or among all if that is empty.
///
/// Trigrams need about 100 letters. The commonest words of a language help where they are uncertain.
fn latin(head: &str, allowed: &[Lang]) -> (Lang, f64) {
    let is_allowed =
        |code: &str| allowed.is_empty() || allowed.iter().any(|lang| lang.code() == code);
    // Not every language has trigrams.
    let has_all = allowed.is_empty() || Script::Latin.profiles(allowed).len() >= allowed.len();
    let (mut lang, mut confidence) = trigrams(head, Script::Latin, allowed)
        .filter(|_| has_all)
        .unwrap_or((allowed.first().copied().unwrap_or_default(), 0.0));
    if let Some((code, ahead)) = by_common_words(head, is_allowed)
        && (confidence < UNCLEAR
            || ahead > 1 && confidence < SURE
            || ahead > 2 && Script::Latin.profiles(&[Lang::from_code(code)]).is_empty())
    {
        (lang, confidence) = (Lang::from_code(code), confidence.min(UNCLEAR));
    } else if confidence < DOUBTFUL && allowed.is_empty() && head.is_ascii() {
        // A few words without accents are more often English than anything else.
        lang = Lang::ENGLISH;
    }
    let serbian = Lang::from_code("sr").with_script("Latn");
    lang = match lang.code() {
        "hr" | "sr" if !allowed.is_empty() && !allowed.contains(&serbian) => Lang::from_code("hr"),
        "hr" | "sr" if is_serbian(head) => serbian,
        "hr" | "sr" => Lang::from_code("hr"),
        // Azerbaijani has `ə` in nearly every sentence.
        "az" if allowed.is_empty() && !head.contains(['ə', 'Ə']) => Lang::from_code("tr"),
        _ => lang,
    };
    (lang, confidence)
}

/// Returns whether a text is Serbian rather than Croatian. No trigrams tell them apart.
///
/// Croatian has `ije` and `je` inside words where Serbian has `e`, its verbs need `da` less often, and it has other
/// foreign words. Texts with none of the signs count as Croatian.
fn is_serbian(head: &str) -> bool {
    let lower = head.to_lowercase();
    let count =
        |signs: &[&str]| -> usize { signs.iter().map(|sign| lower.matches(sign).count()).sum() };
    let inside = |found: &str| {
        let ends = lower.match_indices(found).map(|(at, found)| at + found.len());
        ends.filter(|&end| lower[end..].starts_with(char::is_alphabetic)).count()
    };
    let n_long: usize = ["ije", "vje", "mje", "dje", "tje", "sje", "pje"].map(inside).iter().sum();
    let n_da = lower.split_whitespace().filter(|word| *word == "da").count();
    3 * count(&SERBIAN) + n_da.saturating_sub(1) > 3 * count(&CROATIAN) + 2 * n_long
}

/// Beginnings of common words as Serbian has them.
const SERBIAN: [&str; 28] = [
    "sertifik", "uspe", "bezbed", "obezbe", " ceo ", " cel", " delo", " vreme", "videl", "razume",
    " mest", "korišć", "oniše", "evrop", "hiljad", "avgust", "januar", "gde", "uvek", "ovde",
    "takođe", " šta", "posle", " svet", "čovek", "deca ", " reč", "izvešt",
];
/// Beginnings of common words as Croatian has them.
const CROATIAN: [&str; 16] = [
    "certifik",
    "europ",
    "tisuć",
    "siječ",
    "veljač",
    "ožuj",
    "sustav",
    "tvrtk",
    "uvjet",
    "općin",
    "također",
    "onira",
    "korišten",
    "sigurnos",
    "tijekom",
    "uvijek",
];

/// Returns the likeliest language of a script by its trigrams, and the confidence. Only languages in `allowed` count,
/// or all if it is empty.
fn trigrams(head: &str, script: Script, allowed: &[Lang]) -> Option<(Lang, f64)> {
    let mut profiles = script.profiles(allowed);
    if allowed.is_empty() && head.len() < MIN_RARE_BYTES {
        profiles.retain(|profile| !RARE.contains(profile));
    }
    if profiles.is_empty() {
        return None;
    }
    let info = Detector::with_allowlist(profiles).detect(head)?;
    let lang = Lang::parse(info.lang().code())?;
    Some((script.written(lang), info.confidence()))
}

/// Languages that short texts in other ones are taken for.
const RARE: [whatlang::Lang; 4] =
    [whatlang::Lang::Afr, whatlang::Lang::Cym, whatlang::Lang::Epo, whatlang::Lang::Uzb];
/// Minimum number of bytes of a text for [`RARE`] languages.
const MIN_RARE_BYTES: usize = 100;

/// Returns the script of a text in a language that is written in several, such as Chinese: `zh-Hans` or `zh-Hant`.
/// Other languages are returned as they are.
#[must_use]
pub(crate) fn with_script_of(lang: Lang, text: &str) -> Lang {
    if !lang.has_several_scripts() || lang.script().is_some() {
        return lang;
    }
    let counts = ScriptCounts::of(head(text));
    let is_latin = counts.main() == Some(Script::Latin);
    match lang.code() {
        "sr" => lang.with_script(if is_latin { "Latn" } else { "Cyrl" }),
        _ if counts.is_traditional() => Lang::TRADITIONAL_CHINESE,
        _ => Lang::SIMPLIFIED_CHINESE,
    }
}

/// The languages of an archive, the commonest first. Short and doubtful texts are in one of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArchiveLanguages {
    /// Languages and their numbers of articles, most articles first, then in alphabetical order.
    pub counts: Vec<(Lang, usize)>,
}

/// Minimum share of the clear articles of a language that counts as one of the archive's.
const MIN_SHARE: f64 = 0.02;

impl ArchiveLanguages {
    /// Counts the languages of the clear articles, and finds those of the doubtful ones whose script no clear article
    /// has.
    ///
    /// `clear` holds the languages that are declared or certain, in any order. `doubtful` holds the beginnings of the
    /// other articles, in the order of the archive.
    pub(crate) fn new(clear: &[(Lang, usize)], doubtful: &[&str]) -> Self {
        let total: usize = clear.iter().map(|&(_, n)| n).sum();
        let is_common = |n: usize| n as f64 >= MIN_SHARE * total as f64;
        let mut counts: Vec<(Lang, usize)> =
            clear.iter().copied().filter(|&(_, n)| is_common(n)).collect();
        for script in Script::ALL {
            if counts.iter().any(|&(lang, _)| Script::of_language(lang) == script) {
                continue;
            }
            let of_script: Vec<&str> = doubtful
                .iter()
                .copied()
                .filter(|text| ScriptCounts::of(head(text)).main() == Some(script))
                .collect();
            counts.extend(pooled_languages(script, &of_script));
        }
        counts.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Self { counts }
    }

    /// Returns the language of a text that is short or not clear: the likeliest of the archive's languages in its
    /// script, or the commonest of them if that is uncertain too.
    ///
    /// `guess` is what the text shows by itself. Only languages in `allowed` are returned, unless that is empty.
    pub(crate) fn resolve(&self, text: &str, guess: Guess, allowed: &[Lang]) -> Lang {
        let is_allowed = |lang: &Lang| allowed.is_empty() || allowed.contains(lang);
        let known: Vec<Lang> =
            self.counts.iter().map(|&(lang, _)| lang).filter(is_allowed).collect();
        let commonest = known.first().or(allowed.first()).copied();
        let Some(lang) = guess.lang else { return commonest.unwrap_or_default() };
        let script = Script::of_language(lang);
        let is_here = |other: &Lang| Script::of_language(*other) == script;
        let mut here: Vec<Lang> = known.into_iter().filter(is_here).collect();
        if here.is_empty() {
            here = allowed.iter().copied().filter(is_here).collect();
        }
        match here[..] {
            [] if allowed.is_empty() => lang,
            [] => commonest.unwrap_or(lang),
            _ => choose(head(text), lang, script, &here),
        }
    }
}

/// Returns the language of a text among those of the archive in its script, the commonest first. `guess` is what the
/// text alone shows.
fn choose(head: &str, guess: Lang, script: Script, here: &[Lang]) -> Lang {
    let [commonest, others @ ..] = here else { return guess };
    if others.is_empty() {
        return *commonest;
    }
    if script == Script::Han {
        return if here.contains(&guess) { guess } else { *commonest };
    }
    let (lang, confidence) = match script {
        Script::Latin => latin(head, here),
        _ => trigrams(head, script, here).unwrap_or((*commonest, 0.0)),
    };
    let is_known = here.contains(&lang) && confidence >= DOUBTFUL;
    if is_known { lang } else { *commonest }
}

/// Number of bytes of each text that a pool takes, and of a whole pool.
const POOLED_BYTES: (usize, usize) = (200, 4_000);

/// Returns the languages of texts in one script that are all short or doubtful, with the number of texts that count
/// for each.
///
/// Together the texts are long, so the language of most of them is found by reading their beginnings as one text.
/// Another language counts when it has a fifth of the texts by themselves.
fn pooled_languages(script: Script, texts: &[&str]) -> Vec<(Lang, usize)> {
    if texts.is_empty() {
        return Vec::new();
    }
    let mut pool = String::new();
    for text in texts.iter().map(|text| text.trim()) {
        if pool.len() >= POOLED_BYTES.1 {
            break;
        }
        pool.push_str(&text[..text.floor_char_boundary(POOLED_BYTES.0)]);
        pool.push('\n');
    }
    let counts = ScriptCounts::of(&pool);
    let (main, _) = match script {
        Script::Latin => latin(&pool, &[]),
        _ => of_script(script, &pool, &counts),
    };
    let mut votes: Vec<(Lang, usize)> = Vec::new();
    for lang in texts.iter().filter_map(|text| guess(text).lang) {
        match votes.iter_mut().find(|(other, _)| *other == lang) {
            Some((_, n)) => *n += 1,
            None => votes.push((lang, 1)),
        }
    }
    let of_main = votes.iter().find(|&&(lang, _)| lang == main).map_or(0, |&(_, n)| n);
    let mut found = vec![(main, of_main.max(1))];
    let is_common = |n: usize| n >= 5 && 5 * n >= texts.len();
    found.extend(
        votes.into_iter().filter(|&(lang, n)| {
            lang != main && Script::of_language(lang) == script && is_common(n)
        }),
    );
    // The language of the pool is the commonest, whatever its texts show by themselves.
    found[0].1 = found.iter().map(|&(_, n)| n).max().unwrap_or(1);
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{ArchiveLanguages, Guess, detect, guess, with_script_of};
    use crate::article::Lang;

    #[test]
    fn detects_the_language_of_a_sentence() {
        let check =
            |text: &str, expected: &str| assert_eq!(detect(text).to_string(), expected, "{text}");
        check("The two presidents met in a villa by the lake and agreed on little.", "en");
        check("Les deux présidents se sont rencontrés dans une villa au bord du lac.", "fr");
        check("Die beiden Präsidenten trafen sich in einer Villa am See.", "de");
        check("Los dos presidentes se reunieron en una villa junto al lago.", "es");
        check("Prezydenci spotkali się w willi nad jeziorem i niewiele uzgodnili.", "pl");
        check(
            "De to præsidenter mødtes i en villa ved søen og blev ikke enige efter en lang aften.",
            "da",
        );
        check("Els dos presidents es van trobar en una vil·la al costat del llac.", "ca");
        check("Οι δύο πρόεδροι συναντήθηκαν σε μια βίλα.", "el");
        check("Двамата президенти се срещнаха във вила край езерото.", "bg");
        check("Два президенти зустрілися на віллі біля озера.", "uk");
        check("Два президента встретились на вилле у озера, и это всё.", "ru");
        check("شد و می‌گوید که این پیشنهاد را پذیرفت", "fa");
        check("اجتمع الرئيسان في فيلا على ضفاف البحيرة", "ar");
        check("שני הנשיאים נפגשו בווילה ליד האגם.", "he");
        check("ประธานาธิบดีสองคนพบกัน", "th");
        check("会议于星期三在日内瓦举行，讨论军备控制。", "zh-Hans");
        check("會議於星期三在日內瓦舉行，討論軍備控制。", "zh-Hant");
        check("大統領は水曜日に首相と会談した。", "ja");
        check("대통령은 수요일에 총리를 만났다.", "ko");
        check("", "en");
        check("2021 – 3", "en");
    }

    #[test]
    fn the_text_tells_the_script() {
        let check = |tag: &str, text: &str, expected: &str| {
            assert_eq!(with_script_of(Lang::parse(tag).unwrap(), text).to_string(), expected);
        };
        check("zh", "會議", "zh-Hant");
        check("zh", "会议", "zh-Hans");
        check("zh", "", "zh-Hans");
        check("zh-TW", "会议", "zh-Hant");
        check("sr", "Predsednik je rekao", "sr-Latn");
        check("sr", "Председник је рекао", "sr-Cyrl");
        check("de", "会议", "de");
    }

    fn found(archive: &ArchiveLanguages, text: &str) -> Lang {
        archive.resolve(text, guess(text), &[])
    }

    fn langs(counts: &[(&str, usize)]) -> Vec<(Lang, usize)> {
        counts.iter().map(|&(tag, n)| (Lang::parse(tag).unwrap(), n)).collect()
    }

    #[test]
    fn short_texts_have_a_language_of_the_archive() {
        let archive =
            ArchiveLanguages::new(&langs(&[("pl", 90), ("en", 10), ("ru", 9), ("fr", 1)]), &[]);
        assert_eq!(archive.counts, langs(&[("pl", 90), ("en", 10), ("ru", 9)]));
        let check = |text: &str, expected: &str| {
            assert_eq!(found(&archive, text).code(), expected, "{text}")
        };
        check("Mosty", "pl");
        check("The history of the bridge", "en");
        check("Мост", "ru");
        check("…", "pl");
        // No article of the archive is in this script, so the text alone decides.
        check("Γέφυρα", "el");
    }

    #[test]
    fn short_texts_together_show_their_language() {
        let titles = [
            "Nový most přes řeku",
            "Hluk ze stavby mostu",
            "Staré mlýny",
            "Polévka z pórku",
            "Rozpočet schválen",
        ];
        let archive = ArchiveLanguages::new(&[], &titles);
        assert_eq!(archive.counts.len(), 1);
        assert!(titles.iter().all(|title| found(&archive, title).code() == "cs"));
    }

    proptest! {
        #[test]
        fn any_text_has_a_language(text in any::<String>(), words in "([a-zA-Zøłéñы字कعꯀ]{1,9}[ .,0-9])*") {
            let archive = ArchiveLanguages::new(&langs(&[("pl", 90), ("en", 10), ("ru", 9), ("sr-Latn", 20)]), &[&text]);
            for text in [&text, &words] {
                let Guess { lang, .. } = guess(text);
                prop_assert_eq!(detect(text), lang.unwrap_or(Lang::ENGLISH));
                found(&archive, text);
            }
        }
    }
}
