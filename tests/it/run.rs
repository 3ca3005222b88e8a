//! Starts the command, and tells what it answered.

use std::fmt::Write;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// The command in an empty environment of settings.
pub(crate) fn alsolike(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_alsolike"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("ALSOLIKE_") {
            command.env_remove(name);
        }
    }
    command.env("NO_COLOR", "1").env("COLUMNS", "100").args(args);
    command
}

/// What a command answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Answer {
    /// Runs the command to its end; a panic or a signal fails the test.
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let (stdout, stderr) = (text(output.stdout), text(output.stderr));
        assert!(!stderr.contains("panicked"), "{stderr}");
        let status = output.status.code().unwrap_or_else(|| panic!("{}: {stderr}", output.status));
        Self { status, stdout, stderr }
    }

    /// Each line of standard output as JSON.
    pub(crate) fn json_lines(&self) -> Vec<Value> {
        let parse =
            |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        self.stdout.lines().map(parse).collect()
    }
}

/// A folder of files that is gone when the test is over, with the command started in it.
pub(crate) struct Files(TempDir);

impl Files {
    pub(crate) fn new(files: &[(&str, &[u8])]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        Self(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).unwrap()
    }

    /// Names of the files in the folder, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// The command in this folder, words separated by spaces.
    pub(crate) fn command(&self, words: &str) -> Command {
        let mut command = alsolike(&words.split(' ').collect::<Vec<_>>());
        command.current_dir(self.path());
        command
    }

    pub(crate) fn run(&self, words: &str) -> Answer {
        Answer::of(&mut self.command(words))
    }

    /// Command, status and streams, for a snapshot.
    pub(crate) fn tell(&self, words: &str) -> String {
        told(words, &self.run(words))
    }
}

/// Errors stand behind `!`, the status behind `=`.
fn told(words: &str, answer: &Answer) -> String {
    let mut told = format!("$ alsolike {words}\n");
    told += &answer.stdout;
    for line in answer.stderr.lines() {
        // Writing to a string cannot fail.
        let _ = writeln!(told, "{}", format!("! {line}").trim_end());
    }
    let _ = writeln!(told, "= {}", answer.status);
    told
}
