//! The stems of all threads' forms in one numbering.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::ids::NONE;
use super::spans::ArticleSpan;
use crate::text::{Forms, Interned, Stemming, Tokens};

/// Every distinct stem, in an order that means nothing.
pub(super) struct Stems {
    /// A stem is in the shard that its hash tells, so that threads rarely wait for each other.
    shards: Vec<Interned>,
    /// For each analyzer, the stem of each of its forms.
    pub(super) of_form: Vec<Vec<u32>>,
}

/// Forms that are stemmed without a break.
const FORMS_AT_ONCE: usize = 1 << 10;

impl Stems {
    /// Stems all forms, in parallel. O(forms).
    pub(super) fn of(forms: &[Forms], stemming: bool) -> Self {
        let n_shards = (16 * (rayon::current_num_threads() - 1)).next_power_of_two();
        let shards: Vec<Mutex<Interned>> = (0..n_shards).map(|_| Mutex::default()).collect();
        let of_forms = |forms: &Forms| {
            let stem = |stemming: &mut Stemming, form: u32| {
                let stem = stemming.stem(forms.text(form), forms.lang(form));
                let hash = Interned::hash(&stem);
                let shard = hash as usize % n_shards;
                // A panic in another thread ends the whole work anyway.
                let mut strings = shards[shard].lock().unwrap_or_else(PoisonError::into_inner);
                strings.number_of(hash, &stem) * n_shards as u32 + shard as u32
            };
            let all = (0..forms.len() as u32).into_par_iter().with_min_len(FORMS_AT_ONCE);
            let stem_new = |stemming: &mut Stemming, form| {
                if forms.lower(form) == form { stem(stemming, form) } else { NONE }
            };
            let mut stems: Vec<u32> = all.map_init(|| Stemming::new(stemming), stem_new).collect();
            for form in 0..forms.len() {
                stems[form] = stems[forms.lower(form as u32) as usize];
            }
            stems
        };
        let of_form = forms.iter().map(of_forms).collect();
        let unlocked =
            |shard: Mutex<Interned>| shard.into_inner().unwrap_or_else(PoisonError::into_inner);
        Self { shards: shards.into_iter().map(unlocked).collect(), of_form }
    }

    /// All stems' numbers are below this; not every number below has a stem.
    pub(super) fn bound(&self) -> usize {
        let longest = self.shards.iter().map(|shard| shard.strings().len()).max();
        longest.unwrap_or(0) * self.shards.len()
    }

    pub(super) fn text(&self, stem: u32) -> &str {
        let (number, shard) =
            (stem as usize / self.shards.len(), stem as usize % self.shards.len());
        self.shards[shard].strings().at(number)
    }
}

/// Counts in how many articles each stem stands, shape (bound of the stems,).
///
/// O(words), in as many parts as there are threads, each with 8 bytes a stem.
pub(super) fn count_stems(articles: &[ArticleSpan], tokens: &[Tokens], stems: &Stems) -> Vec<u32> {
    let count = |articles: &[ArticleSpan]| {
        let mut met = vec![Met { df: 0, last_article: NONE }; stems.bound()];
        for (number, article) in (0u32..).zip(articles) {
            let stem_of = &stems.of_form[article.reader];
            for &form in &tokens[article.reader].forms[article.words()] {
                if let Some(&stem) = stem_of.get(form as usize) {
                    let met = &mut met[stem as usize];
                    met.df += u32::from(met.last_article != number);
                    met.last_article = number;
                }
            }
        }
        met
    };
    let share = articles.len().div_ceil(rayon::current_num_threads()).max(1);
    let met: Vec<Vec<Met>> = articles.par_chunks(share).map(count).collect();
    (0..stems.bound()).map(|stem| met.iter().map(|met| met[stem].df).sum()).collect()
}

#[derive(Clone, Copy)]
struct Met {
    df: u32,
    last_article: u32,
}
