//! Replaces teasers that turn out to be boilerplate.

use std::collections::VecDeque;

use hashbrown::HashMap;

use crate::recommend::teaser;
use crate::sparse::DocId;
use crate::text::boilerplate::line_hash;
use crate::vectorize::Vectorizer;

/// Number of lines at the start of a text that may be boilerplate, such as a greeting below a menu.
const N_LINES: usize = 3;
/// Number of articles that wait for a second one with the same first line. Boilerplate repeats sooner.
const MAX_WAITING: usize = 1 << 16;

/// The teasers that an article has without each of the first lines of its text.
#[derive(Debug, Default)]
pub(super) struct Lead {
    /// Hash of a line, and the teaser of the text below it.
    lines: Vec<(u64, String)>,
}

impl Lead {
    /// Returns the lead of a text without a summary.
    pub(super) fn of(title: &str, text: &str) -> Self {
        let mut lines = Vec::new();
        let mut rest = text.trim_start();
        while lines.len() < N_LINES {
            let Some((line, below)) = rest.split_once('\n') else { break };
            rest = below.trim_start();
            lines.push((line_hash(line), teaser(title, None, rest)));
        }
        Self { lines }
    }
}

/// The leads of the articles whose first line may be boilerplate.
///
/// Which lines are boilerplate is known when all articles are read, and their texts are gone by then.
///
/// # Performance
/// Memory: 12 bytes per article, and the leads of 65,536 articles and of those whose first line repeats.
#[derive(Debug, Default)]
pub(super) struct Leads {
    /// Number of articles by their first line.
    counts: HashMap<u64, u32>,
    waiting: VecDeque<(DocId, Lead)>,
    repeated: Vec<(DocId, Lead)>,
}

impl Leads {
    /// Adds the lead of an article.
    pub(super) fn add(&mut self, doc: DocId, lead: Lead) {
        let Some(&(first, _)) = lead.lines.first() else { return };
        *self.counts.entry(first).or_default() += 1;
        self.waiting.push_back((doc, lead));
        if self.waiting.len() > MAX_WAITING {
            self.settle_first();
        }
    }

    /// Returns other teasers for the articles whose first lines are boilerplate.
    pub(super) fn teasers(mut self, vectorizer: &Vectorizer) -> Vec<(DocId, String)> {
        while !self.waiting.is_empty() {
            self.settle_first();
        }
        let below_boilerplate = |(doc, lead): (DocId, Lead)| {
            let lines = lead.lines.into_iter();
            let (_, teaser) =
                lines.take_while(|(line, _)| vectorizer.is_boilerplate(*line)).last()?;
            // An article that has nothing else keeps its teaser.
            (!teaser.is_empty()).then_some((doc, teaser))
        };
        self.repeated.into_iter().filter_map(below_boilerplate).collect()
    }

    fn settle_first(&mut self) {
        let Some((doc, lead)) = self.waiting.pop_front() else { return };
        let first = lead.lines.first().map(|&(first, _)| first);
        if first.is_some_and(|first| self.counts.get(&first).is_some_and(|&n| n > 1)) {
            self.repeated.push((doc, lead));
        }
    }
}
