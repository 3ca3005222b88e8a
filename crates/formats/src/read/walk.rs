//! Lists the files of the sources in a fixed order.

use std::{
    collections::HashSet,
    ffi::OsStr,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    PassedOver, ReadOptions, ReadReport, SiteChoice, Source, SourceFormat,
    file_name::FileName,
    gitignore::GitIgnores,
    input::Input,
    languages::find_languages,
    site::{Site, SiteRoot, find_site},
};
use crate::ReadError;

/// Folders that hold copies of other files wherever they lie: built sites, packages, caches.
const BUILT_FOLDERS: [&str; 5] =
    ["_site", "node_modules", "bower_components", "jspm_packages", "__pycache__"];

/// Folders whose files are no pages for any generator that has such folders.
const PART_FOLDERS: [&str; 7] =
    ["_includes", "_layouts", "_partials", "_data", "_sass", "archetypes", "partials"];

/// Folders that are no content at the top of a site, but may be a topic further down.
const TOP_FOLDERS: [(&str, PassedOver); 5] = [
    ("public", PassedOver::Built),
    ("vendor", PassedOver::Built),
    ("themes", PassedOver::NoContent),
    ("layouts", PassedOver::NoContent),
    ("resources", PassedOver::Built),
];

/// The files of the sources.
pub(super) struct Listing {
    pub inputs: Vec<Input>,
    /// The sites of the sources.
    pub sites: Vec<Site>,
}

/// Lists the files of the sources: sources in the given order, the entries of a folder by name. Reports what it
/// passes over.
///
/// A symbolic link is followed unless it leads to a file or folder that is listed anyway. This excludes loops.
///
/// # Errors
/// [`ReadError::NotFound`], [`ReadError::Io`], and those of a site's configuration.
pub(super) fn list_inputs(
    sources: &[Source],
    options: &ReadOptions,
    report: &mut ReadReport,
) -> Result<Listing, ReadError> {
    let common = common_folder(sources);
    let mut inputs = Vec::new();
    let mut sites = Vec::new();
    for source in sources {
        let Source::Path(path) = source else {
            inputs.push(Input::stdin());
            continue;
        };
        let metadata = fs::metadata(path).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => ReadError::NotFound { path: path.clone() },
            _ => cannot_read(path, source),
        })?;
        let prefix = common.as_deref().and_then(|common| below(path, common)).unwrap_or_default();
        if metadata.is_dir() {
            let site = match options.site {
                SiteChoice::None => None,
                choice => find_site(path, choice)?,
            };
            let first = inputs.len();
            let mut walk = Walk::new(path, prefix, site, inputs, report)?;
            sites.extend(walk.site());
            walk.folder(path, "")?;
            inputs = walk.inputs;
            find_languages(&mut inputs[first..]);
        } else {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            inputs.push(Input::named(path.clone(), if prefix.is_empty() { name } else { prefix }));
        }
    }
    Ok(Listing { inputs, sites })
}

/// Returns the deepest folder that holds all sources; `None` for a single source, whose paths start at itself.
fn common_folder(sources: &[Source]) -> Option<PathBuf> {
    let folder = |source: &Source| match source {
        Source::Path(path) if path.is_dir() => std::path::absolute(path).ok(),
        Source::Path(path) => std::path::absolute(path).ok()?.parent().map(Path::to_owned),
        Source::Stdin => None,
    };
    let folders: Vec<PathBuf> = sources.iter().filter_map(folder).collect();
    let (first, others) = folders.split_first().filter(|(_, others)| !others.is_empty())?;
    let holds_all = |common: &&Path| others.iter().all(|folder| folder.starts_with(common));
    first.ancestors().find(holds_all).map(Path::to_owned)
}

/// Returns the path of a source below the folder of all sources, with `/` between folders.
fn below(path: &Path, common: &Path) -> Option<String> {
    let path = std::path::absolute(path).ok()?;
    let parts = path.strip_prefix(common).ok()?.iter().map(|part| part.to_string_lossy());
    Some(parts.collect::<Vec<_>>().join("/"))
}

impl Source {
    /// Whether reading this folder would read `file`, which need not exist yet. `false` when the source is not a
    /// folder, and for files such as `.json`, which are read if they hold articles, as no list of articles does.
    ///
    /// `file` must be a path without symbolic links. Files behind links that leave the folder are not found.
    #[must_use]
    pub fn lists(&self, file: &Path) -> bool {
        let Self::Path(folder) = self else { return false };
        let root = fs::canonicalize(folder).ok().filter(|root| root.is_dir());
        let Some(inside) = root.as_deref().and_then(|root| file.strip_prefix(root).ok()) else {
            return false;
        };
        let name = FileName::from_path(file);
        let by_content = [SourceFormat::Json, SourceFormat::Feed];
        let is_read = name.format.is_some_and(|format| !by_content.contains(&format));
        !inside.iter().any(is_hidden)
            && is_read
            && !name.is_repository_file()
            && root.as_deref().is_none_or(|root| !is_passed_over(root, inside))
    }
}

/// Whether a file lies in a folder that is passed over, or is no page of the site of its source.
fn is_passed_over(root: &Path, inside: &Path) -> bool {
    let site = find_site(root, SiteChoice::Detect).ok().flatten();
    let below_site = site.as_ref().and_then(|site| below(root, &site.folder)).unwrap_or_default();
    let in_site = |path: &Path| join(&below_site, &path.to_string_lossy().replace('\\', "/"));
    let is_folder_passed_over = |folder: &Path| {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        match &site {
            _ if BUILT_FOLDERS.contains(&&*name) => true,
            Some(site) => site.generator.passes_over_folder(&in_site(folder)).is_some(),
            None => PART_FOLDERS.contains(&&*name),
        }
    };
    let mut folders = inside.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
    folders.any(is_folder_passed_over)
        || site.is_some_and(|site| site.generator.passes_over_file(&in_site(inside)).is_some())
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// The listing of one folder.
struct Walk<'r> {
    /// The folder, with all symbolic links resolved.
    root: PathBuf,
    /// Path of the folder below the folder of all sources; empty for a single source.
    prefix: String,
    site: Option<Arc<SiteRoot>>,
    /// Path of the folder below the root of the site.
    below_site: String,
    ignores: GitIgnores,
    /// Targets of the links that were followed.
    linked: HashSet<PathBuf>,
    inputs: Vec<Input>,
    report: &'r mut ReadReport,
}

impl<'r> Walk<'r> {
    fn new(
        path: &Path,
        prefix: String,
        site: Option<Arc<SiteRoot>>,
        inputs: Vec<Input>,
        report: &'r mut ReadReport,
    ) -> Result<Self, ReadError> {
        let root = fs::canonicalize(path).map_err(|source| cannot_read(path, source))?;
        let below_site = site.as_ref().and_then(|site| below(&root, &site.folder));
        Ok(Self {
            ignores: GitIgnores::above(&root),
            prefix,
            below_site: below_site.unwrap_or_default(),
            site,
            root,
            linked: HashSet::new(),
            inputs,
            report,
        })
    }

    /// Returns the site of the folder.
    fn site(&self) -> Option<Site> {
        let root = Arc::clone(self.site.as_ref()?);
        Some(Site { root, prefix: self.prefix.clone(), below_site: self.below_site.clone() })
    }

    /// Lists a folder. `inside` is its path below the source.
    fn folder(&mut self, folder: &Path, inside: &str) -> Result<(), ReadError> {
        let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let mut entries = entries.map_err(|source| cannot_read(folder, source))?;
        entries.sort_by_key(fs::DirEntry::file_name);
        let n_ignores = self.ignores.enter(folder, &self.root.join(inside));
        for entry in entries {
            let name = entry.file_name();
            let (path, name) = (entry.path(), name.to_string_lossy());
            let inside = join(inside, &name);
            if is_hidden(&entry.file_name()) {
                self.report.passed_over.add(path, inside, false, PassedOver::Hidden);
                continue;
            }
            let kind = entry.file_type().map_err(|source| cannot_read(&path, source))?;
            if kind.is_symlink() && !self.leads_to_new_files(&path) {
                self.report.passed_over.add(path, inside, false, PassedOver::Link);
            } else if path.is_dir() {
                match self.passes_over_folder(&inside, &name) {
                    Some(why) => self.report.passed_over.add(path, inside, true, why),
                    None => self.folder(&path, &inside)?,
                }
            } else if path.is_file() {
                self.file(path, inside);
            } else {
                self.report.passed_over.add(path, inside, false, PassedOver::Special);
            }
        }
        self.ignores.leave(n_ignores);
        Ok(())
    }

    fn passes_over_folder(&self, inside: &str, name: &str) -> Option<PassedOver> {
        if BUILT_FOLDERS.contains(&name) {
            return Some(PassedOver::Built);
        }
        if let Some(site) = &self.site {
            if let Some(why) = site.generator.passes_over_folder(&join(&self.below_site, inside)) {
                return Some(why);
            }
        } else {
            if PART_FOLDERS.contains(&name) {
                return Some(PassedOver::NoContent);
            }
            let top = TOP_FOLDERS.iter().find(|(top, _)| *top == inside);
            if let Some((_, why)) = top.filter(|_| self.has_sign_of_a_site()) {
                return Some(*why);
            }
        }
        self.ignores.names(&self.root.join(inside), true).then_some(PassedOver::GitIgnored)
    }

    /// Whether the folder looks like the root of a site: it has content beside `public`, `themes` and the like.
    fn has_sign_of_a_site(&self) -> bool {
        [
            "content",
            "_posts",
            "posts",
            "source",
            "src",
            "docs",
            "archetypes",
            "layouts",
            "package.json",
        ]
        .iter()
        .any(|name| self.root.join(name).exists())
    }

    fn file(&mut self, path: PathBuf, inside: String) {
        let name = FileName::from_path(&path);
        let in_site = join(&self.below_site, &inside);
        let site = self.site.clone();
        let generator = site.as_ref().map(|site| &site.generator);
        let is_known = name.format.is_some()
            || generator.is_some_and(|generator| generator.reads_extension(&name.extension));
        let is_part = name.format == Some(SourceFormat::AsciiDoc)
            && (name.stem.starts_with('_') || name.stem == "nav");
        let why = if is_part {
            Some(PassedOver::PagePart)
        } else if !is_known {
            self.report.passed_over.add_kind(path, inside, name.extension);
            return;
        } else if name.is_repository_file() {
            Some(PassedOver::RepositoryFile)
        } else if self.ignores.names(&self.root.join(&inside), false) {
            Some(PassedOver::GitIgnored)
        } else {
            generator.and_then(|generator| generator.passes_over_file(&in_site))
        };
        match why {
            Some(why) => self.report.passed_over.add(path, inside, false, why),
            None => {
                let below = join(&self.prefix, &inside);
                self.inputs.push(Input::found(path, below, site.map(|site| (site, in_site))));
            }
        }
    }

    /// Whether a link leads to a file or folder that would not be listed without it.
    fn leads_to_new_files(&mut self, link: &Path) -> bool {
        let Ok(target) = fs::canonicalize(link) else { return false };
        let listed = target.starts_with(&self.root) || self.root.starts_with(&target);
        let linked = target.ancestors().any(|above| self.linked.contains(above));
        !listed && !linked && self.linked.insert(target)
    }
}

/// Joins the path of a folder and a path in it.
fn join(folder: &str, path: &str) -> String {
    match (folder.is_empty(), path.is_empty()) {
        (true, _) => path.to_owned(),
        (_, true) => folder.to_owned(),
        _ => format!("{folder}/{path}"),
    }
}

fn cannot_read(path: &Path, source: io::Error) -> ReadError {
    ReadError::Io { name: path.display().to_string(), source }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Input, Listing};
    use crate::{
        ReadError,
        read::{PassedOver, ReadOptions, ReadReport, Source},
    };

    fn list_inputs(sources: &[Source], report: &mut ReadReport) -> Result<Vec<Input>, ReadError> {
        let listing = super::list_inputs(sources, &ReadOptions::default(), report);
        listing.map(|Listing { inputs, .. }| inputs)
    }

    /// The names of the files that were passed over for a reason.
    fn passed_over(report: &ReadReport, why: PassedOver) -> Vec<String> {
        let name =
            |path: &std::path::Path| path.file_name().unwrap().to_string_lossy().into_owned();
        report.passed_over.of(why).map(|passed| name(&passed.path)).collect()
    }

    #[test]
    fn lists_a_folder_by_name_without_hidden_and_unknown_files() {
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
        let inputs = list_inputs(&[Source::Path(root.into())], &mut report).unwrap();
        let ids: Vec<_> = inputs.iter().map(Input::id).collect();
        assert_eq!(ids, ["a", "b/1", "b/2", "b/c/index"]);
        assert_eq!(inputs[3].stem(), "c");
        let ignored = [(String::new(), 1), ("png".to_owned(), 1)];
        assert_eq!(passed_over(&report, PassedOver::Hidden), [".git", ".x.md"]);
        assert_eq!(report.passed_over.kinds.into_iter().collect::<Vec<_>>(), ignored);
    }

    #[test]
    fn ignores_repository_files_unless_they_are_named() {
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
        let inputs = list_inputs(&sources, &mut report).unwrap();
        let ids: Vec<_> = inputs.iter().map(Input::id).collect();
        assert_eq!(ids, ["LICENSED", "README", "changelog", "LICENSE"]);
        let ignored = ["404.md", "CHANGELOG.md", "LICENSE-MIT.txt", "LICENSE.md"];
        assert_eq!(passed_over(&report, PassedOver::RepositoryFile), ignored);
    }

    #[test]
    fn a_folder_lists_the_files_that_the_reader_would_read() {
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
    fn follows_only_links_that_leave_the_folder() {
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
        let inputs = list_inputs(&[Source::Path(inside.path().into())], &mut report).unwrap();
        assert_eq!(inputs.iter().map(Input::id).collect::<Vec<_>>(), ["a", "out/b"]);
        assert_eq!(passed_over(&report, PassedOver::Link).len(), 5);
    }

    #[test]
    fn the_id_of_a_named_file_is_its_stem() {
        let file = tempfile::Builder::new().suffix(".x.md").tempfile().unwrap();
        let source = Source::Path(file.path().into());
        let inputs = list_inputs(&[source, Source::Stdin], &mut ReadReport::default()).unwrap();
        assert!(inputs[0].id().ends_with(".x") && !inputs[0].id().contains('/'));
        assert_eq!((inputs[1].id().as_str(), &*inputs[1].name()), ("stdin", "stdin"));
    }

    #[test]
    fn a_missing_path_is_an_error_that_names_it() {
        let error = list_inputs(&["no/such".into()], &mut ReadReport::default()).unwrap_err();
        assert!(matches!(error, ReadError::NotFound { .. }));
        assert_eq!(error.to_string(), "`no/such` does not exist");
    }
}
