"""Do two tools give the same lists?"""

import numpy as np

# Scores no further apart than this, of the same neighbour at the same place, count as equal.
SCORE_TOLERANCE = 1e-5
# Neighbours whose exact scores are no further apart may stand for each other.
TIE = 1e-6
# An f32 sum of n products of positive numbers is off by at most n times this, in shares of itself
# (Higham, "Accuracy and Stability of Numerical Algorithms", 2002, section 4.2).
ROUNDING = 2.0**-24
# Stands where a list is shorter than k: nobody, who shares no term and scores 0.
NOBODY = -1
# Doubtful lists whose exact scores are in memory together.
N_AT_ONCE = 2_000


class Disagreement(Exception):
    """The first list that differs, in both versions."""


def check(ours, theirs, rows, k):
    """Compares the lists of all rows that the peer was asked for; ours must have lists of all rows.

    Lists with other neighbours, other places or scores apart are decided by exact scores, in f64: ours
    must be the better list or as good to `TIE`, the peer's as good to its own rounding, for peers add
    in f32. Returns how many lists of the peer were worse than `TIE`. Raises `Disagreement`.
    """
    if ours.lists.diagonal().any():
        raise Disagreement(f"{ours.tool} has an article in its own list")
    if not in_order(ours.lists):
        raise Disagreement(f"{ours.tool} has a list that does not fall, or ties out of order")
    our_docs, our_scores = nearest(ours.lists[theirs.docs], theirs.docs, k)
    their_docs, their_scores = nearest(theirs.lists, theirs.docs, k)
    doubtful = (our_docs != their_docs) | (np.abs(our_scores - their_scores) > SCORE_TOLERANCE)
    doubtful = np.flatnonzero(doubtful.any(axis=1))
    n_rounded = 0
    for start in range(0, len(doubtful), N_AT_ONCE):
        some = doubtful[start : start + N_AT_ONCE]
        docs = theirs.docs[some]
        our_exact = exact_scores(rows, docs, our_docs[some])
        their_exact = exact_scores(rows, docs, their_docs[some])
        rounding = np.diff(rows.indptr)[docs, None] * ROUNDING * our_exact
        # The scores that a list claims, and then the neighbours it chose, best against best.
        ours_off = np.abs(our_scores[some] - our_exact)
        theirs_off = np.abs(their_scores[some] - their_exact)
        ours_ahead = np.sort(our_exact)[:, ::-1] - np.sort(their_exact)[:, ::-1]
        ours_good = (ours_off <= TIE) & (ours_ahead >= -TIE)
        theirs_good = (theirs_off <= TIE + rounding) & (ours_ahead <= TIE + rounding)
        bad = np.flatnonzero(~(ours_good & theirs_good).all(axis=1))
        if len(bad) > 0:
            row = some[bad[0]]
            raise Disagreement(
                f"lists of row {theirs.docs[row]} differ, {len(bad)} of {len(some)} doubtful ones at fault\n"
                f"  {ours.tool}: {shown(our_docs[row], our_scores[row], our_exact[bad[0]])}\n"
                f"  {theirs.tool}: {shown(their_docs[row], their_scores[row], their_exact[bad[0]])}"
            )
        n_rounded += int(((theirs_off > SCORE_TOLERANCE) | (ours_ahead > TIE)).any(axis=1).sum())
    return n_rounded


def in_order(lists):
    """Whether scores fall in every list, and rows rise where scores are equal."""
    rows = np.repeat(np.arange(lists.shape[0]), np.diff(lists.indptr))
    falls = lists.data[:-1] > lists.data[1:]
    ties = (lists.data[:-1] == lists.data[1:]) & (lists.indices[:-1] < lists.indices[1:])
    return bool((falls | ties | (rows[:-1] != rows[1:])).all())


def nearest(lists, docs, k):
    """Neighbours and scores, shape (len(docs), k): score descending, then row; the row itself left out."""
    rows = np.repeat(np.arange(len(docs)), np.diff(lists.indptr))
    others = lists.indices != docs[rows]
    rows, found, scores = rows[others], lists.indices[others], lists.data[others]
    order = np.lexsort((found, -scores, rows))
    rows, found, scores = rows[order], found[order], scores[order]
    places = np.arange(len(rows)) - np.searchsorted(rows, rows)
    kept = places < k
    nearest_docs = np.full((len(docs), k), NOBODY)
    nearest_scores = np.zeros((len(docs), k), np.float32)
    nearest_docs[rows[kept], places[kept]] = found[kept]
    nearest_scores[rows[kept], places[kept]] = scores[kept]
    return nearest_docs, nearest_scores


def exact_scores(rows, docs, neighbours):
    """Products of rows in f64, shape of `neighbours`: line i holds those of `docs[i]`."""
    k = neighbours.shape[1]
    asked = rows[np.repeat(docs, k)].astype(np.float64)
    found = rows[neighbours.ravel()]
    scores = np.asarray(asked.multiply(found).sum(axis=1)).reshape(neighbours.shape)
    return np.where(neighbours == NOBODY, 0.0, scores)


def shown(docs, scores, exact):
    return ", ".join(
        f"{doc} {score:.7f} (exactly {product:.8f})" for doc, score, product in zip(docs, scores, exact)
    )
