//! What the path of a page says.

use super::{PageRecord, Verdict};

impl PageRecord {
    /// Adds what the path of the file below the folder of the site says: the verdict for pages of lists, copies and
    /// missing pages, and section, day and title where the page lacks them.
    pub(in crate::read) fn place(&mut self, path: &str) {
        let address = address(path);
        let parts: Vec<&str> = address.split('/').filter(|part| !part.is_empty()).collect();
        let file = path.rsplit('/').next().unwrap_or_default();
        let lang = self.lang.to_lowercase().replace('_', "-");
        let is_lang = |part: &str| {
            let lang_of = |lang: &str| lang.split('-').next().map(str::to_owned);
            let part = part.replace('_', "-");
            part == lang || part.len() <= 5 && lang_of(&part) == lang_of(&lang)
        };
        // Behind the folder of a language.
        let own = match parts.split_first() {
            Some((first, rest)) if is_lang(first) => rest,
            _ => &parts,
        };
        let is_home = own.is_empty() && file.to_lowercase().starts_with("index.");
        let by_path = verdict(&parts, file).or(is_home.then_some(Verdict::Listing));
        if let Some(verdict) = by_path {
            // Pages that say of themselves what they are keep their verdict.
            if matches!(self.verdict, Verdict::Article | Verdict::Short | Verdict::Listing) {
                self.verdict = verdict;
            }
        } else if self.verdict == Verdict::Article && is_elsewhere(&self.url, &address) {
            self.verdict = Verdict::Copy;
        }
        if self.section.is_empty() && own.len() > 1 && !is_number(own[0]) {
            self.section = own[0].to_owned();
        }
        if self.date.is_empty() {
            self.date = day(&parts).unwrap_or_default();
        }
        if self.title.is_empty() {
            self.title = parts.last().map(|part| part.replace(['-', '_'], " ")).unwrap_or_default();
        }
    }
}

/// Returns the address of a file without `index.html`, without the extension and in lower case.
fn address(path: &str) -> String {
    let path = path.replace('\\', "/").to_lowercase();
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path =
        [".html", ".htm", ".xhtml"].iter().find_map(|end| path.strip_suffix(end)).unwrap_or(path);
    let path = path
        .strip_suffix("index")
        .filter(|rest| rest.is_empty() || rest.ends_with('/'))
        .unwrap_or(path);
    path.trim_matches('/').to_owned()
}

fn verdict(parts: &[&str], file: &str) -> Option<Verdict> {
    let last = parts.last().copied().unwrap_or_default();
    let before = parts.len().checked_sub(2).map(|at| parts[at]).unwrap_or_default();
    if matches!(last, "404" | "not-found" | "not_found") {
        return Some(Verdict::NotFound);
    }
    // Medium's export.
    if file.starts_with("draft_") {
        return Some(Verdict::Draft);
    }
    let is_page_number =
        is_number(last) && matches!(before, "page" | "pages" | "p" | "seite" | "pagina");
    let page_number =
        ["page", "page-"].iter().any(|mark| last.strip_prefix(mark).is_some_and(is_number));
    if is_page_number || page_number {
        return Some(Verdict::Pagination);
    }
    if last == "amp" || last.ends_with(".amp") || parts.first() == Some(&"amp") {
        return Some(Verdict::Amp);
    }
    if last == "print"
        || last.ends_with(".print")
        || last == "_print"
        || parts.first() == Some(&"print")
    {
        return Some(Verdict::Print);
    }
    let lists =
        ["tags", "tag", "categories", "category", "archives", "authors", "author", "taxonomy"];
    let is_list = parts.len() <= 3 && parts.iter().rev().take(2).any(|part| lists.contains(part));
    let is_known = matches!(
        last,
        "search" | "genindex" | "py-modindex" | "sitemap" | "searchresults" | "offline"
    );
    (is_list || is_known).then_some(Verdict::Listing)
}

fn is_number(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a canonical address is that of another page: neither path ends with the other one.
fn is_elsewhere(url: &str, own: &str) -> bool {
    if url.is_empty() {
        return false;
    }
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None if url.starts_with('/') => url,
        None => return false,
    };
    let other = address(&percent_decoded(path));
    let own = percent_decoded(own);
    let ends_with = |long: &str, short: &str| {
        long.strip_suffix(short)
            .is_some_and(|rest| rest.is_empty() || short.is_empty() || rest.ends_with('/'))
    };
    // The folder may lie above or below the root of the site. The home page ends every path.
    !ends_with(&other, &own) && (other.is_empty() || !ends_with(&own, &other))
}

fn percent_decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&byte, below)) = rest.split_first() {
        let code =
            below.get(..2).filter(|_| byte == b'%').and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(decoded) => {
                bytes.push(decoded);
                rest = &below[2..];
            }
            None => {
                bytes.push(byte);
                rest = below;
            }
        }
    }
    String::from_utf8_lossy(&bytes).to_lowercase()
}

/// Returns the day in `/2021/06/16/`, `/2021/06/` (its first day), or `2021-06-16-name`.
fn day(parts: &[&str]) -> Option<String> {
    let is_year =
        |part: &str| part.len() == 4 && is_number(part) && ("1980".."2100").contains(&part);
    let number = |part: Option<&&str>, most: u32| {
        part.filter(|part| part.len() <= 2 && is_number(part))
            .and_then(|part| part.parse::<u32>().ok())
            .filter(|number| (1..=most).contains(number))
    };
    for (at, part) in parts.iter().enumerate() {
        if is_year(part)
            && let Some(month) = number(parts.get(at + 1), 12)
        {
            let day = number(parts.get(at + 2), 31).unwrap_or(1);
            return Some(format!("{part}-{month:02}-{day:02}"));
        }
        let mut numbers = part.splitn(4, ['-', '_']);
        if numbers.next().is_some_and(is_year) {
            let year = &part[..4];
            let (month, day) =
                (number(numbers.next().as_ref(), 12), number(numbers.next().as_ref(), 31));
            if let (Some(month), Some(day)) = (month, day) {
                return Some(format!("{year}-{month:02}-{day:02}"));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{PageRecord, Verdict};

    fn placed(path: &str, url: &str) -> PageRecord {
        let mut record = PageRecord { url: url.to_owned(), ..PageRecord::default() };
        record.place(path);
        record
    }

    #[test]
    fn recognizes_pages_of_lists_and_copies() {
        let check = |path: &str, url: &str, expected| {
            assert_eq!(placed(path, url).verdict, expected, "{path} {url}");
        };
        check("404.html", "", Verdict::NotFound);
        check("blog/page/2/index.html", "", Verdict::Pagination);
        check("page2/index.html", "", Verdict::Pagination);
        check("news/a/amp/index.html", "", Verdict::Amp);
        check("tags/bread/index.html", "", Verdict::Listing);
        check("posts/draft_A-title-1.html", "", Verdict::Draft);
        check("blog/a/index.html", "https://x.y/blog/a/", Verdict::Article);
        check("blog/a.html", "https://x.y/site/blog/A", Verdict::Article);
        check("public/blog/a/index.html", "https://x.y/blog/a/", Verdict::Article);
        check("blog/%C3%A9.html", "https://x.y/blog/é", Verdict::Article);
        check("index.html", "https://x.y/", Verdict::Listing);
        check("blog/b/index.html", "https://x.y/blog/a/", Verdict::Copy);
        check("blog/b/index.html", "https://x.y/", Verdict::Copy);
        check("blog/ba/index.html", "https://x.y/a", Verdict::Copy);
    }

    #[test]
    fn reads_section_day_and_title() {
        let check = |path: &str, expected: [&str; 3]| {
            let found = placed(path, "");
            assert_eq!([found.section.as_str(), &found.date, &found.title], expected, "{path}");
        };
        check("news/2021/06/16/a-title/index.html", ["news", "2021-06-16", "a title"]);
        check("2021/6/a_title.html", ["", "2021-06-01", "a title"]);
        check("blog/2021-06-16-a.html", ["blog", "2021-06-16", "2021 06 16 a"]);
        check("a/2999/13/b.html", ["a", "", "b"]);
        let mut found = PageRecord { lang: "pt-BR".into(), ..PageRecord::default() };
        found.place("pt-br/news/a.html");
        assert_eq!((found.section.as_str(), found.verdict), ("news", Verdict::Article));
        found.place("pt/index.html");
        assert_eq!(found.verdict, Verdict::Listing);
    }

    proptest! {
        #[test]
        fn no_path_panics(path in "\\PC{0,40}", marks in "[/%.0-9a-cé_-]{0,40}") {
            placed(&path, &marks);
            placed(&marks, &path);
        }
    }
}
