//! From errors to messages and exit status, in one place.

use std::io;
use std::process::ExitCode;

use thiserror::Error;

use super::archive::message;
use crate::engine::EngineError;
use crate::ingest::IngestError;

/// The input or the question is at fault, in words.
#[derive(Debug, Error)]
#[error("{0}")]
pub(super) struct Fault(pub(super) String);

pub(super) fn exit(result: super::Result) -> ExitCode {
    let error = match result {
        Ok(()) => return ExitCode::SUCCESS,
        Err(error) => error,
    };
    if error.chain().any(is_closed_pipe) {
        return ExitCode::SUCCESS;
    }
    let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
    message("error", &causes.join(": "));
    let at_fault = error
        .chain()
        .any(|cause| cause.is::<Fault>() || cause.is::<EngineError>() || cause.is::<IngestError>());
    ExitCode::from(if at_fault { 1 } else { 2 })
}

/// Whoever read the output has read enough.
fn is_closed_pipe(cause: &(dyn std::error::Error + 'static)) -> bool {
    cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
