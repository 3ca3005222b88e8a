//! Classifies 64 bytes at a time, with one bit for each byte.

/// Number of bytes that are classified at a time.
pub(super) const BLOCK: usize = 64;

/// Masks of the character classes in a block. Bit `n` stands for byte `n`.
///
/// The classes are those of the Unicode word-break property that occur in ASCII, and the signs that may end a
/// sentence or begin a quotation.
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
    /// `'`, which also joins a Hebrew letter before it.
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

/// The tests of a block that a kernel provides.
pub(super) struct ByteTests<Equal, Between> {
    /// Returns the bytes that equal a given byte.
    pub(super) equal: Equal,
    /// Returns the bytes in an inclusive range.
    pub(super) between: Between,
    /// The ASCII letters.
    pub(super) letters: u64,
    /// Bytes of characters beyond ASCII.
    pub(super) beyond_ascii: u64,
}

impl Classes {
    /// Computes the classes from the tests of a kernel.
    #[inline(always)]
    pub(super) fn from_tests(tests: ByteTests<impl Fn(u8) -> u64, impl Fn(u8, u8) -> u64>) -> Self {
        let ByteTests { equal, between, letters, beyond_ascii } = tests;
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
