//! Code that the developer programs share: synthetic archives, CPU time, and memory of the process.

pub mod generate;
pub mod measure;
