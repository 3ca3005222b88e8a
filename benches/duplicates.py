"""How many of the known repeats does `alsolike duplicates` find, and what else does it find?

usage: benches/duplicates.py ALSOLIKE ARCHIVE.jsonl.gz [--sources]

The truth are pairs of articles whose texts are equal but for case and white space; with --sources pairs that
share a tag `source:NAME`. Every pair of a group counts as found.
"""

import gzip
import json
import subprocess
import sys
from collections import defaultdict
from itertools import combinations

binary, archive = sys.argv[1:3]
truth_of = defaultdict(list)
for line in gzip.open(archive, "rt", encoding="utf-8"):
    article = json.loads(line)
    if "--sources" in sys.argv:
        keys = [tag for tag in article["tags"] if tag.startswith("source:")]
    else:
        keys = [" ".join(article["text"].casefold().split())]
    for key in keys:
        truth_of[key].append(article["id"])


def pairs(groups):
    return {tuple(sorted(pair)) for group in groups for pair in combinations(group, 2)}


lines = subprocess.run(
    [binary, "duplicates", archive, "--format", "jsonl", "--quiet"], check=True, capture_output=True, text=True
).stdout.splitlines()
groups = [json.loads(line) for line in lines]
found = pairs([group["id"]] + [copy["id"] for copy in group["also_published_as"]] for group in groups)
truth = pairs(truth_of.values())
both = len(found & truth)
print(
    f"{archive}: {len(groups)} groups, {len(found)} pairs found, {len(truth)} known, "
    f"precision {both / max(1, len(found)):.3f}, recall {both / max(1, len(truth)):.3f}"
)
