//! Tests from outside: the command, its answers, and the imports of the sources.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a failing test panics, and a skipped test prints why"
)]

mod archives;
mod bad_flags;
mod bad_input;
mod command;
mod docs;
mod doctor;
mod eligible;
mod generators;
mod golden;
mod help;
mod imports;
mod kernels;
mod named;
mod news;
mod own_archive;
mod page;
mod pairs;
mod publish;
mod readers;
mod related;
mod rules;
mod run;
mod saved_themes;
mod scipy;
mod shown;
mod sklearn_parity;
mod themes;
mod unseen;
