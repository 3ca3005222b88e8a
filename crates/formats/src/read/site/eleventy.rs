//! Eleventy: front matter, data files in JSON and `.eleventyignore`. Its configuration is a program, which is not run;
//! only the folder of its input is taken from its text.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::{Generator, Page, PageKey, config::read_config, file_name, is_in};
use crate::read::{PassedOver, Unpublished, front_matter::FrontMatter, value::Value};
use alsolike::article::Date;

/// The names of the configuration.
pub(super) const CONFIGS: [&str; 5] = [
    ".eleventy.js",
    ".eleventy.cjs",
    "eleventy.config.js",
    "eleventy.config.mjs",
    "eleventy.config.cjs",
];

/// Folders, at any place, without content.
const OTHERS: [&str; 4] = ["_includes", "_layouts", "_data", "node_modules"];

/// Folders of the root that hold programs or a built site.
const ROOT_OTHERS: [&str; 6] = ["_site", "dist", "public", "scripts", "test", "tests"];

/// An Eleventy site.
pub(super) struct Eleventy {
    /// The folder of the input below the root; empty for the root.
    input: String,
    data_folder: String,
    ignores: Gitignore,
    /// Fields by the folder or the file, without its extension, that they are for.
    data: HashMap<String, Value>,
}

impl Eleventy {
    pub(super) fn open(root: &Path) -> Self {
        let input =
            input_folder(root).filter(|input| root.join(input).is_dir()).unwrap_or_default();
        let mut builder = GitignoreBuilder::new(root);
        for folder in [root.to_owned(), root.join(&input)] {
            let file = folder.join(".eleventyignore");
            if file.is_file() {
                // A line that is no pattern is ignored, as Eleventy does.
                let _ = builder.add(file);
            }
        }
        let mut data = HashMap::new();
        read_data(root, &root.join(&input), &mut data);
        let data_folder =
            if input.is_empty() { "_data".to_owned() } else { format!("{input}/_data") };
        Self {
            data_folder,
            input,
            ignores: builder.build().unwrap_or_else(|_| Gitignore::empty()),
            data,
        }
    }
}

/// Returns the folder that the configuration names as its input, below the root.
fn input_folder(root: &Path) -> Option<String> {
    let config = CONFIGS.iter().find_map(|name| fs::read_to_string(root.join(name)).ok())?;
    let (_, rest) = config.split_once("input:")?;
    let rest = rest.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let (input, _) = rest[1..].split_once(quote)?;
    let input = input.trim_start_matches("./").trim_matches('/');
    (!input.is_empty() && !input.starts_with("..")).then(|| input.replace('.', ""))
}

/// Reads the data files of folders and pages: `posts/posts.json`, `posts/posts.11tydata.json`, `posts/a.json`.
fn read_data(root: &Path, folder: &Path, data: &mut HashMap<String, Value>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut entries: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            let is_other = OTHERS.contains(&name.as_str()) || ROOT_OTHERS.contains(&name.as_str());
            if !is_other && !name.starts_with('.') && !path.is_symlink() {
                read_data(root, &path, data);
            }
            continue;
        }
        let stem = name.strip_suffix(".11tydata.json").or_else(|| name.strip_suffix(".json"));
        let Some(stem) = stem else { continue };
        let parent = path.parent().unwrap_or(folder);
        let below = |path: &Path| {
            let below = path.strip_prefix(root).unwrap_or(path).to_string_lossy();
            below.replace('\\', "/")
        };
        let is_folder = parent.file_name().is_some_and(|folder| folder.to_string_lossy() == stem);
        let name = if is_folder { below(parent) } else { below(&parent.join(stem)) };
        // A data file that cannot be read leaves the fields of the pages.
        if let Ok(Some(fields)) = read_config(&path) {
            match data.get_mut(&name) {
                Some(known) => known.merge(fields),
                None => {
                    data.insert(name, fields);
                }
            }
        }
    }
}

impl Generator for Eleventy {
    fn root_address(&self) -> &str {
        ""
    }

    fn passes_over_folder(&self, path: &str) -> Option<PassedOver> {
        let holds = is_in(path, &self.input) || is_in(&self.input, path);
        if matches!(file_name(path), "_site" | "dist" | "node_modules") {
            return Some(PassedOver::Built);
        }
        let is_other = OTHERS.contains(&file_name(path)) || ROOT_OTHERS.contains(&path);
        if !holds || is_other {
            return Some(PassedOver::NoContent);
        }
        let is_ignored = !path.is_empty() && self.ignores.matched(path, true).is_ignore();
        is_ignored.then_some(PassedOver::Excluded)
    }

    fn passes_over_file(&self, path: &str) -> Option<PassedOver> {
        let is_text = [".md", ".markdown", ".mdx", ".html"].iter().any(|end| path.ends_with(end));
        if !is_text || !is_in(path, &self.input) {
            return Some(PassedOver::NoContent);
        }
        self.ignores.matched(path, false).is_ignore().then_some(PassedOver::Excluded)
    }

    fn page_key(&self, path: &str) -> PageKey {
        PageKey { lang: String::new(), path: format!("./{path}") }
    }

    fn data_folder(&self) -> Option<&str> {
        Some(&self.data_folder)
    }

    fn add_defaults(&self, path: &str, matter: &mut FrontMatter) {
        let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
        let mut name = Some(stem);
        // The nearest file counts first.
        while let Some(known) = name {
            if let Some(fields) = self.data.get(known) {
                matter.add_defaults(fields);
            }
            name = known.rsplit_once('/').map(|(above, _)| above);
        }
    }

    fn page(&self, _: &str, matter: &FrontMatter, _: Option<Date>) -> Page {
        let is = |name: &str, flag| matter.field(name).and_then(Value::as_bool) == Some(flag);
        let permalink = matter.text(&["permalink"]);
        let url = permalink.starts_with('/') && !permalink.contains(['{', '<']);
        let url = url.then(|| match permalink.strip_suffix("index.html") {
            Some(folder) if folder.ends_with('/') => folder.to_owned(),
            _ => permalink.into_owned(),
        });
        Page {
            unpublished: if is("permalink", false) {
                Some(Unpublished::NoPage)
            } else {
                is("eleventyexcludefromcollections", true).then_some(Unpublished::Unlisted)
            },
            url,
            ..Page::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Eleventy, Generator};
    use crate::read::{PassedOver, Unpublished, front_matter::split};

    #[test]
    fn data_files_and_ignores_count() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("src/posts/old")).unwrap();
        let write = |name: &str, text: &str| fs::write(root.join(name), text).unwrap();
        write("eleventy.config.js", "module.exports = () => ({ dir: { input: './src' } });");
        write(".eleventyignore", "src/notes/**\n");
        write("src/posts/posts.json", "{\"lang\": \"fr\", \"draft\": true}");
        write("src/posts/old/old.11tydata.json", "{\"permalink\": false}");
        write("src/posts/a.json", "{\"draft\": false}");
        let site = Eleventy::open(root);
        let state = |path: &str| {
            let mut matter = split("---\ntitle: T\n---\n").unwrap().0;
            site.add_defaults(path, &mut matter);
            let page = site.page(path, &matter, None);
            (page.unpublished.or_else(|| matter.unpublished()), matter.text(&["lang"]).into_owned())
        };
        assert_eq!(state("src/posts/a.md"), (None, "fr".to_owned()));
        assert_eq!(state("src/posts/b.md"), (Some(Unpublished::Draft), "fr".to_owned()));
        assert_eq!(state("src/posts/old/c.md").0, Some(Unpublished::NoPage));
        assert_eq!(site.passes_over_file("src/notes/x.md"), Some(PassedOver::Excluded));
        assert_eq!(site.passes_over_file("README.md"), Some(PassedOver::NoContent));
        assert_eq!(site.page_key("src/posts/a.md").path, "./src/posts/a.md");
        assert_eq!(site.data_folder(), Some("src/_data"));
    }
}
