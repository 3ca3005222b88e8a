//! The rows as a table for people.

use std::collections::BTreeMap;

use textwrap::core::display_width;

use super::row::InspectedRow;

/// Widths of the columns.
const TITLE_WIDTH: usize = 44;
const ADDRESS_WIDTH: usize = 60;

/// Number of other rows that are shown for each state.
const MAX_OTHERS: usize = 10;

pub(super) fn table(rows: &[InspectedRow]) -> String {
    let (published, others): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.is_published());
    let mut text = String::new();
    if !published.is_empty() {
        text += &line(["date", "lang", "words", "title", "address, else path"]);
        for row in &published {
            let or_dash = |field: &Option<String>| field.clone().unwrap_or_else(|| "–".to_owned());
            let (date, lang, words) =
                (or_dash(&row.date), or_dash(&row.lang), row.words.to_string());
            let title = or_dash(&row.title);
            let address = row.url.as_ref().unwrap_or(&row.path);
            text += &line([&date, &lang, &words, &title, address]);
        }
    }
    let mut by_state: BTreeMap<&str, Vec<&InspectedRow>> = BTreeMap::new();
    for row in others {
        let state = row.state.split(':').next().unwrap_or_default();
        by_state.entry(state).or_default().push(row);
    }
    for (state, rows) in by_state {
        text += &format!("\n{} ({})\n", state, rows.len());
        for row in rows.iter().take(MAX_OTHERS) {
            let place = row.line.map_or(row.path.clone(), |line| format!("{}:{line}", row.path));
            let detail = row.state.split_once(": ").map_or("", |(_, detail)| detail);
            let dash = if detail.is_empty() { "" } else { " – " };
            text += &format!("  {place}{dash}{detail}\n");
        }
        if rows.len() > MAX_OTHERS {
            text += &format!(
                "  and {} more (--format csv or json names all)\n",
                rows.len() - MAX_OTHERS
            );
        }
    }
    text
}

fn line([date, lang, words, title, address]: [&str; 5]) -> String {
    let title = padded(&shortened(title, TITLE_WIDTH), TITLE_WIDTH);
    let address = shortened(address, ADDRESS_WIDTH);
    format!("{date:<10}  {lang:<7}  {words:>6}  {title}  {address}").trim_end().to_owned() + "\n"
}

/// Cuts a text to a number of columns. Control characters become spaces.
fn shortened(text: &str, width: usize) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if display_width(&text) <= width {
        return text;
    }
    let mut short = String::new();
    for letter in text.chars() {
        if display_width(&short) + display_width(letter.encode_utf8(&mut [0; 4])) >= width {
            break;
        }
        short.push(letter);
    }
    short + "…"
}

fn padded(text: &str, width: usize) -> String {
    let n_missing = width.saturating_sub(display_width(text));
    format!("{text}{}", " ".repeat(n_missing))
}
