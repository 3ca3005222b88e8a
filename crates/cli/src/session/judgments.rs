//! What lists are measured against, or learned from: links of a file, or the archive's own.

use std::path::Path;

use crate::session::archive::{ArchiveArgs, open};
use crate::io::error::Fault;
use crate::io::stages::Stages;
use alsolike::article::ArticleId;
use alsolike::engine::Engine;
use alsolike::evaluate::RelevanceJudgments;
use alsolike_formats::config::rated_pairs;

/// Says where links are from; a file of this name is `./own`.
pub(crate) const OWN: &str = "own";

pub(crate) enum Truth {
    /// The links that authors set, found while the archive is read.
    Own,
    File(Vec<(ArticleId, ArticleId)>),
}

impl Truth {
    /// Reads the file, before the archive is read, so that its faults are told at once.
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        if path.as_os_str() == OWN {
            return Ok(Self::Own);
        }
        let pairs = rated_pairs(open(path)?, &path.display().to_string())?;
        Ok(Self::File(pairs.into_iter().map(|pair| (pair.a, pair.b)).collect()))
    }

    /// Reads the archive, without the words of links where these are the truth.
    ///
    /// Fails when no link is between two articles.
    pub(crate) fn engine(
        self,
        archive: &ArchiveArgs,
        stages: &mut Stages,
    ) -> anyhow::Result<(Engine, RelevanceJudgments)> {
        let (engine, pairs, none) = match self {
            Self::Own => {
                let (engine, found) = archive.engine_and_links(stages)?;
                (engine, found.links, "no article links to another of the archive")
            }
            Self::File(pairs) => (
                archive.engine(stages)?,
                pairs,
                "no link of --truth is between two articles of the archive",
            ),
        };
        let row_of = |id: &ArticleId| engine.corpus().doc(id.as_str()).ok();
        let links = RelevanceJudgments::resolve(pairs.iter().map(|(from, to)| (from, to)), row_of);
        if links.n_queries() == 0 {
            return Err(Fault(none.to_owned()).into());
        }
        Ok((engine, links))
    }
}
