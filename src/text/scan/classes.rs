//! Which of 64 bytes are letters, which digits, and so on: one bit for each byte.

pub(super) const BLOCK: usize = 64;

/// Classes of the word-break property that matter inside ASCII, and the signs that a reader stops at.
///
/// Bit `n` of a mask is byte `n` of the block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Classes {
    pub(super) letters: u64,
    pub(super) digits: u64,
    /// `_`, which joins letters and digits to either side.
    pub(super) underscores: u64,
    /// `'`, `.` and `:`, which join two letters.
    pub(super) joins_letters: u64,
    /// `'`, `.`, `,` and `;`, which join two digits.
    pub(super) joins_digits: u64,
    /// `'`, which also stays with a Hebrew letter before.
    pub(super) apostrophes: u64,
    /// `"`, which joins two Hebrew letters.
    pub(super) quotes: u64,
    /// `!`, `?`, `.`, `:` and `"`, which may end a sentence or begin a quotation.
    pub(super) signs: u64,
    pub(super) newlines: u64,
    /// Spaces and controls, newlines among them.
    pub(super) blanks: u64,
    /// Bytes of characters beyond ASCII.
    pub(super) beyond_ascii: u64,
}

/// What a kernel can tell of 64 bytes.
pub(super) struct Tests<Equal, Between> {
    /// Which bytes equal one.
    pub(super) equal: Equal,
    /// Which bytes are in a range, both ends included.
    pub(super) between: Between,
    /// Which bytes are letters of ASCII.
    pub(super) letters: u64,
    pub(super) beyond_ascii: u64,
}

impl Classes {
    /// The classes in terms of a kernel's tests.
    #[inline(always)]
    pub(super) fn by(tests: Tests<impl Fn(u8) -> u64, impl Fn(u8, u8) -> u64>) -> Self {
        let Tests { equal, between, letters, beyond_ascii } = tests;
        let (apostrophes, full_stops, colons) = (equal(b'\''), equal(b'.'), equal(b':'));
        let quotes = equal(b'"');
        Self {
            letters,
            digits: between(b'0', b'9'),
            underscores: equal(b'_'),
            joins_letters: apostrophes | full_stops | colons,
            joins_digits: apostrophes | full_stops | equal(b',') | equal(b';'),
            apostrophes,
            quotes,
            signs: equal(b'!') | equal(b'?') | full_stops | colons | quotes,
            newlines: equal(b'\n'),
            blanks: between(0, b' '),
            beyond_ascii,
        }
    }
}
