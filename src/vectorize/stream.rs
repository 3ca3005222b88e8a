//! Token streams of all articles in one numbering, without furniture.

use hashbrown::HashSet;
use rayon::prelude::*;

use super::builder::{ArticleSpan, CHUNK, N_PARTS};
use super::lexicon::Form;
use super::stems::Stems;
use crate::article::Lang;
use crate::text::{Gap, Tokens, boilerplate};

/// Fills a place where no term is.
pub(super) const NONE: u32 = u32::MAX;

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

/// Line hashes of the articles, for [`boilerplate::repeated`]: of each article those that may stand in
/// `threshold` articles or more, once each.
///
/// Lines are first counted by some bits of their hashes, which tells of nearly all that they are too few.
pub(super) fn repeated_lines(
    articles: &[ArticleSpan],
    tokens: &[Tokens],
    threshold: usize,
) -> Vec<u64> {
    let mut n_like = vec![0u16; 1 << LINE_BITS];
    let like = |hash: u64| (hash >> (64 - LINE_BITS)) as usize;
    for line in tokens.iter().flat_map(|tokens| &tokens.lines) {
        let n_like = &mut n_like[like(line.hash)];
        *n_like = n_like.saturating_add(1);
    }
    let threshold = u16::try_from(threshold).unwrap_or(u16::MAX);
    let of_article = |article: &ArticleSpan| {
        let lines = &tokens[article.reader].lines[article.lines.clone()];
        let hashes = lines.iter().map(|line| line.hash);
        let mut hashes: Vec<u64> = hashes.filter(|&hash| n_like[like(hash)] >= threshold).collect();
        hashes.sort_unstable();
        hashes.dedup();
        hashes
    };
    articles.par_iter().with_min_len(CHUNK).flat_map_iter(of_article).collect()
}

/// Bits of a line's hash that it is first counted by: 2 MiB of counts.
const LINE_BITS: u32 = 20;

/// Takes the furniture out, and forgets the lines, which nothing else is told by.
pub(super) fn take_out_all(
    articles: &[ArticleSpan],
    tokens: &mut [Tokens],
    boilerplate: &HashSet<u64>,
) {
    tokens.par_iter_mut().enumerate().for_each(|(reader, tokens)| {
        if !boilerplate.is_empty() {
            let its = articles.iter().filter(|article| article.reader == reader);
            its.for_each(|article| take_out(article, tokens, boilerplate));
        }
        tokens.lines = Vec::new();
    });
}

/// Makes [`NONE`] of the words of an article's furniture lines, where that leaves some of its lines.
pub(super) fn take_out(article: &ArticleSpan, tokens: &mut Tokens, boilerplate: &HashSet<u64>) {
    let Tokens { forms, gaps, lines } = tokens;
    let lines = &lines[article.lines.clone()];
    if !boilerplate::leaves_something(lines.iter().map(|line| line.hash), boilerplate) {
        return;
    }
    let ends = lines.iter().skip(1).map(|line| line.first).chain([article.words().end]);
    let mut broken = false;
    for (line, end) in lines.iter().zip(ends) {
        let is_boilerplate = boilerplate.contains(&line.hash);
        if is_boilerplate {
            forms[line.first..end].fill(NONE);
        }
        if is_boilerplate || broken {
            gaps[line.first] = Gap::BREAK;
        }
        broken = is_boilerplate;
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

/// Gives the memory back of all but the first so many.
pub(super) fn give_back<T>(all: &mut Vec<T>, n_left: usize) {
    all.truncate(n_left);
    all.shrink_to_fit();
}

/// Zeros in memory of their own, which the system takes back whole.
///
/// Allocators keep for later what they were given back in pieces below 32 MiB, the GNU one's greatest threshold.
/// Room beyond the zeros is never touched, so it costs addresses and no memory; what is small is not worth them.
pub(super) fn zeros<T: Clone + Default>(n: usize) -> Vec<T> {
    let room = if n * size_of::<T>() < WORTH { n } else { n.max(KEPT / size_of::<T>()) };
    let mut zeros = vec![T::default(); room];
    zeros.truncate(n);
    zeros
}

/// Allocators may keep pieces of fewer bytes.
const KEPT: usize = 33 << 20;
/// What is worth to be given back, in bytes.
const WORTH: usize = 1 << 20;

/// Cuts a slice into pieces of these lengths.
pub(super) fn cut<'s, T>(mut rest: &'s mut [T], lengths: &[usize]) -> Vec<&'s mut [T]> {
    let mut next = |&length| rest.split_off_mut(..length).expect("as many as counted");
    lengths.iter().map(&mut next).collect()
}
