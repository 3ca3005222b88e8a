//! The flags that say how lists are made.

use std::path::PathBuf;

use clap::{ArgAction, Args, ValueEnum};

use super::values::{count, share, switch};
use crate::io::error::Fault;
use crate::io::guard::Input;
use alsolike::engine::EngineError;
use alsolike::recommend::{Direction, Policy, Preset};

/// Length of a list under an article: what a block on a page usually shows.
pub(crate) const LIST_LENGTH: u32 = 4;
/// Cut-off of measures, as in the literature: nDCG@10.
pub(crate) const CUT_OFF: u32 = 10;

/// The length of the lists of a command that shows them.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct ListLengthArg {
    /// Length of a list
    #[arg(short, default_value_t = LIST_LENGTH, value_name = "N", value_parser = count)]
    pub(crate) k: u32,
}

/// The cut-off of a command that measures lists.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct CutOffArg {
    /// Cut-off of the measures and length of the lists
    ///
    /// With 10, the measures are nDCG@10 and the like.
    #[arg(short, default_value_t = CUT_OFF, value_name = "N", value_parser = count)]
    pub(crate) k: u32,
}

/// The policy of the lists. A flag that is not given leaves the value of the preset.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Lists")]
pub(crate) struct PolicyArgs {
    /// Purpose: text, also-like, background or latest
    #[arg(long, value_enum, default_value = "also-like", env = "ALSOLIKE_PRESET")]
    preset: PresetArg,
    /// Editors' rules, TOML (`alsolike rules check` checks them)
    ///
    /// The rules pin, block or hide articles, and weigh sections.
    #[arg(long, value_name = "FILE", env = "ALSOLIKE_RULES")]
    pub(crate) rules: Option<PathBuf>,
    /// Smallest cosine of a similar item, 0 to 1 [default: 0]
    #[arg(long, value_name = "X", value_parser = share, hide_short_help = true)]
    min_score: Option<f32>,
    /// List only articles in the same language
    #[arg(long, action = ArgAction::SetTrue, value_parser = switch, conflicts_with = "any_language", hide_short_help = true)]
    same_language: bool,
    /// List articles in any language
    #[arg(long, action = ArgAction::SetTrue, value_parser = switch, hide_short_help = true)]
    any_language: bool,
    /// List translations of the article too
    #[arg(long, hide_short_help = true)]
    translations: bool,
    /// List only articles published at most this many days before or after; an article without a date gets no list
    #[arg(long, value_name = "DAYS", allow_negative_numbers = true, hide_short_help = true)]
    days_apart: Option<u32>,
    /// List only articles at most this many days old; evergreen articles at any age
    #[arg(long, value_name = "DAYS", allow_negative_numbers = true, hide_short_help = true)]
    max_age: Option<u32>,
    /// List only articles that are not newer than the article
    #[arg(long, hide_short_help = true)]
    older_only: bool,
    /// List only articles with at least this many characters of text
    #[arg(long, value_name = "N", hide_short_help = true)]
    min_length: Option<u32>,
    /// Diversity from 0 (similarity only) to 1 [default: 0]
    #[arg(long, value_name = "X", value_parser = share, hide_short_help = true)]
    diversity: Option<f32>,
    /// Largest cosine of an item with the article and with each other item, 0 to 1 [default: no limit]
    #[arg(long, value_name = "X", value_parser = share, hide_short_help = true)]
    max_sim: Option<f32>,
    /// Largest number of lists in which an article may appear [default: no limit]
    #[arg(long, value_name = "N", value_parser = count, hide_short_help = true)]
    max_inbound: Option<u32>,
    /// Fill free places with the most recent articles of the theme, then of the section, then of the archive
    #[arg(long, hide_short_help = true)]
    fill: bool,
    /// Smallest number of items of a list; a list with fewer is left empty
    ///
    /// With --max-inbound, the items of an emptied list may appear in other lists.
    #[arg(long = "min", value_name = "N", default_value_t = 0, hide_short_help = true)]
    min_items: u32,
}

/// The purpose of the lists.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum PresetArg {
    /// Exact neighbours by score alone, with copies and other languages
    Text,
    /// By text and nearness in time, in one language, without copies
    AlsoLike,
    /// Published before the article, by text and nearness in time
    Background,
    /// By text and recency
    Latest,
}

impl From<PresetArg> for Preset {
    fn from(preset: PresetArg) -> Self {
        match preset {
            PresetArg::Text => Self::Text,
            PresetArg::AlsoLike => Self::AlsoLike,
            PresetArg::Background => Self::Background,
            PresetArg::Latest => Self::Latest,
        }
    }
}

impl PolicyArgs {
    /// Returns the files that the policy reads.
    pub(crate) fn inputs(&self) -> impl Iterator<Item = Input<'_>> {
        self.rules.iter().map(|path| Input::File(path))
    }

    /// Returns the policy of the preset and the flags, for lists of `k`.
    ///
    /// # Errors
    /// A [`Fault`] when `--min` is longer than a list, [`EngineError`] when a setting is out of range.
    pub(crate) fn policy(&self, k: u32) -> anyhow::Result<Policy> {
        if self.min_items > k {
            let fault =
                Fault::usage(format!("--min is {}, and a list has {k} items", self.min_items));
            return Err(fault.hint(format!("write --min with a number from 0 to {k}")).into());
        }
        let mut policy = Preset::from(self.preset).policy();
        policy.k = k as usize;
        policy.min_score = self.min_score.unwrap_or(policy.min_score);
        policy.diversity.dial = self.diversity.map_or(policy.diversity.dial, f64::from);
        policy.diversity.max_similarity = self.max_sim.or(policy.diversity.max_similarity);
        policy.max_inbound = self.max_inbound.or(policy.max_inbound);
        (policy.fill.on, policy.fill.min) = (self.fill, self.min_items as usize);
        let eligibility = &mut policy.eligibility;
        eligibility.same_language =
            (eligibility.same_language || self.same_language) && !self.any_language;
        eligibility.translations |= self.translations;
        eligibility.days_apart = self.days_apart.or(eligibility.days_apart);
        eligibility.max_age_days = self.max_age.or(eligibility.max_age_days);
        eligibility.min_chars = self.min_length.unwrap_or(eligibility.min_chars);
        if self.older_only {
            eligibility.direction = Direction::Older;
        }
        policy.check().map_err(EngineError::from)?;
        Ok(policy)
    }
}
