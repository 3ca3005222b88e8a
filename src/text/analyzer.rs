//! Text to kept words: segmentation, stop words and stems, each distinct word analysed once.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use frostem::Stemmer;
use hashbrown::HashSet;

use super::furniture::LineSamples;
use super::language::{connectives, stemmer, stop_words};
use super::normalize::{fold, lower_case, without_clitics};
use super::phrases::{Gap, Step, ends_sentence};
use super::segment::words;
use super::strings::Interned;
use super::word_table::{Sought, Verdict, WordTable};
use crate::article::Lang;

/// Longer words, in bytes, are dropped: encoded data, not language.
pub const MAX_WORD_BYTES: usize = 64;

/// How a text becomes words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextSettings {
    /// Language of every article; `None` takes the declared one, else detects.
    pub language: Option<Lang>,
    /// Whether words are reduced to their Snowball stem.
    pub stemming: bool,
    /// Whether the language's stop words are left out.
    pub stop_words: bool,
}

impl Default for TextSettings {
    /// Stems and stop words, as measured in `BENCHMARKS.md`.
    fn default() -> Self {
        Self { language: None, stemming: true, stop_words: true }
    }
}

/// The kept words of one or more texts, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tokens {
    /// The form of each kept word, a number of the analyzer that made it.
    pub forms: Vec<u32>,
    /// What stands before each kept word.
    pub gaps: Vec<Gap>,
    /// The lines with kept words.
    pub lines: Vec<Line>,
}

/// A line of text that has kept words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Hash of the trimmed line.
    pub hash: u64,
    /// Index of its first kept word in [`Tokens`].
    pub first: usize,
}

/// Reads texts and remembers every distinct word: one for each thread.
///
/// A *form* is a word as a reader sees it, its case kept and its clitics cut; forms with the same stem
/// are one term. Form and stem numbers are in order of first sight, so they mean nothing outside this
/// analyzer. Memory: about 150 bytes for each distinct word.
#[derive(Clone, Debug)]
pub struct Analyzer {
    settings: TextSettings,
    languages: Vec<Language>,
    lexis: Lexis,
    line_samples: LineSamples,
    /// The words of a text that are looked up at a time; kept for its memory.
    batch: Vec<Sought>,
}

/// A form's stem and how often it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// Number of its stem.
    pub stem: u32,
    /// Occurrences inside a sentence of a body, where case says something.
    pub n_inside: u64,
    /// All other occurrences: titles, tags, starts of sentences.
    pub n_elsewhere: u64,
}

/// The forms and stems of all languages.
#[derive(Clone, Debug, Default)]
struct Lexis {
    /// Stem of each form.
    stem_of: Vec<u32>,
    forms: Interned,
    stems: Interned,
}

#[derive(Clone, Debug)]
struct Language {
    lang: Lang,
    stop_words: HashSet<&'static str, FixedState>,
    connectives: &'static [&'static str],
    stemmer: Option<StemmerOf>,
    words: WordTable,
}

/// Words looked up at a time: enough for the processor to wait for many slots at once.
const BATCH: usize = 64;

/// The stemmer of a language; wrapped because the library's type has no `Debug`.
#[derive(Clone, Copy)]
struct StemmerOf(Stemmer);

impl std::fmt::Debug for StemmerOf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.0.algorithm())
    }
}

/// Where a text stands in its article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Title or tag: case tells nothing about a word, and lines are no furniture.
    Heading,
    /// The body.
    Body,
}

impl Analyzer {
    /// An analyzer that has read nothing yet.
    #[must_use]
    pub fn new(settings: TextSettings) -> Self {
        Self {
            settings,
            languages: Vec::new(),
            lexis: Lexis::default(),
            line_samples: LineSamples::default(),
            batch: Vec::new(),
        }
    }

    /// Appends the kept words of `text` to `tokens`; the first never joins a phrase with what was there.
    ///
    /// O(bytes of text) but for words not seen before.
    pub fn read(&mut self, text: &str, lang: Lang, part: Part, tokens: &mut Tokens) {
        let language = self.language(lang);
        let Self { languages, lexis, line_samples, batch, .. } = self;
        let language = &mut languages[language];
        let text = &*fold(text);
        let bytes = text.as_bytes();
        // Hashes of lines are part of the model, so the seed stays.
        let line_hasher = FixedState::default();
        let mut lines = Lines { text, end: if part == Part::Body { 0 } else { usize::MAX } };
        let (mut gap, mut before) = (Gap::BREAK, None::<(usize, usize)>);
        let mut inside = false;
        let mut all_words = words(text);
        loop {
            batch.clear();
            let some = all_words.by_ref().take(BATCH);
            batch.extend(some.map(|word| language.words.seek(text, word.start, word.end())));
            if batch.is_empty() {
                return;
            }
            language.words.prepare(batch);
            // Places for all words of the batch; those that are not kept are written over.
            let mut n_kept = tokens.forms.len();
            tokens.forms.resize(n_kept + batch.len(), 0);
            tokens.gaps.resize(n_kept + batch.len(), Gap::NONE);
            for sought in &*batch {
                let &Sought { start, end, .. } = sought;
                if let Some((before_start, before_end)) = before {
                    // Nearly always a single space.
                    if start - before_end != 1 || bytes[before_end] != b' ' {
                        let between = &text[before_end..start];
                        inside &= !between.bytes().any(|b| matches!(b, b'"' | b':'));
                        if ends_sentence(&text[before_start..before_end], between) {
                            (gap, inside) = (Gap::BREAK, false);
                        }
                    }
                }
                before = Some((start, end));
                let slot = match language.words.find(sought) {
                    Ok(slot) => slot,
                    Err(slot) => {
                        let verdict = language.judge(&text[start..end], lexis);
                        language.words.insert(sought, slot, verdict);
                        slot
                    }
                };
                let word = language.words.at(slot);
                let n_read = &mut word.n_read[usize::from(inside)];
                *n_read = n_read.saturating_add(1);
                let Verdict { form, step } = word.verdict;
                let kept = usize::from(step == Step::KEPT);
                if kept & usize::from(start >= lines.end) == 1 {
                    let line = lines.enter(start);
                    let hash = line_hasher.hash_one(line);
                    line_samples.meet(hash, line);
                    tokens.lines.push(Line { hash, first: n_kept });
                }
                tokens.forms[n_kept] = form;
                tokens.gaps[n_kept] = gap;
                n_kept += kept;
                gap = gap.after(step);
                inside = part == Part::Body;
            }
            tokens.forms.truncate(n_kept);
            tokens.gaps.truncate(n_kept);
        }
    }

    /// Stem number and counts of every form seen, by form number. O(words seen).
    #[must_use]
    pub fn forms(&self) -> Vec<Form> {
        let unread = |&stem: &u32| Form { stem, n_inside: 0, n_elsewhere: 0 };
        let mut forms: Vec<Form> = self.lexis.stem_of.iter().map(unread).collect();
        for word in self.languages.iter().flat_map(|language| language.words.iter()) {
            if word.verdict.is_kept() {
                let form = &mut forms[word.verdict.form as usize];
                form.n_elsewhere += u64::from(word.n_read[0]);
                form.n_inside += u64::from(word.n_read[1]);
            }
        }
        forms
    }

    /// Number of the stem of a form.
    #[must_use]
    pub fn stem_of(&self, form: u32) -> u32 {
        self.lexis.stem_of[form as usize]
    }

    /// Number of stems seen.
    #[must_use]
    pub fn n_stems(&self) -> usize {
        self.lexis.stems.strings().len()
    }

    /// The form as written, its case kept and its clitics cut.
    #[must_use]
    pub fn form_text(&self, form: u32) -> &str {
        self.lexis.forms.strings().at(form as usize)
    }

    /// The stem with a number.
    #[must_use]
    pub fn stem_text(&self, stem: u32) -> &str {
        self.lexis.stems.strings().at(stem as usize)
    }

    /// The kept words of a text as stems, for a look at what counts.
    ///
    /// ```
    /// use alsolike::article::Lang;
    /// use alsolike::text::{Analyzer, TextSettings};
    ///
    /// let mut analyzer = Analyzer::new(TextSettings::default());
    /// let stems = analyzer.stems("The presidents’ talks on 16 sectors", Lang::ENGLISH);
    /// assert_eq!(stems, ["presid", "talk", "16", "sector"]);
    /// ```
    pub fn stems(&mut self, text: &str, lang: Lang) -> Vec<String> {
        let mut tokens = Tokens::default();
        self.read(text, lang, Part::Body, &mut tokens);
        let stem = |&form: &u32| self.stem_text(self.stem_of(form)).to_owned();
        tokens.forms.iter().map(stem).collect()
    }

    /// The text of a line by its hash, where a copy was kept.
    #[must_use]
    pub fn line_sample(&self, hash: u64) -> Option<&str> {
        self.line_samples.text(hash)
    }

    fn language(&mut self, lang: Lang) -> usize {
        if let Some(known) = self.languages.iter().position(|language| language.lang == lang) {
            return known;
        }
        let TextSettings { stemming, stop_words: leave_out, .. } = self.settings;
        self.languages.push(Language {
            lang,
            stop_words: if leave_out { stop_words(lang) } else { HashSet::default() },
            connectives: connectives(lang),
            stemmer: stemmer(lang).filter(|_| stemming).map(StemmerOf),
            words: WordTable::default(),
        });
        self.languages.len() - 1
    }
}

impl Language {
    /// What becomes of a word that was not seen before.
    #[cold]
    fn judge(&mut self, word: &str, lexis: &mut Lexis) -> Verdict {
        let lower = &*lower_case(word, self.lang);
        let bare = without_clitics(lower, self.lang);
        // Capitals change what is shown, not what is counted.
        let known = if word.is_ascii() && word != lower { self.words.verdict(lower) } else { None };
        let stem = match known {
            Some(verdict) if verdict.is_kept() => lexis.stem_of[verdict.form as usize],
            Some(verdict) => return verdict,
            None => {
                let is_stop_word = |word: &str| self.stop_words.contains(word);
                if is_stop_word(lower) || (bare.len() < lower.len() && is_stop_word(bare)) {
                    let number = self.connectives.iter().position(|&other| other == lower);
                    let step = number.map_or(Step::NONE, |number| Step::connective(number as u8));
                    return Verdict { form: 0, step };
                }
                if !is_word(bare) {
                    return Verdict::DROPPED;
                }
                match &self.stemmer {
                    Some(StemmerOf(stemmer)) => lexis.stems.number(&stemmer.stem(bare)),
                    None => lexis.stems.number(bare),
                }
            }
        };
        Verdict::kept(lexis.form(cut_alike(word, lower, bare), stem))
    }
}

impl Lexis {
    /// Number of the form with this text and stem: one text can have two stems in two languages.
    fn form(&mut self, text: &str, stem: u32) -> u32 {
        let Self { stem_of, forms, .. } = self;
        let (number, is_new) = forms.number_where(text, |form| stem_of[form as usize] == stem);
        if is_new {
            stem_of.push(stem);
        }
        number
    }
}

/// Letters or digits, and two characters where one is no word. Numbers count: versions, years and the
/// names of laws tell stories apart.
fn is_word(word: &str) -> bool {
    let is_ideograph = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}');
    let mut chars = word.chars();
    let long_enough = chars.next().is_some_and(is_ideograph) || chars.next().is_some();
    long_enough && word.len() <= MAX_WORD_BYTES && word.chars().any(char::is_alphanumeric)
}

/// The part of `word` that `bare` is of `lower`; `bare` itself where lower case changed the length.
fn cut_alike<'w>(word: &'w str, lower: &str, bare: &'w str) -> &'w str {
    let range = match lower.strip_suffix(bare) {
        Some(elided) => elided.len()..word.len(),
        None => 0..bare.len(),
    };
    let same_length = word.len() == lower.len();
    word.get(range).filter(|_| same_length).unwrap_or(bare)
}

/// Walks the lines of a text as its words are met.
struct Lines<'t> {
    text: &'t str,
    /// End of the line entered last; words from here on are in a new one.
    end: usize,
}

impl<'t> Lines<'t> {
    /// The line at an offset, trimmed.
    fn enter(&mut self, offset: usize) -> &'t str {
        let start = self.text[..offset].rfind('\n').map_or(0, |at| at + 1);
        self.end = self.text[offset..].find('\n').map_or(self.text.len(), |length| offset + length);
        self.text[start..self.end].trim()
    }
}

#[cfg(test)]
mod tests {
    use super::{Analyzer, Gap, Lang, Part, TextSettings, Tokens};

    fn read(text: &str, lang: &str) -> (Analyzer, Tokens) {
        let mut analyzer = Analyzer::new(TextSettings::default());
        let mut tokens = Tokens::default();
        analyzer.read(text, Lang::parse(lang).unwrap(), Part::Body, &mut tokens);
        (analyzer, tokens)
    }

    fn forms(text: &str, lang: &str) -> Vec<String> {
        let (analyzer, tokens) = read(text, lang);
        tokens.forms.iter().map(|&form| analyzer.form_text(form).to_owned()).collect()
    }

    #[test]
    fn forms_are_words_as_a_reader_sees_them() {
        assert_eq!(
            forms("NATO’s 30 allies met: Biden, again", "en"),
            ["NATO", "30", "allies", "met", "Biden"]
        );
        assert_eq!(forms("L’Élysée d'abord", "fr"), ["Élysée", "abord"]);
        assert_eq!(forms("東京", "ja"), ["東", "京"]);
        assert_eq!(forms(&"x".repeat(65), "en"), Vec::<String>::new());
    }

    #[test]
    fn stems_join_forms() {
        let (analyzer, tokens) = read("Summit. The SUMMITS and a summit", "en");
        let stems: Vec<u32> = tokens.forms.iter().map(|&form| analyzer.stem_of(form)).collect();
        assert_eq!(stems, [0, 0, 0]);
        let inside: Vec<u64> = analyzer.forms().iter().map(|form| form.n_inside).collect();
        assert_eq!(inside, [0, 1, 1]);
    }

    #[test]
    fn gaps_tell_phrases_and_sentences() {
        let (_, tokens) = read("Bank of the England. Rates rise", "en");
        let of_the = Gap::NONE.with_connective(0).with_connective(1);
        assert_eq!(tokens.gaps, [Gap::BREAK, of_the, Gap::BREAK, Gap::NONE]);
    }

    #[test]
    fn lines_with_words_are_marked_once() {
        let (_, tokens) = read("first line\n the \n  Second line here\n\nfirst line", "en");
        let starts: Vec<usize> = tokens.lines.iter().map(|line| line.first).collect();
        assert_eq!(starts, [0, 2, 4]);
        assert_eq!(tokens.lines[0].hash, tokens.lines[2].hash);
    }
}
