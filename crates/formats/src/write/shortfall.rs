//! Why a list is short, for programs and people.

use serde::Serialize;

use alsolike::recommend::{Exclusion, Shortfall, ShortfallCause};

/// The counts, what weighs most of them, and a clause that says all.
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
