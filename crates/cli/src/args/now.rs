//! The moment of a command.

use std::time::{SystemTime, UNIX_EPOCH};

use clap::Args;

use super::values::date;
use alsolike::article::Date;

/// The moment of a command.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Lists")]
pub(crate) struct NowArg {
    /// Day or instant for embargoes, expiry, scheduled dates and ages [default: now]
    #[arg(long, value_name = "DATE", value_parser = date, env = "ALSOLIKE_NOW", hide_short_help = true)]
    now: Option<Date>,
}

impl NowArg {
    /// Returns the moment of the flag, else that of the clock. No other code reads the clock.
    pub(crate) fn moment(&self) -> Date {
        let clock = || {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            Date::from_unix_seconds(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
        };
        self.now.unwrap_or_else(clock)
    }
}
