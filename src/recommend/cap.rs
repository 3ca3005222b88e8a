//! A cap on the number of lists that an article stands in.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::candidates::Candidates;
use super::item::{Draft, Reason, Recommendation};
use super::selector::Selector;
use crate::index::{Neighbour, Scratch};
use crate::sparse::DocId;

impl Selector {
    /// The lists of the whole archive in which no item stands too often; `more` finds the best items of an article.
    ///
    /// Where nothing fills them, lists below the policy's minimum are emptied, and their places are for others: first
    /// those that are below it without a cap, then, as long as any is, the shorter half of them ([`lists_to_drop`]),
    /// after which the others begin anew.
    ///
    /// Lists only go on down their candidates, so it ends: O(log n_docs) searches a list, and in each round, of
    /// which there are few where the cap is wide and up to n_docs where it leaves not enough for all,
    /// O(items · log). All that as often as lists are emptied, about log2 n_docs times.
    pub(super) fn under_the_cap(
        &self,
        drafts: Vec<Draft>,
        more: impl Fn(DocId, usize, &mut Scratch) -> Vec<Neighbour> + Sync,
    ) -> Vec<Vec<Recommendation>> {
        let Some(most) = self.policy().max_inbound else {
            return drafts.into_iter().map(|(list, _)| list).collect();
        };
        assert_eq!(
            drafts.len(),
            self.index.rows().n_docs(),
            "a cap needs the lists of all articles"
        );
        let (mut lists, mut candidates): (Vec<_>, Vec<_>) = drafts.into_iter().unzip();
        let fill = self.policy().fill;
        let min = if fill.on { 0 } else { fill.min };
        let mut is_out: Vec<bool> = lists.iter().map(|list| list.len() < min).collect();
        loop {
            lists
                .iter_mut()
                .zip(&is_out)
                .filter(|(_, out)| **out)
                .for_each(|(list, _)| list.clear());
            self.meet_the_cap(most, &mut lists, &mut candidates, &more);
            let lists_to_drop = lists_to_drop(&lists, &is_out, min);
            if lists_to_drop.is_empty() {
                return lists;
            }
            lists_to_drop.into_iter().for_each(|list| is_out[list] = true);
            let is_again =
                |list: usize, candidates: &mut Candidates| !is_out[list] && candidates.take_back();
            self.make_again(&mut lists, &mut candidates, is_again, &more);
        }
    }

    /// Lets lists go of items in rounds until no item stands in more than `most`.
    fn meet_the_cap(
        &self,
        most: u32,
        lists: &mut [Vec<Recommendation>],
        candidates: &mut [Candidates],
        more: &(impl Fn(DocId, usize, &mut Scratch) -> Vec<Neighbour> + Sync),
    ) {
        loop {
            let over = over_the_cap(lists, most);
            if over.is_empty() {
                return;
            }
            let mut loses = vec![false; lists.len()];
            for (list, item) in over {
                candidates[list.index()].reject(item);
                loses[list.index()] = true;
            }
            self.make_again(lists, candidates, |list, _| loses[list], more);
        }
    }

    /// Makes the lists for which `is_again` says so from what may now stand in them. Parallel.
    fn make_again(
        &self,
        lists: &mut [Vec<Recommendation>],
        candidates: &mut [Candidates],
        is_again: impl Fn(usize, &mut Candidates) -> bool + Sync,
        more: &(impl Fn(DocId, usize, &mut Scratch) -> Vec<Neighbour> + Sync),
    ) {
        let all = lists.par_iter_mut().zip(candidates).enumerate();
        // Most lists have their next best at hand, and need no search.
        all.for_each_init(
            || None,
            |scratch: &mut Option<Scratch>, (at, (list, candidates))| {
                if is_again(at, candidates) {
                    let doc = DocId::from_index(at);
                    let more = |k| more(doc, k, scratch.get_or_insert_default());
                    *list = self.again(doc, candidates, more);
                }
            },
        );
    }
}

/// The lists to empty so that others may reach the minimum: of those below it that are not out yet the shorter half,
/// of equals those of the higher rows. O(lists · log).
pub(super) fn lists_to_drop(
    lists: &[Vec<Recommendation>],
    is_out: &[bool],
    min: usize,
) -> Vec<usize> {
    let is_below = |&list: &usize| !is_out[list] && lists[list].len() < min;
    let mut below: Vec<usize> = (0..lists.len()).filter(is_below).collect();
    below.sort_by_key(|&list| (lists[list].len(), Reverse(list)));
    below.truncate(below.len().div_ceil(2));
    below
}

/// Which lists have to let go of which items so that no item stands in more than `most`; in row order.
///
/// Of the lists that an article stands in, those keep it that rate it highest, then those of the lower rows;
/// a pin is always kept. O(items · log).
pub(super) fn over_the_cap(lists: &[Vec<Recommendation>], most: u32) -> Vec<(DocId, DocId)> {
    let mut standing: Vec<(&Recommendation, DocId)> = Vec::new();
    for (list, picks) in lists.iter().enumerate() {
        standing.extend(picks.iter().map(|pick| (pick, DocId::from_index(list))));
    }
    let is_free = |pick: &Recommendation| pick.reason != Reason::Pin;
    // Learned weights give scores below 0, too.
    standing.sort_unstable_by(|(a, list), (b, other)| {
        let by_item = a.doc.cmp(&b.doc).then(is_free(a).cmp(&is_free(b)));
        by_item.then(b.weighted.total_cmp(&a.weighted)).then(list.cmp(other))
    });
    let of_item = standing.chunk_by(|a, b| a.0.doc == b.0.doc);
    let over = of_item.flat_map(|standing| standing.iter().skip(most as usize));
    let mut over: Vec<(DocId, DocId)> =
        over.filter(|(pick, _)| is_free(pick)).map(|&(pick, list)| (list, pick.doc)).collect();
    over.sort_unstable();
    over
}

#[cfg(test)]
mod tests {
    use super::{lists_to_drop, over_the_cap};
    use crate::recommend::{Reason, Recommendation};
    use crate::sparse::DocId;

    #[test]
    fn the_lists_that_rate_an_item_highest_keep_it() {
        let pick =
            |doc, reason, weighted| vec![Recommendation { doc: DocId(doc), reason, weighted }];
        let similar = |weighted| pick(9, Reason::Similar, weighted);
        let lists = [
            similar(0.5),
            similar(0.7),
            pick(9, Reason::Pin, 0.0),
            similar(0.7),
            pick(8, Reason::Similar, 0.1),
        ];
        let of = |most| {
            over_the_cap(&lists, most)
                .iter()
                .map(|&(list, item)| (list.0, item.0))
                .collect::<Vec<_>>()
        };
        assert_eq!(of(4), []);
        assert_eq!(of(2), [(0, 9), (3, 9)]);
        assert_eq!(of(1), [(0, 9), (1, 9), (3, 9)]);
    }

    #[test]
    fn the_shorter_half_of_the_lists_below_the_minimum_is_given_up() {
        let list = |n: usize| {
            vec![Recommendation { doc: DocId(9), reason: Reason::Similar, weighted: 0.5 }; n]
        };
        let lists = [1, 0, 3, 1, 2, 1].map(list);
        let is_out = [false, true, false, false, false, false];
        assert_eq!(lists_to_drop(&lists, &is_out, 3), [5, 3]);
        assert_eq!(lists_to_drop(&lists, &is_out, 0), [0usize; 0]);
    }

    #[test]
    fn scores_below_zero_are_lower_than_those_above() {
        let list =
            |weighted| vec![Recommendation { doc: DocId(9), reason: Reason::Similar, weighted }];
        let over = over_the_cap(&[list(-2.0), list(0.5), list(-1.0)], 1);
        assert_eq!(over, [(DocId(0), DocId(9)), (DocId(2), DocId(9))]);
    }
}
