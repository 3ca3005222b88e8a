//! Addresses of documents, articles and pages below the start of their kind.

/// A path of the blog with a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BlogName<'p> {
    /// Folder with `/` at its end; may be empty.
    pub folder: &'p str,
    /// Date as the path writes it; empty without one.
    pub date: &'p str,
    pub text: &'p str,
}

impl<'p> BlogName<'p> {
    /// Splits a path without extension: `sub/2021-06-16-name`, `2021/06/16/name`, `2021-06-16-name/index`.
    pub(super) fn new(path: &'p str) -> Self {
        let without_index = |text: &'p str| text.strip_suffix("/index").unwrap_or(text);
        // The last date counts.
        let mut starts = (0..path.len()).rev();
        let found = starts.find_map(|at| Some((at, date_length(path.get(at..)?)?)));
        let Some((start, length)) = found else {
            return Self { folder: "", date: "", text: without_index(path) };
        };
        let (date, rest) = path[start..].split_at(length);
        let rest = rest.strip_prefix(['-', '/']).unwrap_or(rest);
        Self { folder: &path[..start], date, text: without_index(rest) }
    }

    /// Returns the address that the path gives.
    pub(super) fn slug(&self) -> String {
        match self.date {
            "" => format!("/{}", self.text),
            date => format!("/{}/{}{}", date.replace('-', "/"), self.folder, self.text),
        }
    }

    /// Returns the date as `2021-06-16`; `None` without one.
    pub(super) fn day(&self) -> Option<String> {
        let mut parts = self.date.split(['-', '/']);
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        Some(format!("{year}-{month:0>2}-{day:0>2}"))
    }
}

/// Returns the length of a date at the start of a text: `2021-06-16`, `2021/6/1`.
fn date_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let digits = |at: usize| bytes.iter().skip(at).take_while(|b| b.is_ascii_digit()).count();
    let is_mark = |at: usize| matches!(bytes.get(at), Some(b'-' | b'/'));
    // More digits than four would be a later start of the date.
    if digits(0) != 4 || !is_mark(4) {
        return None;
    }
    let month = digits(5);
    if !(1..=2).contains(&month) || !is_mark(5 + month) {
        return None;
    }
    let day = digits(6 + month).min(2);
    (day > 0).then_some(6 + month + day)
}

/// Returns the address of a page of its own, by its path without extension.
pub(super) fn page_slug(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    match name.eq_ignore_ascii_case("index") {
        true => format!("/{folder}/"),
        false => format!("/{path}"),
    }
}

/// The path of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DocName {
    /// Folders, without the numbers that order them.
    pub folders: Vec<String>,
    /// Name, without the number that orders it.
    pub name: String,
    /// Whether the document stands for its folder.
    pub is_index: bool,
}

impl DocName {
    /// Splits a path without extension.
    pub(super) fn new(path: &str, has_numbers: bool) -> Self {
        let own = |part: &str| {
            if has_numbers { without_number(part).to_owned() } else { part.to_owned() }
        };
        let mut folders: Vec<&str> = path.split('/').collect();
        let name = folders.pop().unwrap_or_default();
        let lower = name.to_lowercase();
        let is_folder = folders.last().is_some_and(|folder| folder.to_lowercase() == lower);
        Self {
            folders: folders.iter().map(|folder| own(folder)).collect(),
            name: own(name),
            is_index: matches!(lower.as_str(), "index" | "readme") || is_folder,
        }
    }

    /// Returns the address, given the `slug` and `id` of the document, which may be empty.
    pub(super) fn slug(&self, slug: &str, id: &str) -> String {
        let folders = self.folders.iter().map(String::as_str);
        match (slug, id) {
            (slug, _) if slug.starts_with('/') => slug.to_owned(),
            ("", _) if self.is_index => joined(folders.chain(["/"])),
            ("", "") => resolved(folders, &self.name),
            ("", id) => resolved(folders, id),
            (slug, _) => resolved(folders, slug),
        }
    }
}

/// Returns the path to which a relative path leads from a folder.
fn resolved<'p>(folders: impl Iterator<Item = &'p str>, path: &'p str) -> String {
    let mut parts: Vec<&str> = folders.collect();
    let is_folder = matches!(path.rsplit('/').next(), Some("" | "." | ".."));
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.extend(is_folder.then_some("/"));
    joined(parts.into_iter())
}

/// Joins parts of an address by one `/` each. The `/` at the end of the last part stays.
pub(super) fn joined<'p>(parts: impl Iterator<Item = &'p str>) -> String {
    let mut address = String::new();
    let mut is_folder = true;
    for part in parts.filter(|part| !part.is_empty()) {
        for name in part.split('/').filter(|name| !name.is_empty()) {
            address.push('/');
            address.push_str(name);
        }
        is_folder = part.ends_with('/');
    }
    if is_folder || address.is_empty() {
        address.push('/');
    }
    address
}

/// Cuts the number that orders a document from the start of its name: `01-intro`.
fn without_number(part: &str) -> &str {
    let digits = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    let rest = part[digits..].trim_start_matches(' ');
    let rest = rest.strip_prefix(['-', '_', '.']).filter(|_| digits > 0);
    let rest = rest.map(|rest| rest.trim_start_matches([' ', '-', '_', '.']));
    // A version or a day is no order.
    rest.filter(|rest| rest.starts_with(|c: char| !c.is_ascii_digit())).unwrap_or(part)
}
