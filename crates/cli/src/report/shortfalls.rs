//! Reports lists that are shorter than asked for.

use super::notes::Notes;
use super::wording::counted;

/// Reports how many lists have fewer than `k` items. The reason `why` is given for a single list alone.
pub(crate) fn report_short_lists(
    notes: Notes,
    k: u32,
    n_short: usize,
    why: impl FnOnce() -> String,
) {
    let why = match n_short {
        0 => return,
        1 => why(),
        _ => "too few eligible articles share their terms (JSON gives the reasons)".to_owned(),
    };
    let lists = counted(n_short as u64, "list");
    // A list of at most one item is short only if it is empty.
    let what = match (k, n_short) {
        (1, 1) => "is empty".to_owned(),
        (1, _) => "are empty".to_owned(),
        _ => format!("shorter than {k}"),
    };
    notes.note(&format!("{lists} {what}: {why}"));
}
