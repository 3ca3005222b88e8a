"""Calls the searches to compare, each as its documentation shows."""

import json
import subprocess
import time
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.neighbors import NearestNeighbors
from sparse_dot_topn import sp_matmul_topn

# Runs shorter than this, in wall seconds, are repeated and the fastest counts, as in src/tools.rs.
MAX_REPEATED = 2.0
N_RUNS = 3


@dataclass
class Time:
    """CPU seconds of all threads together, and wall seconds."""

    cpu: float
    wall: float

    def times(self, factor):
        return Time(self.cpu * factor, self.wall * factor)

    def plus(self, other):
        return Time(self.cpu + other.cpu, self.wall + other.wall)


@dataclass
class Run:
    """Times and lists of one search.

    `time` is the time to compare, scaled to all rows. Row i of `lists` is the list of article `docs[i]`; its
    nonzero entries are the scores of the neighbours.
    """

    tool: str
    time: Time
    prepare: Time
    docs: np.ndarray
    lists: csr_matrix


def timed(work):
    cpu, wall = time.process_time(), time.perf_counter()
    result = work()
    return result, Time(time.process_time() - cpu, time.perf_counter() - wall)


def repeated(work, is_sample=False):
    """Returns the result of `work` and the time of its fastest call: of three calls, or of one if that is long.

    A sample always runs three times: the one-time cost of fresh memory must not be scaled up.
    """
    result, best = timed(work)
    if best.wall < MAX_REPEATED or is_sample:
        times = [timed(work)[1] for _ in range(N_RUNS - 1)]
        best = min([best, *times], key=lambda again: again.wall)
    return result, best


def spread(n, n_wanted):
    """Returns at most `n_wanted` evenly spread numbers below `n`."""
    n_wanted = min(n, n_wanted)
    return np.arange(n_wanted) * n // max(n_wanted, 1)


def in_rust(tool, program, rows_path, lists_path, rows, k, threads):
    """Runs one of the searches of `program` on all rows."""
    command = [program, tool, rows_path, lists_path, k, threads]
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, check=True)
    spent = json.loads(done.stdout)
    prepare, search = Time(**spent["prepare"]), Time(**spent["search"])
    with np.load(lists_path) as found:
        parts = (found["data"], found["indices"], found["indptr"])
    n = rows.shape[0]
    return prepare, search, np.arange(n), csr_matrix(parts, shape=(n, n))


def alsolike(label, **arguments):
    """The time includes the index, which is built for this search alone."""
    prepare, search, docs, lists = in_rust("alsolike", **arguments)
    return Run(label, prepare.plus(search), prepare, docs, lists)


def sp_matmul_rs(**arguments):
    """Multiplies with the transpose. The transposition is not part of the time."""
    prepare, search, docs, lists = in_rust("sp_matmul_rs", **arguments)
    return Run("sp_matmul_rs", search, prepare, docs, lists)


def sp_matmul_rs_wide(**arguments):
    """Like `sp_matmul_rs`, in chunks of 8,192 columns."""
    prepare, search, docs, lists = in_rust("sp_matmul_rs_wide", **arguments)
    return Run("sp_matmul_rs, wide chunks", search, prepare, docs, lists)


def sparse_dot_topn(rows, k, threads, n_sampled):
    """Multiplies with the transpose. The transposition is not part of the time.

    Rows are multiplied one by one, so the time of a sample scales with the number of rows.
    """
    columns, prepare = timed(lambda: rows.T.tocsr())
    docs = spread(rows.shape[0], n_sampled)
    sample = rows if len(docs) == rows.shape[0] else rows[docs]
    # k + 1, because an article is its own nearest neighbour.
    lists, spent = repeated(
        lambda: sp_matmul_topn(sample, columns, top_n=k + 1, sort=True, n_threads=threads),
        is_sample=len(docs) < rows.shape[0],
    )
    return Run("sparse_dot_topn", spent.times(rows.shape[0] / len(docs)), prepare, docs, lists)


def scikit_learn(rows, k, threads, n_sampled):
    """Brute-force neighbours. Every row costs the same, so the time of a sample scales with the number of rows."""
    model = NearestNeighbors(metric="cosine", algorithm="brute", n_jobs=threads)
    model, prepare = timed(lambda: model.fit(rows))
    docs = spread(rows.shape[0], n_sampled)
    sample = rows[docs]
    n_wanted = min(k + 1, rows.shape[0])
    (distances, found), spent = repeated(
        lambda: model.kneighbors(sample, n_wanted), is_sample=len(docs) < rows.shape[0]
    )
    bounds = np.arange(len(docs) + 1) * n_wanted
    parts = ((1.0 - distances).ravel().astype(np.float32), found.ravel(), bounds)
    lists = csr_matrix(parts, shape=(len(docs), rows.shape[0]))
    return Run("scikit-learn", spent.times(rows.shape[0] / len(docs)), prepare, docs, lists)
