//! Token streams of all articles in one numbering, without furniture.

use hashbrown::{HashMap, HashSet};
use rayon::prelude::*;

use super::collector::{ArticleSpan, Chunk, N_PARTS};
use crate::article::Lang;
use crate::text::{Analyzer, Form, Gap, Strings, furniture};

/// Fills a place where no term is.
pub(super) const NONE: u32 = u32::MAX;

/// The stems and forms of all analyzers in one alphabetical numbering.
pub(super) struct Lexicon {
    /// Distinct stems, alphabetical.
    pub(super) stems: Strings,
    /// Distinct forms, by stem, then alphabetical.
    pub(super) forms: Strings,
    /// Stem of each form.
    pub(super) stem_of: Vec<u32>,
    /// Commonest form of each stem.
    pub(super) best_form: Vec<u32>,
    /// For each analyzer, this numbering's form for each of its own.
    form_of: Vec<Vec<u32>>,
}

impl Lexicon {
    /// Joins what the analyzers saw. O(forms · log forms).
    pub(super) fn join(analyzers: &[Analyzer]) -> Self {
        let mut lexicon = Self {
            stems: Strings::default(),
            forms: Strings::default(),
            stem_of: Vec::new(),
            best_form: Vec::new(),
            form_of: Vec::new(),
        };
        let stem_ranks = lexicon.join_stems(analyzers);
        let forms: Vec<Vec<Form>> = analyzers.par_iter().map(Analyzer::forms).collect();
        lexicon.form_of = forms.iter().map(|forms| vec![NONE; forms.len()]).collect();
        let mut seen = Vec::new();
        for (analyzer, (forms, ranks)) in forms.iter().zip(&stem_ranks).enumerate() {
            seen.extend((0u32..).zip(forms).map(|(number, form)| {
                let text = Text::new(analyzers[analyzer].form_text(number), analyzer, number);
                (ranks[form.stem as usize], text)
            }));
        }
        seen.par_sort_unstable();
        // Inside a sentence case tells a name from a word, so those counts go first.
        let mut best = (0, 0);
        for same in seen.chunk_by(|(a_stem, a), (b_stem, b)| (a_stem, a.text) == (b_stem, b.text)) {
            let (stem, Text { text, .. }) = same[0];
            let number = lexicon.stem_of.len() as u32;
            let mut counts = (0, 0);
            for &(_, Text { analyzer, number: own, .. }) in same {
                let form = forms[analyzer as usize][own as usize];
                counts = (counts.0 + form.n_inside, counts.1 + form.n_elsewhere);
                lexicon.form_of[analyzer as usize][own as usize] = number;
            }
            lexicon.forms.push(text);
            if lexicon.stem_of.last() != Some(&stem) {
                lexicon.best_form.push(number);
                best = counts;
            } else if counts > best {
                lexicon.best_form[stem as usize] = number;
                best = counts;
            }
            lexicon.stem_of.push(stem);
        }
        lexicon
    }

    /// Fills `stems` and returns the rank of each analyzer's own numbers.
    fn join_stems(&mut self, analyzers: &[Analyzer]) -> Vec<Vec<u32>> {
        let mut seen = Vec::new();
        for (number, analyzer) in analyzers.iter().enumerate() {
            let text = |stem| Text::new(analyzer.stem_text(stem), number, stem);
            seen.extend((0..analyzer.n_stems() as u32).map(text));
        }
        seen.par_sort_unstable();
        let mut ranks: Vec<Vec<u32>> =
            analyzers.iter().map(|analyzer| vec![NONE; analyzer.n_stems()]).collect();
        for (rank, same) in (0u32..).zip(seen.chunk_by(|a, b| a.text == b.text)) {
            self.stems.push(same[0].text);
            for stem in same {
                ranks[stem.analyzer as usize][stem.number as usize] = rank;
            }
        }
        ranks
    }
}

/// A text that one of the analyzers has under a number; ordered by the text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Text<'t> {
    /// The first eight bytes, the first highest: most comparisons end here, without a look at the text.
    head: u64,
    text: &'t str,
    analyzer: u32,
    number: u32,
}

impl<'t> Text<'t> {
    fn new(text: &'t str, analyzer: usize, number: u32) -> Self {
        let mut head = [0; 8];
        let length = text.len().min(8);
        head[..length].copy_from_slice(&text.as_bytes()[..length]);
        Self { head: u64::from_be_bytes(head), text, analyzer: analyzer as u32, number }
    }
}

/// Some consecutive articles as numbers of the [`Lexicon`].
pub(super) struct Stream {
    /// Row of the first article.
    pub(super) first_doc: usize,
    /// Forms of all kept words.
    pub(super) forms: Vec<u32>,
    /// What stands before each; a part of an article always starts with a break.
    pub(super) gaps: Vec<Gap>,
    /// Ends of title, tags, summary and body of each article.
    pub(super) part_ends: Vec<[usize; N_PARTS]>,
    pub(super) langs: Vec<Lang>,
}

impl Stream {
    /// Range of each article's words, with its parts' ends.
    pub(super) fn articles(&self) -> impl Iterator<Item = (usize, &[usize; N_PARTS])> {
        let starts = std::iter::once(0).chain(self.part_ends.iter().map(|ends| ends[N_PARTS - 1]));
        starts.zip(&self.part_ends)
    }

    /// Number of kept words.
    pub(super) fn len(&self) -> usize {
        self.forms.len()
    }
}

/// Distinct line hashes of every article, for [`furniture::repeated`].
pub(super) fn distinct_lines(chunks: &[Chunk]) -> Vec<u64> {
    let of_chunk = |chunk: &Chunk| {
        let (mut all, mut start, mut own) = (Vec::new(), 0, Vec::new());
        for article in &chunk.articles {
            own.clear();
            own.extend(chunk.tokens.lines[start..article.lines_end].iter().map(|line| line.hash));
            own.sort_unstable();
            own.dedup();
            all.extend_from_slice(&own);
            start = article.lines_end;
        }
        all
    };
    chunks.par_iter().flat_map_iter(of_chunk).collect()
}

/// Renumbers the chunks and takes the furniture out.
pub(super) fn streams(
    chunks: Vec<Chunk>,
    lexicon: &Lexicon,
    lines: &HashMap<u64, usize>,
) -> Vec<Stream> {
    let furniture: HashSet<u64> = lines.keys().copied().collect();
    let starts = chunks.iter().scan(0, |next, chunk| {
        let start = *next;
        *next += chunk.articles.len();
        Some(start)
    });
    let starts: Vec<usize> = starts.collect();
    let stream = |(mut chunk, first_doc): (Chunk, usize)| {
        if !furniture.is_empty() {
            take_out(&mut chunk, &furniture);
        }
        let map = &lexicon.form_of[chunk.analyzer];
        let mut forms = chunk.tokens.forms;
        forms.iter_mut().for_each(|form| *form = map[*form as usize]);
        Stream {
            first_doc,
            forms,
            gaps: chunk.tokens.gaps,
            part_ends: chunk.articles.iter().map(|article| article.part_ends).collect(),
            langs: chunk.articles.iter().map(|article| article.lang).collect(),
        }
    };
    chunks.into_par_iter().zip(starts).map(stream).collect()
}

/// Removes the words of furniture lines from a chunk, in place.
pub(super) fn take_out(chunk: &mut Chunk, furniture: &HashSet<u64>) {
    let Chunk { tokens, articles, .. } = chunk;
    let (mut read, mut written, mut line) = (0, 0, 0);
    for ArticleSpan { part_ends, lines_end, .. } in articles {
        let lines = &tokens.lines[line..*lines_end];
        line = *lines_end;
        let all_stay = !furniture::leaves_something(lines.iter().map(|line| line.hash), furniture);
        let old_ends = *part_ends;
        // Headings have no lines: they are copied whole, as a body without furniture is.
        let body_start = old_ends[N_PARTS - 2];
        let mut broken = false;
        let mut next_line = 0;
        let mut dropping = false;
        let shift = read - written;
        part_ends.iter_mut().for_each(|end| *end -= shift);
        for at in read..old_ends[N_PARTS - 1] {
            if at >= body_start {
                while lines.get(next_line).is_some_and(|line| line.first <= at) {
                    dropping = !all_stay && furniture.contains(&lines[next_line].hash);
                    next_line += 1;
                }
            }
            if dropping {
                broken = true;
                continue;
            }
            tokens.forms[written] = tokens.forms[at];
            tokens.gaps[written] = if broken { Gap::BREAK } else { tokens.gaps[at] };
            broken = false;
            written += 1;
        }
        read = old_ends[N_PARTS - 1];
        part_ends[N_PARTS - 1] = written;
    }
    tokens.forms.truncate(written);
    tokens.gaps.truncate(written);
}
