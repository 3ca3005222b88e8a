//! One row an item, for spreadsheets and databases.

use super::page::{Links, Page};

/// The columns.
const HEADER: &str =
    "source,target,rank,score,reason,because,source_url,target_url,source_title,target_title\n";

/// Returns the table in the form of RFC 4180, with `\n` at line ends. `because` is `term:share|term:share`.
pub(super) fn file(pages: &[Page<'_>], links: &Links) -> String {
    let mut table = HEADER.to_owned();
    for page in pages {
        for (at, item) in page.items.iter().enumerate() {
            let because: Vec<String> = item
                .because
                .iter()
                .map(|(term, share)| format!("{}:{share:.2}", term.replace(['|', ':'], " ")))
                .collect();
            let url = |article| links.of(article).unwrap_or_default();
            let fields = [
                page.article.id.as_str(),
                item.article.id.as_str(),
                &(at + 1).to_string(),
                &format!("{:.4}", item.score),
                item.reason,
                &because.join("|"),
                &url(page.article),
                &url(item.article),
                &page.article.title,
                &item.article.title,
            ]
            .map(field);
            table += &fields.join(",");
            table.push('\n');
        }
    }
    table
}

/// Quotes a field that needs it. A text that a spreadsheet would run as a formula gets a `'`.
fn field(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '@', '\t', '\r'])
        || text.starts_with('-') && text.parse::<f64>().is_err();
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    match text.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn fields_are_quoted_where_needed() {
        let check = |text: &str, expected: &str| assert_eq!(field(text), expected);
        check("a b", "a b");
        check("a, \"b\"", "\"a, \"\"b\"\"\"");
        check("=HYPERLINK(1)", "'=HYPERLINK(1)");
        check("-0.5", "-0.5");
        check("- a", "'- a");
    }
}
