//! Addresses of pages that a generator or a pattern gives.

use std::collections::HashMap;

use serde_json::Value as Json;

/// Where the addresses of pages come from, beside the rules of a generator and the front matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Addresses {
    /// Addresses by path, as the generator lists them. They go before all others.
    pub by_path: HashMap<String, String>,
    /// Scheme, host and folder of the site. It replaces those of the site's configuration, and completes addresses
    /// that start with `/`.
    pub base: Option<String>,
    /// Pattern for pages without an address: `{path}` is the path without extension, `{name}` its last part, `{id}`,
    /// `{lang}`, `{section}`, `{year}`, `{month}` and `{day}` are fields of the article.
    pub pattern: Option<String>,
}

/// The fields of a page that a pattern may name.
pub(super) struct PatternFields<'p> {
    pub path: &'p str,
    pub id: &'p str,
    pub lang: &'p str,
    pub section: &'p str,
    /// As `2021-06-16`, or empty.
    pub day: &'p str,
}

impl Addresses {
    /// Parses a list of addresses: the table of `hugo list all` or another CSV with columns `path` and `permalink` or
    /// `url`, the array of `eleventy --to=json`, or lines of a path, a tab and an address.
    ///
    /// # Errors
    /// The line, from 1, and what is wrong with it.
    pub fn parse_list(text: &str) -> Result<HashMap<String, String>, (usize, String)> {
        let text = text.trim_start_matches('\u{feff}');
        if text.trim_start().starts_with('[') {
            return parse_json(text);
        }
        // Some packages of Hugo print a banner before the table.
        let header = text.lines().position(|line| line.starts_with("path,"));
        match header {
            Some(at) => parse_csv(text, at),
            None => parse_lines(text),
        }
    }

    /// Returns the address that the list has for one of these paths: an empty one for a file that is no page.
    pub(super) fn of_path(&self, paths: &[&str]) -> Option<&str> {
        paths.iter().find_map(|path| self.by_path.get(*path)).map(String::as_str)
    }

    /// Returns the address by the pattern; `None` without a pattern, or when a field that it names is empty.
    pub(super) fn by_pattern(&self, fields: &PatternFields<'_>) -> Option<String> {
        let mut address = self.pattern.clone()?;
        let name = fields.path.rsplit('/').next().unwrap_or_default();
        let mut numbers = fields.day.split('-');
        let mut number = || numbers.next().unwrap_or_default();
        let (year, month, day) = (number(), number(), number());
        let values = [
            ("{path}", fields.path),
            ("{name}", name),
            ("{id}", fields.id),
            ("{lang}", fields.lang),
            ("{section}", fields.section),
            ("{year}", year),
            ("{month}", month),
            ("{day}", day),
        ];
        for (field, value) in values {
            if address.contains(field) {
                if value.is_empty() {
                    return None;
                }
                address = address.replace(field, value);
            }
        }
        Some(address)
    }

    /// Returns an address with the base of these settings. `root` is that of the site's configuration.
    pub(super) fn rebased(&self, address: String, root: &str) -> String {
        let Some(base) = self.base.as_deref().map(|base| base.trim_end_matches('/')) else {
            return address;
        };
        match address.strip_prefix(root).filter(|_| !root.is_empty()) {
            Some(path) if path.starts_with('/') => format!("{base}{path}"),
            _ if address.starts_with('/') && !address.starts_with("//") => {
                format!("{base}{address}")
            }
            _ => address,
        }
    }
}

/// Returns a path as the reader writes it.
fn clean(path: &str) -> String {
    path.trim().trim_start_matches("./").trim_start_matches('/').replace('\\', "/")
}

fn parse_json(text: &str) -> Result<HashMap<String, String>, (usize, String)> {
    let pages: Vec<Json> = serde_json::from_str(text)
        .map_err(|error| (error.line(), format!("not valid JSON: {error}")))?;
    let mut by_path = HashMap::new();
    for page in &pages {
        let text = |names: [&str; 3]| names.iter().find_map(|name| page[*name].as_str());
        let path = text(["inputPath", "path", "source"]);
        // Eleventy makes no page of these.
        if let (Some(path), Some(false)) = (path, page["url"].as_bool()) {
            by_path.insert(clean(path), String::new());
        }
        if let (Some(path), Some(url)) = (path, text(["url", "permalink", "address"])) {
            by_path.entry(clean(path)).or_insert_with(|| url.to_owned());
        }
    }
    let names_pages = pages.iter().any(|page| page.get("inputPath").is_some());
    match by_path.is_empty() && !names_pages {
        true => Err((1, "no object has `inputPath` and `url`".to_owned())),
        false => Ok(by_path),
    }
}

fn parse_csv(text: &str, header: usize) -> Result<HashMap<String, String>, (usize, String)> {
    let table: String = text.lines().skip(header).flat_map(|line| [line, "\n"]).collect();
    let rows = rows(&table);
    let names = rows.first().cloned().unwrap_or_default();
    let column = |wanted: &[&str]| names.iter().position(|name| wanted.contains(&name.as_str()));
    let Some(address) = column(&["permalink", "url", "address"]) else {
        return Err((header + 1, "the table has no column `permalink` or `url`".to_owned()));
    };
    let cells = rows.iter().skip(1).filter_map(|row| Some((row.first()?, row.get(address)?)));
    let mut by_path = HashMap::new();
    cells.for_each(|(path, url)| {
        by_path.entry(clean(path)).or_insert_with(|| url.clone());
    });
    Ok(by_path)
}

/// Returns the cells of a table with commas.
fn rows(table: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut is_quoted) =
        (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = table.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !is_quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\r' if !is_quoted => {}
            letter => cell.push(letter),
        }
    }
    rows
}

fn parse_lines(text: &str) -> Result<HashMap<String, String>, (usize, String)> {
    let mut by_path = HashMap::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let Some((path, address)) = line.split_once('\t') else {
            return Err((at + 1, "expected a path, a tab and an address".to_owned()));
        };
        by_path.entry(clean(path)).or_insert_with(|| address.trim().to_owned());
    }
    Ok(by_path)
}

#[cfg(test)]
mod tests {
    use super::{Addresses, PatternFields};

    #[test]
    fn reads_lists_of_generators() {
        let check = |text: &str| {
            let found = Addresses::parse_list(text).unwrap();
            assert_eq!(found["posts/a.md"], "/a/", "{text}");
        };
        check(
            "\u{1b}[95mRunning Hugo\u{1b}[0m\npath,slug,title,permalink\nposts/a.md,,\"A, \"\"b\"\"\",/a/\n",
        );
        check("[{\"url\":\"/a/\",\"inputPath\":\"./posts/a.md\"},{\"url\":false}]");
        check("posts/a.md\t/a/\n\n./b.md\t/b/\n");
        assert_eq!(Addresses::parse_list("a b\n").unwrap_err().0, 1);
        assert_eq!(Addresses::parse_list("[1,\n").unwrap_err().0, 2);
        assert!(Addresses::parse_list("path,title\na.md,A\n").is_err());
    }

    #[test]
    fn patterns_need_the_fields_that_they_name() {
        let pattern = Some("/{year}/{name}/".to_owned());
        let addresses = Addresses { pattern, ..Addresses::default() };
        let fields = |day| PatternFields { path: "posts/a", id: "x", lang: "", section: "", day };
        assert_eq!(addresses.by_pattern(&fields("2021-06-16")).as_deref(), Some("/2021/a/"));
        assert_eq!(addresses.by_pattern(&fields("")), None);
    }

    #[test]
    fn the_base_replaces_that_of_the_site() {
        let base = Some("https://b.example/x/".to_owned());
        let addresses = Addresses { base, ..Addresses::default() };
        let check = |address: &str, expected: &str| {
            assert_eq!(addresses.rebased(address.to_owned(), "https://a.example"), expected);
        };
        check("https://a.example/p/", "https://b.example/x/p/");
        check("/p/", "https://b.example/x/p/");
        check("https://other.example/p/", "https://other.example/p/");
    }
}
