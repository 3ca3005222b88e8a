//! Themes from fit to refit: which ones continue, appear, disappear, split or merge.

use super::{Membership, Naming, Theme, ThemeError};

/// A theme is a part of an earlier theme when it has at least this share of the earlier theme's articles. Picked
/// by judgement.
const SPLIT_SHARE: f64 = 0.25;

/// An earlier theme has merged into the theme that has more than this share of the earlier theme's articles.
const MERGE_SHARE: f64 = 0.5;

/// The differences between two fits. Themes are given by their ids, in ascending order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThemeDiff {
    /// Whether the new partition continues the earlier one. Otherwise it is a fresh partition, because a fresh one
    /// has a modularity greater by more than .01, or another number of themes is requested.
    pub warm: bool,
    /// Earlier themes that continue.
    pub kept: Vec<usize>,
    /// Themes that did not exist before.
    pub new: Vec<usize>,
    /// Themes that no longer exist; their ids are never reused.
    pub gone: Vec<usize>,
    /// Earlier themes that split, and the themes that each have a quarter or more of their articles.
    pub split: Vec<(usize, Vec<usize>)>,
    /// Earlier themes that merged, and the theme that has more than half of the articles of each.
    pub merged: Vec<(Vec<usize>, usize)>,
}

/// Checks that there is one earlier position for each article.
///
/// # Errors
/// [`ThemeError::Articles`] when there is not.
pub(super) fn check_before(expected: usize, before: &[Option<usize>]) -> Result<(), ThemeError> {
    let found = before.len();
    if found != expected {
        return Err(ThemeError::Articles { input: "the list of earlier themes", expected, found });
    }
    Ok(())
}

/// Carries ids and given names over from earlier themes: see [`Themes::match_ids`](super::Themes::match_ids).
///
/// New themes take their ids from `next_id`.
pub(super) fn match_ids(
    themes: &mut [Theme],
    memberships: &[Option<Membership>],
    earlier: &[Theme],
    before: &[Option<usize>],
    next_id: &mut usize,
) -> ThemeDiff {
    let shared = SharedArticles::count(earlier.len(), themes.len(), before, memberships);
    let mut diff = carry_ids_over(themes, earlier, &shared, next_id);
    for (old, theme) in earlier.iter().enumerate() {
        if !diff.kept.contains(&theme.id) {
            diff.gone.push(theme.id);
        }
        let mut parts: Vec<usize> = (0..themes.len())
            .filter(|&new| shared.is_part(old, new))
            .map(|new| themes[new].id)
            .collect();
        parts.sort_unstable();
        if parts.len() > 1 {
            diff.split.push((theme.id, parts));
        }
    }
    for (new, theme) in themes.iter().enumerate() {
        let mut sources: Vec<usize> = (0..earlier.len())
            .filter(|&old| shared.has_merged(old, new))
            .map(|old| earlier[old].id)
            .collect();
        sources.sort_unstable();
        if sources.len() > 1 {
            diff.merged.push((sources, theme.id));
        }
    }
    diff.kept.sort_unstable();
    diff.gone.sort_unstable();
    diff.split.sort_unstable();
    diff.merged.sort_unstable();
    diff
}

/// Sets the id of every theme, and the given names of those that continue an earlier one.
fn carry_ids_over(
    themes: &mut [Theme],
    earlier: &[Theme],
    shared: &SharedArticles,
    next_id: &mut usize,
) -> ThemeDiff {
    let given = themes.iter().filter(|theme| theme.naming == Naming::Given);
    let given: Vec<String> = given.map(|theme| theme.label.clone()).collect();
    let mut diff = ThemeDiff::default();
    for (new, theme) in themes.iter_mut().enumerate() {
        if let Some(old) = (0..earlier.len()).find(|&old| shared.continues(old, new)) {
            let old = &earlier[old];
            theme.id = old.id;
            diff.kept.push(old.id);
            let keeps_name = old.naming == Naming::Given && theme.naming != Naming::Given;
            if keeps_name && !given.contains(&old.label) {
                theme.label.clone_from(&old.label);
                theme.parent.clone_from(&old.parent);
                theme.naming = Naming::Given;
            }
        } else {
            theme.id = *next_id;
            diff.new.push(*next_id);
            *next_id += 1;
        }
    }
    diff
}

/// Numbers of articles that an earlier and a new theme have in common.
struct SharedArticles {
    /// Shape (n_old, n_new).
    counts: Vec<Vec<usize>>,
    /// Sums over the new themes, shape (n_old,).
    old_sizes: Vec<usize>,
    /// Sums over the earlier themes, shape (n_new,).
    new_sizes: Vec<usize>,
}

impl SharedArticles {
    fn count(
        n_old: usize,
        n_new: usize,
        before: &[Option<usize>],
        memberships: &[Option<Membership>],
    ) -> Self {
        let mut counts = vec![vec![0usize; n_new]; n_old];
        for (old, membership) in before.iter().zip(memberships) {
            if let (Some(old), Some(now)) = (old.filter(|&old| old < n_old), membership) {
                counts[old][now.theme] += 1;
            }
        }
        let old_sizes = counts.iter().map(|line| line.iter().sum()).collect();
        let new_sizes = (0..n_new).map(|new| counts.iter().map(|line| line[new]).sum()).collect();
        Self { counts, old_sizes, new_sizes }
    }

    /// Returns whether more than half of the articles in either theme are in both.
    fn continues(&self, old: usize, new: usize) -> bool {
        let both = self.counts[old][new];
        2 * both > self.old_sizes[old] + self.new_sizes[new] - both
    }

    fn is_part(&self, old: usize, new: usize) -> bool {
        let both = self.counts[old][new];
        both > 0 && both as f64 >= SPLIT_SHARE * self.old_sizes[old] as f64
    }

    fn has_merged(&self, old: usize, new: usize) -> bool {
        self.counts[old][new] as f64 > MERGE_SHARE * self.old_sizes[old] as f64
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use crate::themes::{Membership, Naming, Theme, ThemeDiff, Themes};

    /// Creates themes from the label of each article.
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
    fn reports_splits_and_merges() {
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
    fn a_name_already_given_is_not_carried_over() {
        let mut old = themes(&[0, 0, 1, 1]);
        (old.themes[0].label, old.themes[0].naming) = ("Sport".to_owned(), Naming::Given);
        let mut now = themes(&[0, 0, 1, 1]);
        (now.themes[1].label, now.themes[1].naming) = ("Sport".to_owned(), Naming::Given);
        now.match_ids(&old, &positions(&old)).unwrap();
        assert_eq!(now.themes[0].label, "theme 0");
        assert_eq!((now.themes[1].label.as_str(), now.themes[1].id), ("Sport", 1));
    }

    proptest! {
        /// An id that is gone never comes back, and no two themes have the same id.
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
        fn an_unchanged_partition_keeps_all_ids(labels in prop::collection::vec(0usize..4, 1..30)) {
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
