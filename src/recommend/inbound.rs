//! A cap on the number of lists that an article stands in.

use rayon::prelude::*;

use super::select::{Made, Pick, Reason, Selector};
use crate::index::{Neighbour, Scratch};
use crate::sparse::DocId;

impl Selector<'_> {
    /// The lists of the whole archive in which no item stands too often; `more` finds the best items of an article.
    ///
    /// Lists only go on down their candidates, so it ends: O(log n_docs) searches a list, and in each round, of
    /// which there are few where the cap is wide and up to n_docs where it leaves not enough for all,
    /// O(items · log).
    pub(super) fn under_the_cap(
        &self,
        made: Vec<Made>,
        more: impl Fn(DocId, usize, &mut Scratch) -> Vec<Neighbour> + Sync,
    ) -> Vec<Vec<Pick>> {
        let Some(most) = self.policy().max_inbound else {
            return made.into_iter().map(|(list, _)| list).collect();
        };
        assert_eq!(made.len(), self.index.rows().n_docs(), "a cap needs the lists of all articles");
        let (mut lists, mut candidates): (Vec<_>, Vec<_>) = made.into_iter().unzip();
        loop {
            let over = over_the_cap(&lists, most);
            if over.is_empty() {
                return lists;
            }
            let mut loses = vec![false; lists.len()];
            for (list, item) in over {
                candidates[list.index()].let_go(item);
                loses[list.index()] = true;
            }
            let all = lists.par_iter_mut().zip(&mut candidates).zip(loses).enumerate();
            // Most lists have their next best at hand, and need no search.
            all.filter(|(_, (_, loses))| *loses).for_each_init(
                || None,
                |scratch: &mut Option<Scratch>, (doc, ((list, candidates), _))| {
                    let doc = DocId::from_index(doc);
                    let more = |k| more(doc, k, scratch.get_or_insert_default());
                    *list = self.made(doc, candidates, more);
                },
            );
        }
    }
}

/// Which lists have to let go of which items so that no item stands in more than `most`; in row order.
///
/// Of the lists that an article stands in, those keep it that rate it highest, then those of the lower rows;
/// a pin is always kept. O(items · log).
pub(super) fn over_the_cap(lists: &[Vec<Pick>], most: u32) -> Vec<(DocId, DocId)> {
    let mut standing: Vec<(&Pick, DocId)> = Vec::new();
    for (list, picks) in lists.iter().enumerate() {
        standing.extend(picks.iter().map(|pick| (pick, DocId::from_index(list))));
    }
    let is_free = |pick: &Pick| pick.reason != Reason::Pin;
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
    use super::over_the_cap;
    use crate::recommend::{Pick, Reason};
    use crate::sparse::DocId;

    #[test]
    fn the_lists_that_rate_an_item_highest_keep_it() {
        let pick = |doc, reason, weighted| vec![Pick { doc: DocId(doc), reason, weighted }];
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
    fn scores_below_zero_are_lower_than_those_above() {
        let list = |weighted| vec![Pick { doc: DocId(9), reason: Reason::Similar, weighted }];
        let over = over_the_cap(&[list(-2.0), list(0.5), list(-1.0)], 1);
        assert_eq!(over, [(DocId(0), DocId(9)), (DocId(2), DocId(9))]);
    }
}
