//! Text to kept words: segmentation and stop words, each distinct word judged once.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use memchr::{memchr, memrchr};

use super::boilerplate::LineSamples;
use super::classify::Language;
use super::forms::{FormCounts, Forms};
use super::gap::{Gap, Step};
use super::normalize::fold;
use super::segment::Segmenter;
use super::sentence::ends_sentence;
use super::stemming::Stemming;
use super::tokens::{Line, Tokens};
use super::word_table::{Probe, WordClass};
use crate::article::Lang;

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
