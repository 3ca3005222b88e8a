//! Reads text as kept words. Each distinct word is classified once.

use memchr::{memchr, memrchr};

use super::boilerplate::{LineSamples, hash_of_line};
use super::classify::LanguageWords;
use super::forms::{FormCounts, Forms};
use super::gap::{Gap, Step};
use super::names::{Place, with_signs};
use super::normalize::fold;
use super::segment::Segmenter;
use super::sentence::ends_sentence;
use super::stemming::Stemming;
use super::tokens::{Line, Tokens};
use super::word_table::{Probe, WordClass};
use crate::article::Lang;

/// Language, stemming and stop words: how a text becomes words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextSettings {
    /// Language of every article. `None` uses the declared language, else the detected one.
    pub language: Option<Lang>,
    /// The only languages that detection may find; empty for all. Declared languages are not checked.
    pub languages: Vec<Lang>,
    /// Whether words are reduced to their Snowball stem.
    pub stemming: bool,
    /// Whether the language's stop words are left out.
    pub stop_words: bool,
}

impl Default for TextSettings {
    /// Stemming and stop words are on, as measured in `docs/lab/defaults.md`.
    fn default() -> Self {
        Self { language: None, languages: Vec::new(), stemming: true, stop_words: true }
    }
}

/// Reads texts and keeps every distinct word. Each thread has its own analyzer.
///
/// A *form* is a word as it was written, with its case and without its clitics. Forms with the same stem are
/// one term. Forms are numbered in the order of first sight, so a number has no meaning in another analyzer.
/// Memory: about 100 bytes for each distinct word.
#[derive(Clone, Debug)]
pub struct Analyzer {
    settings: TextSettings,
    languages: Vec<LanguageWords>,
    forms: Forms,
    line_samples: LineSamples,
    /// The words that are looked up together. A field, so that its memory is reused.
    batch: Vec<Probe>,
}

/// Number of words that are looked up together: enough to have many cache misses under way at once.
const BATCH: usize = 128;

/// The part of an article that a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextPart {
    /// A title, tag or summary. Its capital letters mark no names, and its lines are no boilerplate.
    Heading,
    /// The body.
    Body,
}

impl Analyzer {
    /// Returns an analyzer that has read nothing.
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

    /// Appends the kept words of `text` to `tokens`. The first word has a break before it, so no phrase spans
    /// two texts.
    ///
    /// O(bytes of text), and more for each word that was not read before.
    pub fn read(&mut self, text: &str, lang: Lang, part: TextPart, tokens: &mut Tokens) {
        let language = self.language(lang);
        let Self { languages, forms, line_samples, batch, .. } = self;
        let language = &mut languages[language];
        let text = &*fold(text);
        let mut lines = Lines { text, end: if part == TextPart::Body { 0 } else { usize::MAX } };
        let (mut gap, mut before, mut inside) = (Gap::BREAK, 0..0, false);
        let mut segmenter = Segmenter::new(text);
        loop {
            batch.clear();
            language.words.reserve(BATCH);
            segmenter.visit(BATCH, |start, end, after_sign| {
                let is_signed =
                    end - start == 1 && matches!(text.as_bytes().get(end), Some(b'+' | b'#'));
                let end = if is_signed { with_signs(text, end) } else { end };
                batch.push(language.words.probe(text, start, end, after_sign));
            });
            if batch.is_empty() {
                return;
            }
            language.words.prefetch(batch);
            // Every word is written; the next one overwrites a word that is not kept.
            let mut n_kept = tokens.forms.len();
            tokens.forms.resize(n_kept + batch.len(), 0);
            tokens.gaps.resize(n_kept + batch.len(), Gap::NONE);
            for probe in &*batch {
                let &Probe { start, end, after_sign, .. } = probe;
                let is_hyphen = start == before.end + 1 && text.as_bytes()[before.end] == b'-';
                if after_sign {
                    let between = &text[before.end..start];
                    let ends = ends_sentence(&text[before], between);
                    inside &= !ends && !between.bytes().any(|b| matches!(b, b'"' | b':'));
                    gap = if ends { Gap::BREAK } else { gap };
                }
                before = start..end;
                let slot = match language.words.find(probe) {
                    Ok(slot) => slot,
                    Err(_) => language.insert(&text[start..end], probe, forms),
                };
                let entry = language.words.entry_mut(slot);
                let n_read = &mut entry.n_read[usize::from(inside)];
                *n_read = n_read.saturating_add(1);
                let WordClass { form, mut step, elided } = entry.class;
                if step.may_be_name() {
                    let after_kept = gap == Gap::NONE || is_hyphen;
                    let place = Place { text, start, end, lang, inside, after_kept };
                    step = step.resolved(place.is_name());
                }
                let kept = usize::from(step == Step::KEPT);
                if kept & usize::from(start >= lines.end) == 1 {
                    let line = lines.enter(start);
                    let hash = hash_of_line(line);
                    line_samples.observe(hash, line);
                    tokens.lines.push(Line { hash, first: n_kept });
                }
                tokens.forms[n_kept] = form;
                tokens.gaps[n_kept] = gap.after(elided).hyphenated(is_hyphen);
                n_kept += kept;
                gap = gap.after(step);
                inside = part == TextPart::Body;
            }
            tokens.forms.truncate(n_kept);
            tokens.gaps.truncate(n_kept);
        }
    }

    /// Returns how often each form was read, indexed by form. O(distinct words).
    #[must_use]
    pub fn counts(&self) -> Vec<FormCounts> {
        let mut counts = vec![FormCounts::default(); self.forms.len()];
        for entry in self.languages.iter().flat_map(|language| language.words.iter()) {
            if entry.class.is_kept() {
                let counts = &mut counts[entry.class.form as usize];
                counts.n_elsewhere += u64::from(entry.n_read[0]);
                counts.n_inside += u64::from(entry.n_read[1]);
            }
        }
        counts
    }

    /// Returns all forms read so far.
    #[must_use]
    pub fn forms(&self) -> &Forms {
        &self.forms
    }

    /// Returns the forms and frees the rest of the analyzer.
    #[must_use]
    pub fn into_forms(self) -> Forms {
        self.forms
    }

    /// Returns the stems of the kept words of a text.
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
        self.read(text, lang, TextPart::Body, &mut tokens);
        let mut stemming = Stemming::new(self.settings.stemming);
        let stem = |&form: &u32| stemming.stem(self.forms.text(form), lang).into_owned();
        tokens.forms.iter().map(stem).collect()
    }

    /// Returns the text of the line with this hash, if a sample was kept.
    #[must_use]
    pub fn line_sample(&self, hash: u64) -> Option<&str> {
        self.line_samples.text(hash)
    }

    /// Returns the index of a language's words, and adds the language if it is new.
    fn language(&mut self, lang: Lang) -> usize {
        let known = self.languages.iter().position(|language| language.lang == lang);
        known.unwrap_or_else(|| {
            self.languages.push(LanguageWords::new(lang, self.settings.stop_words));
            self.languages.len() - 1
        })
    }
}

/// Finds the lines of a text while its words are visited in order.
struct Lines<'t> {
    text: &'t str,
    /// End of the current line. A word that starts here or later is in another line.
    end: usize,
}

impl<'t> Lines<'t> {
    /// Makes the line around `offset` the current one. Returns it without surrounding white space.
    fn enter(&mut self, offset: usize) -> &'t str {
        let (before, rest) = self.text.as_bytes().split_at(offset);
        let start = memrchr(b'\n', before).map_or(0, |at| at + 1);
        self.end = memchr(b'\n', rest).map_or(self.text.len(), |length| offset + length);
        self.text[start..self.end].trim()
    }
}

#[cfg(test)]
mod tests {
    use super::{Analyzer, Gap, Lang, TextPart, TextSettings, Tokens};

    fn read(text: &str, lang: &str) -> (Analyzer, Tokens) {
        let mut analyzer = Analyzer::new(TextSettings::default());
        let mut tokens = Tokens::default();
        analyzer.read(text, Lang::parse(lang).unwrap(), TextPart::Body, &mut tokens);
        (analyzer, tokens)
    }

    fn forms(text: &str, lang: &str) -> Vec<String> {
        let (analyzer, tokens) = read(text, lang);
        tokens.forms.iter().map(|&form| analyzer.forms().text(form).to_owned()).collect()
    }

    #[test]
    fn forms_keep_case_and_lose_clitics() {
        assert_eq!(
            forms("NATO’s 30 allies met: Biden, again", "en"),
            ["NATO", "30", "allies", "met", "Biden"]
        );
        assert_eq!(forms("L’Élysée d'abord", "fr"), ["Élysée", "abord"]);
        assert_eq!(forms("東京", "ja"), ["東", "京"]);
        assert_eq!(forms(&"x".repeat(65), "en"), Vec::<String>::new());
    }

    #[test]
    fn counts_forms_inside_sentences_separately() {
        let (analyzer, tokens) = read("Summit. The SUMMITS and a summit", "en");
        assert_eq!(tokens.forms, [0, 1, 2]);
        let inside: Vec<u64> = analyzer.counts().iter().map(|counts| counts.n_inside).collect();
        assert_eq!(inside, [0, 1, 1]);
    }

    #[test]
    fn words_with_and_without_clitics_share_a_form() {
        let (_, tokens) = read("Biden's ally met Biden; ally's met's", "en");
        assert_eq!(tokens.forms, [0, 1, 2, 0, 1, 2]);
        let (_, tokens) = read("The a's and the's of it's", "en");
        assert_eq!(tokens.forms, [0u32; 0]);
    }

    #[test]
    fn gaps_hold_connectives_and_sentence_ends() {
        let (_, tokens) = read("Bank of the England. Rates rise", "en");
        let of_the = Gap::NONE.with_connective(0).with_connective(1);
        assert_eq!(tokens.gaps, [Gap::BREAK, of_the, Gap::BREAK, Gap::NONE]);
        // A stop word that is not displayed hides the others: "talks the banks" is not English.
        let (_, tokens) = read("talks between the banks", "en");
        assert_eq!(tokens.gaps, [Gap::BREAK, Gap::HIDDEN]);
    }

    #[test]
    fn forms_with_capitals_refer_to_their_lower_case() {
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
    fn a_hyphen_between_kept_words_is_kept() {
        let gaps = |text: &str, lang: &str| read(text, lang).1.gaps;
        assert_eq!(gaps("coal-fired", "en"), [Gap::BREAK, Gap::HYPHEN]);
        assert_eq!(gaps("États–Unis", "fr"), [Gap::BREAK, Gap::HYPHEN]);
        assert_eq!(gaps("coal - fired -- plants", "en"), [Gap::BREAK, Gap::NONE, Gap::NONE]);
        assert_eq!(gaps("-coal.-Fired", "en"), [Gap::BREAK, Gap::BREAK]);
        // "so" is a stop word. Its hyphen does not join "called" to "plants".
        assert_eq!(gaps("plants so-called", "en"), [Gap::BREAK, Gap::HIDDEN]);
    }

    #[test]
    fn records_each_line_with_words_once() {
        let (_, tokens) = read("first line\n the \n  Second line here\n\nfirst line", "en");
        let starts: Vec<usize> = tokens.lines.iter().map(|line| line.first).collect();
        assert_eq!(starts, [0, 2, 4]);
        assert_eq!(tokens.lines[0].hash, tokens.lines[2].hash);
    }
}
