//! The flags that say how lists are made.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{ArgAction, Args, ValueEnum};

use super::archive::{SharedArgs, switch};
use super::fault::Fault;
use super::rules::{optional_rules, placed};
use alsolike::article::Date;
use alsolike::engine::{RecommendOptions, Recommender};
use alsolike::rank::Ranker;
use alsolike::recommend::{Direction, Policy, Preset};

/// The moment that a command is asked at.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Lists")]
pub(super) struct NowArg {
    /// The day or instant at which embargoes, expiry and ages are judged [default: now]
    #[arg(long, value_name = "DATE", value_parser = date, env = "ALSOLIKE_NOW")]
    now: Option<Date>,
}

/// Flags of all commands that make lists; what is not given is as the preset has it.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Lists")]
pub(super) struct PolicyArgs {
    /// How lists are made
    #[arg(long, value_enum, default_value = "also-like", env = "ALSOLIKE_PRESET")]
    preset: PresetArg,
    #[command(flatten)]
    now: NowArg,
    /// Least cosine of a similar item, 0 to 1 [default: 0]
    #[arg(long, value_name = "X", value_parser = share)]
    min_score: Option<f32>,
    /// Only articles of the same language in a list
    #[arg(long, action = ArgAction::SetTrue, value_parser = switch, conflicts_with = "any_language")]
    same_language: bool,
    /// Articles of any language in a list
    #[arg(long, action = ArgAction::SetTrue, value_parser = switch)]
    any_language: bool,
    /// Translations of the article too
    #[arg(long)]
    translations: bool,
    /// Only articles published at most this many days before or after; those without a date have no list
    #[arg(long, value_name = "DAYS", allow_negative_numbers = true)]
    days_apart: Option<u32>,
    /// Only articles at most this many days old; evergreen ones at any age
    #[arg(long, value_name = "DAYS", allow_negative_numbers = true)]
    max_age: Option<u32>,
    /// Only articles that are not newer than the article
    #[arg(long)]
    older_only: bool,
    /// Only articles with at least this many characters of text
    #[arg(long, value_name = "N")]
    min_length: Option<u32>,
    /// How much the items of a list should differ, from 0, the best, to 1 [default: 0]
    #[arg(long, value_name = "X", value_parser = share)]
    diversity: Option<f32>,
    /// Largest cosine of two items, or of an item and the article, 0 to 1 [default: any]
    #[arg(long, value_name = "X", value_parser = share)]
    max_sim: Option<f32>,
    /// In how many lists an article may stand [default: any number]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    max_inbound: Option<u32>,
    /// Fill places that similar articles leave, from the same theme, then the same section, then from all, the most recent first
    #[arg(long)]
    fill: bool,
    /// Leave a list of fewer items than this empty; with --max-inbound its places are for other lists
    #[arg(long = "min", value_name = "N", default_value_t = 0)]
    min_items: u32,
    /// Editors' rules, a TOML file: pins, blocks, legal, hidden, weights of sections; see `rules check`
    #[arg(long, value_name = "FILE", env = "ALSOLIKE_RULES")]
    rules: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum PresetArg {
    /// The exact neighbours by score alone, copies and other languages included
    Text,
    /// By text and nearness in time, in one language, each article once
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

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).map_err(|error| error.to_string())
}

pub(super) fn share(text: &str) -> Result<f32, String> {
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "write a number from 0 to 1".to_owned())
}

impl PolicyArgs {
    /// The policy of the preset and the flags, for lists of `k`.
    pub(super) fn policy(&self, k: u32) -> Policy {
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
        policy
    }

    /// What the engine is asked, checked.
    pub(super) fn ask(&self, k: u32, ranker: Option<Ranker>) -> anyhow::Result<RecommendOptions> {
        let policy = self.policy(k);
        if self.min_items > k {
            let what = format!(
                "--min is {}: write a number from 0 to {k}, the length of a list",
                self.min_items
            );
            return Err(Fault(what).into());
        }
        policy.check().map_err(alsolike::engine::EngineError::from)?;
        let rules = optional_rules(self.rules.as_deref())?;
        let mut options = RecommendOptions::new(self.now.moment()).with_policy(policy);
        options.rules = rules;
        options.ranker = ranker;
        Ok(options)
    }

    /// Says what is wrong with the rules.
    pub(super) fn report(&self, recommender: &Recommender, shared: &SharedArgs) {
        let file = self.rules.as_deref().unwrap_or(Path::new("rules"));
        let corpus = recommender.engine().corpus();
        for problem in recommender.problems() {
            shared.note("warning", &placed(file, &problem, corpus));
        }
    }
}

impl NowArg {
    /// The moment given, else that of the clock, which is read here and nowhere else.
    pub(super) fn moment(&self) -> Date {
        let clock = || {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            Date::from_unix_seconds(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
        };
        self.now.unwrap_or_else(clock)
    }
}
