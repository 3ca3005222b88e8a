"""Checks that two tools give the same lists."""

import numpy as np

# Scores of the same neighbour at the same place are equal up to this difference.
SCORE_TOLERANCE = 1e-5
# Neighbours whose exact scores differ by no more than this are interchangeable.
TIE = 1e-6
# The relative error of an f32 sum of n products of positive numbers is at most n times this
# (Higham, "Accuracy and Stability of Numerical Algorithms", 2002, section 4.2).
ROUNDING = 2.0**-24
# Pads a list shorter than k; its score is 0.
NO_NEIGHBOUR = -1
# Number of differing lists whose exact scores are in memory at a time.
BATCH_SIZE = 2_000


class Disagreement(Exception):
    """Two lists differ; the message shows both."""


def check(ours, theirs, rows, k):
    """Compares the peer's lists with those of alsolike, which must have a list of every row.

    Where neighbours, places or scores differ, exact f64 scores decide. The list of alsolike must be at least as
    good to `TIE`. The peer's list must be at least as good to its rounding error, because peers add in f32.
    Returns the number of the peer's lists that are worse than `TIE`. Raises `Disagreement`.
    """
    if ours.lists.diagonal().any():
        raise Disagreement(f"{ours.tool} has an article in its own list")
    if not in_order(ours.lists):
        raise Disagreement(f"{ours.tool} has a list that does not fall, or ties out of order")
    our_docs, our_scores = nearest(ours.lists[theirs.docs], theirs.docs, k)
    their_docs, their_scores = nearest(theirs.lists, theirs.docs, k)
    differing = (our_docs != their_docs) | (np.abs(our_scores - their_scores) > SCORE_TOLERANCE)
    differing = np.flatnonzero(differing.any(axis=1))
    n_rounded = 0
    for start in range(0, len(differing), BATCH_SIZE):
        batch = differing[start : start + BATCH_SIZE]
        docs = theirs.docs[batch]
        our_exact = exact_scores(rows, docs, our_docs[batch])
        their_exact = exact_scores(rows, docs, their_docs[batch])
        rounding = np.diff(rows.indptr)[docs, None] * ROUNDING * our_exact
        # First the errors of the reported scores, then the difference of the exact scores, place by place in order.
        ours_off = np.abs(our_scores[batch] - our_exact)
        theirs_off = np.abs(their_scores[batch] - their_exact)
        ours_ahead = np.sort(our_exact)[:, ::-1] - np.sort(their_exact)[:, ::-1]
        ours_good = (ours_off <= TIE) & (ours_ahead >= -TIE)
        theirs_good = (theirs_off <= TIE + rounding) & (ours_ahead <= TIE + rounding)
        bad = np.flatnonzero(~(ours_good & theirs_good).all(axis=1))
        if len(bad) > 0:
            row = batch[bad[0]]
            raise Disagreement(
                f"lists of row {theirs.docs[row]} differ, {len(bad)} of {len(batch)} differing lists are wrong\n"
                f"  {ours.tool}: {describe(our_docs[row], our_scores[row], our_exact[bad[0]])}\n"
                f"  {theirs.tool}: {describe(their_docs[row], their_scores[row], their_exact[bad[0]])}"
            )
        n_rounded += int(((theirs_off > SCORE_TOLERANCE) | (ours_ahead > TIE)).any(axis=1).sum())
    return n_rounded


def in_order(lists):
    """Returns whether scores descend in every list, and rows ascend among equal scores."""
    rows = np.repeat(np.arange(lists.shape[0]), np.diff(lists.indptr))
    falls = lists.data[:-1] > lists.data[1:]
    ties = (lists.data[:-1] == lists.data[1:]) & (lists.indices[:-1] < lists.indices[1:])
    return bool((falls | ties | (rows[:-1] != rows[1:])).all())


def nearest(lists, docs, k):
    """Returns neighbours and scores, shape (len(docs), k), without the row itself: score descending, then row."""
    rows = np.repeat(np.arange(len(docs)), np.diff(lists.indptr))
    others = lists.indices != docs[rows]
    rows, found, scores = rows[others], lists.indices[others], lists.data[others]
    order = np.lexsort((found, -scores, rows))
    rows, found, scores = rows[order], found[order], scores[order]
    places = np.arange(len(rows)) - np.searchsorted(rows, rows)
    kept = places < k
    nearest_docs = np.full((len(docs), k), NO_NEIGHBOUR)
    nearest_scores = np.zeros((len(docs), k), np.float32)
    nearest_docs[rows[kept], places[kept]] = found[kept]
    nearest_scores[rows[kept], places[kept]] = scores[kept]
    return nearest_docs, nearest_scores


def exact_scores(rows, docs, neighbours):
    """Returns f64 scores in the shape of `neighbours`; line i belongs to row `docs[i]`."""
    k = neighbours.shape[1]
    asked = rows[np.repeat(docs, k)].astype(np.float64)
    found = rows[neighbours.ravel()]
    scores = np.asarray(asked.multiply(found).sum(axis=1)).reshape(neighbours.shape)
    return np.where(neighbours == NO_NEIGHBOUR, 0.0, scores)


def describe(docs, scores, exact):
    return ", ".join(
        f"{doc} {score:.7f} (exactly {product:.8f})" for doc, score, product in zip(docs, scores, exact)
    )
