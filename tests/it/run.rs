//! Runs the command and returns its answer.

use std::fmt::Write;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// Returns the command, with no settings in the environment.
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

/// The answer of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Answer {
    /// Runs the command. A panic or a signal fails the test.
    pub(crate) fn new(command: &mut Command) -> Self {
        let output = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let (stdout, stderr) = (text(output.stdout), text(output.stderr));
        assert!(!stderr.contains("panicked"), "{stderr}");
        let status = output.status.code().unwrap_or_else(|| panic!("{}: {stderr}", output.status));
        Self { status, stdout, stderr }
    }

    /// Returns each line of standard output as JSON.
    pub(crate) fn json_lines(&self) -> Vec<Value> {
        let parse =
            |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        self.stdout.lines().map(parse).collect()
    }
}

/// A temporary folder in which the command runs.
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

    /// Returns the names of the files in the folder, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Returns the command in this folder. Spaces separate its words.
    pub(crate) fn command(&self, words: &str) -> Command {
        let mut command = alsolike(&words.split(' ').collect::<Vec<_>>());
        command.current_dir(self.path());
        command
    }

    pub(crate) fn run(&self, words: &str) -> Answer {
        Answer::new(&mut self.command(words))
    }

    /// Runs the command and returns the words, the streams and the status, for a snapshot.
    pub(crate) fn transcript(&self, words: &str) -> String {
        describe(words, &self.run(words))
    }
}

/// Writes standard error after `!` and the status after `=`.
fn describe(words: &str, answer: &Answer) -> String {
    let mut text = format!("$ alsolike {words}\n");
    text += &answer.stdout;
    for line in answer.stderr.lines() {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}", format!("! {line}").trim_end());
    }
    let _ = writeln!(text, "= {}", answer.status);
    text
}
