//! Turns errors into messages and exit status, in one place.

use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::error::ErrorKind;
use thiserror::Error;

use alsolike::engine::EngineError;
use alsolike_formats::ReadError;
use alsolike_store::StoreError;

/// Exit status when an input cannot be used or a check fails.
const AT_FAULT: u8 = 1;
/// Exit status of wrong or conflicting flags and of unexpected failures.
const FAILED: u8 = 2;

/// What every command returns.
pub(crate) type Result<T = (), E = anyhow::Error> = std::result::Result<T, E>;

/// An error in the input, the question or the usage, with an optional hint.
#[derive(Debug, Error)]
#[error("{message}")]
pub(crate) struct Fault {
    message: String,
    hint: Option<String>,
    status: u8,
}

impl Fault {
    /// A fault of the input or of the question: exit status 1.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None, status: AT_FAULT }
    }

    /// Wrong usage that the parser of the flags cannot see: exit status 2.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { status: FAILED, ..Self::new(message) }
    }

    /// A file that cannot be opened, read or written.
    pub(crate) fn file(verb: &str, path: &std::path::Path, cause: impl Display) -> Self {
        Self::new(format!("cannot {verb} `{}`: {cause}", path.display()))
    }

    /// Adds what the user should type instead.
    pub(crate) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// Adds a hint where there is one.
    pub(crate) fn maybe_hint(self, hint: Option<String>) -> Self {
        Self { hint, ..self }
    }
}

/// The output of the flag parser when there is no command to run: help, the version, or wrong usage.
#[derive(Debug, Error)]
#[error("{answer}")]
pub(crate) struct NoCommand {
    /// The answer of the parser.
    pub(crate) answer: clap::Error,
    /// What the user should type instead.
    pub(crate) hint: String,
}

/// Writes a message to standard error. A closed standard error is no failure.
pub(crate) fn message(kind: &str, text: &str) {
    let _ = writeln!(anstream::stderr(), "{kind}: {text}");
}

/// Reports an error, if there is one, and returns the exit status.
pub(crate) fn exit(result: Result) -> ExitCode {
    let error = match result {
        Ok(()) => return ExitCode::SUCCESS,
        Err(error) => error,
    };
    if let Some(no_command) = error.downcast_ref::<NoCommand>() {
        return no_command.exit();
    }
    if error.chain().any(is_closed_pipe) {
        return ExitCode::SUCCESS;
    }
    let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
    message("error", &causes.join(": "));
    if let Some(hint) = error.chain().find_map(hint) {
        message("hint", &hint);
    }
    ExitCode::from(error.chain().find_map(status).unwrap_or(FAILED))
}

/// The exit status for a known cause.
fn status(cause: &(dyn std::error::Error + 'static)) -> Option<u8> {
    if let Some(fault) = cause.downcast_ref::<Fault>() {
        return Some(fault.status);
    }
    if let Some(EngineError::LikedAndDisliked(_)) = cause.downcast_ref() {
        // Two flags contradict each other.
        return Some(FAILED);
    }
    let is_at_fault =
        cause.is::<EngineError>() || cause.is::<ReadError>() || cause.is::<StoreError>();
    is_at_fault.then_some(AT_FAULT)
}

/// The hint for a known cause. The library names no flags, so the flags are named here.
fn hint(cause: &(dyn std::error::Error + 'static)) -> Option<String> {
    if let Some(fault) = cause.downcast_ref::<Fault>() {
        return fault.hint.clone();
    }
    if let Some(ReadError::UnknownFormat { .. }) = cause.downcast_ref() {
        let hint =
            "name the format: --source-format jsonl, json, feed, csv, tsv, markdown, html or text";
        return Some(hint.to_owned());
    }
    match cause.downcast_ref::<StoreError>()? {
        StoreError::OtherKind { .. } => {
            Some("make such a file with `alsolike themes SOURCE --save FILE`".to_owned())
        }
        StoreError::Format { name, .. }
        | StoreError::Stemmer { name, .. }
        | StoreError::Damaged { name, .. } => {
            Some(format!("make the file again with `alsolike themes SOURCE --save {name}`"))
        }
        _ => None,
    }
}

impl NoCommand {
    /// Prints the answer. Help goes to standard output, wrong usage to standard error.
    fn exit(&self) -> ExitCode {
        let is_failure = self.answer.use_stderr();
        let printed = match self.answer.kind() {
            // Help that stands in for a missing command has no error line.
            _ if !is_failure => self.answer.print(),
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => self.answer.print(),
            _ => self.print_error(),
        };
        let failed = printed.is_err_and(|error| !is_closed_pipe(&error));
        ExitCode::from(if is_failure || failed { FAILED } else { 0 })
    }

    /// Prints the error of the parser, with one hint in place of its closing line.
    fn print_error(&self) -> io::Result<()> {
        let text = self.answer.to_string();
        let text = text.split("\n\nFor more information").next().unwrap_or_default();
        writeln!(anstream::stderr(), "{}\nhint: {}", text.trim_end(), self.hint)
    }
}

/// Whether the reader of the output has closed it, which is no failure.
fn is_closed_pipe(cause: &(dyn std::error::Error + 'static)) -> bool {
    cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
