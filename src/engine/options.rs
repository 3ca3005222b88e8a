//! What a request for lists may set.

use std::sync::Arc;

use crate::article::Date;
use crate::rank::Ranker;
use crate::recommend::{Policy, Preset, Rule};

/// How lists are asked for.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RecommendOptions {
    /// How lists are made.
    pub policy: Policy,
    /// What editors decide. The fields of the articles themselves hold as well.
    pub rules: Vec<Rule>,
    /// The moment at which embargoes, expiry and ages are judged. The engine has no clock.
    pub now: Date,
    /// Whether each article may stand in a list at all, shape (n_docs,); `None` for all.
    pub listed: Option<Arc<[bool]>>,
    /// Learned weights, which rank the candidates instead of the policy's factors.
    pub ranker: Option<Ranker>,
}

impl RecommendOptions {
    /// The default policy at `now`, without rules and learned weights.
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

    /// Sets the length of a list.
    #[must_use]
    pub fn with_k(mut self, k: usize) -> Self {
        self.policy.k = k;
        self
    }

    /// Replaces the rules of editors.
    #[must_use]
    pub fn with_rules(self, rules: Vec<Rule>) -> Self {
        Self { rules, ..self }
    }

    /// Says for each article whether it may stand in a list at all, shape (n_docs,).
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
