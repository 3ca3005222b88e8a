//! Flags that several commands with figures share.

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::io::error::Result;

/// Format of an answer, for people or for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum AnswerFormat {
    /// For people
    Text,
    /// One JSON object
    Json,
}

/// The flag that chooses the format of an answer.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct AnswerFormatArg {
    /// Format of the answer
    #[arg(long, value_enum, default_value = "text")]
    format: AnswerFormat,
}

impl AnswerFormatArg {
    /// Renders an answer: as one line of JSON, or as `text` writes it for people.
    ///
    /// # Errors
    /// The error of `text`, or of an answer that is not JSON.
    pub(crate) fn render<T: Serialize>(
        self,
        answer: &T,
        text: impl FnOnce(&T) -> Result<String>,
    ) -> Result<String> {
        match self.format {
            AnswerFormat::Json => Ok(serde_json::to_string(answer)? + "\n"),
            AnswerFormat::Text => text(answer),
        }
    }
}

/// The flag that seeds random choices.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct SeedArg {
    /// Seed of the random choices; the same seed gives the same output
    #[arg(long, default_value_t = 42, value_name = "N", hide_short_help = true)]
    pub(crate) seed: u64,
}
