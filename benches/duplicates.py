"""Measures precision and recall of `alsolike duplicates` on pairs of known duplicates.

usage: benches/duplicates.py ALSOLIKE ARCHIVE.jsonl.gz [--sources]

Two articles are known duplicates when their texts are equal except for case and white space. With --sources they are
known duplicates when they share a tag `source:NAME`. Every pair of articles in a group counts as found.
"""

import gzip
import json
import subprocess
import sys
from collections import defaultdict
from itertools import combinations

binary, archive = sys.argv[1:3]
ids_of = defaultdict(list)
for line in gzip.open(archive, "rt", encoding="utf-8"):
    article = json.loads(line)
    if "--sources" in sys.argv:
        keys = [tag for tag in article["tags"] if tag.startswith("source:")]
    else:
        keys = [" ".join(article["text"].casefold().split())]
    for key in keys:
        ids_of[key].append(article["id"])


def pairs(groups):
    return {tuple(sorted(pair)) for group in groups for pair in combinations(group, 2)}


lines = subprocess.run(
    [binary, "duplicates", archive, "--format", "jsonl", "--quiet"], check=True, capture_output=True, text=True
).stdout.splitlines()
groups = [json.loads(line) for line in lines]
found = pairs([group["id"]] + [copy["id"] for copy in group["also_published_as"]] for group in groups)
known = pairs(ids_of.values())
n_correct = len(found & known)
print(
    f"{archive}: {len(groups)} groups, {len(found)} pairs found, {len(known)} known, "
    f"precision {n_correct / max(1, len(found)):.3f}, recall {n_correct / max(1, len(known)):.3f}"
)
