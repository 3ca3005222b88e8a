//! The distinct stems of all threads, in one numbering.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::ids::NONE;
use super::spans::ArticleSpan;
use crate::text::{Forms, Stemming, StringInterner, Tokens};

/// Every distinct stem. The order of the numbers depends on the threads and has no meaning.
pub(super) struct Stems {
    /// A stem's hash chooses its shard. There are many shards, so threads rarely wait for each other.
    shards: Vec<StringInterner>,
    /// For each analyzer, the stem of each of its forms.
    pub(super) stem_of_form: Vec<Vec<u32>>,
}

/// Number of forms that a thread stems at a time.
const FORMS_PER_CHUNK: usize = 1 << 10;

impl Stems {
    /// Stems all forms in parallel. O(forms).
    pub(super) fn new(forms: &[Forms], stemming: bool) -> Self {
        let n_shards = (16 * (rayon::current_num_threads() - 1)).next_power_of_two();
        let shards: Vec<Mutex<StringInterner>> = (0..n_shards).map(|_| Mutex::default()).collect();
        let stem_all = |forms: &Forms| {
            let stem = |stemming: &mut Stemming, form: u32| {
                let stem = stemming.stem(forms.text(form), forms.lang(form));
                let hash = StringInterner::hash(&stem);
                let shard = hash as usize % n_shards;
                // A poisoned shard is still valid, and a panic in another thread ends the fit anyway.
                let mut strings = shards[shard].lock().unwrap_or_else(PoisonError::into_inner);
                strings.intern(hash, &stem) * n_shards as u32 + shard as u32
            };
            let all = (0..forms.len() as u32).into_par_iter().with_min_len(FORMS_PER_CHUNK);
            // A form and its lower case have one stem, so only forms without another lower case are stemmed.
            let stem_lower = |stemming: &mut Stemming, form| {
                if forms.lower(form) == form { stem(stemming, form) } else { NONE }
            };
            let mut stems: Vec<u32> =
                all.map_init(|| Stemming::new(stemming), stem_lower).collect();
            for form in 0..forms.len() {
                stems[form] = stems[forms.lower(form as u32) as usize];
            }
            stems
        };
        let stem_of_form = forms.iter().map(stem_all).collect();
        let unlocked = |shard: Mutex<StringInterner>| {
            shard.into_inner().unwrap_or_else(PoisonError::into_inner)
        };
        Self { shards: shards.into_iter().map(unlocked).collect(), stem_of_form }
    }

    /// Returns an upper bound of the stems' numbers. Some numbers below it have no stem.
    pub(super) fn bound(&self) -> usize {
        let longest = self.shards.iter().map(|shard| shard.strings().len()).max();
        longest.unwrap_or(0) * self.shards.len()
    }

    pub(super) fn text(&self, stem: u32) -> &str {
        let (number, shard) =
            (stem as usize / self.shards.len(), stem as usize % self.shards.len());
        self.shards[shard].strings().at(number)
    }

    /// Returns the number of articles that contain each stem, shape ([`bound`](Self::bound),).
    ///
    /// O(words). Each thread counts a share of the articles with 8 bytes for each stem.
    pub(super) fn count_df(&self, articles: &[ArticleSpan], tokens: &[Tokens]) -> Vec<u32> {
        let count = |articles: &[ArticleSpan]| {
            let mut counts = vec![StemCount { df: 0, last_article: NONE }; self.bound()];
            for (number, article) in (0u32..).zip(articles) {
                let stem_of_form = &self.stem_of_form[article.reader];
                for &form in &tokens[article.reader].forms[article.words()] {
                    if let Some(&stem) = stem_of_form.get(form as usize) {
                        let count = &mut counts[stem as usize];
                        count.df += u32::from(count.last_article != number);
                        count.last_article = number;
                    }
                }
            }
            counts
        };
        let share = articles.len().div_ceil(rayon::current_num_threads()).max(1);
        let counts: Vec<Vec<StemCount>> = articles.par_chunks(share).map(count).collect();
        (0..self.bound()).map(|stem| counts.iter().map(|counts| counts[stem].df).sum()).collect()
    }
}

/// Document frequency of a stem so far, and the last article that contained it.
#[derive(Clone, Copy)]
struct StemCount {
    df: u32,
    last_article: u32,
}
