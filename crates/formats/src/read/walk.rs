//! The files under the sources, in an order that does not change.

use std::{
    borrow::Cow,
    collections::HashSet,
    ffi::OsStr,
    fs, io,
    path::{Path, PathBuf},
};

use super::{ReadError, ReadReport, Source, SourceFormat, source::FileName};

/// One file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Input {
    /// `None` is standard input.
    path: Option<PathBuf>,
    /// For a file found in a folder, how many components of its path lead to the folder.
    depth: Option<usize>,
}

impl Input {
    /// The name for messages.
    pub(super) fn name(&self) -> Cow<'_, str> {
        self.path.as_deref().map_or(Cow::Borrowed("stdin"), Path::to_string_lossy)
    }

    pub(super) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Whether the file was found in a folder rather than named.
    pub(super) fn is_found(&self) -> bool {
        self.depth.is_some()
    }

    pub(super) fn format(&self) -> Option<SourceFormat> {
        FileName::of(self.path()?).format
    }

    /// Whether the name tells nothing, as with standard input and pipes: no extension, no format.
    pub(super) fn is_anonymous(&self) -> bool {
        self.path().is_none_or(|path| FileName::of(path).extension.is_empty())
    }

    /// The file name without extensions; for `index` files, the name of their folder.
    pub(super) fn stem(&self) -> String {
        let Some(path) = self.path() else { return "stdin".to_owned() };
        let stem = FileName::of(path).stem;
        let folder = || Some(path.parent()?.file_name()?.to_string_lossy().into_owned());
        match stem.as_str() {
            "index" | "_index" if self.is_found() => folder().unwrap_or(stem),
            _ => stem,
        }
    }

    /// The path from the folder given, `/` between its parts, without extensions; for a file that
    /// was named itself, its stem.
    pub(super) fn id(&self) -> String {
        let Some(path) = self.path() else { return "stdin".to_owned() };
        let stem = FileName::of(path).stem;
        let Some(depth) = self.depth else { return stem };
        let parts = path.parent().into_iter().flat_map(|folder| folder.components().skip(depth));
        let parts = parts.map(|part| part.as_os_str().to_string_lossy().into_owned());
        parts.chain([stem]).collect::<Vec<_>>().join("/")
    }
}

/// Lists the files of the sources: sources as given, a folder's entries by name, hidden ones left
/// out. What is not listed is counted in the report.
///
/// A link is followed unless it leads to something that is listed anyway, which includes loops.
pub(super) fn inputs(sources: &[Source], report: &mut ReadReport) -> Result<Vec<Input>, ReadError> {
    let mut inputs = Vec::new();
    for source in sources {
        let Source::Path(path) = source else {
            inputs.push(Input { path: None, depth: None });
            continue;
        };
        let about = fs::metadata(path).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => ReadError::NotFound { path: path.clone() },
            _ => cannot_read(path, source),
        })?;
        if about.is_dir() {
            let root = fs::canonicalize(path).map_err(|source| cannot_read(path, source))?;
            let depth = path.components().count();
            let mut walk = Walk { root, depth, linked: HashSet::new(), inputs, report };
            walk.folder(path)?;
            inputs = walk.inputs;
        } else {
            inputs.push(Input { path: Some(path.clone()), depth: None });
        }
    }
    Ok(inputs)
}

impl Source {
    /// Whether a reading of this folder lists a file, be it there or still to be written; false for what is no folder.
    ///
    /// `file` is a path without links. Files behind links out of the folder are not looked for.
    #[must_use]
    pub fn lists(&self, file: &Path) -> bool {
        let Self::Path(folder) = self else { return false };
        let root = fs::canonicalize(folder).ok().filter(|root| root.is_dir());
        let Some(inside) = root.as_deref().and_then(|root| file.strip_prefix(root).ok()) else {
            return false;
        };
        let name = FileName::of(file);
        !inside.iter().any(is_hidden) && name.format.is_some() && !is_no_article(&name.stem)
    }
}

/// Files that a repository or a site has beside its articles, by their stems. In capitals alone where an article may
/// be called so: `contributing.md` and `changelog.md` are pages of many manuals. `README` is no such name, as it often
/// is the page of its folder.
const NO_ARTICLES: [&str; 13] = [
    "AUTHORS",
    "CHANGELOG",
    "CODEOWNERS",
    "CODE_OF_CONDUCT",
    "CONTRIBUTING",
    "CONTRIBUTORS",
    "COPYING",
    "LICENCE",
    "LICENSE",
    "MAINTAINERS",
    "NOTICE",
    "PULL_REQUEST_TEMPLATE",
    "SECURITY",
];

/// Whether a stem is one of those names, or one that goes on behind a hyphen, as `LICENSE-MIT`.
fn is_no_article(stem: &str) -> bool {
    let rest = |known: &&str| stem.strip_prefix(*known);
    stem == "404"
        || NO_ARTICLES.iter().filter_map(rest).any(|rest| rest.is_empty() || rest.starts_with('-'))
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

struct Walk<'r> {
    /// The folder given, with all links resolved.
    root: PathBuf,
    depth: usize,
    /// Where the links followed so far lead.
    linked: HashSet<PathBuf>,
    inputs: Vec<Input>,
    report: &'r mut ReadReport,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Path) -> Result<(), ReadError> {
        let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let mut entries = entries.map_err(|source| cannot_read(folder, source))?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            if is_hidden(&entry.file_name()) {
                continue;
            }
            let path = entry.path();
            let kind = entry.file_type().map_err(|source| cannot_read(&path, source))?;
            if kind.is_symlink() && !self.is_worth_following(&path) {
                self.report.ignored_links += 1;
            } else if path.is_dir() {
                self.folder(&path)?;
            } else if path.is_file() {
                self.file(path);
            } else {
                self.report.ignored_special += 1;
            }
        }
        Ok(())
    }

    fn file(&mut self, path: PathBuf) {
        let name = FileName::of(&path);
        if name.format.is_some() && is_no_article(&name.stem) {
            self.report.ignored_papers.push(path);
        } else if name.format.is_some() {
            self.inputs.push(Input { path: Some(path), depth: Some(self.depth) });
        } else {
            *self.report.ignored.entry(name.extension).or_default() += 1;
        }
    }

    /// Whether a link leads to something that would not be listed without it.
    fn is_worth_following(&mut self, link: &Path) -> bool {
        let Ok(target) = fs::canonicalize(link) else { return false };
        let listed = target.starts_with(&self.root) || self.root.starts_with(&target);
        let linked = target.ancestors().any(|above| self.linked.contains(above));
        !listed && !linked && self.linked.insert(target)
    }
}

fn cannot_read(path: &Path, source: io::Error) -> ReadError {
    ReadError::Io { name: path.display().to_string(), source }
}

/// The day at the start of a file name, `2021-06-16-`, and where the rest starts.
pub(super) fn leading_day(stem: &str) -> Option<(&str, &str)> {
    let (day, rest) = stem.split_at_checked("YYYY-MM-DD".len())?;
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let mut parts = day.split('-');
    let lengths = parts.by_ref().map(|part| if digits(part) { part.len() } else { 0 });
    (lengths.eq([4, 2, 2])).then_some((day, rest.strip_prefix('-')?))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Input, inputs, leading_day};
    use crate::read::{ReadError, ReadReport, Source};

    #[test]
    fn a_folder_is_listed_by_name_without_hidden_and_unknown_files() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("b/c")).unwrap();
        fs::create_dir(root.join(".git")).unwrap();
        for name in
            ["b/c/index.md", "b/2.md.gz", "b/1.txt", "a.jsonl", ".git/x.md", ".x.md", "i.PNG", "J"]
        {
            fs::write(root.join(name), "x").unwrap();
        }
        let mut report = ReadReport::default();
        let inputs = inputs(&[Source::Path(root.into())], &mut report).unwrap();
        let ids: Vec<_> = inputs.iter().map(Input::id).collect();
        assert_eq!(ids, ["a", "b/1", "b/2", "b/c/index"]);
        assert_eq!(inputs[3].stem(), "c");
        let ignored = [(String::new(), 1), ("png".to_owned(), 1)];
        assert_eq!(report.ignored.into_iter().collect::<Vec<_>>(), ignored);
    }

    #[test]
    fn papers_of_a_repository_are_no_articles_unless_they_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for name in [
            "LICENSE.md",
            "LICENSE-MIT.txt",
            "404.md",
            "CHANGELOG.md",
            "LICENSED.md",
            "README.md",
            "changelog.md",
        ] {
            fs::write(root.join(name), "x").unwrap();
        }
        let mut report = ReadReport::default();
        let sources = [Source::Path(root.into()), Source::Path(root.join("LICENSE.md"))];
        let inputs = inputs(&sources, &mut report).unwrap();
        let ids: Vec<_> = inputs.iter().map(Input::id).collect();
        assert_eq!(ids, ["LICENSED", "README", "changelog", "LICENSE"]);
        let papers = ["404.md", "CHANGELOG.md", "LICENSE-MIT.txt", "LICENSE.md"];
        assert_eq!(report.ignored_papers, papers.map(|name| root.join(name)));
    }

    #[test]
    fn a_folder_lists_what_a_reading_would_take_up() {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        fs::write(root.join("a.md"), "x").unwrap();
        let check = |source: &Source, name: &str, lists: bool| {
            assert_eq!(source.lists(&root.join(name)), lists, "{name}");
        };
        let source = Source::Path(folder.path().into());
        check(&source, "a.md", true);
        check(&source, "new/lists.jsonl.gz", true);
        check(&source, "lists.json", false);
        check(&source, ".new/lists.jsonl", false);
        check(&source, ".lists.jsonl", false);
        check(&source, "/elsewhere/lists.jsonl", false);
        check(&Source::Path(root.join("a.md")), "a.md", false);
        check(&Source::Stdin, "a.md", false);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_out_of_the_folder_only() {
        use std::os::unix::fs::symlink;
        let (inside, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(inside.path().join("a.md"), "x").unwrap();
        fs::write(outside.path().join("b.md"), "x").unwrap();
        symlink(inside.path(), inside.path().join("loop")).unwrap();
        symlink(inside.path().join("a.md"), inside.path().join("again.md")).unwrap();
        symlink(inside.path().join("gone"), inside.path().join("gone.md")).unwrap();
        symlink(outside.path(), inside.path().join("out")).unwrap();
        symlink(outside.path(), inside.path().join("out-again")).unwrap();
        symlink(inside.path(), outside.path().join("back")).unwrap();
        let mut report = ReadReport::default();
        let inputs = inputs(&[Source::Path(inside.path().into())], &mut report).unwrap();
        assert_eq!(inputs.iter().map(Input::id).collect::<Vec<_>>(), ["a", "out/b"]);
        assert_eq!(report.ignored_links, 5);
    }

    #[test]
    fn a_named_file_is_called_by_its_stem() {
        let file = tempfile::Builder::new().suffix(".x.md").tempfile().unwrap();
        let source = Source::Path(file.path().into());
        let inputs = inputs(&[source, Source::Stdin], &mut ReadReport::default()).unwrap();
        assert!(inputs[0].id().ends_with(".x") && !inputs[0].id().contains('/'));
        assert_eq!((inputs[1].id().as_str(), &*inputs[1].name()), ("stdin", "stdin"));
    }

    #[test]
    fn a_path_that_does_not_exist_is_named() {
        let error = inputs(&["no/such".into()], &mut ReadReport::default()).unwrap_err();
        assert!(matches!(error, ReadError::NotFound { .. }));
        assert_eq!(error.to_string(), "`no/such` does not exist");
    }

    #[test]
    fn a_day_leads_a_file_name() {
        assert_eq!(leading_day("2021-06-16-hello"), Some(("2021-06-16", "hello")));
        for stem in
            ["2021-06-16", "2021-6-16-hello", "hello-2021-06-16", "20210616--hello", "éééééé"]
        {
            assert_eq!(leading_day(stem), None, "{stem}");
        }
    }
}
