//! Property tests of lists over random archives, policies and rules.

mod definition;
mod generate;
mod promises;
mod readers;
