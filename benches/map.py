#!/usr/bin/env python3
"""Measures how well the map of the themes page keeps the neighbourhoods of an archive.

    alsolike themes ARCHIVE --format html -o page.html
    alsolike related ARCHIVE -k 15 --focus topic --format jsonl -o lists.jsonl
    benches/map.py page.html lists.jsonl

Prints three means over all articles on the map: the share of the 15 nearest articles by text that have the article's
theme; the same share for the 15 nearest articles on the map; and the share of the 15 nearest by text that are among the
15 nearest on the map. Needs the standard library alone. 50,000 articles take a minute or two.
"""

import json
import re
import sys

K = 15


def nearest(x, y, at, cells, side):
    """Returns the K points nearest to one, searched ring by ring of cells; ties go to the lower row."""
    column, row = x[at] // side, y[at] // side
    found, ring = [], 0
    while True:
        for c in range(column - ring, column + ring + 1):
            inner = abs(c - column) < ring
            for r in ([row - ring, row + ring] if inner else range(row - ring, row + ring + 1)):
                for other in cells.get((c, r), ()):
                    if other != at:
                        found.append(((x[other] - x[at]) ** 2 + (y[other] - y[at]) ** 2, other))
        # A point in a further ring is at least `ring` whole cells away.
        found.sort()
        if len(found) >= K and found[K - 1][0] <= (ring * side) ** 2 or ring * side > 20000:
            return [other for _, other in found[:K]]
        ring += 1


def main(page, lists):
    text = open(page, encoding="utf-8").read()
    data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.S)[1])
    x, y, theme = data["x"], data["y"], data["theme"]
    neighbours, ids = [], []
    for line in open(lists, encoding="utf-8"):
        article = json.loads(line)
        ids.append(article["id"])
        neighbours.append([item["id"] for item in article["related"]])
    row = {id: number for number, id in enumerate(ids)}
    placed = [at for at in range(len(theme)) if x[at] >= 0]
    side = max(1, int(10000 / max(1, len(placed) / 4) ** 0.5))
    cells = {}
    for at in placed:
        cells.setdefault((x[at] // side, y[at] // side), []).append(at)
    by_text = by_map = in_both = 0.0
    for at in placed:
        nearest_on_map = nearest(x, y, at, cells, side)
        nearest_by_text = [row[id] for id in neighbours[at]]
        by_map += sum(theme[other] == theme[at] for other in nearest_on_map) / max(1, len(nearest_on_map))
        by_text += sum(theme[other] == theme[at] for other in nearest_by_text) / max(1, len(nearest_by_text))
        in_both += len(set(nearest_on_map) & set(nearest_by_text)) / max(1, len(nearest_by_text))
    n = max(1, len(placed))
    print(f"{len(placed)} articles: same theme by text {by_text / n:.3f}, on the map {by_map / n:.3f}; "
          f"of the {K} nearest by text on the map {in_both / n:.3f}")


main(*sys.argv[1:])
