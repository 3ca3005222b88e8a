//! The stem, the day and the format in the name of a file.

use std::path::Path;

use super::SourceFormat;

/// The parts of a file name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FileName {
    /// The name without its extensions.
    pub stem: String,
    /// The format by extension; `.gz` and `.zst` are ignored.
    pub format: Option<SourceFormat>,
    /// The extensions in lower case: `md`, `md.gz` or empty.
    pub extension: String,
}

/// Files of a repository or a site that are not articles, by their stems.
///
/// Names that an article may have are listed in capitals only: `contributing.md` and `changelog.md` are pages of many
/// manuals. `README` is not in the list, because it often is the page of its folder.
const REPOSITORY_FILES: [&str; 17] = [
    "AGENTS",
    "AUTHORS",
    "CHANGELOG",
    "CLAUDE",
    "CODEOWNERS",
    "CODE_OF_CONDUCT",
    "CONTRIBUTING",
    "CONTRIBUTORS",
    "COPYING",
    "GEMINI",
    "LICENCE",
    "LICENSE",
    "MAINTAINERS",
    "NOTICE",
    "PULL_REQUEST_TEMPLATE",
    "SECURITY",
    "SUPPORT",
];

/// Text files of a site or a repository that no reader sees, by their stems in lower case.
const SERVICE_TEXTS: [&str; 9] = [
    "ads",
    "app-ads",
    "cmakelists",
    "humans",
    "llms",
    "llms-full",
    "requirements",
    "robots",
    "security",
];

impl FileName {
    pub(super) fn from_path(path: &Path) -> Self {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let (bare, packing) = match name.rsplit_once('.') {
            Some((bare, packing @ ("gz" | "zst"))) => (bare, Some(packing)),
            _ => (name.as_ref(), None),
        };
        let (stem, extension) = match bare.rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => (stem, extension),
            _ => (bare, ""),
        };
        let extension = match (extension, packing) {
            (extension, None) => extension.to_ascii_lowercase(),
            ("", Some(packing)) => packing.to_owned(),
            (extension, Some(packing)) => format!("{}.{packing}", extension.to_ascii_lowercase()),
        };
        let format = SourceFormat::from_extension(extension.split('.').next().unwrap_or_default());
        Self { stem: stem.to_owned(), format, extension }
    }

    /// Whether the stem is one of [`REPOSITORY_FILES`], possibly with a suffix, as in `LICENSE-MIT`, or `404`.
    pub(super) fn is_repository_file(&self) -> bool {
        let suffix = |name: &&str| self.stem.strip_prefix(*name);
        let mut suffixes = REPOSITORY_FILES.iter().filter_map(suffix);
        let is_text = self.format == Some(SourceFormat::Plain);
        let is_for_robots = is_text && SERVICE_TEXTS.contains(&self.stem.to_lowercase().as_str());
        is_for_robots
            || self.stem == "404"
            || suffixes.any(|suffix| suffix.is_empty() || suffix.starts_with('-'))
    }
}

/// Splits `2021-06-16-hello` into the day and `hello`; `None` for a stem without a day.
pub(super) fn split_leading_day(stem: &str) -> Option<(&str, &str)> {
    let (day, rest) = stem.split_at_checked("YYYY-MM-DD".len())?;
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let mut parts = day.split('-');
    let lengths = parts.by_ref().map(|part| if digits(part) { part.len() } else { 0 });
    (lengths.eq([4, 2, 2])).then_some((day, rest.strip_prefix('-')?))
}

/// Splits the stem of a page into its day, as `2021-06-16`, and the rest. A month or day may have one digit. The day
/// is empty for a stem without one.
pub(super) fn split_day(stem: &str) -> (String, &str) {
    let split = || {
        let mut parts = stem.splitn(4, '-');
        let mut number = |digits: std::ops::RangeInclusive<usize>| {
            let part = parts.next()?;
            let is_number = part.bytes().all(|byte| byte.is_ascii_digit());
            (is_number && digits.contains(&part.len())).then(|| part.parse::<u16>().ok()).flatten()
        };
        let (year, month, day) = (number(4..=4)?, number(1..=2)?, number(1..=2)?);
        let rest = parts.next().filter(|rest| !rest.is_empty())?;
        Some((format!("{year:04}-{month:02}-{day:02}"), rest))
    };
    split().unwrap_or((String::new(), stem))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{FileName, split_leading_day};
    use crate::read::SourceFormat;

    #[test]
    fn splits_a_name_into_stem_format_and_extension() {
        let check = |path: &str, stem: &str, format: Option<SourceFormat>, extension: &str| {
            let found = FileName::from_path(Path::new(path));
            let expected = FileName { stem: stem.into(), format, extension: extension.into() };
            assert_eq!(found, expected, "{path}");
        };
        check("a/b.md", "b", Some(SourceFormat::Markdown), "md");
        check("b.v2.Markdown", "b.v2", Some(SourceFormat::Markdown), "markdown");
        check("x.jsonl.gz", "x", Some(SourceFormat::Jsonl), "jsonl.gz");
        check("x.csv.zst", "x", Some(SourceFormat::Csv), "csv.zst");
        check("x.gz", "x", None, "gz");
        check("README", "README", None, "");
        check(".md", ".md", None, "");
        check("x.tar.gz", "x", None, "tar.gz");
    }

    #[test]
    fn splits_a_leading_day_from_a_stem() {
        assert_eq!(split_leading_day("2021-06-16-hello"), Some(("2021-06-16", "hello")));
        for stem in
            ["2021-06-16", "2021-6-16-hello", "hello-2021-06-16", "20210616--hello", "éééééé"]
        {
            assert_eq!(split_leading_day(stem), None, "{stem}");
        }
    }
}
