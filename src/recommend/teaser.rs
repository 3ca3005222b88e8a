//! Teasers: the short text under a title.

use memchr::memmem;
use unicode_width::UnicodeWidthChar;

use crate::text::words;

/// Maximum width of a teaser in columns. An ideograph takes two.
pub const TEASER_COLUMNS: usize = 200;
/// When the first sentence is narrower than this many columns, the teaser also takes the second.
const SHORT_SENTENCE: usize = 60;

/// Returns a teaser of at most [`TEASER_COLUMNS`] columns: the summary, or the first one or two sentences of the
/// text if there is no summary. The title stands above the teaser, so a summary that repeats it is none, and a sentence
/// that repeats it at the start is left out.
///
/// Normalizes white space and leaves out headings. Cuts wider lines after a word, or between ideographs, with `…` at
/// the end. The result is empty when there is neither a summary nor a text.
#[must_use]
pub fn teaser(title: &str, summary: Option<&str>, text: &str) -> String {
    let summary = summary.map(folded).filter(|summary| !summary.is_empty());
    let summary = summary.as_deref().map(|summary| without_title(summary, title));
    let line = match summary.filter(|summary| !summary.is_empty()) {
        Some(summary) => summary.to_owned(),
        None => first_sentences(below_title(text, title)),
    };
    cut_at_word(line)
}

/// Returns a text without the title at its start. Where the next paragraph starts with the title once more, it goes,
/// too, if another one follows.
fn below_title<'t>(text: &'t str, title: &str) -> &'t str {
    let below = without_title(text, title);
    if below.len() == text.len() {
        return text;
    }
    match below.split_once("\n\n") {
        Some((first, rest)) if end_of_title(first, title).is_some() => rest,
        _ => below,
    }
}

/// Returns a text without the title at its start. A sentence that only begins with the words of the title stays.
fn without_title<'t>(text: &'t str, title: &str) -> &'t str {
    let Some(end) = end_of_title(text, title) else { return text };
    let rest = &text[end..];
    // Marks that may stand between the title and the text.
    let is_mark = |c: char| ".!?…:;|–—。！？：*=-\"”’»)]".contains(c);
    let behind = rest.trim_start_matches(|c: char| is_mark(c) || c.is_whitespace());
    let between = &rest[..rest.len() - behind.len()];
    // `Post` is no title above `Post-war Europe` or `Post offices close`.
    let is_marked = between.contains(|c: char| is_mark(c) || c == '\n');
    let is_apart = between.contains(|c: char| c.is_whitespace() || "。！？：”".contains(c));
    if behind.is_empty() || is_marked && is_apart { behind } else { text }
}

/// Returns the end of the title at the start of a text: case and marks do not matter.
fn end_of_title(text: &str, title: &str) -> Option<usize> {
    let mut letters = title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    let mut expected = Some(letters.next()?);
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
        for lower in c.to_lowercase() {
            if expected != Some(lower) {
                return None;
            }
            expected = letters.next();
        }
        if expected.is_none() {
            return Some(at + c.len_utf8());
        }
    }
    None
}

/// Returns the start of a text, long enough for a teaser, with each run of white space as one space.
fn folded(text: &str) -> String {
    // No script has more than four bytes a column, but for runs of marks.
    const MAX_BYTES: usize = 4 * TEASER_COLUMNS;
    let text = text.trim_start();
    // Runs of white space take room, too.
    let start = &text[..text.floor_char_boundary(2 * MAX_BYTES)];
    if is_folded(start.as_bytes()) {
        let end = start.bytes().skip(MAX_BYTES).position(|b| b == b' ');
        return start[..end.map_or(start.len(), |end| MAX_BYTES + end)].trim_end().to_owned();
    }
    let mut line = String::with_capacity(start.len().min(MAX_BYTES + 4));
    for word in start.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.len() > MAX_BYTES {
            break;
        }
    }
    line
}

/// Whether a text is ASCII without control characters and without two spaces beside each other.
fn is_folded(text: &[u8]) -> bool {
    let is_odd = |b: u8| !(b' '..0x7f).contains(&b);
    let pairs = text.iter().zip(text.iter().skip(1));
    // No early exit, so that the compiler can use vector instructions.
    let has_runs = pairs.fold(false, |found, (&a, &b)| found | (a == b' ') & (b == b' '));
    !has_runs && !text.iter().fold(false, |found, &b| found | is_odd(b))
}

/// Returns the first one or two sentences of the first paragraph that is no heading.
fn first_sentences(text: &str) -> String {
    let paragraphs = || paragraphs(text).filter(|paragraph| !paragraph.trim().is_empty());
    let mut rest = paragraphs();
    let mut chosen = None;
    while let Some(paragraph) = rest.next() {
        let follows = rest.clone().next();
        if !follows.is_some_and(|next| is_heading(paragraph.trim(), next.trim())) {
            chosen = Some(paragraph);
            break;
        }
    }
    let paragraph = chosen.or(paragraphs().next()).map(folded).unwrap_or_default();
    let ends = sentence_ends(&paragraph);
    let mut ends = ends.skip_while(|&end| columns(&paragraph[..end]) < SHORT_SENTENCE);
    let end = ends.next().unwrap_or(paragraph.len());
    paragraph[..end].to_owned()
}

/// Yields the parts of a text between blank lines.
fn paragraphs(text: &str) -> impl Iterator<Item = &str> + Clone {
    let ends = memmem::find_iter(text.as_bytes(), b"\n\n").chain([text.len()]);
    ends.scan(0, |start, end| Some(&text[std::mem::replace(start, text.len().min(end + 2))..end]))
}

/// Returns whether a paragraph is a heading or the mark of a table of contents: one short line without the end of a
/// sentence, before a longer paragraph.
fn is_heading(paragraph: &str, next: &str) -> bool {
    let is_contents = |mark: &&str| paragraph.eq_ignore_ascii_case(mark);
    let is_rule = paragraph.chars().all(|c| "=-_*~# ".contains(c));
    if is_rule || ["[toc]", "[[toc]]", "{:toc}", "[[_toc_]]"].iter().any(is_contents) {
        return true;
    }
    let last = paragraph.chars().next_back().unwrap_or(' ');
    let is_title =
        last.is_alphanumeric() && paragraph.len() < 4 * SHORT_SENTENCE && !paragraph.contains('\n');
    is_title && next.len() > paragraph.len() && columns(paragraph) < SHORT_SENTENCE
}

/// Marks that end a sentence with or without a space behind them.
const FULL_WIDTH_ENDS: [char; 7] = ['。', '！', '？', '．', '｡', '။', '።'];
/// Marks that end a sentence before a space.
const ENDS: [char; 11] = ['.', '!', '?', '…', '؟', '۔', '।', '॥', '։', '፧', '၊'];
/// Closing marks that belong to the sentence that they follow.
const CLOSING: [char; 14] =
    ['"', '”', '’', ')', '»', '」', '』', '）', '》', '】', '〉', '〕', '\'', ']'];

/// Yields the ends of the sentences of a line, behind their closing marks.
fn sentence_ends(line: &str) -> impl Iterator<Item = usize> + '_ {
    line.char_indices().filter_map(move |(at, mark)| {
        let is_mark = match mark {
            _ if mark.is_ascii() => matches!(mark, '.' | '!' | '?' | ';'),
            _ => mark == '\u{37e}' || FULL_WIDTH_ENDS.contains(&mark) || ENDS.contains(&mark),
        };
        if !is_mark {
            return None;
        }
        let end = at + mark.len_utf8();
        let rest = &line[end..];
        let closed = end + rest.len() - rest.trim_start_matches(CLOSING).len();
        let is_at_space = line[closed..].is_empty() || line[closed..].starts_with(' ');
        let is_end = match mark {
            _ if FULL_WIDTH_ENDS.contains(&mark) => !rest.starts_with(FULL_WIDTH_ENDS),
            '.' => is_at_space && !is_abbreviated(&line[..end], rest),
            // The Greek question mark looks like a semicolon.
            ';' | '\u{37e}' => {
                is_at_space && line[..at].ends_with(|c| matches!(c, '\u{370}'..='\u{3ff}'))
            }
            _ => ENDS.contains(&mark) && is_at_space,
        };
        is_end.then_some(closed)
    })
}

/// Abbreviations before a name or in the middle of a sentence, in several languages.
const ABBREVIATIONS: [&str; 97] = [
    // English
    "mr", "mrs", "ms", "dr", "st", "gen", "sen", "rep", "prof", "gov", "vs", "v.s", "inc", "ltd",
    "co", "corp", "jr", "sr", "col", "sgt", "lt", "capt", "cmdr", "hon", "rev", "mt", "ft", "dept",
    "est", "approx", "e.g", "i.e", "cf", "al", "fig", "figs", "eq", "vol", "pp", "ed", "eds",
    "u.s", "u.k", "u.n", // German
    "hr", "fr", "z.b", "u.a", "d.h", "bzw", "ca", "evtl", "ggf", "inkl", "nr", "vgl", "str", "abs",
    "art", "usf", "zzgl", "sog", "geb", // French
    "m", "mm", "mme", "mlle", "ex", "env", // Spanish, Portuguese and Italian
    "sra", "srta", "dra", "ee", "uu", "ud", "uds", "pág", "núm", "sig", "dott", "sig.ra", "avv",
    // Dutch
    "bijv", "dhr", "mevr", "drs", "jl", // Polish and Czech
    "np", "tzw", "tzn", "m.in", "ul", "tj", "např", "č", // Russian
    "т", "г",
];
/// Largest length of an abbreviation in bytes, in any case.
const MAX_ABBREVIATION: usize = 8;
/// Abbreviations that only stand before a number; elsewhere they end a sentence.
const BEFORE_NUMBERS: [&str; 21] = [
    "no", "nos", "nr", "art", "sec", "ch", "p", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
    "sep", "sept", "oct", "nov", "dec", "п", "ст",
];
/// Beginnings of words before which a number with a full stop is an ordinal: "3. Oktober".
const AFTER_ORDINALS: [&str; 17] = [
    "Jan",
    "Feb",
    "Mär",
    "Apr",
    "Mai",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Okt",
    "Nov",
    "Dez",
    "Jahrhundert",
    "Klasse",
    "Platz",
    "Bundes",
    "Auflage",
];

/// Returns whether the final full stop of a sentence belongs to an initial, an abbreviation or an ordinal. `rest` is
/// what follows it.
fn is_abbreviated(sentence: &str, rest: &str) -> bool {
    let Some(sentence) = sentence.strip_suffix('.') else { return false };
    let word = sentence.rsplit([' ', '(', '"', '“', '„', '«']).next().unwrap_or_default();
    let next = rest.trim_start();
    // Sentences begin with a capital letter where there are any.
    if next.starts_with(|c: char| c.is_lowercase()) {
        return true;
    }
    let lower = match word.len() <= MAX_ABBREVIATION {
        true => word.to_lowercase(),
        false => String::new(),
    };
    let last = word.rsplit('.').next().unwrap_or_default();
    let is_initial = last.chars().count() == 1 && last.chars().all(char::is_alphabetic);
    let is_ordinal = matches!(word.len(), 1 | 2)
        && word.bytes().all(|b| b.is_ascii_digit())
        && AFTER_ORDINALS.iter().any(|follows| next.starts_with(follows));
    is_initial
        || is_ordinal
        || ABBREVIATIONS.contains(&&*lower)
        || next.starts_with(|c: char| c.is_ascii_digit()) && BEFORE_NUMBERS.contains(&&*lower)
}

/// Returns the width of a text in columns.
fn columns(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.chars().map(width).sum()
}

fn width(c: char) -> usize {
    c.width().unwrap_or(1)
}

/// Share of the limit before which a line is not cut.
const MIN_SHARE: f64 = 0.6;

/// Cuts a line that is too wide: after a word, between ideographs, or between words of a script without spaces.
fn cut_at_word(mut line: String) -> String {
    if columns(&line) <= TEASER_COLUMNS {
        return line;
    }
    // One column is reserved for the ellipsis.
    let limit = TEASER_COLUMNS - 1;
    let first = (MIN_SHARE * limit as f64) as usize;
    let (mut n_columns, mut end, mut cut, mut before) = (0, 0, None, ' ');
    for (at, c) in line.char_indices() {
        if n_columns >= first && may_break(before, c) {
            cut = Some(at);
        }
        let width = width(c);
        if n_columns + width > limit {
            break;
        }
        // A mark belongs to the letter before it.
        if width > 0 {
            end = at;
        }
        n_columns += width;
        before = c;
    }
    if cut.is_none() {
        let starts = words(&line).map(|word| word.start);
        let is_inside = |start: &usize| columns(&line[..*start]) >= first;
        let inside = starts.take_while(|&start| start <= end).filter(is_inside);
        cut = inside.filter(|&start| line[start..].starts_with(is_unspaced)).last();
    }
    line.truncate(cut.unwrap_or(end));
    line.truncate(
        line.trim_end_matches([',', ';', ':', ' ', '-', '–', '、', '，', '；', '：', '،']).len(),
    );
    line.push('…');
    line
}

/// Returns whether a line may be cut between two characters: at a space, or beside an ideograph if no mark forbids it.
fn may_break(before: char, after: char) -> bool {
    const NOT_BEFORE: &str =
        "、。，．！？；：）」』】》〉〕ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々…・％";
    const NOT_AFTER: &str = "（「『【《〈〔";
    let is_wide = |c: char| c.width() == Some(2);
    after == ' '
        || (is_wide(before) || is_wide(after))
            && !is_hangul(before)
            && !is_hangul(after)
            && !NOT_BEFORE.contains(after)
            && !NOT_AFTER.contains(before)
}

/// Korean has spaces between words.
fn is_hangul(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7a3}')
}

/// Thai, Lao, Burmese and Khmer.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{TEASER_COLUMNS, columns, teaser};

    #[test]
    fn the_title_is_not_said_twice() {
        let check = |title: &str, summary: Option<&str>, text: &str, expected: &str| {
            assert_eq!(teaser(title, summary, text), expected);
        };
        check("A ferry sinks", None, "A ferry sinks.\n\nIt was dark.", "It was dark.");
        check("A ferry sinks", None, "A FERRY SINKS\nIt was dark.", "It was dark.");
        check("A ferry sinks", None, "A ferry sinks off Wend.", "A ferry sinks off Wend.");
        check("A ferry sinks!", Some("A ferry sinks"), "It was dark.", "It was dark.");
        check("A ferry", Some("A ferry – it was dark."), "x", "it was dark.");
        check("Ferry", None, "Ferry", "");
        check("An oven", None, "An oven.\n\nAn oven burns.\n\nBread rises.", "Bread rises.");
        check("Post", None, "Post-war roads.", "Post-war roads.");
        check("Node", None, "Node.js is slow.", "Node.js is slow.");
        check("渡船沉没", None, "渡船沉没。天黑了。", "天黑了。");
    }

    #[test]
    fn takes_the_summary_or_the_first_sentences() {
        let check = |summary: Option<&str>, text: &str, expected: &str| {
            assert_eq!(teaser("", summary, text), expected)
        };
        check(Some(" A  summary.\n"), "Text.", "A summary.");
        check(Some(" "), "Text.", "Text.");
        check(None, "", "");
        let first = "Mr. Smith went to the lake and stayed there until the last of the delegates had left. ";
        check(None, &format!("{first}Then he left."), first.trim());
        check(
            None,
            "Short one. Another short one follows here, and it goes on for a while longer. Third.",
            "Short one. Another short one follows here, and it goes on for a while longer.",
        );
        check(
            None,
            "He said: “It ends here, after rather more than the sixty characters that a first sentence wants.” And on.",
            "He said: “It ends here, after rather more than the sixty characters that a first sentence wants.”",
        );
    }

    #[test]
    fn abbreviations_do_not_end_sentences() {
        let check = |sentence: &str| {
            let text = format!("{sentence} Danach kam noch mehr.");
            assert_eq!(teaser("", None, &text), sentence);
        };
        check(
            "The Senate passed the bill of Senator Doe in the case Doe vs. Roe after a night of talks.",
        );
        check(
            "The harbour hall where the bill was signed burned down on Dec. 5 before crews arrived.",
        );
        check(
            "The bill lets the town sell the two large piers in the harbour to Acme Inc. of Springfield.",
        );
        check("Under the harbour bill, as the paper reported on Tuesday, paragraph No. 7 is gone.");
        check(
            "Seit dem Tag der Deutschen Einheit am 3. Oktober liegt der Entwurf auf dem Tisch der Stadt.",
        );
        check(
            "Der Bürgermeister und viele andere, z. B. Dr. Klein, wollten über die Brücke nichts sagen.",
        );
    }

    #[test]
    fn sentences_of_other_scripts_end_at_their_marks() {
        let check = |text: &str, expected: &str| assert_eq!(teaser("", None, text), expected);
        check(
            "总统周三在日内瓦会见了总理！双方讨论了军备控制，会谈持续了三个小时，没有结果。之后举行了记者会。",
            "总统周三在日内瓦会见了总理！双方讨论了军备控制，会谈持续了三个小时，没有结果。",
        );
        check(
            "राष्ट्रपति ने बुधवार को जिनेवा में प्रधानमंत्री से मुलाकात की और हथियारों पर नियंत्रण की बात की। फिर वे लौट गए।",
            "राष्ट्रपति ने बुधवार को जिनेवा में प्रधानमंत्री से मुलाकात की और हथियारों पर नियंत्रण की बात की।",
        );
    }

    #[test]
    fn headings_are_no_sentences() {
        let text = "[TOC]\n\nIntroduction\n\nThe harbour bill passed on Tuesday after a long night of talks in the town.";
        assert!(teaser("", None, text).starts_with("The harbour bill"));
        assert_eq!(teaser("", None, "Only a title"), "Only a title");
    }

    #[test]
    fn ideographs_are_cut_near_the_limit() {
        let text = format!("在 Linux {}", "系统中总统周三在日内瓦会见了总理".repeat(20));
        let cut = teaser("", Some(&text), "");
        assert!((190..=TEASER_COLUMNS).contains(&columns(&cut)), "{cut}");
        let thai = "ประธานาธิบดีพบกับนายกรัฐมนตรี".repeat(20);
        assert!((120..=TEASER_COLUMNS).contains(&columns(&teaser("", Some(&thai), ""))));
    }

    #[test]
    fn cuts_a_long_line_after_a_word() {
        let long = "word, ".repeat(100);
        let cut = teaser("", Some(&long), "");
        assert!(cut.ends_with("word…"), "{cut}");
        assert!(columns(&cut) <= TEASER_COLUMNS);
    }

    #[test]
    fn abbreviations_are_short() {
        let all = super::ABBREVIATIONS.iter().chain(&super::BEFORE_NUMBERS);
        assert!(all.clone().all(|known| known.len() <= super::MAX_ABBREVIATION));
    }

    proptest! {
        #[test]
        fn any_text_gives_a_teaser_within_the_limit(summary in prop::option::of(".{0,300}"), text in any::<String>(), unbroken in "[é東x]{0,400}") {
            prop_assert!(columns(&teaser("", summary.as_deref(), &text)) <= TEASER_COLUMNS);
            prop_assert!(columns(&teaser("", None, &unbroken)) <= TEASER_COLUMNS);
        }
    }
}
