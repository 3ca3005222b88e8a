//! The stems that are terms or parts of terms, and the forms in which they are written.

use rayon::prelude::*;

use super::ids::NONE;
use super::ngrams::DfRange;
use super::stems::Stems;
use crate::text::{FormCounts, Forms, Strings};

/// The kept stems in alphabetical order, and their forms.
pub(super) struct Lexicon {
    /// The stems, alphabetical. A *word* is the number of a stem.
    pub(super) stems: Strings,
    /// Number of articles that contain each word.
    pub(super) df: Vec<u32>,
    /// The forms as written, grouped by word.
    pub(super) texts: Strings,
    /// Start of each word's forms in `texts`, then the end of the last group.
    pub(super) starts: Vec<u32>,
    /// Most frequent form of each word.
    pub(super) best_variant: Vec<u8>,
}

/// A word as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) word: u32,
    /// Number among the forms of the word, in the order of their texts. Forms beyond the 256th share the
    /// last number.
    pub(super) variant: u8,
}

/// A form by its number in one of the analyzers.
#[derive(Clone, Copy, Default)]
struct AnalyzerForm {
    analyzer: u32,
    form: u32,
}

/// Number of words whose forms a thread gathers at a time.
const WORDS_PER_CHUNK: usize = 1 << 12;

impl Lexicon {
    /// Keeps the stems whose document frequency is in `range`.
    ///
    /// Also returns, for each analyzer, the lexicon's form for each of the analyzer's forms, or
    /// [`Form::NONE`] when the stem is not kept.
    ///
    /// O(forms + kept stems · log). Texts are compared in parallel.
    pub(super) fn new(
        forms: &[Forms],
        counts: &[Vec<FormCounts>],
        stems: &Stems,
        df: &[u32],
        range: DfRange,
    ) -> (Self, Vec<Vec<Form>>) {
        let mut kept: Vec<KeptStem<'_>> = (0u32..)
            .zip(df)
            .filter(|&(_, &df)| range.keeps(df))
            .map(|(stem, _)| KeptStem::new(stems.text(stem), stem))
            .collect();
        kept.par_sort_unstable();
        let mut word_of_stem = vec![NONE; df.len()];
        (0u32..).zip(&kept).for_each(|(word, kept)| word_of_stem[kept.stem as usize] = word);
        let (starts, sources) = group_by_word(stems, &word_of_stem, kept.len());
        let gather = |first: usize| {
            let end = kept.len().min(first + WORDS_PER_CHUNK);
            WordForms::gather(first as u32, &starts[first..=end], &sources, forms, counts)
        };
        let chunks = (0..kept.len().div_ceil(WORDS_PER_CHUNK)).into_par_iter();
        let chunks: Vec<WordForms> = chunks.map(|chunk| gather(chunk * WORDS_PER_CHUNK)).collect();
        let mut form_of: Vec<Vec<Form>> =
            forms.iter().map(|forms| vec![Form::NONE; forms.len()]).collect();
        for &(AnalyzerForm { analyzer, form }, here) in chunks.iter().flat_map(|chunk| &chunk.forms)
        {
            form_of[analyzer as usize][form as usize] = here;
        }
        let n_forms = chunks.iter().flat_map(|chunk| &chunk.n_forms);
        let mut starts = vec![0];
        starts.extend(n_forms.scan(0, |end, n_forms| {
            *end += n_forms;
            Some(*end)
        }));
        let lexicon = Self {
            df: kept.iter().map(|kept| df[kept.stem as usize]).collect(),
            stems: kept.iter().map(|kept| kept.text).collect(),
            starts,
            best_variant: chunks.iter().flat_map(|chunk| &chunk.best_variant).copied().collect(),
            texts: Strings::concat(chunks.into_iter().map(|chunk| chunk.texts).collect()),
        };
        (lexicon, form_of)
    }
}

/// The forms of consecutive words.
#[derive(Default)]
struct WordForms {
    texts: Strings,
    /// Number of forms of each word.
    n_forms: Vec<u32>,
    best_variant: Vec<u8>,
    /// The lexicon's form for each of the analyzers' forms.
    forms: Vec<(AnalyzerForm, Form)>,
}

impl WordForms {
    /// Gathers the forms of the words from `first` on. `starts` delimits each word's forms in `sources`.
    fn gather(
        first: u32,
        starts: &[usize],
        sources: &[AnalyzerForm],
        forms: &[Forms],
        counts: &[Vec<FormCounts>],
    ) -> Self {
        let mut word_forms = Self::default();
        let mut of_word = Vec::new();
        for (word, range) in (first..).zip(starts.windows(2)) {
            of_word.clear();
            of_word.extend_from_slice(&sources[range[0]..range[1]]);
            word_forms.add(word, &mut of_word, forms, counts);
        }
        word_forms
    }

    /// Numbers the forms of a word in the order of their texts and finds the most frequent one.
    fn add(
        &mut self,
        word: u32,
        sources: &mut [AnalyzerForm],
        forms: &[Forms],
        counts: &[Vec<FormCounts>],
    ) {
        let text = |source: AnalyzerForm| forms[source.analyzer as usize].text(source.form);
        if sources.len() > 1 {
            sources.sort_unstable_by(|&a, &b| text(a).cmp(text(b)));
        }
        // Counts inside sentences are compared first: only there does case distinguish a name from a word.
        let mut max_count = (0, 0);
        let (mut best, mut n_forms) = (0, 0);
        for (variant, same) in sources.chunk_by(|&a, &b| text(a) == text(b)).enumerate() {
            let form = Form { word, variant: u8::try_from(variant).unwrap_or(u8::MAX) };
            let mut count = (0, 0);
            for &source in same {
                let counts = counts[source.analyzer as usize][source.form as usize];
                count = (count.0 + counts.n_inside, count.1 + counts.n_elsewhere);
                self.forms.push((source, form));
            }
            if variant == 0 || count > max_count {
                (max_count, best) = (count, form.variant);
            }
            self.texts.push(text(same[0]));
            n_forms += 1;
        }
        self.n_forms.push(n_forms);
        self.best_variant.push(best);
    }
}

impl Form {
    pub(super) const NONE: Self = Self { word: NONE, variant: 0 };
}

/// Groups the forms of kept stems by word, with a counting sort.
///
/// Returns the start of each word's group, then the end of the last group, and the forms.
fn group_by_word(
    stems: &Stems,
    word_of_stem: &[u32],
    n_words: usize,
) -> (Vec<usize>, Vec<AnalyzerForm>) {
    let forms = || {
        let of_analyzer = |(analyzer, stems): (u32, &'_ Vec<u32>)| {
            let word = |&stem: &u32| word_of_stem[stem as usize];
            let words: Vec<u32> = stems.iter().map(word).collect();
            (0u32..)
                .zip(words)
                .filter(|&(_, word)| word != NONE)
                .map(move |(form, word)| (word as usize, AnalyzerForm { analyzer, form }))
        };
        (0u32..).zip(&stems.stem_of_form).flat_map(of_analyzer)
    };
    // Counts are stored two places ahead. Filling then advances each start to where it belongs.
    let mut starts = vec![0; n_words + 2];
    forms().for_each(|(word, _)| starts[word + 2] += 1);
    (2..starts.len()).for_each(|at| starts[at] += starts[at - 1]);
    let mut grouped = vec![AnalyzerForm::default(); starts[n_words + 1]];
    for (word, form) in forms() {
        grouped[starts[word + 1]] = form;
        starts[word + 1] += 1;
    }
    starts.pop();
    (starts, grouped)
}

/// A kept stem, ordered by its text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct KeptStem<'t> {
    /// The first eight bytes in big-endian order. They decide most comparisons without reading the text.
    head: u64,
    text: &'t str,
    stem: u32,
}

impl<'t> KeptStem<'t> {
    fn new(text: &'t str, stem: u32) -> Self {
        let mut head = [0; 8];
        let length = text.len().min(8);
        head[..length].copy_from_slice(&text.as_bytes()[..length]);
        Self { head: u64::from_be_bytes(head), text, stem }
    }
}
