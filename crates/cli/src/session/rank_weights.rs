//! The rank weights of the settings file.

use super::Session;
use crate::args::settings_file::read_rank_weights;
use crate::io::error::Result;
use alsolike::rank::Ranker;

/// Returns the weights of the settings file, if it has any, and notes where they were learned.
pub(crate) fn ranker(session: &Session) -> Result<Option<Ranker>> {
    let Some(path) = &session.shared.running.config else { return Ok(None) };
    let ranker = read_rank_weights(path)?;
    if let Some(ranker) = &ranker {
        let weights = match ranker.learned_from.as_str() {
            "" => "the weights",
            source => &format!("the weights learned from {source},"),
        };
        session.notes().note(&format!("lists are ranked by {weights} in `{}`", path.display()));
    }
    Ok(ranker)
}

/// Notes that the weights of the settings file, if it has any, do not apply to this list.
pub(crate) fn note_unused_weights(session: &Session, list: &str) -> Result {
    let Some(path) = &session.shared.running.config else { return Ok(()) };
    if read_rank_weights(path)?.is_some() {
        session.notes().note(&format!(
            "{list} is ranked by text alone: the weights in `{}` apply to articles of the archive",
            path.display()
        ));
    }
    Ok(())
}
