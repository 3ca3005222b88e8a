//! Page furniture: lines that many articles repeat and that say nothing about any of them.

use hashbrown::{HashMap, HashSet};

/// When a repeated line is page furniture.
#[derive(Clone, Debug, PartialEq)]
pub struct BoilerplateSettings {
    /// Whether furniture is looked for at all.
    pub enabled: bool,
    /// Least number of articles with the line, whatever the size of the archive.
    pub min_articles: usize,
    /// Least share of the archive's articles with the line, 0 to 1.
    pub min_share: f64,
    /// Number of articles with the line that is enough in an archive of any size: a newsletter box of
    /// one year must not pass for text because the archive has fifty.
    pub enough_articles: usize,
}

impl Default for BoilerplateSettings {
    /// Ten articles and 2 % of the archive, or a thousand: above the copies of a press release and
    /// the shared paragraphs of one product's pages, below a footer. Picked by eye on six archives.
    fn default() -> Self {
        Self { enabled: true, min_articles: 10, min_share: 0.02, enough_articles: 1_000 }
    }
}

impl BoilerplateSettings {
    /// How many of `n_docs` articles must have a line before it is furniture; `None` when none can.
    #[must_use]
    pub fn threshold(&self, n_docs: usize) -> Option<usize> {
        let share = (self.min_share * n_docs as f64).ceil() as usize;
        self.enabled.then(|| share.min(self.enough_articles).max(self.min_articles).max(2))
    }
}

/// A line that was left out of the vectors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoilerplateLine {
    /// The line, cut at [`SAMPLE_CHARS`] characters; empty in the rare case that no copy was kept.
    pub text: String,
    /// Number of articles with it.
    pub n_articles: usize,
}

/// Characters kept of a furniture line, for the report.
const SAMPLE_CHARS: usize = 120;

/// Counts in how many articles each line stands and returns those at or over the threshold.
///
/// `lines` holds the distinct line hashes of every article, one after another, in any order.
/// O(lines · log lines); deterministic.
#[must_use]
pub(crate) fn repeated(mut lines: Vec<u64>, threshold: usize) -> HashMap<u64, usize> {
    use rayon::slice::ParallelSliceMut;
    lines.par_sort_unstable();
    lines
        .chunk_by(|a, b| a == b)
        .filter(|run| run.len() >= threshold)
        .map(|run| (run[0], run.len()))
        .collect()
}

/// Keeps the text of lines met again before long, within a fixed budget of memory.
///
/// What is furniture is decided by exact counts elsewhere; this is for the report. A line that is furniture
/// comes again and again, so of its many returns one is soon enough; most other lines never come back.
#[derive(Clone, Debug)]
pub(super) struct LineSamples {
    /// Hashes of lines met of late, each in the one place that it may have.
    late: Vec<u64>,
    texts: HashMap<u64, Box<str>>,
}

/// The first so many characters.
fn cut(line: &str, n_chars: usize) -> &str {
    let has_all = line.len() <= n_chars;
    let end = if has_all { None } else { line.char_indices().nth(n_chars) };
    end.map_or(line, |(end, _)| &line[..end])
}

/// Places of lines met of late: 64 KiB. A line that one article in fifty has, of thirty lines each, comes
/// back to its place five times in six.
const LATE: usize = 1 << 13;
/// Texts kept, at most; about 10 MiB.
const MAX_SAMPLES: usize = 1 << 16;

impl Default for LineSamples {
    fn default() -> Self {
        Self { late: vec![0; LATE], texts: HashMap::new() }
    }
}

impl LineSamples {
    pub(super) fn meet(&mut self, hash: u64, line: &str) {
        let before = std::mem::replace(&mut self.late[hash as usize % LATE], hash);
        if before == hash && self.texts.len() < MAX_SAMPLES {
            self.texts.entry(hash).or_insert_with(|| cut(line.trim(), SAMPLE_CHARS).into());
        }
    }

    pub(super) fn text(&self, hash: u64) -> Option<&str> {
        self.texts.get(&hash).map(|text| &**text)
    }
}

/// Names furniture lines for a report, the commonest first, then by text.
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

/// Whether an article has words outside furniture; one that has none keeps all its lines, so that an
/// archive of copies is not an archive of empty articles.
#[must_use]
pub(crate) fn leaves_something(
    lines: impl IntoIterator<Item = u64>,
    boilerplate: &HashSet<u64>,
) -> bool {
    lines.into_iter().any(|line| !boilerplate.contains(&line))
}

#[cfg(test)]
mod tests {
    use super::{BoilerplateSettings, LineSamples, repeated};

    #[test]
    fn the_threshold_grows_with_the_archive_and_stops() {
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
    fn lines_are_counted_by_article() {
        let lines = repeated(vec![7, 3, 7, 9, 7, 3], 2);
        assert_eq!((lines.len(), lines[&7], lines[&3]), (2, 3, 2));
    }

    #[test]
    fn the_second_meeting_keeps_the_text() {
        let mut samples = LineSamples::default();
        samples.meet(5, " Subscribe now ");
        assert_eq!(samples.text(5), None);
        samples.meet(5, " Subscribe now ");
        assert_eq!(samples.text(5), Some("Subscribe now"));
    }

    /// A filter of fixed size would be full by then, and every line look as if met before.
    #[test]
    fn lines_met_once_leave_room_for_those_that_come_back() {
        let mut samples = LineSamples::default();
        let hash = |line: u64| line.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (1..300_000).for_each(|line| samples.meet(hash(line), "met once"));
        assert!(samples.texts.is_empty());
        (0..3).for_each(|_| samples.meet(7, "Subscribe now"));
        assert_eq!(samples.text(7), Some("Subscribe now"));
    }
}
