//! Parts of HTML pages that load nothing from the network.

use std::borrow::Cow;

/// Escapes a text for the body or a quoted attribute of an HTML page.
#[must_use]
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

/// Returns the [`address`] of a link, escaped.
pub(super) fn link(url: Option<&str>) -> Option<Cow<'_, str>> {
    address(url).map(escape)
}

/// Returns an address that is safe in a link: a web address or a path. `None` for other schemes, so that no archive
/// can put a script into a link.
pub(super) fn address(url: Option<&str>) -> Option<&str> {
    let url = url?.trim();
    let scheme = url.split_once(':').map(|(scheme, _)| scheme);
    let is_web = match scheme {
        Some(scheme) if scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)) => {
            scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
        }
        _ => true,
    };
    (is_web && !url.is_empty() && !url.contains(char::is_control)).then_some(url)
}

/// Returns a title as HTML, with a link if there is a safe address.
pub(super) fn linked(title: &str, url: Option<&str>) -> String {
    match link(url) {
        Some(url) => format!("<a href=\"{url}\">{}</a>", escape(title)),
        None => escape(title).into_owned(),
    }
}

/// Returns the start of a page, up to its content.
pub(super) fn head(title: &str) -> String {
    head_with_style(title, "")
}

/// Returns the start of a page with additional style rules.
pub(super) fn head_with_style(title: &str, css: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>\n{STYLE}{css}</style>\n</head>\n<body>\n<main>\n",
        escape(title)
    )
}

/// The end of a page, after its content.
pub(super) const FOOT: &str = "</main>\n</body>\n</html>\n";

const STYLE: &str = "\
:root { color-scheme: light dark; --line: #8884; --dim: #667; }
@media (prefers-color-scheme: dark) { :root { --dim: #99a; } }
body { margin: 0; font: 1.05rem/1.5 Georgia, 'Times New Roman', serif; }
main { max-width: 44rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 2rem; }
article { border-top: 1px solid var(--line); padding: 1.5rem 0; }
h2 { font-size: 1.35rem; line-height: 1.25; margin: 0 0 .25rem; }
h3 { font: 700 .8rem/1.5 system-ui, sans-serif; letter-spacing: .06em; text-transform: uppercase; margin: 1.25rem 0 .5rem; }
.teaser, .meta { color: var(--dim); margin: .15rem 0 0; }
.meta { font: .85rem/1.5 system-ui, sans-serif; }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .9rem; }
@media (min-width: 38rem) { .also-like ul { grid-template-columns: 1fr 1fr; gap: 1.1rem 1.75rem; } }
li .title { font-weight: 700; }
a { color: inherit; text-decoration-color: var(--dim); text-underline-offset: .15em; }
a:focus-visible { outline: 2px solid; outline-offset: 2px; }
";

#[cfg(test)]
mod tests {
    use super::{escape, link};

    #[test]
    fn escapes_markup_in_titles() {
        assert_eq!(
            escape("<b>\"A\" & 'B'</b>"),
            "&lt;b&gt;&quot;A&quot; &amp; &#39;B&#39;&lt;/b&gt;"
        );
        assert_eq!(escape("plain"), "plain");
    }

    #[test]
    fn links_only_web_addresses_and_paths() {
        let check = |url: &str, expected: Option<&str>| {
            assert_eq!(link(Some(url)).as_deref(), expected, "{url}")
        };
        check("https://example.org/?a=1&b=2", Some("https://example.org/?a=1&amp;b=2"));
        check("/2021/06/a:b.html", Some("/2021/06/a:b.html"));
        check("javascript:alert(1)", None);
        check(" JavaScript:alert(1)", None);
        check("data:text/html,x", None);
        check("java\nscript:alert(1)", None);
        check("", None);
    }
}
