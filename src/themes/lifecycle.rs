//! The life of themes: made again on an archive that has changed, they keep their ids and names.

use ndarray::Axis;

use super::{
    NThemes, Naming, ThemeError, ThemeParams, Themes,
    centroids::{self, Clustering},
    fit::Input,
    prepare::Points,
    words::Wording,
};
use crate::{index::Neighbours, sparse::SparseRows};

/// How much modularity the old partition, carried on, may lose against a fresh one. Fresh ones of the same
/// archive differ by as much from seed to seed.
const TOLERANCE: f64 = 0.01;

/// Iterations over all points from the old partition at most.
const ITERATIONS: usize = 100;

/// Least share of a theme's articles that makes another theme a part of it.
const PART: f64 = 0.25;

/// From this share of its articles on, a theme has gone into another.
const MOST: f64 = 0.5;

/// What became of themes when they were made again. Themes are named by their ids, ascending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThemeDiff {
    /// Whether the new themes start from the old ones; else they were made afresh, because that is better by
    /// more than .01 of modularity or another number was asked for.
    pub warm: bool,
    /// Themes that go on.
    pub kept: Vec<usize>,
    /// Themes that were not there before.
    pub new: Vec<usize>,
    /// Themes that are no more; their ids are never used again.
    pub gone: Vec<usize>,
    /// Themes whose articles are now in several: each of those has a quarter of them or more.
    pub split: Vec<(usize, Vec<usize>)>,
    /// Several themes, most of whose articles are now in one.
    pub merged: Vec<(Vec<usize>, usize)>,
}

impl ThemeParams {
    /// Makes themes again, starting from earlier ones.
    ///
    /// Takes what [`ThemeParams::fit`] takes, the earlier themes, and `before`, shape (n_docs,): the position
    /// among the earlier themes of each article that had one. The means of those articles in the new space
    /// are where k-means starts. A fresh fit is made beside it; it is taken when its modularity is greater by
    /// more than .01, or another number of themes is asked for. Either way ids and names go on as
    /// [`Themes::match_ids`] says. Cost and memory as [`ThemeParams::fit`]; the same bits on any number
    /// of threads.
    ///
    /// # Errors
    /// As [`ThemeParams::fit`], and [`ThemeError::Articles`] when `before` is of other articles.
    pub fn refit(
        &self,
        topic_rows: &SparseRows,
        graph: &Neighbours,
        wording: Wording<'_>,
        earlier: &Themes,
        before: &[Option<usize>],
    ) -> Result<(Themes, ThemeDiff), ThemeError> {
        let input = Input { topic_rows, graph, wording };
        self.check()?;
        input.check()?;
        check_before(topic_rows.n_docs(), before)?;
        let docs = input.docs_with_words();
        let n_clusters = self.n_clusters(topic_rows, &docs)?;
        let (mut themes, warm) = if docs.is_empty() {
            (Themes::none(topic_rows.n_docs()), false)
        } else {
            let ready = self.prepare(&input, docs)?;
            let fresh = self.cluster(&ready.points, &ready.graph, n_clusters)?;
            let labels: Vec<Option<usize>> =
                ready.docs.iter().map(|doc| before[doc.index()]).collect();
            let carried_on = carry_on(&ready.points, &labels).map(|clustering| {
                let modularity = ready.graph.modularity(&clustering.labels);
                (clustering, modularity)
            });
            let as_asked = |n: usize| match self.n_themes {
                NThemes::Auto => true,
                NThemes::Exactly(asked) => n == asked,
            };
            let carried_on = carried_on.filter(|(clustering, modularity)| {
                as_asked(clustering.centres.nrows()) && *modularity >= fresh.1 - TOLERANCE
            });
            let warm = carried_on.is_some();
            let (clustering, modularity) = carried_on.unwrap_or(fresh);
            (self.finish(&input, ready, clustering, modularity)?.0, warm)
        };
        let changes = themes.match_ids(earlier, before)?;
        Ok((themes, ThemeDiff { warm, ..changes }))
    }
}

impl Themes {
    /// Gives these themes the ids of the earlier ones that they continue, with the names that were given, and
    /// new ids to the others.
    ///
    /// `before`, shape (n_docs,), has the position among the earlier themes of each article that had one. A
    /// theme continues an earlier one when, of the articles that had a theme and have one, more than half of
    /// those in either are in both. That holds for one pair at most, so there is nothing to choose. A name
    /// that these themes were given stays, and no other theme gets it. O(n_docs + n_themes · earlier themes).
    ///
    /// # Errors
    /// [`ThemeError::Articles`] when `before` is of other articles.
    pub fn match_ids(
        &mut self,
        earlier: &Self,
        before: &[Option<usize>],
    ) -> Result<ThemeDiff, ThemeError> {
        check_before(self.memberships.len(), before)?;
        let (n_old, n_new) = (earlier.themes.len(), self.themes.len());
        let mut shared = vec![vec![0usize; n_new]; n_old];
        for (old, membership) in before.iter().zip(&self.memberships) {
            if let (Some(old), Some(now)) = (old.filter(|&old| old < n_old), membership) {
                shared[old][now.theme] += 1;
            }
        }
        let of_old: Vec<usize> = shared.iter().map(|line| line.iter().sum()).collect();
        let of_new: Vec<usize> =
            (0..n_new).map(|new| shared.iter().map(|line| line[new]).sum()).collect();
        let given = self.themes.iter().filter(|theme| theme.naming == Naming::Given);
        let given: Vec<String> = given.map(|theme| theme.label.clone()).collect();
        let mut next_id = earlier.next_id;
        let mut changes = ThemeDiff::default();
        for (new, theme) in self.themes.iter_mut().enumerate() {
            let goes_on = |&old: &usize| {
                let both = shared[old][new];
                2 * both > of_old[old] + of_new[new] - both
            };
            if let Some(old) = (0..n_old).find(goes_on) {
                let old = &earlier.themes[old];
                theme.id = old.id;
                changes.kept.push(old.id);
                let goes_on = old.naming == Naming::Given && theme.naming != Naming::Given;
                if goes_on && !given.contains(&old.label) {
                    theme.label.clone_from(&old.label);
                    theme.parent.clone_from(&old.parent);
                    theme.naming = Naming::Given;
                }
            } else {
                theme.id = next_id;
                changes.new.push(next_id);
                next_id += 1;
            }
        }
        self.next_id = next_id;
        let id_of = |new: usize| self.themes[new].id;
        for (old, theme) in earlier.themes.iter().enumerate() {
            if !changes.kept.contains(&theme.id) {
                changes.gone.push(theme.id);
            }
            let is_part = |&new: &usize| {
                shared[old][new] > 0 && shared[old][new] as f64 >= PART * of_old[old] as f64
            };
            let mut parts: Vec<usize> = (0..n_new).filter(is_part).map(id_of).collect();
            parts.sort_unstable();
            if parts.len() > 1 {
                changes.split.push((theme.id, parts));
            }
        }
        for (new, theme) in self.themes.iter().enumerate() {
            let went_in = |&old: &usize| shared[old][new] as f64 > MOST * of_old[old] as f64;
            let mut from: Vec<usize> =
                (0..n_old).filter(went_in).map(|old| earlier.themes[old].id).collect();
            from.sort_unstable();
            if from.len() > 1 {
                changes.merged.push((from, theme.id));
            }
        }
        changes.kept.sort_unstable();
        changes.gone.sort_unstable();
        changes.split.sort_unstable();
        changes.merged.sort_unstable();
        Ok(changes)
    }
}

fn check_before(expected: usize, before: &[Option<usize>]) -> Result<(), ThemeError> {
    let found = before.len();
    if found != expected {
        return Err(ThemeError::Articles { what: "the list of earlier themes", expected, found });
    }
    Ok(())
}

/// k-means from the means of old clusters; `None` when no point had one.
fn carry_on(points: &Points, labels: &[Option<usize>]) -> Option<Clustering> {
    let mut used: Vec<usize> = labels.iter().flatten().copied().collect();
    used.sort_unstable();
    used.dedup();
    let rows: Vec<usize> = (0..labels.len()).filter(|&point| labels[point].is_some()).collect();
    let number = |label: usize| used.partition_point(|&other| other < label) as u32;
    let numbered: Vec<u32> = labels.iter().flatten().map(|&label| number(label)).collect();
    let means = centroids::centres_of(&points.select(Axis(0), &rows), &numbered, used.len());
    (!used.is_empty()).then(|| centroids::refine(points, means, ITERATIONS))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::{ThemeDiff, Themes};
    use crate::themes::{Membership, Naming, Theme};

    /// Themes with the articles of each position.
    fn themes(labels: &[usize]) -> Themes {
        let n = labels.iter().max().map_or(0, |&most| most + 1);
        let theme = |id| Theme {
            id,
            label: format!("theme {id}"),
            naming: Naming::Words,
            parent: None,
            keywords: Vec::new(),
            size: labels.iter().filter(|&&label| label == id).count(),
            cohesion: 1.0,
            representatives: Vec::new(),
            subthemes: Vec::new(),
        };
        let memberships =
            labels.iter().map(|&label| Some(Membership::new(label, 1.0, None))).collect();
        let mut themes = Themes::none(labels.len());
        (themes.themes, themes.memberships, themes.next_id) =
            ((0..n).map(theme).collect(), memberships, n);
        themes
    }

    fn positions(themes: &Themes) -> Vec<Option<usize>> {
        themes.memberships.iter().map(|membership| membership.map(|m| m.theme)).collect()
    }

    fn ids(themes: &Themes) -> BTreeSet<usize> {
        themes.themes.iter().map(|theme| theme.id).collect()
    }

    #[test]
    fn what_splits_and_merges_is_told() {
        let mut old = themes(&[0, 0, 0, 0, 0, 1, 1, 2, 2]);
        (old.themes[0].label, old.themes[0].naming) = ("Sport".to_owned(), Naming::Given);
        let mut now = themes(&[0, 0, 0, 1, 1, 2, 2, 2, 2]);
        let changes = now.match_ids(&old, &positions(&old)).unwrap();
        let expected = ThemeDiff {
            warm: false,
            kept: vec![0],
            new: vec![3, 4],
            gone: vec![1, 2],
            split: vec![(0, vec![0, 3])],
            merged: vec![(vec![1, 2], 4)],
        };
        assert_eq!(changes, expected);
        assert_eq!((now.themes[0].label.as_str(), now.themes[0].naming), ("Sport", Naming::Given));
        assert_eq!(now.next_id, 5);
        let error = now.match_ids(&old, &[None]).unwrap_err().to_string();
        assert_eq!(error, "the list of earlier themes has 1 rows, but there are 9 articles");
    }

    #[test]
    fn a_name_that_is_given_anew_goes_to_no_other_theme() {
        let mut old = themes(&[0, 0, 1, 1]);
        (old.themes[0].label, old.themes[0].naming) = ("Sport".to_owned(), Naming::Given);
        let mut now = themes(&[0, 0, 1, 1]);
        (now.themes[1].label, now.themes[1].naming) = ("Sport".to_owned(), Naming::Given);
        now.match_ids(&old, &positions(&old)).unwrap();
        assert_eq!(now.themes[0].label, "theme 0");
        assert_eq!((now.themes[1].label.as_str(), now.themes[1].id), ("Sport", 1));
    }

    proptest! {
        /// Whatever happens to the articles, an id that is gone never comes back, and no two themes have one.
        #[test]
        fn ids_are_never_used_again(
            history in prop::collection::vec(prop::collection::vec(0usize..5, 12), 1..12),
        ) {
            let compact = |labels: &[usize]| {
                let used: Vec<usize> = labels.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
                themes(&labels.iter().map(|l| used.iter().position(|u| u == l).unwrap()).collect::<Vec<_>>())
            };
            let mut now = compact(&history[0]);
            let mut gone = BTreeSet::new();
            for labels in &history[1..] {
                let mut next = compact(labels);
                let changes = next.match_ids(&now, &positions(&now)).unwrap();
                prop_assert_eq!(ids(&next).len(), next.themes.len());
                let (kept, new): (BTreeSet<usize>, BTreeSet<usize>) =
                    (changes.kept.iter().copied().collect(), changes.new.iter().copied().collect());
                prop_assert!(kept.is_subset(&ids(&now)) && new.is_disjoint(&ids(&now)));
                prop_assert_eq!(&kept | &new, ids(&next));
                gone.extend(changes.gone.iter().copied());
                prop_assert!(gone.is_disjoint(&ids(&next)));
                now = next;
            }
        }

        #[test]
        fn the_same_articles_keep_all_themes(labels in prop::collection::vec(0usize..4, 1..30)) {
            let used: Vec<usize> = labels.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
            let labels: Vec<usize> = labels.iter().map(|l| used.iter().position(|u| u == l).unwrap()).collect();
            let old = themes(&labels);
            let mut now = themes(&labels);
            let changes = now.match_ids(&old, &positions(&old)).unwrap();
            prop_assert_eq!(changes.kept.len(), used.len());
            prop_assert!(changes.new.is_empty() && changes.gone.is_empty());
            prop_assert_eq!(now, old);
        }
    }
}
