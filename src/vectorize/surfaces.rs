//! The form in which a reader knows a phrase.

use rayon::prelude::*;

use super::collector::N_PARTS;
use super::ngrams::Level;
use super::stream::{Lexicon, NONE, Stream};
use crate::article::Lang;
use crate::text::{Strings, connectives};

/// Where a phrase stands: stream, position, and the article's language for its connectives.
#[derive(Clone, Copy)]
struct Place {
    stream: u32,
    at: usize,
    lang: Lang,
}

/// A phrase's form so far, by majority vote: each other form costs it a vote, at 0 it is replaced.
#[derive(Clone, Copy, Default)]
struct Candidate {
    place: Option<Place>,
    votes: u32,
}

/// Writes the commonest form of every phrase of `n` words, in the order of their numbers.
///
/// The vote (Boyer & Moore, "MJRTY: a fast majority vote algorithm", 1991) needs one place a phrase and
/// finds any form that has more than half of the occurrences; bodies vote, titles only stand in. The
/// streams are walked in order for every phrase, so threads change nothing. O(words) a thread.
pub(super) fn phrase_forms(
    streams: &[Stream],
    level: &Level,
    n: usize,
    lexicon: &Lexicon,
) -> Strings {
    let n_terms = level.df.len();
    let share = n_terms.div_ceil(rayon::current_num_threads()).max(1);
    let mut candidates = vec![Candidate::default(); n_terms];
    candidates.par_chunks_mut(share).enumerate().for_each(|(part, candidates)| {
        vote(streams, level, n, part * share, candidates);
    });
    let form = |candidate: Candidate| {
        let mut phrase = String::new();
        if let Some(Place { stream, at, lang }) = candidate.place {
            let stream = &streams[stream as usize];
            for word in at..at + n {
                if word > at {
                    phrase.push(' ');
                    stream.gaps[word].push_to(&mut phrase, connectives(lang));
                }
                phrase.push_str(lexicon.forms.at(stream.forms[word] as usize));
            }
        }
        phrase
    };
    let forms: Vec<String> = candidates.into_par_iter().map(form).collect();
    forms.iter().map(String::as_str).collect()
}

fn vote(streams: &[Stream], level: &Level, n: usize, first: usize, candidates: &mut [Candidate]) {
    let spans = |stream: &Stream, at: usize, other: &Stream, other_at: usize| {
        stream.forms[at..at + n] == other.forms[other_at..other_at + n]
            && stream.gaps[at + 1..at + n] == other.gaps[other_at + 1..other_at + n]
    };
    for (number, (stream, terms)) in (0u32..).zip(streams.iter().zip(&level.at)) {
        for ((start, ends), &lang) in stream.articles().zip(&stream.langs) {
            for at in start..ends[N_PARTS - 1] {
                let term = terms[at];
                // NONE is far beyond every range of candidates.
                let Some(candidate) =
                    (term as usize).checked_sub(first).and_then(|term| candidates.get_mut(term))
                else {
                    continue;
                };
                let place = Some(Place { stream: number, at, lang });
                if at < ends[N_PARTS - 2] {
                    candidate.place = candidate.place.or(place);
                    continue;
                }
                match candidate.place {
                    Some(known) if candidate.votes > 0 => {
                        if spans(stream, at, &streams[known.stream as usize], known.at) {
                            candidate.votes += 1;
                        } else {
                            candidate.votes -= 1;
                        }
                    }
                    _ => *candidate = Candidate { place, votes: 1 },
                }
            }
        }
    }
    debug_assert!(candidates.len() < NONE as usize);
}
