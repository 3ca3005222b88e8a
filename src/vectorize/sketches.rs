//! What tells copies from articles that only share their common words.

use rayon::prelude::*;

use super::ids::NONE;
use super::spans::{ArticleSpan, CHUNK};
use super::stems::Stems;
use crate::text::{Tokens, WordSketch, word_hash};

/// Sketches the stems of each article, furniture left out, shape (n_docs,). Also stems that are no terms.
///
/// O(words), parallel; beside the sketches 4 bytes a stem and a form.
pub(super) fn sketches(
    articles: &[ArticleSpan],
    tokens: &[Tokens],
    stems: &Stems,
) -> Vec<WordSketch> {
    let hash_of_form = |of_form: &Vec<u32>| -> Vec<u32> {
        of_form.par_iter().map(|&stem| word_hash(stems.text(stem))).collect()
    };
    let hashes: Vec<Vec<u32>> = stems.of_form.iter().map(hash_of_form).collect();
    let sketch = |article: &ArticleSpan| {
        let forms = &tokens[article.reader].forms[article.told()];
        of_forms(forms, &hashes[article.reader])
    };
    articles.par_iter().with_min_len(CHUNK).map(sketch).collect()
}

/// Sketches the words of these forms by the hashes of their stems.
pub(super) fn of_forms(forms: &[u32], hashes: &[u32]) -> WordSketch {
    let kept = forms.iter().filter(|&&form| form != NONE);
    WordSketch::of(kept.map(|&form| hashes[form as usize]))
}
