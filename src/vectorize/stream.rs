//! Token streams of all articles in one numbering, without furniture.

use rayon::prelude::*;

use super::ids::NONE;
use super::lexicon::Form;
use super::memory::{cut, give_back, zeros};
use super::spans::{ArticleSpan, CHUNK, N_PARTS};
use crate::article::Lang;
use crate::text::{Gap, Tokens};

/// All articles as words of the [`Lexicon`](super::lexicon::Lexicon), each array in one piece: allocators
/// give back to the system what is large and whole.
pub(super) struct Stream {
    /// All words; [`NONE`] where one is not kept.
    pub(super) words: Vec<u32>,
    /// Which of its word's forms each is in.
    pub(super) variants: Vec<u8>,
    /// What stands before each; a part of an article always starts with a break, and a word that is not
    /// kept stands between two.
    pub(super) gaps: Vec<Gap>,
    /// Ends of title, tags, summary and body of each article.
    pub(super) part_ends: Vec<[usize; N_PARTS]>,
    pub(super) langs: Vec<Lang>,
}

/// Renumbers the words of all articles, and gives the tokens back on the way.
///
/// `form_of` has, for each reader, the form in the lexicon of each of its own.
pub(super) fn stream(
    articles: &[ArticleSpan],
    mut tokens: Vec<Tokens>,
    form_of: &[Vec<Form>],
) -> Stream {
    let mut n_words = 0;
    let place = |article: &ArticleSpan| {
        let start = n_words;
        n_words += article.words().len();
        article.part_ends.map(|end| start + end - article.start)
    };
    let part_ends: Vec<[usize; N_PARTS]> = articles.iter().map(place).collect();
    let langs = articles.iter().map(|article| article.lang).collect();
    let (words, variants) = (zeros(n_words), zeros(n_words));
    let gaps = vec![Gap::NONE; n_words];
    let mut stream = Stream { words, variants, gaps, part_ends, langs };
    // From behind, as every reader's last words are mostly those of its last articles.
    let share = articles.len().div_ceil(SHARES).max(CHUNK);
    for first in (0..articles.len()).step_by(share).rev() {
        let behind = articles.len().min(first + share);
        stream.fill(first, &articles[first..behind], &tokens, form_of);
        let mut n_left = vec![0; tokens.len()];
        for article in &articles[..first] {
            n_left[article.reader] = article.words().end.max(n_left[article.reader]);
        }
        for (tokens, n_left) in tokens.iter_mut().zip(n_left) {
            give_back(&mut tokens.forms, n_left);
            give_back(&mut tokens.gaps, n_left);
        }
    }
    stream
}

/// Parts of the text after each of which memory is given back.
const SHARES: usize = 16;

impl Stream {
    /// Writes the words of some articles, of which the first has the number `first`.
    fn fill(
        &mut self,
        first: usize,
        articles: &[ArticleSpan],
        tokens: &[Tokens],
        form_of: &[Vec<Form>],
    ) {
        let n_of_chunk =
            |articles: &[ArticleSpan]| articles.iter().map(|one| one.words().len()).sum();
        let lengths: Vec<usize> = articles.chunks(CHUNK).map(n_of_chunk).collect();
        let start = first.checked_sub(1).map_or(0, |before| self.part_ends[before][N_PARTS - 1]);
        let places = cut(&mut self.words[start..], &lengths)
            .into_par_iter()
            .zip(cut(&mut self.variants[start..], &lengths))
            .zip(cut(&mut self.gaps[start..], &lengths));
        articles.par_chunks(CHUNK).zip(places).for_each(|(articles, ((words, variants), gaps))| {
            let mut places = words.iter_mut().zip(variants).zip(gaps);
            for article in articles {
                let (form_of, tokens) = (&form_of[article.reader], &tokens[article.reader]);
                let forms = &tokens.forms[article.words()];
                let mut broken = false;
                for ((&form, &gap), ((word, variant), place)) in
                    forms.iter().zip(&tokens.gaps[article.words()]).zip(&mut places)
                {
                    let form = form_of.get(form as usize).copied().unwrap_or(Form::NONE);
                    let left_out = form.word == NONE;
                    (*word, *variant) = (form.word, form.variant);
                    *place = if broken | left_out { Gap::BREAK } else { gap };
                    broken = left_out;
                }
            }
        });
    }
}
