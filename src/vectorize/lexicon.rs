//! The words that are terms, or parts of terms, and the forms a reader knows them by.

use rayon::prelude::*;

use super::ids::NONE;
use super::ngrams::DfRange;
use super::stems::Stems;
use crate::text::{FormCounts, Forms, Strings};

/// The kept stems in alphabetical order, and their forms.
pub(super) struct Lexicon {
    /// The stems, alphabetical. A *word* is the number of one.
    pub(super) stems: Strings,
    /// In how many articles each stands.
    pub(super) df: Vec<u32>,
    /// The forms as written, word by word.
    pub(super) texts: Strings,
    /// Where each word's forms begin in `texts`, and where the last one's end.
    pub(super) starts: Vec<u32>,
    /// Commonest form of each word.
    pub(super) best_variant: Vec<u8>,
}

/// A word as a reader sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) word: u32,
    /// Number among the forms of the word, by their texts. Were there more than 256, the last would be
    /// shown as one.
    pub(super) variant: u8,
}

/// A form of one of the analyzers.
#[derive(Clone, Copy, Default)]
struct Place {
    analyzer: u32,
    form: u32,
}

/// Words whose forms one thread gathers without a break.
const WORDS_AT_ONCE: usize = 1 << 12;

impl Lexicon {
    /// Keeps the stems whose number of articles, `df`, is in range. Beside the lexicon it gives, for each
    /// analyzer, the form here for each of its own; no word where that is not kept.
    ///
    /// O(forms + kept stems · log); what compares texts is parallel.
    pub(super) fn new(
        forms: &[Forms],
        counts: &[Vec<FormCounts>],
        stems: &Stems,
        df: &[u32],
        range: DfRange,
    ) -> (Self, Vec<Vec<Form>>) {
        let mut kept: Vec<Kept<'_>> = (0u32..)
            .zip(df)
            .filter(|&(_, &df)| range.keeps(df))
            .map(|(stem, _)| Kept::new(stems.text(stem), stem))
            .collect();
        kept.par_sort_unstable();
        let mut word_of_stem = vec![NONE; df.len()];
        (0u32..).zip(&kept).for_each(|(word, kept)| word_of_stem[kept.stem as usize] = word);
        let (starts, places) = by_word(stems, &word_of_stem, kept.len());
        let gather = |first: usize| {
            let behind = kept.len().min(first + WORDS_AT_ONCE);
            Share::gather(first as u32, &starts[first..=behind], &places, forms, counts)
        };
        let shares = (0..kept.len().div_ceil(WORDS_AT_ONCE)).into_par_iter();
        let shares: Vec<Share> = shares.map(|share| gather(share * WORDS_AT_ONCE)).collect();
        let mut form_of: Vec<Vec<Form>> =
            forms.iter().map(|forms| vec![Form::NONE; forms.len()]).collect();
        for &(Place { analyzer, form }, here) in shares.iter().flat_map(|share| &share.forms) {
            form_of[analyzer as usize][form as usize] = here;
        }
        let n_forms = shares.iter().flat_map(|share| &share.n_forms);
        let mut starts = vec![0];
        starts.extend(n_forms.scan(0, |end, n_forms| {
            *end += n_forms;
            Some(*end)
        }));
        let lexicon = Self {
            df: kept.iter().map(|kept| df[kept.stem as usize]).collect(),
            stems: kept.iter().map(|kept| kept.text).collect(),
            starts,
            best_variant: shares.iter().flat_map(|share| &share.best_variant).copied().collect(),
            texts: Strings::concat(shares.into_iter().map(|share| share.texts).collect()),
        };
        (lexicon, form_of)
    }
}

/// The forms of some consecutive words.
#[derive(Default)]
struct Share {
    texts: Strings,
    /// Of each word.
    n_forms: Vec<u32>,
    best_variant: Vec<u8>,
    /// What each analyzer's forms are here.
    forms: Vec<(Place, Form)>,
}

impl Share {
    /// Gathers the forms of the words from `first` on, whose places are between `starts`.
    fn gather(
        first: u32,
        starts: &[usize],
        places: &[Place],
        forms: &[Forms],
        counts: &[Vec<FormCounts>],
    ) -> Self {
        let mut share = Self::default();
        let mut of_word = Vec::new();
        for (word, range) in (first..).zip(starts.windows(2)) {
            of_word.clear();
            of_word.extend_from_slice(&places[range[0]..range[1]]);
            share.add(word, &mut of_word, forms, counts);
        }
        share
    }

    /// Numbers the forms of a word by their texts, and finds the commonest.
    fn add(
        &mut self,
        word: u32,
        places: &mut [Place],
        forms: &[Forms],
        counts: &[Vec<FormCounts>],
    ) {
        let text = |place: Place| forms[place.analyzer as usize].text(place.form);
        if places.len() > 1 {
            places.sort_unstable_by(|&a, &b| text(a).cmp(text(b)));
        }
        // Inside a sentence case tells a name from a word, so those counts go first.
        let mut most = (0, 0);
        let (mut best, mut n_forms) = (0, 0);
        for (variant, same) in places.chunk_by(|&a, &b| text(a) == text(b)).enumerate() {
            let form = Form { word, variant: u8::try_from(variant).unwrap_or(u8::MAX) };
            let mut n_read = (0, 0);
            for &place in same {
                let counts = counts[place.analyzer as usize][place.form as usize];
                n_read = (n_read.0 + counts.n_inside, n_read.1 + counts.n_elsewhere);
                self.forms.push((place, form));
            }
            if variant == 0 || n_read > most {
                (most, best) = (n_read, form.variant);
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

/// The forms of kept words, word by word, and where each word's begin: a counting sort.
fn by_word(stems: &Stems, word_of_stem: &[u32], n_words: usize) -> (Vec<usize>, Vec<Place>) {
    let forms = || {
        let of_analyzer = |(analyzer, stems): (u32, &'_ Vec<u32>)| {
            let word = |&stem: &u32| word_of_stem[stem as usize];
            let words: Vec<u32> = stems.iter().map(word).collect();
            (0u32..)
                .zip(words)
                .filter(|&(_, word)| word != NONE)
                .map(move |(form, word)| (word as usize, Place { analyzer, form }))
        };
        (0u32..).zip(&stems.of_form).flat_map(of_analyzer)
    };
    // Counted two places ahead, so that filling leaves each word's start where its count was.
    let mut starts = vec![0; n_words + 2];
    forms().for_each(|(word, _)| starts[word + 2] += 1);
    (2..starts.len()).for_each(|at| starts[at] += starts[at - 1]);
    let mut places = vec![Place::default(); starts[n_words + 1]];
    for (word, place) in forms() {
        places[starts[word + 1]] = place;
        starts[word + 1] += 1;
    }
    starts.pop();
    (starts, places)
}

/// A kept stem; ordered by its text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Kept<'t> {
    /// The first eight bytes, the first highest: most comparisons end here, without a look at the text.
    head: u64,
    text: &'t str,
    stem: u32,
}

impl<'t> Kept<'t> {
    fn new(text: &'t str, stem: u32) -> Self {
        let mut head = [0; 8];
        let length = text.len().min(8);
        head[..length].copy_from_slice(&text.as_bytes()[..length]);
        Self { head: u64::from_be_bytes(head), text, stem }
    }
}
