//! All lists of an archive, for commands that measure them.

use crate::session::archive::SharedArgs;
use crate::args::policy::PolicyArgs;
use crate::io::progress::ticks;
use crate::io::stages::Stages;
use alsolike::engine::{Ask, Engine};
use alsolike::index::Progress;
use alsolike::sparse::DocId;

/// The list of every article, as `related` would show it.
pub(crate) fn all_lists(
    policy: &PolicyArgs,
    shared: &SharedArgs,
    engine: &Engine,
    ask: &Ask,
    stages: &mut Stages,
) -> anyhow::Result<Vec<Vec<DocId>>> {
    let recommender = stages.run("rules", || engine.recommender(ask))?;
    policy.report(&recommender, shared);
    let bar = shared.progress().bar("searching", engine.corpus().n_docs());
    let docs: Vec<DocId> = engine.index().rows().docs().collect();
    let picks =
        stages.run("search", || recommender.recommend(&docs, Progress::new(&ticks(&bar))))?;
    bar.finish_and_clear();
    Ok(picks.iter().map(|list| list.iter().map(|pick| pick.doc).collect()).collect())
}
