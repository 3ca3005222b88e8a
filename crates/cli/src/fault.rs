//! From errors to messages and exit status, in one place.

use std::io::{self, Write};
use std::process::ExitCode;

use thiserror::Error;

use alsolike::engine::EngineError;
use alsolike_formats::ReadError;
use alsolike_store::StoreError;

/// The input or the question is at fault, in words.
#[derive(Debug, Error)]
#[error("{0}")]
pub(super) struct Fault(pub(super) String);

/// Writes a message to standard error; that nobody may listen is no reason to fail.
pub(super) fn message(kind: &str, text: &str) {
    let _ = writeln!(anstream::stderr(), "{kind}: {text}");
}

pub(super) fn exit(result: super::Result) -> ExitCode {
    let error = match result {
        Ok(()) => return ExitCode::SUCCESS,
        Err(error) => error,
    };
    if error.chain().any(is_closed_pipe) {
        return ExitCode::SUCCESS;
    }
    let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
    let hint = error.chain().find_map(hint).unwrap_or_default();
    message("error", &format!("{}{hint}", causes.join(": ")));
    let at_fault = error.chain().any(|cause| {
        cause.is::<Fault>()
            || cause.is::<EngineError>()
            || cause.is::<ReadError>()
            || cause.is::<StoreError>()
    });
    ExitCode::from(if at_fault { 1 } else { 2 })
}

/// What only the command knows of a message of the library: the flag or command that helps.
fn hint(cause: &(dyn std::error::Error + 'static)) -> Option<String> {
    if let Some(ReadError::UnknownFormat { .. }) = cause.downcast_ref() {
        return Some(" (--source-format)".to_owned());
    }
    match cause.downcast_ref::<StoreError>()? {
        StoreError::OtherKind { .. } => {
            Some(" (`alsolike themes … --save FILE` makes one)".to_owned())
        }
        StoreError::Format { name, .. }
        | StoreError::Stemmer { name, .. }
        | StoreError::Damaged { name, .. } => Some(format!(" (`alsolike themes … --save {name}`)")),
        _ => None,
    }
}

/// Whoever read the output has read enough.
pub(super) fn is_closed_pipe(cause: &(dyn std::error::Error + 'static)) -> bool {
    cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
