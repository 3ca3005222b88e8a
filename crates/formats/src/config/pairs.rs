//! Files of rated pairs: how related two articles are.

use std::io::BufRead;

use crate::ReadError;
use alsolike::article::ArticleId;

/// Two articles, and how related a person or a source rated them.
#[derive(Clone, Debug, PartialEq)]
pub struct RatedPair {
    /// The first article, for example the one with the link.
    pub a: ArticleId,
    /// The second article.
    pub b: ArticleId,
    /// The rating, on any scale; `None` means related.
    pub rating: Option<f64>,
}

/// Reads lines `id1 TAB id2` and `id1 TAB id2 TAB rating`, and returns the pairs in their order.
///
/// Ignores blank lines, and text after a third tab. `name` is the name of the file in messages.
///
/// # Errors
/// [`ReadError::PairFields`] and [`ReadError::PairRating`] with the line; [`ReadError::Io`] when the stream fails or
/// is not UTF-8.
pub fn rated_pairs(stream: impl BufRead, name: &str) -> Result<Vec<RatedPair>, ReadError> {
    let mut pairs = Vec::new();
    for (number, line) in (1..).zip(stream.lines()) {
        let line =
            line.map_err(|source| ReadError::Io { name: format!("{name}:{number}"), source })?;
        let line = line.trim_start_matches('\u{feff}').trim_end_matches('\r');
        if !line.trim().is_empty() {
            pairs.push(pair(line, name, number)?);
        }
    }
    Ok(pairs)
}

fn pair(line: &str, name: &str, number: u64) -> Result<RatedPair, ReadError> {
    let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
    let (a, b, rating) = match fields.as_slice() {
        [a, b, rest @ ..] if !a.is_empty() && !b.is_empty() => (*a, *b, rest.first()),
        fields => {
            let found = fields.len();
            return Err(ReadError::PairFields { name: name.to_owned(), line: number, found });
        }
    };
    let rating = match rating.filter(|rating| !rating.is_empty()) {
        None => None,
        Some(rating) => {
            Some(rating.parse().ok().filter(|number: &f64| number.is_finite()).ok_or_else(
                || ReadError::PairRating {
                    name: name.to_owned(),
                    line: number,
                    rating: (*rating).to_owned(),
                },
            )?)
        }
    };
    Ok(RatedPair { a: a.into(), b: b.into(), rating })
}

#[cfg(test)]
mod tests {
    use super::{RatedPair, rated_pairs};

    #[test]
    fn reads_pairs_with_and_without_a_rating() {
        let file = "\u{feff}a\tb\r\n\nc d\te\t0.5\nf\tg\t\tnote\n";
        let pair = |a: &str, b: &str, rating| RatedPair { a: a.into(), b: b.into(), rating };
        let expected = [pair("a", "b", None), pair("c d", "e", Some(0.5)), pair("f", "g", None)];
        assert_eq!(rated_pairs(file.as_bytes(), "t.tsv").unwrap(), expected);
    }

    #[test]
    fn errors_name_the_line() {
        let check = |file: &[u8], expected: &str| {
            assert_eq!(rated_pairs(file, "t.tsv").unwrap_err().to_string(), expected);
        };
        check(
            b"a\tb\nc d\n",
            "t.tsv:2: expected two ids and optionally a rating, separated by tabs, but the line has 1 of these fields",
        );
        check(b"a\tb\tgood\n", "t.tsv:1: the rating `good` is not a number");
        check(b"a\tb\tNaN\n", "t.tsv:1: the rating `NaN` is not a number");
        check(b"a\tb\n\xff\n", "cannot read `t.tsv:2`");
    }
}
