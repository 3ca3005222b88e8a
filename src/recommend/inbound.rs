//! A cap on the number of lists that an article stands in.

use std::cmp::Reverse;

use super::select::{Pick, Reason};
use crate::sparse::DocId;

/// Which lists have to let go of which items so that no item stands in more than `most`; in row order.
///
/// Of the lists that an article stands in, those keep it that rate it highest, then those of the lower rows;
/// a pin is always kept. O(items · log).
pub(super) fn over_the_cap(lists: &[Vec<Pick>], most: u32) -> Vec<(DocId, DocId)> {
    let mut standing: Vec<(DocId, bool, Reverse<u32>, DocId)> = Vec::new();
    for (list, picks) in lists.iter().enumerate() {
        let list = DocId::from_index(list);
        for pick in picks {
            // Scores are not negative, so their bits order as they do.
            let rank = Reverse(pick.weighted.to_bits());
            standing.push((pick.doc, pick.reason != Reason::Pin, rank, list));
        }
    }
    standing.sort_unstable();
    let of_item = standing.chunk_by(|a, b| a.0 == b.0);
    let over = of_item.flat_map(|standing| standing.iter().skip(most as usize));
    let mut over: Vec<(DocId, DocId)> =
        over.filter(|(_, is_free, ..)| *is_free).map(|&(item, _, _, list)| (list, item)).collect();
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
}
