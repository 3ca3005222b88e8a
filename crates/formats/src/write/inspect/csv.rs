//! The rows as CSV.

use super::row::InspectedRow;

const HEADER: &str = "id,path,line,url,title,date,lang,section,tags,words,state\n";

pub(super) fn table(rows: &[InspectedRow]) -> String {
    let mut table = HEADER.to_owned();
    for row in rows {
        let text = |field: &Option<String>| quoted(field.as_deref().unwrap_or_default());
        let line = row.line.map_or(String::new(), |line| line.to_string());
        let fields = [
            text(&row.id),
            quoted(&row.path),
            line,
            text(&row.url),
            text(&row.title),
            text(&row.date),
            text(&row.lang),
            text(&row.section),
            quoted(&row.tags.join("|")),
            row.words.to_string(),
            quoted(&row.state),
        ];
        table += &(fields.join(",") + "\n");
    }
    table
}

/// Puts a field that needs it into quotes. A field that a spreadsheet would take for a formula gets a `'` in front.
fn quoted(field: &str) -> String {
    let is_formula = field.starts_with(['=', '+', '@', '\t'])
        || field.starts_with('-')
            && field.len() > 1
            && !field[1..].starts_with(|c: char| c.is_ascii_digit());
    let field = if is_formula { format!("'{field}") } else { field.to_owned() };
    match field.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", field.replace('"', "\"\"")),
        false => field,
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn quotes_separators_and_disarms_formulas() {
        let check = |field: &str, expected: &str| assert_eq!(quoted(field), expected);
        check("a b", "a b");
        check("a, \"b\"", "\"a, \"\"b\"\"\"");
        check("=1+1", "'=1+1");
        check("-5", "-5");
        check("-x", "'-x");
    }
}
