//! Why a list is short, for programs and people.

use serde::Serialize;

use alsolike::recommend::{Exclusion, Short, WhyShort};

/// The counts, what weighs most of them, and a clause that says all.
#[derive(Serialize)]
pub(super) struct ShortJson<'a> {
    cause: Cause,
    why: String,
    #[serde(flatten)]
    short: &'a Short,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Cause {
    NoTerms,
    NothingShared,
    MinScore,
    LeftOut,
    #[serde(untagged)]
    Refused(Exclusion),
}

impl<'a> From<&'a Short> for ShortJson<'a> {
    fn from(short: &'a Short) -> Self {
        let cause = match short.why() {
            WhyShort::NoTerms => Cause::NoTerms,
            WhyShort::NothingShared => Cause::NothingShared,
            WhyShort::MinScore => Cause::MinScore,
            WhyShort::LeftOut => Cause::LeftOut,
            WhyShort::Refused(exclusion) => Cause::Refused(exclusion),
        };
        Self { cause, why: short.words(), short }
    }
}
