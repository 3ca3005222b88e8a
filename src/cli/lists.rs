//! All lists of an archive, for commands that measure them.

use super::archive::SharedArgs;
use super::progress::watch;
use super::stages::Stages;
use crate::engine::{Eligible, Engine, ListSettings};
use crate::sparse::DocId;

/// The first `k` of every article: the exact neighbours, or by the weights of the file of settings.
pub(super) fn all_lists(
    shared: &SharedArgs,
    engine: &Engine,
    k: usize,
    stages: &mut Stages,
) -> anyhow::Result<Vec<Vec<DocId>>> {
    let ranker = shared.ranker()?;
    let settings = ListSettings { k, ..ListSettings::default() };
    let bar = shared.progress().bar("searching", engine.corpus().n_docs());
    let neighbours = stages.run("search", || match &ranker {
        None => engine.neighbours(settings, &Eligible::default(), &watch(&bar)),
        Some(ranker) => {
            let docs: Vec<DocId> = engine.index().rows().docs().collect();
            let view = engine.rank_view(&watch(&bar))?;
            view.neighbours(ranker, &docs, settings, &Eligible::default())
        }
    })?;
    bar.finish_and_clear();
    Ok(neighbours.iter().map(|list| list.iter().map(|neighbour| neighbour.doc).collect()).collect())
}
