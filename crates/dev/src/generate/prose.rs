//! Turns tokens into sentences, paragraphs and a title.

use rand::Rng;

use super::token::Token;
use super::words;

/// Function words between content words, the most common first. Every word is in the usual English stop-word lists.
const FILLERS: [&str; 96] = [
    "the",
    "of the",
    "in the",
    "and",
    "to the",
    "a",
    "of",
    "in",
    "to",
    "for the",
    "on the",
    "and the",
    "that the",
    "with the",
    "at the",
    "from the",
    "by the",
    "for",
    "with",
    "on",
    "as",
    "is",
    "was",
    "has",
    "have been",
    "had been",
    "will be",
    "is not",
    "of a",
    "in a",
    "with a",
    "for a",
    "to be",
    "that",
    "by",
    "at",
    "from",
    "but the",
    "into the",
    "over the",
    "after the",
    "before the",
    "between the",
    "through the",
    "against the",
    "under the",
    "about the",
    "it is",
    "it was",
    "they were",
    "who had",
    "which was",
    "which has",
    "that he",
    "that she",
    "and his",
    "and her",
    "of their",
    "its",
    "their",
    "more than a",
    "only a",
    "no",
    "not the",
    "so that",
    "because of the",
    "while the",
    "until the",
    "and other",
    "some of the",
    "all of the",
    "most of the",
    "each of the",
    "both the",
    "such a",
    "an",
    "or the",
    "or",
    "if the",
    "when the",
    "where the",
    "there was a",
    "there were",
    "these",
    "those",
    "this",
    "nor the",
    "off the",
    "down the",
    "should be",
    "they have",
    "he was",
    "she was",
    "up to the",
    "out of the",
    "as the",
];

/// Beginnings of sentences that do not start with a content word, the most common first.
const OPENINGS: [&str; 24] = [
    "the",
    "in the",
    "but the",
    "a",
    "he",
    "she",
    "it was the",
    "they",
    "there is a",
    "this",
    "after the",
    "on the",
    "when the",
    "for the",
    "while the",
    "some",
    "these",
    "at the",
    "with the",
    "because of the",
    "in a",
    "before the",
    "all of the",
    "and the",
];

/// Probability of a filler before a content word.
const FILLER_RATE: f64 = 0.64;
/// Probability of a comma before a filler.
const COMMA_RATE: f64 = 0.05;
/// Probability that a sentence starts with an opening.
const OPENING_RATE: f64 = 0.75;

/// Writes the text: sentences of 5 to 15 content words, paragraphs of 2 to 5 sentences.
pub(super) fn text(tokens: &[Token], random: &mut impl Rng) -> String {
    let mut text = String::with_capacity(12 * tokens.len());
    let mut tokens = tokens.iter().peekable();
    let mut sentences_left = random.gen_range(2..=5);
    while tokens.peek().is_some() {
        let start = text.len();
        push_sentence(&mut tokens, random, &mut text);
        capitalise(&mut text, start);
        sentences_left -= 1;
        if sentences_left > 0 {
            text.push(' ');
        } else if tokens.peek().is_some() {
            text.push_str("\n\n");
            sentences_left = random.gen_range(2..=5);
        }
    }
    text.truncate(text.trim_end().len());
    text
}

fn push_sentence<'a>(
    tokens: &mut std::iter::Peekable<impl Iterator<Item = &'a Token>>,
    random: &mut impl Rng,
    text: &mut String,
) {
    let mut words_left: i32 = random.gen_range(5..=15);
    let mut first = true;
    if random.r#gen::<f64>() < OPENING_RATE {
        text.push_str(choose_phrase(&OPENINGS, random));
        first = false;
    }
    // Both words of a fixed pair stay in one sentence.
    while let Some(token) = tokens.next_if(|token| words_left > 0 || token.joined) {
        let filled = !token.joined && random.r#gen::<f64>() < FILLER_RATE;
        if filled && !first {
            let comma = random.r#gen::<f64>() < COMMA_RATE && words_left > 0;
            text.push_str(if comma { ", " } else { " " });
            text.push_str(choose_phrase(&FILLERS, random));
        }
        if !first {
            text.push(' ');
        }
        push_token(*token, random, text);
        words_left -= 1;
        first = false;
    }
    text.push('.');
}

/// Writes a title of 4 to 8 words: first those of the saga and the event, then the first words of the article.
pub(super) fn title(tokens: &[Token], random: &mut impl Rng) -> String {
    let n_words = random.gen_range(4..=8);
    let of_story = tokens.iter().filter(|token| token.of_story);
    let all = tokens.iter();
    let mut chosen: Vec<Token> = Vec::with_capacity(n_words);
    for &token in of_story.chain(all) {
        if chosen.len() < n_words && chosen.iter().all(|other| other.term != token.term) {
            chosen.push(token);
        }
    }
    let mut title = String::new();
    for token in chosen {
        if !title.is_empty() {
            let filled = !token.joined && random.r#gen::<f64>() < 0.3;
            title.push_str(if filled {
                [" of ", " in ", " to ", " for ", " and ", " after "][random.gen_range(0..6)]
            } else {
                " "
            });
        }
        push_token(token, random, &mut title);
    }
    capitalise(&mut title, 0);
    title
}

fn push_token(token: Token, random: &mut impl Rng, text: &mut String) {
    let start = text.len();
    words::push_word(token.term, text);
    text.push_str(words::ending(token.term, random.r#gen()));
    if words::is_name(token.term) {
        capitalise(text, start);
    }
}

/// Chooses a phrase; earlier phrases are more likely.
fn choose_phrase<'a>(phrases: &[&'a str], random: &mut impl Rng) -> &'a str {
    let quantile: f64 = random.r#gen();
    phrases[(quantile * quantile * phrases.len() as f64) as usize]
}

/// Capitalises the letter at a byte offset. All words are ASCII.
fn capitalise(text: &mut str, at: usize) {
    if let Some(letter) = text.get_mut(at..at + 1) {
        letter.make_ascii_uppercase();
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{FILLERS, OPENINGS};

    #[test]
    fn every_filler_is_a_stop_word() {
        let stop_words: HashSet<&str> = stop_words::get("en").iter().copied().collect();
        for word in FILLERS.iter().chain(&OPENINGS).flat_map(|phrase| phrase.split(' ')) {
            assert!(stop_words.contains(word), "{word}");
        }
    }
}
