//! Text to kept words: segmentation and stop words, each distinct word judged once.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use memchr::{memchr, memrchr};

use super::boilerplate::LineSamples;
use super::language::{connectives, stop_words};
use super::normalize::{fold, lower_case, without_clitics};
use super::phrases::{Gap, Step, ends_sentence};
use super::segment::Segmenter;
use super::stemming::Stemming;
use super::strings::Strings;
use super::word_table::{Probe, WordClass, WordTable};
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

impl Tokens {
    /// Forgets all words and keeps the memory.
    pub fn clear(&mut self) {
        let Self { forms, gaps, lines } = self;
        forms.clear();
        gaps.clear();
        lines.clear();
    }
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
/// are one term. Form numbers are in order of first sight, so they mean nothing outside this analyzer.
/// Memory: about 100 bytes for each distinct word.
#[derive(Clone, Debug)]
pub struct Analyzer {
    settings: TextSettings,
    languages: Vec<Language>,
    forms: Forms,
    line_samples: LineSamples,
    /// The words of a text that are looked up at a time; kept for its memory.
    batch: Vec<Probe>,
}

/// How often a form was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FormCounts {
    /// Occurrences inside a sentence of a body, where case says something.
    pub n_inside: u64,
    /// All other occurrences: titles, tags, starts of sentences.
    pub n_elsewhere: u64,
}

/// The forms of all languages; a few of them may be alike.
#[derive(Clone, Debug, Default)]
pub struct Forms {
    texts: Strings,
    langs: Vec<Lang>,
    /// For each form the one in lower case, where that was met before; else itself.
    lower: Vec<u32>,
}

#[derive(Clone, Debug)]
struct Language {
    lang: Lang,
    words: WordTable,
}

/// Words looked up at a time: enough for the processor to wait for many slots at once.
const BATCH: usize = 128;

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
            forms: Forms::default(),
            line_samples: LineSamples::default(),
            batch: Vec::new(),
        }
    }

    /// Appends the kept words of `text` to `tokens`; the first never joins a phrase with what was there.
    ///
    /// O(bytes of text) but for words not seen before.
    pub fn read(&mut self, text: &str, lang: Lang, part: Part, tokens: &mut Tokens) {
        let language = self.language(lang);
        let Self { languages, forms, line_samples, batch, .. } = self;
        let language = &mut languages[language];
        let text = &*fold(text);
        // Hashes of lines are part of the model, so the seed stays.
        let line_hasher = FixedState::default();
        let mut lines = Lines { text, end: if part == Part::Body { 0 } else { usize::MAX } };
        let (mut gap, mut before, mut inside) = (Gap::BREAK, 0..0, false);
        let mut segmenter = Segmenter::new(text);
        loop {
            batch.clear();
            language.words.make_room(BATCH);
            segmenter.visit(BATCH, |start, end, after_sign| {
                batch.push(language.words.seek(text, start, end, after_sign));
            });
            if batch.is_empty() {
                return;
            }
            language.words.prefetch(batch);
            // Places for all words of the batch; those that are not kept are written over.
            let mut n_kept = tokens.forms.len();
            tokens.forms.resize(n_kept + batch.len(), 0);
            tokens.gaps.resize(n_kept + batch.len(), Gap::NONE);
            for sought in &*batch {
                let &Probe { start, end, after_sign, .. } = sought;
                let is_hyphen = start == before.end + 1 && text.as_bytes()[before.end] == b'-';
                if after_sign {
                    let between = &text[before.end..start];
                    let ends = ends_sentence(&text[before], between);
                    inside &= !ends && !between.bytes().any(|b| matches!(b, b'"' | b':'));
                    gap = if ends { Gap::BREAK } else { gap };
                }
                before = start..end;
                let slot = match language.words.find(sought) {
                    Ok(slot) => slot,
                    Err(_) => language.meet(&text[start..end], sought, forms),
                };
                let word = language.words.at(slot);
                let n_read = &mut word.n_read[usize::from(inside)];
                *n_read = n_read.saturating_add(1);
                let WordClass { form, step, elided } = word.verdict;
                let kept = usize::from(step == Step::KEPT);
                if kept & usize::from(start >= lines.end) == 1 {
                    let line = lines.enter(start);
                    let hash = line_hasher.hash_one(line);
                    line_samples.meet(hash, line);
                    tokens.lines.push(Line { hash, first: n_kept });
                }
                tokens.forms[n_kept] = form;
                tokens.gaps[n_kept] = gap.after(elided).hyphenated(is_hyphen);
                n_kept += kept;
                gap = gap.after(step);
                inside = part == Part::Body;
            }
            tokens.forms.truncate(n_kept);
            tokens.gaps.truncate(n_kept);
        }
    }

    /// Counts of every form seen, by form number. O(words seen).
    #[must_use]
    pub fn counts(&self) -> Vec<FormCounts> {
        let mut counts = vec![FormCounts::default(); self.forms.len()];
        for word in self.languages.iter().flat_map(|language| language.words.iter()) {
            if word.verdict.is_kept() {
                let counts = &mut counts[word.verdict.form as usize];
                counts.n_elsewhere += u64::from(word.n_read[0]);
                counts.n_inside += u64::from(word.n_read[1]);
            }
        }
        counts
    }

    /// All forms seen.
    #[must_use]
    pub fn forms(&self) -> &Forms {
        &self.forms
    }

    /// The forms, when nothing else of the analyzer is needed any more.
    #[must_use]
    pub fn into_forms(self) -> Forms {
        self.forms
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
        let mut stemming = Stemming::new(self.settings.stemming);
        let stem = |&form: &u32| stemming.stem(self.forms.text(form), lang).into_owned();
        tokens.forms.iter().map(stem).collect()
    }

    /// The text of a line by its hash, where a copy was kept.
    #[must_use]
    pub fn line_sample(&self, hash: u64) -> Option<&str> {
        self.line_samples.text(hash)
    }

    fn language(&mut self, lang: Lang) -> usize {
        let known = self.languages.iter().position(|language| language.lang == lang);
        known.unwrap_or_else(|| {
            self.languages.push(Language::new(lang, self.settings.stop_words));
            self.languages.len() - 1
        })
    }
}

impl Language {
    /// A language of which nothing but its stop words is known.
    fn new(lang: Lang, leave_out: bool) -> Self {
        let stop_words = if leave_out { stop_words(lang) } else { &[] };
        let mut words = WordTable::with_capacity(stop_words.len());
        for &word in stop_words {
            words.insert_apart(word, || {
                let number = connectives(lang).iter().position(|&other| other == word);
                let step = number.map_or(Step::HIDDEN, |number| Step::connective(number as u8));
                WordClass { step, ..WordClass::DROPPED }
            });
        }
        Self { lang, words }
    }

    /// Inserts a word that was not met before and returns its slot.
    #[cold]
    fn meet(&mut self, word: &str, sought: &Probe, forms: &mut Forms) -> usize {
        let verdict = self.judge(word, forms);
        // Its bare form may have taken the slot that was free.
        match self.words.find(sought) {
            Ok(slot) => slot,
            Err(slot) => {
                self.words.insert(sought, slot, verdict);
                slot
            }
        }
    }

    /// What becomes of a word that was not met before.
    fn judge(&mut self, word: &str, forms: &mut Forms) -> WordClass {
        let lower = &*lower_case(word, self.lang);
        let bare = without_clitics(lower, self.lang);
        let is_cut = bare.len() < lower.len();
        // Capitals change what is shown, not what is counted.
        let known = if word == lower { None } else { self.words.verdict(lower) };
        if let Some(known) = known {
            if !known.is_kept() {
                return known;
            }
        } else if !is_word(bare)
            || (is_cut && self.words.verdict(bare).is_some_and(|known| !known.is_kept()))
        {
            return WordClass::DROPPED;
        }
        let lang = self.lang;
        if !is_cut {
            let form = forms.push(cut_alike(word, lower, bare), lang);
            forms.lower[form as usize] = known.map_or(form, |known| known.form);
            return WordClass::kept(form);
        }
        let elided = Step::elided(lower.strip_suffix(bare).unwrap_or_default(), lang);
        let form = cut_alike(word, lower, bare);
        let form = if *lower_case(form, lang) == *bare { form } else { bare };
        if without_clitics(bare, lang).len() < bare.len() {
            return WordClass { elided, ..WordClass::kept(forms.push(form, lang)) };
        }
        let known = self.words.insert_apart(form, || WordClass::kept(forms.push(form, lang)));
        WordClass { elided, ..known }
    }
}

impl Forms {
    fn push(&mut self, text: &str, lang: Lang) -> u32 {
        let number = self.langs.len() as u32;
        self.texts.push(text);
        self.langs.push(lang);
        self.lower.push(number);
        number
    }

    /// Number of forms.
    #[must_use]
    pub fn len(&self) -> usize {
        self.langs.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.langs.is_empty()
    }

    /// The form as written, its case kept and its clitics cut.
    #[must_use]
    pub fn text(&self, form: u32) -> &str {
        self.texts.at(form as usize)
    }

    /// The form in lower case, which has the same stem, where that was met before; else the form itself.
    #[must_use]
    pub fn lower(&self, form: u32) -> u32 {
        self.lower[form as usize]
    }

    /// Language of the texts that the form was read in.
    #[must_use]
    pub fn lang(&self, form: u32) -> Lang {
        self.langs[form as usize]
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
        let (before, behind) = self.text.as_bytes().split_at(offset);
        let start = memrchr(b'\n', before).map_or(0, |at| at + 1);
        self.end = memchr(b'\n', behind).map_or(self.text.len(), |length| offset + length);
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
        tokens.forms.iter().map(|&form| analyzer.forms().text(form).to_owned()).collect()
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
    fn case_is_counted_inside_sentences() {
        let (analyzer, tokens) = read("Summit. The SUMMITS and a summit", "en");
        assert_eq!(tokens.forms, [0, 1, 2]);
        let inside: Vec<u64> = analyzer.counts().iter().map(|counts| counts.n_inside).collect();
        assert_eq!(inside, [0, 1, 1]);
    }

    #[test]
    fn clitics_do_not_make_forms() {
        let (_, tokens) = read("Biden's ally met Biden; ally's met's", "en");
        assert_eq!(tokens.forms, [0, 1, 2, 0, 1, 2]);
        let (_, tokens) = read("The a's and the's of it's", "en");
        assert_eq!(tokens.forms, [0u32; 0]);
    }

    #[test]
    fn gaps_tell_phrases_and_sentences() {
        let (_, tokens) = read("Bank of the England. Rates rise", "en");
        let of_the = Gap::NONE.with_connective(0).with_connective(1);
        assert_eq!(tokens.gaps, [Gap::BREAK, of_the, Gap::BREAK, Gap::NONE]);
        // Where a word is not shown no other is: "talks the banks" is no English.
        let (_, tokens) = read("talks between the banks", "en");
        assert_eq!(tokens.gaps, [Gap::BREAK, Gap::HIDDEN]);
    }

    #[test]
    fn capitals_lead_to_the_form_in_lower_case() {
        let (analyzer, _) =
            read("Lakes and lakes; LAKES, Lakes' and Lake. NATO's lake's Lake", "en");
        let forms = analyzer.forms();
        let lower = |form: u32| (forms.text(form), forms.text(forms.lower(form)));
        let found: Vec<(&str, &str)> = (0..forms.len() as u32).map(lower).collect();
        let expected =
            [("Lakes", "Lakes"), ("lakes", "lakes"), ("LAKES", "lakes"), ("Lake", "Lake")];
        assert_eq!(found[..4], expected);
        assert_eq!(found[4..], [("NATO", "NATO"), ("lake", "lake")]);
    }

    #[test]
    fn a_hyphen_between_kept_words_is_a_gap() {
        let gaps = |text: &str, lang: &str| read(text, lang).1.gaps;
        assert_eq!(gaps("coal-fired", "en"), [Gap::BREAK, Gap::HYPHEN]);
        assert_eq!(gaps("États–Unis", "fr"), [Gap::BREAK, Gap::HYPHEN]);
        assert_eq!(gaps("coal - fired -- plants", "en"), [Gap::BREAK, Gap::NONE, Gap::NONE]);
        assert_eq!(gaps("-coal.-Fired", "en"), [Gap::BREAK, Gap::BREAK]);
        // "so" is a stop word: what it is joined to is not joined to what stands before.
        assert_eq!(gaps("plants so-called", "en"), [Gap::BREAK, Gap::HIDDEN]);
    }

    #[test]
    fn lines_with_words_are_marked_once() {
        let (_, tokens) = read("first line\n the \n  Second line here\n\nfirst line", "en");
        let starts: Vec<usize> = tokens.lines.iter().map(|line| line.first).collect();
        assert_eq!(starts, [0, 2, 4]);
        assert_eq!(tokens.lines[0].hash, tokens.lines[2].hash);
    }
}
