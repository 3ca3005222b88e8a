//! Small pieces of sentences.

/// Returns the number and the noun, in the plural unless `n` is 1: `1 record`, `2 records`.
pub(crate) fn counted(n: u64, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// Joins names in backticks; after the first `n_shown` stands an ellipsis.
pub(crate) fn quoted(names: impl ExactSizeIterator<Item = String>, n_shown: usize) -> String {
    let is_cut = names.len() > n_shown;
    let names = names.take(n_shown).map(|name| format!("`{name}`"));
    names.chain(is_cut.then(|| "…".to_owned())).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::{counted, quoted};

    #[test]
    fn nouns_follow_their_number() {
        assert_eq!(counted(0, "record"), "0 records");
        assert_eq!(counted(1, "record"), "1 record");
    }

    #[test]
    fn long_lists_of_names_are_cut() {
        let names = || ["a", "b"].map(str::to_owned).into_iter();
        assert_eq!(quoted(names(), 2), "`a`, `b`");
        assert_eq!(quoted(names(), 1), "`a`, …");
    }
}
