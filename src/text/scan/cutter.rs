//! Cuts a text into runs of word characters, 64 bytes at a time, by arithmetic on masks.

use super::classes::{BLOCK, Classes};

/// Cuts a text into runs of word characters. Characters that occur in no word separate the runs.
///
/// A run of ASCII characters with a letter or digit is exactly one word of UAX #29. Any other run is
/// *irregular*. The rules look only at the neighbors of each byte, so they are shifts and additions of masks. Bits
/// that cross the edge of a block are carried into the next one.
pub(super) struct RunCutter<'t> {
    bytes: &'t [u8],
    /// Start of the next block.
    at: usize,
    /// Classes of the next block; `None` before the first one.
    classes: Option<Classes>,
    edges: Edges,
    /// Starts and ends of the runs cut last. The last start may have no end yet.
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
    /// Whether a sentence may end, or a quotation begin, before the run. If false, neither happens there.
    pub(in crate::text) after_sign: bool,
    /// Whether the run may not be exactly one ASCII word.
    pub(in crate::text) is_irregular: bool,
}

/// A refill stops when it has this number of runs.
const WANTED_RUNS: usize = 64;
/// Capacity: the wanted runs, those of one more block, and the surplus of [`append_positions`].
const MAX_RUNS: usize = WANTED_RUNS + BLOCK / 2 + 1 + POSITIONS_PER_PASS;
/// Marks a start that follows a sign, and the end of an irregular run.
const MARK: usize = 1 << (usize::BITS - 1);

/// Bits carried from one block into the next: properties of the last byte, and carries of additions.
#[derive(Default)]
struct Edges {
    letter: u64,
    digit: u64,
    beyond_ascii: u64,
    newline: u64,
    run: u64,
    sign: u64,
    irregular: u64,
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

    /// Returns the number of complete runs that the last refill cut.
    #[inline(always)]
    pub(super) fn n_runs(&self) -> usize {
        self.n_ends
    }

    /// Returns one of the complete runs.
    #[inline(always)]
    pub(super) fn run(&self, number: usize) -> Run {
        let (start, end) = (self.starts[number], self.ends[number]);
        Run {
            start: start & !MARK,
            end: end & !MARK,
            after_sign: start & MARK != 0,
            is_irregular: end & MARK != 0,
        }
    }

    /// Replaces the runs by the next ones. At the end of the text there are none.
    #[inline(always)]
    pub(super) fn refill_by(&mut self, classes: impl Fn(&[u8; BLOCK]) -> Classes) {
        // Keeps the start of a run that has no end yet.
        self.starts.copy_within(self.n_ends..self.n_starts, 0);
        self.n_starts -= self.n_ends;
        self.n_ends = 0;
        // A virtual blank after the last byte ends the last run.
        while self.n_ends < WANTED_RUNS && self.at <= self.bytes.len() {
            let here = match self.classes {
                Some(here) => here,
                None => classes_at(self.bytes, 0, &classes),
            };
            let next = classes_at(self.bytes, self.at + BLOCK, &classes);
            self.cut_block(here, next);
            self.classes = Some(next);
            self.at += BLOCK;
        }
    }

    #[inline(always)]
    fn cut_block(&mut self, here: Classes, next: Classes) {
        let Classes { letters, digits, underscores, beyond_ascii, .. } = here;
        let Classes { joins_letters, joins_digits, apostrophes, quotes, .. } = here;
        let Classes { signs, newlines, blanks, .. } = here;
        let edges = &mut self.edges;
        // A sign joins the characters on both sides. A character beyond ASCII may be a letter or a digit, so it
        // counts as both here. Irregular runs go through the full rules later.
        let shift_down = |mask: u64, next: u64| mask >> 1 | next << 63;
        let after_letter = shift_up(letters | beyond_ascii, &mut edges.letter);
        let after_digit = shift_up(digits | beyond_ascii, &mut edges.digit);
        let after_beyond = shift_up(beyond_ascii, &mut edges.beyond_ascii);
        let beyond_next = shift_down(beyond_ascii, next.beyond_ascii);
        let letter_next = shift_down(letters, next.letters) | beyond_next;
        let digit_next = shift_down(digits, next.digits) | beyond_next;
        let joined = joins_letters & after_letter & letter_next
            | joins_digits & after_digit & digit_next
            | apostrophes & after_beyond
            | quotes & after_beyond & beyond_next;
        let run = letters | digits | underscores | beyond_ascii | joined;
        let after_run = shift_up(run, &mut edges.run);
        let (starts, ends) = (run & !after_run, !run & after_run);
        // A blank line ends a sentence. Its first blank, or its newline, directly follows a newline.
        let indents = blanks & shift_up(newlines, &mut edges.newline);
        let after_sign = mark_run_ends(!run, signs | indents, &mut edges.sign);
        let beyond = mark_run_ends(run, beyond_ascii, &mut edges.irregular);
        let alphanumeric = mark_run_ends(run, letters | digits, &mut edges.alphanumeric);
        let irregular = beyond | !alphanumeric;

        self.n_starts =
            append_positions(&mut self.starts, self.n_starts, self.at, starts, after_sign);
        self.n_ends = append_positions(&mut self.ends, self.n_ends, self.at, ends, irregular);
    }
}

/// Returns the classes of the block at an offset. Blanks fill the block after the end of the text.
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

/// Moves each bit to the next byte. `edge` carries the last bit into the next block.
#[inline(always)]
fn shift_up(mask: u64, edge: &mut u64) -> u64 {
    let shifted = mask << 1 | *edge;
    *edge = mask >> 63;
    shifted
}

/// Sets the bit just after each run of ones in `runs` that contains a mark. All other bits outside the runs stay
/// 0.
///
/// Adding a mark to its run carries through to the end of the run. More marks in the run do not change that bit.
#[inline(always)]
fn mark_run_ends(runs: u64, marks: u64, edge: &mut u64) -> u64 {
    let (sum, over) = runs.overflowing_add(marks & runs);
    let (sum, over_again) = sum.overflowing_add(*edge);
    *edge = u64::from(over | over_again);
    sum
}

/// Appends the positions of the ones in `bits`. A position whose bit is in `marks` gets [`MARK`].
#[inline(always)]
fn append_positions(
    positions: &mut [usize; MAX_RUNS],
    n: usize,
    at: usize,
    bits: u64,
    marks: u64,
) -> usize {
    let n_after = n + bits.count_ones() as usize;
    let (mut n, mut bits) = (n, bits);
    // One pass is nearly always enough. The number of ones is unpredictable, so every pass writes the same
    // number of positions, and the next call overwrites the surplus.
    while n < n_after {
        for position in &mut positions[n..n + POSITIONS_PER_PASS] {
            let bit = bits.trailing_zeros() & 63;
            *position = (at + bit as usize) | ((marks >> bit & 1) as usize * MARK);
            bits &= bits.wrapping_sub(1);
        }
        n += POSITIONS_PER_PASS;
    }
    n_after
}

/// Number of positions that a pass writes. A block of English has about ten words and rarely more than 14.
const POSITIONS_PER_PASS: usize = 14;
