//! Fields that sections give to the pages below them.

use std::{fs, path::Path};

use globset::{GlobBuilder, GlobMatcher};

use super::content::{Content, ContentFile};
use crate::read::{
    front_matter::{self, FrontMatter},
    value::Value,
};

/// All cascades of a site, the nearest to a page last.
#[derive(Debug, Default)]
pub(super) struct Cascades(Vec<Cascade>);

#[derive(Debug)]
struct Cascade {
    /// Folders of the section below `content`; empty for the root.
    sections: Vec<String>,
    /// Language of the section; `None` for all.
    lang: Option<String>,
    target: Target,
    fields: Value,
}

/// Which pages get the fields.
#[derive(Debug, Default)]
struct Target {
    path: Option<GlobMatcher>,
    lang: Option<GlobMatcher>,
    /// Whether pages, not only sections, are meant.
    excludes_pages: bool,
}

impl Cascades {
    /// Reads the cascades of the configuration and of the files that introduce sections.
    pub(super) fn read(config: &Value, content: &Content, root: &Path) -> Self {
        let mut cascades = Vec::new();
        let mut add = |cascade: Option<&Value>, sections: &[String], lang: Option<&str>| {
            for fields in cascade.map(Value::items).unwrap_or_default() {
                cascades.extend(Cascade::new(fields, sections, lang));
            }
        };
        add(config.get("cascade"), &[], None);
        let mut files: Vec<String> = Vec::new();
        content.folders().for_each(|folder| section_files(root, folder, &mut files));
        files.sort();
        files.dedup();
        for path in files {
            let Some(file) = content.file(&path) else { continue };
            let Ok(bytes) = fs::read(root.join(&path)) else { continue };
            // A file that cannot be read here is reported when it is read as a page.
            let text = String::from_utf8_lossy(&bytes);
            if let Ok((matter, _)) = front_matter::split(&text) {
                add(matter.field("cascade"), &file.sections, Some(&file.lang));
            }
        }
        // The nearest section wins over farther ones, so it comes last.
        cascades.sort_by_key(|cascade| cascade.sections.len());
        Self(cascades)
    }

    /// Adds the fields that the sections of a page give to it.
    pub(super) fn add_to(&self, file: &ContentFile, matter: &mut FrontMatter) {
        for cascade in self.0.iter().rev().filter(|cascade| cascade.holds_for(file)) {
            matter.add_defaults(&cascade.fields);
        }
    }
}

impl Cascade {
    fn new(fields: &Value, sections: &[String], lang: Option<&str>) -> Option<Self> {
        let Value::Map(list) = fields else { return None };
        let is_target = |name: &str| matches!(name, "target" | "_target");
        let target = list.iter().find(|(name, _)| is_target(name)).map(|(_, target)| target);
        let own = list.iter().filter(|(name, _)| !is_target(name)).cloned().collect();
        Some(Self {
            sections: sections.to_vec(),
            lang: lang.map(str::to_owned),
            target: target.map_or(Ok(Target::default()), Target::new).ok()?,
            fields: Value::Map(own),
        })
    }

    fn holds_for(&self, file: &ContentFile) -> bool {
        let is_below = file.sections.starts_with(&self.sections);
        let has_lang = self.lang.as_ref().is_none_or(|lang| *lang == file.lang);
        is_below && has_lang && self.target.holds_for(file)
    }
}

impl Target {
    fn new(target: &Value) -> Result<Self, globset::Error> {
        let text = |names: &[&str]| target.at(names).and_then(|value| value.text_in(&[]));
        let glob = |text: Option<&str>| {
            text.map(|text| {
                let glob = GlobBuilder::new(&text.to_lowercase()).literal_separator(true).build();
                glob.map(|glob| glob.compile_matcher())
            })
            .transpose()
        };
        let lang = text(&["lang"]).or_else(|| text(&["sites", "matrix", "languages"]));
        let kind = glob(text(&["kind"]))?;
        let environment = glob(text(&["environment"]))?;
        let excludes = |matcher: Option<GlobMatcher>, value: &str| {
            matcher.is_some_and(|matcher| !matcher.is_match(value))
        };
        Ok(Self {
            path: glob(text(&["path"]))?,
            lang: glob(lang)?,
            excludes_pages: excludes(kind, "page") || excludes(environment, "production"),
        })
    }

    fn holds_for(&self, file: &ContentFile) -> bool {
        let matches = |matcher: &Option<GlobMatcher>, value: &str| {
            matcher.as_ref().is_none_or(|matcher| matcher.is_match(value))
        };
        !self.excludes_pages
            && matches(&self.path, &format!("/{}", file.translation_path()))
            && matches(&self.lang, &file.lang)
    }
}

/// Collects the files that introduce sections.
fn section_files(root: &Path, folder: &str, files: &mut Vec<String>) {
    let Ok(entries) = fs::read_dir(root.join(folder)) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            section_files(root, &path, files);
        } else if name.starts_with("_index.") {
            files.push(path);
        }
    }
}
