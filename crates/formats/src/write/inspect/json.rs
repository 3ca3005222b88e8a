//! The rows as a JSON array, one object a line.

use super::row::InspectedRow;

pub(super) fn array(rows: &[InspectedRow]) -> String {
    let object = |row| serde_json::to_string(row).expect("texts and numbers are JSON");
    let objects: Vec<String> = rows.iter().map(object).collect();
    format!("[{}]\n", objects.join(",\n"))
}
