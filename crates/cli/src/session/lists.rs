//! The lists of all articles, for commands that measure them.

use super::Session;
use super::rules::warn_of_rules;
use crate::args::lists::PolicyArgs;
use crate::io::error::Result;
use crate::io::progress::ticks;
use alsolike::engine::{Engine, RecommendOptions};
use alsolike::index::Progress;
use alsolike::sparse::DocId;

/// Returns the list of every article, as `related` shows it.
pub(crate) fn all_lists(
    session: &mut Session,
    policy: &PolicyArgs,
    engine: &Engine,
    options: &RecommendOptions,
) -> Result<Vec<Vec<DocId>>> {
    let recommender = session.stages.run("rules", || engine.recommender(options))?;
    warn_of_rules(session, policy, &recommender);
    let bar = session.bars().bar("searching", engine.corpus().n_docs());
    let docs: Vec<DocId> = engine.index().rows().docs().collect();
    let lists = session
        .stages
        .run("search", || recommender.recommend(&docs, Progress::new(&ticks(&bar))))?;
    bar.finish_and_clear();
    Ok(lists.iter().map(|list| list.iter().map(|item| item.doc).collect()).collect())
}
