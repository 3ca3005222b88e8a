//! Boilerplate: lines that many articles repeat, such as menus and footers.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::{HashMap, HashSet};

/// Returns the hash of a line without the white space around it. `line` is folded.
///
/// A model stores these hashes, so the seed never changes.
pub(super) fn hash_of_line(line: &str) -> u64 {
    FixedState::default().hash_one(line.trim())
}

/// Returns the hash of a line, by which a model knows boilerplate.
#[must_use]
pub(crate) fn line_hash(line: &str) -> u64 {
    hash_of_line(&super::fold(line))
}

/// The conditions under which a repeated line is boilerplate.
#[derive(Clone, Debug, PartialEq)]
pub struct BoilerplateSettings {
    /// Whether boilerplate is removed.
    pub enabled: bool,
    /// Minimum number of articles that contain the line, in an archive of any size.
    pub min_articles: usize,
    /// Minimum share of the articles that contain the line, above 0 and up to 1.
    pub min_share: f64,
    /// Number of articles that is enough in an archive of any size. Without it, a newsletter box that was in
    /// use for one year would stay below the share in an archive of fifty years.
    pub enough_articles: usize,
}

impl Default for BoilerplateSettings {
    /// Ten articles and 2 % of the archive, or a thousand articles.
    ///
    /// The values were chosen by inspecting six archives. Copies of a press release and paragraphs shared by
    /// the pages of one product stay below them; footers are above.
    fn default() -> Self {
        Self { enabled: true, min_articles: 10, min_share: 0.02, enough_articles: 1_000 }
    }
}

impl BoilerplateSettings {
    /// Returns the number of articles from which on a repeated line is boilerplate, for an archive of
    /// `n_docs` articles. `None` when boilerplate is not removed.
    #[must_use]
    pub fn threshold(&self, n_docs: usize) -> Option<usize> {
        let share = (self.min_share * n_docs as f64).ceil() as usize;
        self.enabled.then(|| share.min(self.enough_articles).max(self.min_articles).max(2))
    }
}

/// A line that was left out of the vectors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoilerplateLine {
    /// The first 120 characters of the line. Empty in the rare case that no sample was kept.
    pub text: String,
    /// Number of articles that contain the line.
    pub n_articles: usize,
}

/// Number of characters kept of a boilerplate line for the report.
const SAMPLE_CHARS: usize = 120;

/// Returns the lines that stand in `threshold` articles or more, with the number of articles.
///
/// `lines` holds the distinct line hashes of every article, concatenated in any order. Deterministic.
/// O(lines · log lines).
#[must_use]
pub(crate) fn repeated_lines(mut lines: Vec<u64>, threshold: usize) -> HashMap<u64, usize> {
    use rayon::slice::ParallelSliceMut;
    lines.par_sort_unstable();
    lines
        .chunk_by(|a, b| a == b)
        .filter(|run| run.len() >= threshold)
        .map(|run| (run[0], run.len()))
        .collect()
}

/// Keeps the text of lines that repeat, in a fixed amount of memory.
///
/// Only the report needs the texts; [`repeated_lines`] decides which lines are boilerplate. Boilerplate repeats
/// so often that a repetition soon comes while the hash of the line is still stored. Nearly all other lines
/// never repeat.
#[derive(Clone, Debug)]
pub(super) struct LineSamples {
    /// Hashes of lines seen recently. The hash determines the place of a line.
    recent: Vec<u64>,
    texts: HashMap<u64, Box<str>>,
}

/// Returns the first `n_chars` characters of a line.
fn truncate(line: &str, n_chars: usize) -> &str {
    let is_short = line.len() <= n_chars;
    let end = if is_short { None } else { line.char_indices().nth(n_chars) };
    end.map_or(line, |(end, _)| &line[..end])
}

/// Number of recent lines whose hashes are stored, in 64 KiB.
///
/// Example: a line stands in one of fifty articles, and articles have thirty lines. In five of six cases its
/// hash is still stored at its next occurrence.
const N_RECENT: usize = 1 << 13;
/// Maximum number of texts kept, about 10 MiB.
const MAX_SAMPLES: usize = 1 << 16;

impl Default for LineSamples {
    fn default() -> Self {
        Self { recent: vec![0; N_RECENT], texts: HashMap::new() }
    }
}

impl LineSamples {
    /// Stores the hash of a line. Keeps the text of the line if the hash is stored already.
    pub(super) fn observe(&mut self, hash: u64, line: &str) {
        let before = std::mem::replace(&mut self.recent[hash as usize % N_RECENT], hash);
        if before == hash && self.texts.len() < MAX_SAMPLES {
            self.texts.entry(hash).or_insert_with(|| truncate(line.trim(), SAMPLE_CHARS).into());
        }
    }

    pub(super) fn text(&self, hash: u64) -> Option<&str> {
        self.texts.get(&hash).map(|text| &**text)
    }
}

/// Returns the boilerplate lines with their texts, most frequent first, then by text.
#[must_use]
pub(crate) fn report<'a>(
    lines: &HashMap<u64, usize>,
    text_of: impl Fn(u64) -> Option<&'a str>,
) -> Vec<BoilerplateLine> {
    let line = |(&hash, &n_articles): (&u64, &usize)| BoilerplateLine {
        text: text_of(hash).unwrap_or_default().to_owned(),
        n_articles,
    };
    let mut report: Vec<BoilerplateLine> = lines.iter().map(line).collect();
    report.sort_by(|a, b| b.n_articles.cmp(&a.n_articles).then_with(|| a.text.cmp(&b.text)));
    report
}

/// Returns whether an article has a line that is not boilerplate.
///
/// An article without such a line keeps all its lines. Otherwise an archive of identical articles would
/// become an archive of empty ones.
#[must_use]
pub(crate) fn has_other_lines(
    lines: impl IntoIterator<Item = u64>,
    boilerplate: &HashSet<u64>,
) -> bool {
    lines.into_iter().any(|line| !boilerplate.contains(&line))
}

#[cfg(test)]
mod tests {
    use super::{BoilerplateSettings, LineSamples, repeated_lines};

    #[test]
    fn the_threshold_grows_with_the_archive_up_to_a_limit() {
        let settings = BoilerplateSettings::default();
        let check =
            |n_docs, expected| assert_eq!(settings.threshold(n_docs), Some(expected), "{n_docs}");
        check(0, 10);
        check(132, 10);
        check(2_000, 40);
        check(1_000_000, 1_000);
        assert_eq!(BoilerplateSettings { enabled: false, ..settings }.threshold(5), None);
    }

    #[test]
    fn returns_lines_at_or_above_the_threshold() {
        let lines = repeated_lines(vec![7, 3, 7, 9, 7, 3], 2);
        assert_eq!((lines.len(), lines[&7], lines[&3]), (2, 3, 2));
    }

    #[test]
    fn keeps_the_text_of_a_line_seen_twice() {
        let mut samples = LineSamples::default();
        samples.observe(5, " Subscribe now ");
        assert_eq!(samples.text(5), None);
        samples.observe(5, " Subscribe now ");
        assert_eq!(samples.text(5), Some("Subscribe now"));
    }

    /// A Bloom filter of fixed size would be full by then and report every line as repeated.
    #[test]
    fn lines_seen_once_do_not_displace_repeated_ones() {
        let mut samples = LineSamples::default();
        let hash = |line: u64| line.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (1..300_000).for_each(|line| samples.observe(hash(line), "seen once"));
        assert!(samples.texts.is_empty());
        (0..3).for_each(|_| samples.observe(7, "Subscribe now"));
        assert_eq!(samples.text(7), Some("Subscribe now"));
    }
}
