//! The `alsolike` command: arguments in, exit status out.

fn main() -> std::process::ExitCode {
    alsolike::cli::main()
}
