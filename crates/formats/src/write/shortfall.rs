//! Why a list is short, as JSON.

use serde::Serialize;

use alsolike::recommend::{Exclusion, Shortfall, ShortfallCause};

/// The main cause, a sentence that explains it, and the counts of all causes.
#[derive(Serialize)]
pub(super) struct ShortfallJson<'a> {
    cause: Cause,
    why: String,
    #[serde(flatten)]
    short: &'a Shortfall,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Cause {
    NoTerms,
    NothingShared,
    MinScore,
    LeftOut,
    #[serde(untagged)]
    Excluded(Exclusion),
}

impl<'a> From<&'a Shortfall> for ShortfallJson<'a> {
    fn from(short: &'a Shortfall) -> Self {
        let cause = match short.cause() {
            ShortfallCause::NoTerms => Cause::NoTerms,
            ShortfallCause::NothingShared => Cause::NothingShared,
            ShortfallCause::MinScore => Cause::MinScore,
            ShortfallCause::LeftOut => Cause::LeftOut,
            ShortfallCause::Excluded(exclusion) => Cause::Excluded(exclusion),
        };
        Self { cause, why: short.describe(), short }
    }
}
