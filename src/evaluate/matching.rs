//! The maximum-weight matching of the rows and columns of a matrix.

/// Assigns a different column to each row so that the sum of the weights is as large as possible.
///
/// `weights` has shape (n_rows, n_columns); the result has shape (n_rows,). O(n_rows² × n_columns).
///
/// # Panics
/// When there are more rows than columns, or `weights` has another shape.
///
/// # Source
/// Kuhn, "The Hungarian method for the assignment problem", 1955, by shortest augmenting paths
/// (Jonker & Volgenant, 1987).
pub(super) fn max_weight_matching(weights: &[i64], n_rows: usize, n_columns: usize) -> Vec<usize> {
    assert!(n_rows <= n_columns && weights.len() == n_rows * n_columns);
    // The reduced cost of a cell is minus its weight, less both potentials. The potentials keep it at 0 on matched
    // cells and at 0 or above elsewhere. The dummy column `n_columns` holds the row that is being added.
    let mut row_potential = vec![0; n_rows];
    let mut column_potential = vec![0; n_columns + 1];
    let mut row_in: Vec<Option<usize>> = vec![None; n_columns + 1];
    for new_row in 0..n_rows {
        row_in[n_columns] = Some(new_row);
        let mut distance = vec![i64::MAX; n_columns];
        let mut previous = vec![n_columns; n_columns];
        let mut reached = vec![false; n_columns + 1];
        let mut column = n_columns;
        while let Some(row) = row_in[column] {
            reached[column] = true;
            let mut nearest = (i64::MAX, n_columns);
            for next in (0..n_columns).filter(|&next| !reached[next]) {
                let cost =
                    -weights[row * n_columns + next] - row_potential[row] - column_potential[next];
                if cost < distance[next] {
                    (distance[next], previous[next]) = (cost, column);
                }
                nearest = nearest.min((distance[next], next));
            }
            let (step, next) = nearest;
            for other in 0..=n_columns {
                match row_in[other] {
                    Some(row) if reached[other] => {
                        row_potential[row] += step;
                        column_potential[other] -= step;
                    }
                    _ if other < n_columns => distance[other] -= step,
                    _ => {}
                }
            }
            column = next;
        }
        // `column` is free: move the rows along the path that led to it.
        while column != n_columns {
            row_in[column] = row_in[previous[column]];
            column = previous[column];
        }
    }
    let mut column_of = vec![0; n_rows];
    for (column, row) in row_in[..n_columns].iter().enumerate() {
        if let Some(row) = *row {
            column_of[row] = column;
        }
    }
    column_of
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::max_weight_matching;

    /// Returns the largest sum over all assignments, by trying each of them.
    fn best_sum(weights: &[i64], n_columns: usize, row: usize, taken: &mut Vec<usize>) -> i64 {
        if row * n_columns == weights.len() {
            return 0;
        }
        let mut best = i64::MIN;
        for column in 0..n_columns {
            if !taken.contains(&column) {
                taken.push(column);
                let others = best_sum(weights, n_columns, row + 1, taken);
                best = best.max(weights[row * n_columns + column] + others);
                taken.pop();
            }
        }
        best
    }

    proptest! {
        #[test]
        fn the_matching_has_the_largest_sum(
            (n_rows, n_columns, weights) in (1usize..6, 0usize..3).prop_flat_map(|(n_rows, more)| {
                let n_columns = n_rows + more;
                (Just(n_rows), Just(n_columns), prop::collection::vec(0i64..6, n_rows * n_columns))
            }),
        ) {
            let column_of = max_weight_matching(&weights, n_rows, n_columns);
            let sum: i64 =
                column_of.iter().enumerate().map(|(row, column)| weights[row * n_columns + column]).sum();
            prop_assert_eq!(sum, best_sum(&weights, n_columns, 0, &mut Vec::new()));
            let mut columns = column_of.clone();
            columns.sort_unstable();
            columns.dedup();
            prop_assert_eq!(columns.len(), n_rows);
        }
    }
}
