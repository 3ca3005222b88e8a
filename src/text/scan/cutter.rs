//! Runs of word characters, cut 64 bytes at a time by arithmetic on masks.

use super::classes::{BLOCK, Classes};

/// Cuts a text into runs between two characters that no word has.
///
/// A run of ASCII with a letter or digit is a word of UAX #29, exactly; any other run is *odd*. The rules
/// need no more than the neighbours of each byte, so they are shifts and additions of masks, with what
/// goes over the edge of a block carried into the next.
pub(super) struct RunCutter<'t> {
    bytes: &'t [u8],
    /// Start of the block that is cut next, and its classes once the first block was looked at.
    at: usize,
    classes: Option<Classes>,
    edges: Edges,
    /// Starts and ends of the runs cut last; there may be a start without its end.
    starts: [usize; MAX_RUNS],
    ends: [usize; MAX_RUNS],
    n_starts: usize,
    n_ends: usize,
}

/// A run of word characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::text) struct Run {
    pub(in crate::text) start: usize,
    pub(in crate::text) end: usize,
    /// Whether what stands before may end a sentence, or a quotation begins there; never false when it
    /// does.
    pub(in crate::text) after_sign: bool,
    /// Whether the run is more or less than one word of ASCII.
    pub(in crate::text) is_odd: bool,
}

/// Runs cut before they are given out.
const ENOUGH: usize = 64;
/// Those, those of one block beyond, and what is put in vain.
const MAX_RUNS: usize = ENOUGH + BLOCK / 2 + 1 + AT_ONCE;
/// Marks a start behind a sign, or the end of an odd run.
const MARK: usize = 1 << (usize::BITS - 1);

/// What the last byte of a block, and additions that ran over, mean to the next block.
#[derive(Default)]
struct Edges {
    letter: u64,
    digit: u64,
    beyond_ascii: u64,
    newline: u64,
    run: u64,
    sign: u64,
    odd_beyond_ascii: u64,
    alphanumeric: u64,
}

impl<'t> RunCutter<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            bytes: text.as_bytes(),
            at: 0,
            classes: None,
            edges: Edges::default(),
            starts: [0; MAX_RUNS],
            ends: [0; MAX_RUNS],
            n_starts: 0,
            n_ends: 0,
        }
    }

    /// Returns the number of whole runs cut last.
    #[inline(always)]
    pub(super) fn n_runs(&self) -> usize {
        self.n_ends
    }

    /// Returns one of the runs cut last.
    #[inline(always)]
    pub(super) fn run(&self, number: usize) -> Run {
        let (start, end) = (self.starts[number], self.ends[number]);
        Run {
            start: start & !MARK,
            end: end & !MARK,
            after_sign: start & MARK != 0,
            is_odd: end & MARK != 0,
        }
    }

    /// Cuts blocks until there are enough runs; leaves none at the end of the text.
    #[inline(always)]
    pub(super) fn refill_by(&mut self, classes: impl Fn(&[u8; BLOCK]) -> Classes) {
        // At most the start of a run that is not at its end yet.
        self.starts.copy_within(self.n_ends..self.n_starts, 0);
        self.n_starts -= self.n_ends;
        self.n_ends = 0;
        // Behind the last byte stands a blank, so that the last run ends.
        while self.n_ends < ENOUGH && self.at <= self.bytes.len() {
            let here = match self.classes {
                Some(here) => here,
                None => classes_at(self.bytes, 0, &classes),
            };
            let next = classes_at(self.bytes, self.at + BLOCK, &classes);
            self.cut(here, next);
            self.classes = Some(next);
            self.at += BLOCK;
        }
    }

    #[inline(always)]
    fn cut(&mut self, here: Classes, next: Classes) {
        let Classes { letters, digits, underscores, beyond_ascii, .. } = here;
        let Classes { joins_letters, joins_digits, apostrophes, quotes, .. } = here;
        let Classes { signs, newlines, blanks, .. } = here;
        let edges = &mut self.edges;
        // A sign joins what it stands between. Which characters beyond ASCII are letters or digits is
        // found out later, so here they may be both.
        let behind = |mask: u64, next: u64| mask >> 1 | next << 63;
        let after_letter = shifted_up(letters | beyond_ascii, &mut edges.letter);
        let after_digit = shifted_up(digits | beyond_ascii, &mut edges.digit);
        let after_beyond = shifted_up(beyond_ascii, &mut edges.beyond_ascii);
        let beyond_next = behind(beyond_ascii, next.beyond_ascii);
        let letter_next = behind(letters, next.letters) | beyond_next;
        let digit_next = behind(digits, next.digits) | beyond_next;
        let joined = joins_letters & after_letter & letter_next
            | joins_digits & after_digit & digit_next
            | apostrophes & after_beyond
            | quotes & after_beyond & beyond_next;
        let run = letters | digits | underscores | beyond_ascii | joined;
        let behind_run = shifted_up(run, &mut edges.run);
        let (starts, ends) = (run & !behind_run, !run & behind_run);
        // Two newlines with blanks between end a sentence, and such blanks begin behind a newline.
        let indents = blanks & shifted_up(newlines, &mut edges.newline);
        let after_sign = flood(!run, signs | indents, &mut edges.sign);
        let beyond = flood(run, beyond_ascii, &mut edges.odd_beyond_ascii);
        let alphanumeric = flood(run, letters | digits, &mut edges.alphanumeric);
        let odd = beyond | !alphanumeric;

        self.n_starts = put(&mut self.starts, self.n_starts, self.at, starts, after_sign);
        self.n_ends = put(&mut self.ends, self.n_ends, self.at, ends, odd);
    }
}

/// The classes of the block at an offset; behind the text stand blanks.
#[inline(always)]
fn classes_at(bytes: &[u8], at: usize, classes: impl Fn(&[u8; BLOCK]) -> Classes) -> Classes {
    let rest = bytes.get(at..).unwrap_or_default();
    if let Some(block) = rest.first_chunk() {
        return classes(block);
    }
    let mut block = [b' '; BLOCK];
    block[..rest.len()].copy_from_slice(rest);
    classes(&block)
}

/// The bit of each byte's neighbour before it.
#[inline(always)]
fn shifted_up(mask: u64, edge: &mut u64) -> u64 {
    let shifted = mask << 1 | *edge;
    *edge = mask >> 63;
    shifted
}

/// Sets the bit just behind each run of ones in `runs` that has a mark in it; all other bits outside the
/// runs stay 0.
///
/// A mark added to its run carries through to the end, and marks on the way change nothing there.
#[inline(always)]
fn flood(runs: u64, marks: u64, edge: &mut u64) -> u64 {
    let (sum, over) = runs.overflowing_add(marks & runs);
    let (sum, over_again) = sum.overflowing_add(*edge);
    *edge = u64::from(over | over_again);
    sum
}

/// Appends the places of the bits of `bits`, those that are also in `marks` with their mark.
#[inline(always)]
fn put(places: &mut [usize; MAX_RUNS], n: usize, at: usize, bits: u64, marks: u64) -> usize {
    let n_behind = n + bits.count_ones() as usize;
    let (mut n, mut bits) = (n, bits);
    // Rarely more than once. How many bits there are is hard to foretell, so what is put beyond the last is
    // put there in vain.
    while n < n_behind {
        for place in &mut places[n..n + AT_ONCE] {
            let bit = bits.trailing_zeros() & 63;
            *place = (at + bit as usize) | ((marks >> bit & 1) as usize * MARK);
            bits &= bits.wrapping_sub(1);
        }
        n += AT_ONCE;
    }
    n_behind
}

/// A block of English has some ten words, rarely more than so many.
const AT_ONCE: usize = 14;
