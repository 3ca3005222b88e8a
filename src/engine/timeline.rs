//! When the articles of a theme were published.

use std::collections::BTreeMap;

use super::Corpus;
use crate::article::{Date, Month};
use crate::themes::Themes;

/// When the articles of a theme were published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// First and last date, if any article has one.
    pub span: Option<(Date, Date)>,
    /// Number of articles of each month, in UTC, that has any: months ascend.
    pub months: Vec<(Month, usize)>,
    /// Articles without a date, or with one that is in no year of the calendar.
    pub n_undated: usize,
}

/// The timeline of each theme, shape (n_themes,): articles without a theme are left out. O(n_docs · log of
/// the months).
///
/// # Panics
/// When the themes are not those of the archive.
#[must_use]
pub fn timelines(themes: &Themes, corpus: &Corpus) -> Vec<Timeline> {
    let mut timelines = vec![Timeline::default(); themes.themes.len()];
    let mut months = vec![BTreeMap::new(); themes.themes.len()];
    for (entry, membership) in corpus.entries().iter().zip(&themes.memberships) {
        let Some(theme) = membership.map(|membership| membership.theme) else { continue };
        match entry.date.and_then(|date| Some((date, date.month()?))) {
            None => timelines[theme].n_undated += 1,
            Some((date, month)) => {
                let (first, last) = timelines[theme].span.unwrap_or((date, date));
                timelines[theme].span = Some((first.min(date), last.max(date)));
                *months[theme].entry(month).or_insert(0) += 1;
            }
        }
    }
    for (timeline, months) in timelines.iter_mut().zip(months) {
        timeline.months = months.into_iter().collect();
    }
    timelines
}

#[cfg(test)]
mod tests {
    use super::timelines;
    use crate::article::{Article, Date};
    use crate::engine::{Engine, Settings};
    use crate::index::unwatched;

    #[test]
    fn months_are_counted_in_their_order_and_what_has_no_date_is_told() {
        let dates = [
            Date::parse("2021-06-30T23:59:59Z").ok(),
            Date::parse("2020-12-31").ok(),
            Date::parse("2021-06-01").ok(),
            None,
            Some(Date::from_unix_seconds(i64::MAX)),
        ];
        let articles =
            dates.iter().zip(["one", "two", "three", "four", "five"]).map(|(&date, id)| {
                let text = format!("The treaty on arms control, part {id}, was signed in Geneva.");
                Article { id: id.into(), text, date, ..Article::default() }
            });
        // A text without any of the shared words: it has no theme and is in no timeline.
        let other = Article { id: "none".into(), date: dates[1], ..Article::default() };
        let engine = Engine::fit(articles.chain([other]), &Settings::default()).unwrap();
        let graph = engine.topic_graph(&unwatched).unwrap();
        let themes = engine.themes(&graph, &Settings::default().themes).unwrap();
        let found = timelines(&themes, engine.corpus());
        assert_eq!(found.len(), 1, "{themes:?}");
        let (first, last) = found[0].span.unwrap();
        assert_eq!(
            (first.to_string(), last.to_string()),
            ("2020-12-31".into(), "2021-06-30".into())
        );
        let months: Vec<_> =
            found[0].months.iter().map(|(month, n)| (month.to_string(), *n)).collect();
        assert_eq!(months, [("2020-12".to_owned(), 1), ("2021-06".to_owned(), 2)]);
        assert_eq!(found[0].n_undated, 2);
    }
}
