//! The words that are terms, or parts of terms, and the forms a reader knows them by.

use rayon::prelude::*;

use super::ngrams::DfRange;
use super::stems::Stems;
use super::stream::NONE;
use crate::text::{FormCounts, Forms, Strings};

/// The kept stems in alphabetical order, and their forms.
pub(super) struct Lexicon {
    /// The stems, alphabetical. A *word* is the number of one.
    pub(super) stems: Strings,
    /// In how many articles each stands.
    pub(super) df: Vec<u32>,
    /// The word of each form.
    pub(super) word_of: Vec<u32>,
    /// Commonest form of each word.
    pub(super) best_form: Vec<u32>,
    /// For each analyzer, the form here for each of its own; [`NONE`] where the word is not kept.
    pub(super) form_of: Vec<Vec<u32>>,
    /// The forms as the analyzers know them, and which of those each form is.
    texts: Vec<Forms>,
    places: Vec<Place>,
}

/// A form of one of the analyzers.
#[derive(Clone, Copy, Default)]
struct Place {
    analyzer: u32,
    form: u32,
}

impl Lexicon {
    /// Keeps the stems whose number of articles, `df`, is in range. O(forms + kept stems · log).
    pub(super) fn new(
        texts: Vec<Forms>,
        counts: &[Vec<FormCounts>],
        stems: &Stems,
        df: &[u32],
        range: DfRange,
    ) -> Self {
        let mut kept: Vec<Kept<'_>> = (0u32..)
            .zip(df)
            .filter(|&(_, &df)| range.keeps(df))
            .map(|(stem, _)| Kept::new(stems.text(stem), stem))
            .collect();
        kept.par_sort_unstable();
        let mut word_of_stem = vec![NONE; df.len()];
        (0u32..).zip(&kept).for_each(|(word, kept)| word_of_stem[kept.stem as usize] = word);
        let mut lexicon = Self {
            df: kept.iter().map(|kept| df[kept.stem as usize]).collect(),
            stems: kept.iter().map(|kept| kept.text).collect(),
            word_of: Vec::new(),
            best_form: Vec::with_capacity(kept.len()),
            form_of: texts.iter().map(|forms| vec![NONE; forms.len()]).collect(),
            texts,
            places: Vec::new(),
        };
        let (starts, mut places) = by_word(stems, &word_of_stem, kept.len());
        for (word, range) in (0u32..).zip(starts.windows(2)) {
            lexicon.add_forms(word, &mut places[range[0]..range[1]], counts);
        }
        lexicon
    }

    /// Numbers the forms of a word by their texts, and finds the commonest.
    fn add_forms(&mut self, word: u32, places: &mut [Place], counts: &[Vec<FormCounts>]) {
        let Self { texts, form_of, .. } = self;
        let text = |place: Place| texts[place.analyzer as usize].text(place.form);
        if places.len() > 1 {
            places.sort_unstable_by(|&a, &b| text(a).cmp(text(b)));
        }
        // Inside a sentence case tells a name from a word, so those counts go first.
        let mut most = None;
        for same in places.chunk_by(|&a, &b| text(a) == text(b)) {
            let form = self.word_of.len() as u32;
            let (mut n_inside, mut n_elsewhere) = (0, 0);
            for place in same {
                let counts = counts[place.analyzer as usize][place.form as usize];
                n_inside += counts.n_inside;
                n_elsewhere += counts.n_elsewhere;
                form_of[place.analyzer as usize][place.form as usize] = form;
            }
            if most.is_none_or(|(most, _)| (n_inside, n_elsewhere) > most) {
                most = Some(((n_inside, n_elsewhere), form));
            }
            self.word_of.push(word);
            self.places.push(same[0]);
        }
        self.best_form.push(most.map_or(NONE, |(_, form)| form));
    }

    /// A form as written.
    pub(super) fn form_text(&self, form: u32) -> &str {
        let Place { analyzer, form } = self.places[form as usize];
        self.texts[analyzer as usize].text(form)
    }
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
