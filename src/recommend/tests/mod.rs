//! Lists over random archives, policies and rules.

mod definition;
mod generate;
mod history;
mod promises;
