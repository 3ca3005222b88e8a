//! Publication dates of the articles of each theme.

use std::collections::BTreeMap;

use super::Corpus;
use crate::article::{Date, Month};
use crate::themes::{Membership, Themes};

/// Publication dates of the articles of a theme or a subtheme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// First and last date; `None` when no article has a date.
    pub span: Option<(Date, Date)>,
    /// Number of articles in each month, in UTC, ascending; months without articles are left out.
    pub months: Vec<(Month, usize)>,
    /// Number of articles without a date or with a date outside the calendar.
    pub n_undated: usize,
}

/// Returns the timeline of each theme, shape (n_themes,). Articles without a theme are left out.
///
/// # Panics
/// When the themes belong to another archive.
///
/// # Performance
/// O(n_docs · log months).
#[must_use]
pub fn timelines(themes: &Themes, corpus: &Corpus) -> Vec<Timeline> {
    group_timelines(themes, corpus, themes.themes.len(), |membership| Some(membership.theme))
}

/// Returns the timeline of each subtheme of each theme, shape (n_themes, n_subthemes of the theme).
///
/// # Panics
/// When the themes belong to another archive.
///
/// # Performance
/// As [`timelines`].
#[must_use]
pub fn part_timelines(themes: &Themes, corpus: &Corpus) -> Vec<Vec<Timeline>> {
    let n_parts = || themes.themes.iter().map(|theme| theme.subthemes.len());
    let first = |theme: usize| n_parts().take(theme).sum::<usize>();
    let firsts: Vec<usize> = (0..themes.themes.len()).map(first).collect();
    let group = |membership: &Membership| Some(firsts[membership.theme] + membership.subtheme?);
    let mut all = group_timelines(themes, corpus, n_parts().sum(), group).into_iter();
    n_parts().map(|n| all.by_ref().take(n).collect()).collect()
}

/// Returns `n` timelines. `group` returns the index of the timeline of an article, or `None` to leave it out.
fn group_timelines(
    themes: &Themes,
    corpus: &Corpus,
    n: usize,
    group: impl Fn(&Membership) -> Option<usize>,
) -> Vec<Timeline> {
    assert_eq!(themes.memberships.len(), corpus.n_docs(), "themes belong to another archive");
    let mut timelines = vec![Timeline::default(); n];
    let mut months = vec![BTreeMap::new(); n];
    for (article, membership) in corpus.articles().iter().zip(&themes.memberships) {
        let Some(theme) = membership.as_ref().and_then(&group) else { continue };
        match article.date.and_then(|date| Some((date, date.month()?))) {
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
    use super::{Timeline, part_timelines, timelines};
    use crate::article::{Article, Date};
    use crate::engine::{Engine, Settings};
    use crate::index::Progress;
    use crate::themes::{Subtheme, Theme};

    #[test]
    fn counts_articles_by_month_and_without_a_date() {
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
        // This text shares no word with the others, so it has no theme and is in no timeline.
        let other = Article { id: "none".into(), date: dates[1], ..Article::default() };
        let engine = Engine::fit(articles.chain([other]), &Settings::default()).unwrap();
        let graph = engine.neighbor_graph(Progress::none()).unwrap();
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
        // With every article in one subtheme, the subtheme has the dates of the theme.
        let mut themes = themes;
        let Theme { label, keywords, size, cohesion, representatives, .. } =
            themes.themes[0].clone();
        themes.themes[0].subthemes =
            vec![Subtheme { label, keywords, size, cohesion, representatives }];
        assert_eq!(part_timelines(&themes, engine.corpus()), [[Timeline::default()]]);
        for membership in themes.memberships.iter_mut().flatten() {
            membership.subtheme = Some(0);
        }
        assert_eq!(part_timelines(&themes, engine.corpus()), [found]);
    }
}
