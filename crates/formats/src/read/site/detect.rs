//! Which generator a folder belongs to.

use std::{fs, path::Path, sync::Arc};

use super::{
    Generator, SiteChoice, SiteName, SiteRoot,
    astro::Astro,
    config::{first_config, read_config},
    docusaurus::{self, Docusaurus},
    eleventy::{self, Eleventy},
    hexo::Hexo,
    hugo::Hugo,
    jekyll::Jekyll,
    zola::Zola,
};
use crate::ReadError;

/// Number of folders above a source that may be the root of its site.
const MAX_LEVELS: usize = 4;

/// Finds the site of a folder: the folder itself, or one above it whose content it is.
///
/// # Errors
/// As the reader of the configuration.
pub(in crate::read) fn find_site(
    source: &Path,
    choice: SiteChoice,
) -> Result<Option<Arc<SiteRoot>>, ReadError> {
    let Ok(source) = fs::canonicalize(source) else { return Ok(None) };
    if let SiteChoice::Named(name) = choice {
        return Ok(Some(Arc::new(open(&source, name)?)));
    }
    for (level, folder) in source.ancestors().take(MAX_LEVELS + 1).enumerate() {
        if let Some(site) = open_site(folder, level == 0)? {
            let below = source.strip_prefix(folder).unwrap_or(&source).to_string_lossy();
            let below = below.replace('\\', "/");
            // A built site lies in its site, but is no content of it.
            let is_content = site.generator.passes_over_folder(&below).is_none();
            return Ok((level == 0 || is_content).then(|| Arc::new(site)));
        }
        if folder.join(".git").exists() {
            break;
        }
    }
    Ok(None)
}

/// Opens the site whose root is this folder, if it is one. A source may be a Jekyll site without configuration.
fn open_site(folder: &Path, is_source: bool) -> Result<Option<SiteRoot>, ReadError> {
    let name = if is_hugo(folder)? {
        SiteName::Hugo
    } else if is_zola(folder)? {
        SiteName::Zola
    } else if has_any(folder, &docusaurus::CONFIGS) {
        SiteName::Docusaurus
    } else if is_hexo(folder)? {
        SiteName::Hexo
    } else if has_any(folder, &["_config.yml", "_config.yaml"])
        || is_source && folder.join("_posts").is_dir()
    {
        SiteName::Jekyll
    } else if has_any(folder, &eleventy::CONFIGS) {
        SiteName::Eleventy
    } else if has_any(folder, &ASTRO_CONFIGS) {
        SiteName::Astro
    } else {
        return Ok(None);
    };
    open(folder, name).map(Some)
}

const ASTRO_CONFIGS: [&str; 4] =
    ["astro.config.mjs", "astro.config.js", "astro.config.ts", "astro.config.cjs"];

fn has_any(folder: &Path, names: &[&str]) -> bool {
    names.iter().any(|name| folder.join(name).is_file())
}

fn open(folder: &Path, name: SiteName) -> Result<SiteRoot, ReadError> {
    let generator: Box<dyn Generator> = match name {
        SiteName::Hugo => Box::new(Hugo::open(folder)?),
        SiteName::Jekyll => Box::new(Jekyll::open(folder)?),
        SiteName::Zola => Box::new(Zola::open(folder)?),
        SiteName::Hexo => Box::new(Hexo::open(folder)?),
        SiteName::Docusaurus => Box::new(Docusaurus::open(folder)),
        SiteName::Eleventy => Box::new(Eleventy::open(folder)),
        SiteName::Astro => Box::new(Astro),
    };
    Ok(SiteRoot { folder: folder.to_owned(), name, generator })
}

/// A file `hugo.toml`, a folder `config/_default`, or an older `config.toml` with Hugo's keys: Zola has a file of
/// that name, too.
fn is_hugo(folder: &Path) -> Result<bool, ReadError> {
    if first_config(folder, &["hugo"]).is_some() || folder.join("config/_default").is_dir() {
        return Ok(true);
    }
    let has_folder = |name: &str| folder.join(name).is_dir();
    let Some(path) = first_config(folder, &["config"]) else {
        // A configuration that the command line names.
        return Ok(has_folder("content") && has_folder("layouts") && has_folder("archetypes"));
    };
    let Some(config) = read_config(&path)? else { return Ok(false) };
    let has = |names: &[&str]| names.iter().any(|name| config.get(name).is_some());
    let has_content = has(&["contentdir", "module"]) || has_folder("content");
    Ok(has_content
        && has(&["baseurl", "languagecode", "permalinks", "taxonomies", "theme", "languages"])
        && !has(&["base_url"]))
}

/// A file `_config.yml` with a folder `source/_posts` or with keys that Hexo has and Jekyll has not.
fn is_hexo(folder: &Path) -> Result<bool, ReadError> {
    let path = folder.join("_config.yml");
    if !path.is_file() {
        return Ok(false);
    }
    if folder.join("source/_posts").is_dir() {
        return Ok(true);
    }
    let config = read_config(&path)?;
    let has = |name: &str| config.as_ref().is_some_and(|config| config.get(name).is_some());
    Ok(["source_dir", "public_dir", "new_post_name", "skip_render"].iter().any(|name| has(name)))
}

/// A file `zola.toml`, or a `config.toml` with Zola's key for the address.
fn is_zola(folder: &Path) -> Result<bool, ReadError> {
    if folder.join("zola.toml").is_file() {
        return Ok(true);
    }
    let config = read_config(&folder.join("config.toml"))?;
    Ok(folder.join("content").is_dir()
        && config.is_some_and(|config| config.get("base_url").is_some()))
}
