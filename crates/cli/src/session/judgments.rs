//! Relevance judgments: the links that lists are measured against, or that weights are learned from.

use std::ffi::OsString;

use super::Session;
use super::archive::{build_engine, build_engine_and_links};
use crate::args::truth::Truth;
use crate::io::error::{Fault, Result};
use crate::io::files::read_pairs;
use alsolike::article::ArticleId;
use alsolike::engine::Engine;
use alsolike::evaluate::RelevanceJudgments;

/// Links that are read, or still to be found in the sources.
pub(crate) enum Links {
    /// The links that authors set.
    Own,
    /// The links of a file.
    Pairs(Vec<(ArticleId, ArticleId)>),
}

impl Links {
    /// Reads the file of `--truth`, so that its errors are found before the archive is read.
    pub(crate) fn read(truth: &Truth) -> Result<Self> {
        Ok(match truth {
            Truth::Own => Self::Own,
            Truth::File(path) => {
                Self::Pairs(read_pairs(path)?.into_iter().map(|pair| (pair.a, pair.b)).collect())
            }
        })
    }

    /// Builds the engine and resolves the links. The words of the authors' own links are left out of the
    /// vectors when these links are the judgments.
    ///
    /// # Errors
    /// A [`Fault`] when no link connects two articles of the archive.
    pub(crate) fn build_engine(
        self,
        session: &mut Session,
        sources: &[OsString],
    ) -> Result<(Engine, RelevanceJudgments)> {
        let (engine, pairs, without_links) = match self {
            Self::Own => {
                let (engine, found) = build_engine_and_links(session, sources)?;
                (engine, found.links, "no article links to another article of the archive")
            }
            Self::Pairs(pairs) => {
                let engine = build_engine(session, sources)?;
                (engine, pairs, "no link of --truth connects two articles of the archive")
            }
        };
        let doc = |id: &ArticleId| engine.corpus().doc(id.as_str()).ok();
        let judgments = RelevanceJudgments::resolve(pairs.iter().map(|(from, to)| (from, to)), doc);
        if judgments.n_queries() == 0 {
            return Err(Fault::new(without_links).into());
        }
        Ok((engine, judgments))
    }
}
