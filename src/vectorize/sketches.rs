//! Word sketches of articles, from which copies are recognized.

use rayon::prelude::*;

use super::ids::NONE;
use super::spans::{ARTICLES_PER_CHUNK, ArticleSpan};
use super::stems::Stems;
use crate::text::{Tokens, WordSketch, word_hash};

/// Sketches all stems of each article without its boilerplate, shape (n_docs,).
///
/// Stems that are no terms count too: copies share their rare words, other articles only common ones.
/// O(words), parallel. Memory beside the sketches: 4 bytes for each stem and each form.
pub(super) fn sketch_articles(
    articles: &[ArticleSpan],
    tokens: &[Tokens],
    stems: &Stems,
) -> Vec<WordSketch> {
    let hash_stems = |stem_of_form: &Vec<u32>| -> Vec<u32> {
        stem_of_form.par_iter().map(|&stem| word_hash(stems.text(stem))).collect()
    };
    let hashes: Vec<Vec<u32>> = stems.stem_of_form.iter().map(hash_stems).collect();
    let sketch = |article: &ArticleSpan| {
        let forms = &tokens[article.reader].forms[article.body_or_all_words()];
        sketch_forms(forms, &hashes[article.reader])
    };
    articles.par_iter().with_min_len(ARTICLES_PER_CHUNK).map(sketch).collect()
}

/// Sketches the words of these forms. `hashes` holds the stem hash of each form.
pub(super) fn sketch_forms(forms: &[u32], hashes: &[u32]) -> WordSketch {
    let kept = forms.iter().filter(|&&form| form != NONE);
    WordSketch::from_hashes(kept.map(|&form| hashes[form as usize]))
}
