//! Template tags as link targets.

use std::borrow::Cow;

/// Prefix of a target that names a file, not an address.
pub(crate) const REF: &str = "ref:";

/// Tags that name another page, in Hugo and in Jekyll.
const PAGE_TAGS: [&str; 4] = ["ref", "relref", "link", "post_url"];

/// Replaces the template tags that are link targets by [`REF`] and the file they name.
///
/// A tag is a link target if no white space is before it, as after `](`, `href="` and `{{ site.url }}`, or if it
/// follows `]:`. Linear in the length of the text.
pub(crate) fn with_targets(markdown: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut kept = 0;
    let mut at = 0;
    while let Some(step) = markdown[at..].find('{') {
        at += step;
        let before = &markdown[..at];
        let touches = before.ends_with(|c: char| !c.is_whitespace())
            || before.trim_end_matches(' ').ends_with("]:");
        match tag(&markdown[at..]).filter(|_| touches) {
            Some((target, length)) => {
                out.push_str(&markdown[kept..at]);
                out.push_str(&target);
                at += length;
                kept = at;
            }
            None => at += 1,
        }
    }
    if kept == 0 {
        return Cow::Borrowed(markdown);
    }
    out.push_str(&markdown[kept..]);
    Cow::Owned(out)
}

/// Returns the target that the tag at the start of `text` names, and the length of the tag.
fn tag(text: &str) -> Option<(String, usize)> {
    let ends = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}"), ("{{", "}}")];
    let (open, close) = ends.into_iter().find(|(open, _)| text.starts_with(open))?;
    // Tags with a target do not contain line breaks.
    let line = text.lines().next().unwrap_or_default();
    let end = line.find(close)?;
    let inside = line.get(open.len()..end)?.trim();
    let length = end + close.len();
    let escaped = |name: &str| name.replace(' ', "%20");
    if open == "{{" {
        // `{{ "/path" | relative_url }}`
        let quote = inside.chars().next().filter(|c| ['"', '\''].contains(c))?;
        let (path, filters) = inside[1..].split_once(quote)?;
        return filters.contains("_url").then(|| (escaped(path), length));
    }
    let (name, rest) = inside.split_once(char::is_whitespace)?;
    let target = rest.trim().trim_start_matches("path=").trim_matches(['"', '\'', '`']);
    let target = target.split(['"', '\'']).next().unwrap_or_default().trim();
    (PAGE_TAGS.contains(&name) && !target.is_empty())
        .then(|| (format!("{REF}{}", escaped(target)), length))
}

#[cfg(test)]
mod tests {
    use super::with_targets;

    #[test]
    fn replaces_tags_that_are_link_targets() {
        let check = |markdown: &str, expected: &str| assert_eq!(with_targets(markdown), expected);
        check("[a]({{< ref \"b.md\" >}} \"t\")", "[a](ref:b.md \"t\")");
        check("[a]({{% relref \"/x/b#c\" %}})", "[a](ref:/x/b#c)");
        check(
            "[a]({{ site.url }}{% post_url 2015-01-02-b %})",
            "[a]({{ site.url }}ref:2015-01-02-b)",
        );
        check("[a]: {% link _posts/b.md %}", "[a]: ref:_posts/b.md");
        check("<a href='{{ \"/b/\" | relative_url }}'>", "<a href='/b/'>");
        check(
            "text {{< ref \"b\" >}} {{< fig src=\"ref\" >}}",
            "text {{< ref \"b\" >}} {{< fig src=\"ref\" >}}",
        );
        check("{{<é {", "{{<é {");
    }
}
