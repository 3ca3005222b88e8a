#!/usr/bin/env python3
"""Compares the k-means of the themes with scikit-learn's Lloyd, on the same rows and on one thread.

    pip install scikit-learn==1.9.1
    benches/kmeans.py

The rows are the dense rows of a synthetic archive: 100,000 articles, 100 columns, 100 clusters. Prints CPU seconds
and inertia of both for each of five seeds. The inertia is the sum over all rows of the squared distance to the mean
of their cluster.
"""

import os

os.environ.update({name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")})

import pathlib
import subprocess
import time

import numpy
from sklearn.cluster import KMeans

COLUMNS, CLUSTERS, SEEDS = 100, 100, 5
ROOT = pathlib.Path(__file__).resolve().parent.parent
ROW_FILE, CLUSTER_FILE = ROOT / "target/kmeans.f32", ROOT / "target/kmeans.u32"


def inertia(rows, clusters):
    """Returns the sum of the squared distances of the rows to the means of their clusters."""
    sums = numpy.zeros((CLUSTERS, rows.shape[1]))
    numpy.add.at(sums, clusters, rows)
    sizes = numpy.bincount(clusters, minlength=CLUSTERS)
    return float((rows.astype(float) ** 2).sum() - ((sums**2).sum(axis=1) / sizes).sum())


def run_alsolike(seed):
    """CPU seconds and inertia of alsolike, which writes the rows."""
    command = ["cargo", "run", "-q", "--release", "--example", "kmeans_speed", "--", ROW_FILE, CLUSTER_FILE]
    options = ["--columns", str(COLUMNS), "-n", str(CLUSTERS), "--seed", str(seed)]
    run = subprocess.run(command + options, cwd=ROOT, check=True, capture_output=True, text=True)
    rows = numpy.fromfile(ROW_FILE, dtype="<f4").reshape(-1, COLUMNS)
    return rows, float(run.stdout), inertia(rows, numpy.fromfile(CLUSTER_FILE, dtype="<u4"))


def run_scikit_learn(rows, seed):
    """CPU seconds and inertia of scikit-learn, with its own settings but one start."""
    started = time.process_time()
    clusters = KMeans(CLUSTERS, n_init=1, algorithm="lloyd", random_state=seed).fit(rows).labels_
    return time.process_time() - started, inertia(rows, clusters)


print("| seed | CPU s | inertia | scikit-learn CPU s | inertia | CPU ratio | inertia ratio |\n|---|---|---|---|---|---|---|")
for seed in range(1, SEEDS + 1):
    rows, cpu, mine = run_alsolike(seed)
    other_cpu, other = run_scikit_learn(rows, seed)
    print(f"| {seed} | {cpu:.2f} | {mine:.0f} | {other_cpu:.2f} | {other:.0f} | {cpu / other_cpu:.2f} | {mine / other:.3f} |")
