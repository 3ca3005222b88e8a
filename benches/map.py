#!/usr/bin/env python3
"""How much of an archive's neighbourhoods is left on the map of its themes.

    alsolike themes ARCHIVE --format html -o page.html
    alsolike related ARCHIVE -k 15 --focus topic --format jsonl -o lists.jsonl
    benches/map.py page.html lists.jsonl

Prints, means over all articles on the map: the share of the 15 articles nearest by text that have the
article's theme; the same of the 15 nearest on the map; and the share of the first 15 that are among the
second. Standard library alone; 50,000 articles take a minute or two.
"""

import json
import re
import sys

K = 15


def nearest(x, y, at, cells, side):
    """The K points nearest to one, ring by ring of cells, ties to the lower row."""
    column, row = x[at] // side, y[at] // side
    found, ring = [], 0
    while True:
        for c in range(column - ring, column + ring + 1):
            inner = abs(c - column) < ring
            for r in ([row - ring, row + ring] if inner else range(row - ring, row + ring + 1)):
                for other in cells.get((c, r), ()):
                    if other != at:
                        found.append(((x[other] - x[at]) ** 2 + (y[other] - y[at]) ** 2, other))
        # Whatever lies in a further ring is at least `ring` whole cells away.
        found.sort()
        if len(found) >= K and found[K - 1][0] <= (ring * side) ** 2 or ring * side > 20000:
            return [other for _, other in found[:K]]
        ring += 1


def main(page, lists):
    text = open(page, encoding="utf-8").read()
    data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.S)[1])
    x, y, theme = data["x"], data["y"], data["theme"]
    near, ids = [], []
    for line in open(lists, encoding="utf-8"):
        article = json.loads(line)
        ids.append(article["id"])
        near.append([item["id"] for item in article["related"]])
    row = {id: number for number, id in enumerate(ids)}
    placed = [at for at in range(len(theme)) if x[at] >= 0]
    side = max(1, int(10000 / max(1, len(placed) / 4) ** 0.5))
    cells = {}
    for at in placed:
        cells.setdefault((x[at] // side, y[at] // side), []).append(at)
    by_text = by_map = both = 0.0
    for at in placed:
        on_map = nearest(x, y, at, cells, side)
        in_text = [row[id] for id in near[at]]
        by_map += sum(theme[other] == theme[at] for other in on_map) / max(1, len(on_map))
        by_text += sum(theme[other] == theme[at] for other in in_text) / max(1, len(in_text))
        both += len(set(on_map) & set(in_text)) / max(1, len(in_text))
    n = max(1, len(placed))
    print(f"{len(placed)} articles: same theme by text {by_text / n:.3f}, on the map {by_map / n:.3f}; "
          f"of the {K} nearest by text on the map {both / n:.3f}")


main(*sys.argv[1:])
