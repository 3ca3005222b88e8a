"""Times alsolike and its peers on the same rows, checks that they agree, and prints a Markdown table.

The script `run` writes the rows and starts this program.
"""

import argparse
import gc
import json
import sys
from pathlib import Path

import numpy as np
from scipy.sparse import load_npz

import table
import tools
from agreement import Disagreement, check

# From this number of articles on, a peer that multiplies row by row searches for a sample, unless --whole is given.
MIN_SAMPLED_ARTICLES = 60_000
PEERS = ["sparse_dot_topn", "sp_matmul_rs", "sp_matmul_rs_wide", "scikit-learn"]


def main():
    args = parse_arguments()
    environment = table.environment()
    print(table.head(environment, args.k), flush=True)
    results = []
    for name in args.sets:
        for threads in args.threads:
            results.append(measure(name, threads, args))
            print(table.line(results[-1]), flush=True)
            gc.collect()
    if args.json:
        args.json.write_text(json.dumps({**environment, "k": args.k, "results": results}, indent=1))


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="folder with rows/SET and the Rust program")
    parser.add_argument("--threads", type=numbers, default=[1], help="number of threads, or several: 1,2")
    parser.add_argument("-k", type=positive, default=10)
    parser.add_argument("--sample", type=positive, default=2_000, help="number of rows in a sample")
    parser.add_argument("--whole", action="store_true", help="search for all rows with sparse_dot_topn")
    parser.add_argument("--without", action="append", default=[], choices=PEERS, help="peer to skip")
    parser.add_argument("--json", type=Path, help="file for all results")
    parser.add_argument("sets", nargs="+")
    return parser.parse_args()


def numbers(text):
    return [positive(number) for number in text.split(",")]


def positive(text):
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def measure(name, threads, args):
    """Times all tools on one set, one after another. alsolike runs first and last, to show the drift of the machine."""
    rows_path = args.work / "rows" / name / "rows.npz"
    rows = load_npz(rows_path)
    n = rows.shape[0]
    in_rust = dict(
        program=args.work / "release" / "peers", rows_path=rows_path,
        lists_path=args.work / "lists.npz", rows=rows, k=args.k, threads=threads,
    )  # fmt: skip
    n_sampled = args.sample if n >= MIN_SAMPLED_ARTICLES and not args.whole else n
    peers = {
        "sparse_dot_topn": lambda: tools.sparse_dot_topn(rows, args.k, threads, n_sampled),
        "sp_matmul_rs": lambda: tools.sp_matmul_rs(**in_rust),
        "sp_matmul_rs_wide": lambda: tools.sp_matmul_rs_wide(**in_rust),
        # Always a sample: brute force is slow, and every row costs the same.
        "scikit-learn": lambda: tools.scikit_learn(rows, args.k, threads, args.sample),
    }
    before = tools.alsolike("alsolike, before", **in_rust)
    runs = [peer() for tool, peer in peers.items() if tool not in args.without]
    after = tools.alsolike("alsolike, after", **in_rust)
    for run in [*runs, after]:
        try:
            n_rounded = check(before, run, rows, args.k)
        except Disagreement as disagreement:
            sys.exit(f"{name}, {threads} threads: {disagreement}")
        if n_rounded > 0:
            print(f"{name}: {run.tool} has {n_rounded} lists with rounding errors", file=sys.stderr)
    ours = before.time.plus(after.time).times(0.5)
    return {
        "set": name,
        "articles": n,
        "terms": rows.nnz / n,
        "threads": threads,
        "runs": [
            {
                "tool": run.tool,
                "cpu": run.time.cpu,
                "wall": run.time.wall,
                "times_ours_cpu": run.time.cpu / ours.cpu,
                "times_ours_wall": run.time.wall / ours.wall,
                "prepare_cpu": run.prepare.cpu,
                "prepare_wall": run.prepare.wall,
                "rows": len(run.docs),
            }
            for run in [before, *runs, after]
        ],
    }


if __name__ == "__main__":
    main()
