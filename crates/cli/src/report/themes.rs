//! Reports on themes: seeds without articles, changes since the saved themes, drift.

use super::notes::Notes;
use super::wording::quoted;
use alsolike::themes::{NamedReport, ThemeDiff, Themes};
use alsolike_formats::write::themes::{Drift, Format};

/// Reports the seeds and the named themes that match no article.
pub(crate) fn report_named(notes: Notes, report: &NamedReport) {
    for (name, seeds) in &report.unknown_seeds {
        let seeds = quoted(seeds.iter().map(ToString::to_string), usize::MAX);
        notes.warn(&format!(
            "theme `{name}`: these seeds are in too few articles or in none: {seeds}"
        ));
    }
    for name in &report.unmatched {
        notes.warn(&format!("theme `{name}` is left out: no article matches its seeds best"));
    }
}

/// Reports what became of the earlier themes, by their ids and names.
pub(crate) fn report_changes(notes: Notes, earlier: &Themes, themes: &Themes, changes: &ThemeDiff) {
    let start = if changes.warm { "started from the saved ones" } else { "started afresh" };
    notes.note(&format!("themes fitted again, {start}: {} kept", changes.kept.len()));
    for (what, ids, source) in [("new", &changes.new, themes), ("gone", &changes.gone, earlier)] {
        if !ids.is_empty() {
            notes.note(&format!("{what}: {}", described(ids, source)));
        }
    }
    for (theme, parts) in &changes.split {
        let (theme, parts) = (described(&[*theme], earlier), described(parts, themes));
        notes.note(&format!("split: {theme} into {parts}"));
    }
    for (sources, theme) in &changes.merged {
        let (sources, theme) = (described(sources, earlier), described(&[*theme], themes));
        notes.note(&format!("merged: {sources} into {theme}"));
    }
}

/// Lists themes as `3 (Arms control)`.
fn described(ids: &[usize], source: &Themes) -> String {
    let describe = |id: &usize| match source.themes.iter().find(|theme| theme.id == *id) {
        Some(theme) => format!("{id} ({})", theme.label),
        None => id.to_string(),
    };
    ids.iter().map(describe).collect::<Vec<String>>().join(", ")
}

/// Reports what the saved themes have and assigned articles lack.
pub(crate) fn report_missing(notes: Notes, saved: &Themes, format: Format) {
    let all = [
        ("parts", saved.themes.iter().any(|theme| !theme.subthemes.is_empty())),
        ("outliers", !saved.outliers.is_empty()),
        ("ambiguous articles", !saved.ambiguous.is_empty()),
        ("a map", format.has_map()),
    ];
    let missing: Vec<&str> = all.iter().filter(|(_, is)| *is).map(|&(what, _)| what).collect();
    if !missing.is_empty() {
        let missing = missing.join(", ");
        notes.note(&format!(
            "not available for articles assigned to saved themes: {missing} (--refit fits the themes again, with all of these)"
        ));
    }
}

/// Reports how far the assigned articles have moved from the saved themes.
pub(crate) fn report_drift(notes: Notes, drift: Option<Drift>, refit_at: f64) {
    let Some(Drift { value, refit }) = drift else { return };
    let advice = if refit { "fit the themes again with --refit" } else { "the themes still fit" };
    notes.note(&format!("drift {:.2}, limit {refit_at:.2}: {advice}", value.max(0.0)));
}
