//! Replaces teasers that turn out to be boilerplate.

use hashbrown::HashMap;
use rayon::prelude::*;

use crate::article::Article;
use crate::recommend::teaser;
use crate::sparse::DocId;
use crate::text::boilerplate::line_hash;
use crate::vectorize::Vectorizer;

/// Number of lines at the start of a text that may be boilerplate, such as a greeting below a menu.
const N_LINES: usize = 3;

/// The teasers that an article has without the first lines of its text: the hash of each line, and the teaser of the
/// text below it.
type Lead = Vec<(u64, String)>;

/// The leads of the articles whose first line repeats.
///
/// Which lines are boilerplate is known when all articles are read, and their texts are gone by then.
///
/// # Performance
/// Memory: 12 bytes per article, and up to three teasers for each article whose first line repeats.
#[derive(Debug, Default)]
pub(super) struct Leads {
    /// Number of articles by their first line.
    counts: HashMap<u64, u32>,
    repeated: Vec<(DocId, Lead)>,
}

impl Leads {
    /// Adds the leads of a batch whose first article has the row `first`. Parallel.
    ///
    /// The first article with a line gets a lead only if the batch has a second one. A line that repeats less often is
    /// rarely boilerplate.
    pub(super) fn add(&mut self, first: usize, articles: &[Article]) {
        let first_lines: Vec<Option<u64>> = articles.par_iter().map(first_line).collect();
        for line in first_lines.iter().flatten() {
            *self.counts.entry(*line).or_default() += 1;
        }
        let counts = &self.counts;
        let lead_of = |(at, line): (usize, &Option<u64>)| {
            let repeats = counts.get(line.as_ref()?).is_some_and(|&n| n > 1);
            repeats.then(|| (DocId::from_index(first + at), lead(&articles[at])))
        };
        let leads: Vec<_> = first_lines.par_iter().enumerate().filter_map(lead_of).collect();
        self.repeated.extend(leads);
    }

    /// Returns other teasers for the articles whose first lines are boilerplate.
    pub(super) fn teasers(self, vectorizer: &Vectorizer) -> Vec<(DocId, String)> {
        let below_boilerplate = |(doc, lead): (DocId, Lead)| {
            let lines = lead.into_iter();
            let (_, teaser) =
                lines.take_while(|(line, _)| vectorizer.is_boilerplate(*line)).last()?;
            // An article that has nothing else keeps its teaser.
            (!teaser.is_empty()).then_some((doc, teaser))
        };
        self.repeated.into_iter().filter_map(below_boilerplate).collect()
    }
}

/// Returns the hash of the first line of a text that has more lines, if the article has no summary.
fn first_line(article: &Article) -> Option<u64> {
    if article.summary.is_some() {
        return None;
    }
    article.lead_text().trim_start().split_once('\n').map(|(line, _)| line_hash(line))
}

fn lead(article: &Article) -> Lead {
    let mut lead = Lead::new();
    let mut rest = article.lead_text().trim_start();
    while lead.len() < N_LINES {
        let Some((line, below)) = rest.split_once('\n') else { break };
        rest = below.trim_start();
        lead.push((line_hash(line), teaser(&article.title, None, rest)));
    }
    lead
}
