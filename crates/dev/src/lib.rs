//! What the programs for developers share: invented archives, a clock, the memory of the process.

pub mod generate;
pub mod measure;
