//! The options of a request for lists.

use std::sync::Arc;

use crate::article::Date;
use crate::rank::Ranker;
use crate::recommend::{Policy, Preset, Rule};

/// The options of a request for lists: policy, rules, time and ranker.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RecommendOptions {
    /// How lists are built.
    pub policy: Policy,
    /// Editors' rules. The pins and blocks in the articles' own fields apply as well.
    pub rules: Vec<Rule>,
    /// Time of the request, to which embargoes, expiry and ages refer. It is an argument because the engine
    /// has no clock.
    pub now: Date,
    /// Whether each article may appear in lists, shape (n_docs,); `None` allows all.
    pub listed: Option<Arc<[bool]>>,
    /// Learned weights; they rank the candidates instead of the policy's score factors.
    pub ranker: Option<Ranker>,
}

impl RecommendOptions {
    /// Returns the default policy at `now`, without rules and ranker.
    #[must_use]
    pub fn new(now: Date) -> Self {
        Self { policy: Policy::default(), rules: Vec::new(), now, listed: None, ranker: None }
    }

    /// Replaces the policy.
    #[must_use]
    pub fn with_policy(self, policy: Policy) -> Self {
        Self { policy, ..self }
    }

    /// Replaces the policy by that of a preset.
    #[must_use]
    pub fn with_preset(self, preset: Preset) -> Self {
        self.with_policy(preset.policy())
    }

    /// Sets the number of items of a list.
    #[must_use]
    pub fn with_k(mut self, k: usize) -> Self {
        self.policy.k = k;
        self
    }

    /// Replaces the editors' rules.
    #[must_use]
    pub fn with_rules(self, rules: Vec<Rule>) -> Self {
        Self { rules, ..self }
    }

    /// Sets whether each article may appear in lists, shape (n_docs,).
    #[must_use]
    pub fn with_listed(self, listed: impl Into<Arc<[bool]>>) -> Self {
        Self { listed: Some(listed.into()), ..self }
    }

    /// Ranks the candidates by learned weights.
    #[must_use]
    pub fn with_ranker(self, ranker: Ranker) -> Self {
        Self { ranker: Some(ranker), ..self }
    }
}
