//! What the pages of a site share: the site's name in titles, its description, its furniture.

use foldhash::quality::FixedState;
use hashbrown::{HashMap, HashSet};
use std::hash::BuildHasher;

use super::decode::decode;
use crate::markup::{
    clean::clean_line,
    html::{PageHead, title_text},
};

/// Largest number of pages in a sample.
const MAX_SAMPLE: usize = 400;

/// A value that so many pages of the sample share belongs to the site.
const MIN_SHARED: usize = 3;

/// Share of the titles that have the name of the site at their end, in percent.
const SUFFIX_PERCENT: usize = 20;

/// Share of the pages with the same date above which it is the date of the build, in percent.
const DATE_PERCENT: usize = 50;

/// Share of the pages that have a block of the site's furniture, in percent.
const BLOCK_PERCENT: usize = 20;

/// Share of the pages with `noindex` above which it says nothing about one of them: a preview of a site.
const NO_INDEX_PERCENT: usize = 80;

/// What stands between a title and the name of the site.
const SEPARATORS: [&str; 10] =
    [" | ", " - ", " – ", " — ", " · ", " • ", " :: ", " » ", " / ", " « "];

const HASHER: FixedState = FixedState::with_seed(0x05ee_d0f9_a6e5);

/// What the pages of a site share. Without a sample it is empty and changes nothing.
#[derive(Debug, Default)]
pub(in crate::read) struct SiteFacts {
    /// Endings of titles with their separator: ` | Site name`.
    suffixes: HashSet<String>,
    /// Starts of titles with their separator: `Site name: `.
    prefixes: HashSet<String>,
    /// Values that belong to the site, by kind and hash.
    shared: HashSet<u64>,
    blocks: HashSet<u64>,
    /// Whether `noindex` is the rule.
    no_index_is_normal: bool,
}

/// What one page tells about its site.
#[derive(Debug, Default)]
pub(in crate::read) struct PageSample {
    titles: Vec<String>,
    values: Vec<(Kind, u64)>,
    blocks: Vec<u64>,
    no_index: bool,
}

/// A kind of value that pages may share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Title,
    Description,
    Keywords,
    Image,
    Canonical,
    Date,
}

impl SiteFacts {
    /// Returns which of `n_pages` pages, in the order of their paths, make the sample: all of a small site, else pages
    /// at equal distances.
    pub(in crate::read) fn sample(n_pages: usize) -> impl Iterator<Item = usize> {
        let n_sampled = n_pages.min(MAX_SAMPLE);
        (0..n_sampled).map(move |at| at * n_pages / n_sampled)
    }

    /// Gathers a sample. Counts only, so that the result is the same in any order of the pages.
    pub(in crate::read) fn of(samples: impl IntoIterator<Item = PageSample>) -> Self {
        let mut ends: HashMap<String, usize, FixedState> = HashMap::with_hasher(HASHER);
        let mut starts = ends.clone();
        let mut values: HashMap<(Kind, u64), usize, FixedState> = HashMap::with_hasher(HASHER);
        let mut blocks: HashMap<u64, usize, FixedState> = HashMap::with_hasher(HASHER);
        // Descriptions with the titles of their pages: a page that is not translated stands under each language.
        let mut described: HashSet<(u64, u64), FixedState> = HashSet::with_hasher(HASHER);
        let (mut n_pages, mut n_no_index) = (0, 0);
        for mut sample in samples {
            n_pages += 1;
            n_no_index += usize::from(sample.no_index);
            let (mut own_ends, mut own_starts) = (Vec::new(), Vec::new());
            for title in &sample.titles {
                own_ends.extend(endings(title).map(|at| title[at..].to_owned()));
                own_starts.extend(beginnings(title).map(|at| title[..at].to_owned()));
            }
            for (counts, own) in [(&mut ends, &mut own_ends), (&mut starts, &mut own_starts)] {
                own.sort_unstable();
                own.dedup();
                own.drain(..).for_each(|part| *counts.entry(part).or_default() += 1);
            }
            let title = hash(Kind::Title, sample.titles.first().map_or("", String::as_str));
            sample.values.retain(|&(kind, value)| {
                kind != Kind::Description || described.insert((value, title))
            });
            sample.values.sort_unstable_by_key(|&(_, value)| value);
            sample.values.dedup();
            sample.values.drain(..).for_each(|value| *values.entry(value).or_default() += 1);
            sample.blocks.sort_unstable();
            sample.blocks.dedup();
            sample.blocks.drain(..).for_each(|block| *blocks.entry(block).or_default() += 1);
        }
        let is_common = |n: usize, percent| n >= MIN_SHARED && 100 * n >= percent * n_pages;
        let common = |counts: HashMap<String, usize, FixedState>| {
            let parts = counts.into_iter().filter(|&(_, n)| is_common(n, SUFFIX_PERCENT));
            parts.map(|(part, _)| part).collect()
        };
        let percent = |kind| match kind {
            Kind::Description => 0,
            Kind::Date => DATE_PERCENT,
            Kind::Title | Kind::Keywords | Kind::Image | Kind::Canonical => SUFFIX_PERCENT,
        };
        let shared = values.into_iter().filter(|&((kind, _), n)| is_common(n, percent(kind)));
        let blocks = blocks.into_iter().filter(|&(_, n)| is_common(n, BLOCK_PERCENT));
        Self {
            suffixes: common(ends),
            prefixes: common(starts),
            shared: shared.map(|((_, value), _)| value).collect(),
            blocks: blocks.map(|(block, _)| block).collect(),
            no_index_is_normal: is_common(n_no_index, NO_INDEX_PERCENT),
        }
    }

    /// Returns a title without the name of the site, which `site_name` may give.
    pub(super) fn without_site_name<'a>(&self, title: &'a str, site_name: &str) -> &'a str {
        let mut title = title.trim();
        // The name may have two parts: ` - Blog | Site`. The farthest ending is tried first.
        if let Some(at) = endings(title)
            .find(|&at| self.suffixes.contains(&title[at..]) || is_name(&title[at..], site_name))
        {
            title = title[..at].trim_end();
        }
        let mut starts: Vec<usize> = beginnings(title).collect();
        starts.reverse();
        if let Some(at) = starts
            .into_iter()
            .find(|&at| self.prefixes.contains(&title[..at]) || is_name(&title[..at], site_name))
        {
            title = title[at..].trim_start();
        }
        title
    }

    /// Whether a text is the name of the site alone.
    pub(super) fn is_site_name(&self, text: &str, site_name: &str) -> bool {
        is_name(text, site_name) || self.suffixes.iter().any(|suffix| is_name(suffix, text))
    }

    /// Returns a value unless it belongs to the site.
    pub(super) fn own(&self, kind: Kind, value: String) -> String {
        if self.is_shared(kind, &value) { String::new() } else { value }
    }

    /// Whether so many pages of the sample have the value that it belongs to the site.
    pub(super) fn is_shared(&self, kind: Kind, value: &str) -> bool {
        !self.shared.is_empty() && self.shared.contains(&hash(kind, value))
    }

    /// Whether a line of text is the site's furniture.
    pub(super) fn is_furniture(&self, line: &str) -> bool {
        !self.blocks.is_empty() && self.blocks.contains(&line_hash(line))
    }

    pub(super) fn no_index_is_normal(&self) -> bool {
        self.no_index_is_normal
    }
}

/// Reads what a page tells about its site, in one pass over its tags.
pub(in crate::read) fn sample_page(bytes: &[u8]) -> PageSample {
    let html = decode(bytes);
    let (head, text) = PageHead::read(&html);
    let meta = |names: &[&str]| names.iter().find_map(|name| head.meta(name)).unwrap_or_default();
    let og_title = title_text(meta(&["og:title"]));
    let title = title_text(&head.title);
    let values = [
        (Kind::Title, og_title.clone()),
        (Kind::Title, title.clone()),
        (Kind::Description, clean_line(meta(&["og:description"]).into())),
        (Kind::Description, clean_line(meta(&["description"]).into())),
        (Kind::Keywords, clean_line(meta(&["keywords"]).into())),
        (Kind::Image, clean_line(meta(&["og:image"]).into())),
        (Kind::Canonical, clean_line(head.canonical.as_str().into())),
        (Kind::Date, clean_line(meta(&["article:published_time"]).into())),
    ];
    let values = values.iter().filter(|(_, value)| !value.is_empty());
    let lines = text.split('\n').map(str::trim).filter(|line| !line.is_empty());
    PageSample {
        values: values.map(|(kind, value)| (*kind, hash(*kind, value))).collect(),
        titles: vec![title, og_title],
        blocks: lines.map(line_hash).collect(),
        no_index: head.meta("robots").is_some_and(|robots| robots.contains("noindex")),
    }
}

fn hash(kind: Kind, value: &str) -> u64 {
    HASHER.hash_one((kind, value))
}

fn line_hash(line: &str) -> u64 {
    HASHER.hash_one(line)
}

/// Returns the offsets of the separators in a title, from the first on.
fn endings(title: &str) -> impl Iterator<Item = usize> {
    let mut found: Vec<usize> =
        SEPARATORS.iter().flat_map(|mark| title.match_indices(mark).map(|(at, _)| at)).collect();
    found.sort_unstable();
    found.dedup();
    // A title of only the site's name stays.
    found.into_iter().filter(|&at| at > 0)
}

/// Returns the offsets behind the separators in a title, also behind a colon.
fn beginnings(title: &str) -> impl Iterator<Item = usize> {
    let marks = SEPARATORS.iter().copied().chain([": "]);
    let mut found: Vec<usize> = marks
        .flat_map(|mark| title.match_indices(mark).map(move |(at, _)| at + mark.len()))
        .collect();
    found.sort_unstable();
    found.dedup();
    let length = title.len();
    found.into_iter().filter(move |&at| at < length)
}

/// Whether a part of a title is the name with its separator.
fn is_name(part: &str, name: &str) -> bool {
    let is_mark = |c: char| c.is_whitespace() || "|-–—·•:»«/".contains(c);
    let name = name.trim();
    !name.is_empty() && part.trim_matches(is_mark).eq_ignore_ascii_case(name)
}

#[cfg(test)]
mod tests {
    use super::{Kind, SiteFacts, sample_page};

    fn page(title: &str, body: &str) -> String {
        format!(
            "<html><head><title>{title}</title><meta name=description content=D></head><body>{body}"
        )
    }

    #[test]
    fn finds_what_pages_share() {
        let titles =
            ["A - b | Blog | Site", "C | Blog | Site", "D | Site", "Site", "Why: E | Site"];
        let pages: Vec<_> = titles
            .iter()
            .enumerate()
            .map(|(at, title)| page(title, &format!("<p>Own {at}</p><p>Subscribe now</p>")))
            .collect();
        let facts = SiteFacts::of(pages.iter().map(|page| sample_page(page.as_bytes())));
        let check = |title: &str, expected: &str| {
            assert_eq!(facts.without_site_name(title, ""), expected, "{title}");
        };
        check("A - b | Site", "A - b");
        check("Site", "Site");
        check("Why: E | Site", "Why: E");
        check("X | Elsewhere", "X | Elsewhere");
        assert_eq!(facts.without_site_name("X | Elsewhere", "elsewhere"), "X");
        assert!(
            facts.is_shared(Kind::Description, "D") && !facts.is_shared(Kind::Description, "E")
        );
        assert!(facts.is_furniture("Subscribe now") && !facts.is_furniture("Own 1"));
    }

    #[test]
    fn one_page_has_no_site() {
        let facts = SiteFacts::of([sample_page(page("A | B", "<p>x").as_bytes())]);
        assert_eq!(facts.without_site_name("A | B", ""), "A | B");
        assert!(!facts.is_furniture("x"));
    }

    #[test]
    fn a_sample_is_spread_over_all_pages() {
        assert_eq!(SiteFacts::sample(3).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(SiteFacts::sample(0).count(), 0);
        let sample: Vec<usize> = SiteFacts::sample(100_000).collect();
        assert_eq!((sample.len(), sample[1], sample[399]), (400, 250, 99_750));
    }
}
