//! The cap on the number of lists in which an article appears.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::candidates::Candidates;
use super::item::{Draft, Reason, Recommendation};
use super::selector::Selector;
use crate::index::{Neighbour, Scratch};
use crate::sparse::DocId;

/// Applies the policy's cap to the lists of the whole archive. `more` returns the best items of an article.
///
/// When lists are not filled, empties the lists below the policy's minimum and offers their items to other
/// lists. The first to go are the lists that are too short even without a cap. Then, while some lists are
/// too short, empties the shorter half of them ([`lists_to_drop`]) and starts all others anew.
///
/// # Panics
/// When there is a cap and `drafts` does not have one entry for each article.
///
/// # Performance
/// It ends because lists only move down their candidates. O(log n_docs) searches per list. Each round costs
/// O(items · log items); there are few rounds under a wide cap, and up to n_docs where the cap leaves too
/// few items for all lists. All this repeats each time lists are emptied, about log2 n_docs times.
pub(super) fn apply_cap(
    selector: &Selector,
    drafts: Vec<Draft>,
    more: impl Fn(DocId, usize, &mut Scratch) -> Vec<Neighbour> + Sync,
) -> Vec<Vec<Recommendation>> {
    let Some(cap) = selector.policy().max_inbound else {
        return drafts.into_iter().map(|(list, _)| list).collect();
    };
    assert_eq!(
        drafts.len(),
        selector.index.rows().n_docs(),
        "a cap needs the lists of all articles"
    );
    let (mut lists, mut candidates): (Vec<_>, Vec<_>) = drafts.into_iter().unzip();
    let fill = selector.policy().fill;
    let min = if fill.on { 0 } else { fill.min };
    let mut is_dropped: Vec<bool> = lists.iter().map(|list| list.len() < min).collect();
    loop {
        lists
            .iter_mut()
            .zip(&is_dropped)
            .filter(|(_, dropped)| **dropped)
            .for_each(|(list, _)| list.clear());
        enforce_cap(selector, cap, &mut lists, &mut candidates, &more);
        let lists_to_drop = lists_to_drop(&lists, &is_dropped, min);
        if lists_to_drop.is_empty() {
            return lists;
        }
        lists_to_drop.into_iter().for_each(|list| is_dropped[list] = true);
        let needs_rebuild = |list: usize, candidates: &mut Candidates| {
            !is_dropped[list] && candidates.restore_rejected()
        };
        rebuild_lists(selector, &mut lists, &mut candidates, needs_rebuild, &more);
    }
}

/// Removes items from lists, in rounds, until no item appears in more than `cap` lists.
fn enforce_cap(
    selector: &Selector,
    cap: u32,
    lists: &mut [Vec<Recommendation>],
    candidates: &mut [Candidates],
    more: &(impl Fn(DocId, usize, &mut Scratch) -> Vec<Neighbour> + Sync),
) {
    loop {
        let over = items_over_cap(lists, cap);
        if over.is_empty() {
            return;
        }
        let mut loses = vec![false; lists.len()];
        for (list, item) in over {
            candidates[list.index()].reject(item);
            loses[list.index()] = true;
        }
        rebuild_lists(selector, lists, candidates, |list, _| loses[list], more);
    }
}

/// Rebuilds the lists for which `needs_rebuild` returns true, from their remaining candidates. Parallel.
fn rebuild_lists(
    selector: &Selector,
    lists: &mut [Vec<Recommendation>],
    candidates: &mut [Candidates],
    needs_rebuild: impl Fn(usize, &mut Candidates) -> bool + Sync,
    more: &(impl Fn(DocId, usize, &mut Scratch) -> Vec<Neighbour> + Sync),
) {
    let all = lists.par_iter_mut().zip(candidates).enumerate();
    // Most lists have further candidates at hand, so scratch memory is allocated only for a search.
    all.for_each_init(
        || None,
        |scratch: &mut Option<Scratch>, (at, (list, candidates))| {
            if needs_rebuild(at, candidates) {
                let doc = DocId::from_index(at);
                let more = |k| more(doc, k, scratch.get_or_insert_default());
                *list = selector.rebuild_list(doc, candidates, more);
            }
        },
    );
}

/// Returns the lists to empty so that others can reach `min` items: the shorter half of the lists below `min`
/// that are not dropped yet; of equally short lists, those of the higher rows. O(lists · log lists).
pub(super) fn lists_to_drop(
    lists: &[Vec<Recommendation>],
    is_dropped: &[bool],
    min: usize,
) -> Vec<usize> {
    let is_below = |&list: &usize| !is_dropped[list] && lists[list].len() < min;
    let mut below: Vec<usize> = (0..lists.len()).filter(is_below).collect();
    below.sort_by_key(|&list| (lists[list].len(), Reverse(list)));
    below.truncate(below.len().div_ceil(2));
    below
}

/// Returns pairs of list and item to remove so that no item appears in more than `cap` lists, in row order.
///
/// The lists with the highest weighted score keep an item; of equal scores, those of the lower rows. Pins are
/// always kept. O(items · log items).
pub(super) fn items_over_cap(lists: &[Vec<Recommendation>], cap: u32) -> Vec<(DocId, DocId)> {
    let mut entries: Vec<(&Recommendation, DocId)> = Vec::new();
    for (list, items) in lists.iter().enumerate() {
        entries.extend(items.iter().map(|item| (item, DocId::from_index(list))));
    }
    let is_removable = |item: &Recommendation| item.reason != Reason::Pin;
    // Scores by learned weights can be negative.
    entries.sort_unstable_by(|(a, list), (b, other)| {
        let by_item = a.doc.cmp(&b.doc).then(is_removable(a).cmp(&is_removable(b)));
        by_item.then(b.weighted.total_cmp(&a.weighted)).then(list.cmp(other))
    });
    let of_item = entries.chunk_by(|a, b| a.0.doc == b.0.doc);
    let over = of_item.flat_map(|entries| entries.iter().skip(cap as usize));
    let mut over: Vec<(DocId, DocId)> =
        over.filter(|(item, _)| is_removable(item)).map(|&(item, list)| (list, item.doc)).collect();
    over.sort_unstable();
    over
}

#[cfg(test)]
mod tests {
    use super::{items_over_cap, lists_to_drop};
    use crate::recommend::{Reason, Recommendation};
    use crate::sparse::DocId;

    #[test]
    fn lists_with_the_highest_score_keep_an_item() {
        let list_of =
            |doc, reason, weighted| vec![Recommendation { doc: DocId(doc), reason, weighted }];
        let similar = |weighted| list_of(9, Reason::Similar, weighted);
        let lists = [
            similar(0.5),
            similar(0.7),
            list_of(9, Reason::Pin, 0.0),
            similar(0.7),
            list_of(8, Reason::Similar, 0.1),
        ];
        let over = |cap| {
            items_over_cap(&lists, cap)
                .iter()
                .map(|&(list, item)| (list.0, item.0))
                .collect::<Vec<_>>()
        };
        assert_eq!(over(4), []);
        assert_eq!(over(2), [(0, 9), (3, 9)]);
        assert_eq!(over(1), [(0, 9), (1, 9), (3, 9)]);
    }

    #[test]
    fn drops_the_shorter_half_of_the_lists_below_the_minimum() {
        let list = |n: usize| {
            vec![Recommendation { doc: DocId(9), reason: Reason::Similar, weighted: 0.5 }; n]
        };
        let lists = [1, 0, 3, 1, 2, 1].map(list);
        let is_dropped = [false, true, false, false, false, false];
        assert_eq!(lists_to_drop(&lists, &is_dropped, 3), [5, 3]);
        assert_eq!(lists_to_drop(&lists, &is_dropped, 0), [0usize; 0]);
    }

    #[test]
    fn orders_negative_scores_below_positive_ones() {
        let list =
            |weighted| vec![Recommendation { doc: DocId(9), reason: Reason::Similar, weighted }];
        let over = items_over_cap(&[list(-2.0), list(0.5), list(-1.0)], 1);
        assert_eq!(over, [(DocId(0), DocId(9)), (DocId(2), DocId(9))]);
    }
}
