//! The `alsolike` command.

fn main() {}
