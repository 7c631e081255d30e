"""What a layout says of its own choices against how often it was right, as a table of shares and curves.

calibrate.py open TABLE                                    # confidence is the layout's own probability; build the program then
calibrate.py fit PROGRAM FOLDER TABLE [--folds 75:100]     # writes shares and curves of annotated truth that the dumps hold

PROGRAM must have been built with an open table, and with weights of other sites than those of the folds.
"""
import argparse
import hashlib
import subprocess
import tempfile
from collections import defaultdict
from pathlib import Path

import numpy as np
from sklearn.isotonic import IsotonicRegression

import accuracy
import causes

LAYOUTS = "header visible-page body-only".split()
FIELDS = "headline description published authors publisher keywords body".split()
# Nobody annotated it: the truth is what the page's own markup says.
BY_MARKUP = {"publisher"}
# A knot is the mean of so many values at least, and there are at most so many knots.
VALUES, KNOTS = 60, 10
HEAD = """# How sure values are: layout, field, share of right values, and a curve of probability:share where the layout knows a probability.
# `*` stands for the fields that were not measured. schema-article: 50 dumps of its family, by hand.
# The others by train/calibrate.py: {values} values that people annotated (publisher: that the page's own markup states), of {sites} sites that the weights were not trained on.
"""


def rows(table):
    return [line.split("\t") for line in table.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def write(table, head, lines):
    table.write_text(head + "".join("\t".join(line) + "\n" for line in lines), encoding="utf-8")


def opened(table):
    """Probabilities come out as they are; 0 where there is none."""
    kept = [row[:3] for row in rows(table) if row[0] not in LAYOUTS or row[1] not in FIELDS]
    straight = [[layout, field, "0", "0:0 1:1"] for layout in LAYOUTS for field in FIELDS]
    order = [row[0] for row in kept]
    write(table, HEAD.format(values="no", sites="no"), sorted(kept + straight, key=lambda row: order.index(row[0])))


def values(program, folder, folds):
    """By layout and field: site, what was said, the share that is right."""
    found, sites = defaultdict(list), set()
    with tempfile.TemporaryDirectory() as work:
        dumps, records = Path(work) / "dumps", Path(work) / "records"
        pages = accuracy.part(folder, *folds, dumps)
        subprocess.run([program, "convert", "--no-config", dumps, "--glob", "*.txt", "--quiet", "-o", records], check=True)
        records = accuracy.read_records(records)
    for page in pages:
        for extractor, held in page.present.items():
            record = records.get((page.path.parent.name, f"{page.path.stem}.{extractor}.txt"), {})
            for field in set(held) & set(FIELDS) & (page.annotated | BY_MARKUP) & set(record.get("confidence", ())):
                said = record[field]["name"] if field == "publisher" else record[field]
                right = causes.share(field, said, page.gold[field])
                found[record["layout"], field].append((page.site, record["confidence"][field], right))
                sites.add(page.site)
    return found, len(sites)


def share(right):
    """Laplace's rule of succession."""
    return (sum(right) + 1) / (len(right) + 2)


def curve(said, right):
    """Knots of an ascending curve; none where there are too few values."""
    known = said > 0
    many = min(KNOTS, int(known.sum()) // VALUES)
    if many < 2:
        return []
    order = np.argsort(said[known], kind="stable")
    parts = np.array_split(order, many)
    p = [float(said[known][part].mean()) for part in parts]
    means = [share(right[known][part]) for part in parts]
    smooth = IsotonicRegression().fit_transform(range(many), means, sample_weight=[len(part) for part in parts])
    knots = {}
    for at, value in zip(p, smooth):
        knots[f"{at:.3f}"] = max(value, knots.get(f"{at:.3f}", 0))
    return [(float(at), round(float(value), 3)) for at, value in knots.items()]


def judge(knots, other, said):
    if not knots:
        return np.full(len(said), other)
    return np.where(said > 0, np.interp(said, *zip(*knots)), other)


def other(said, right):
    """The share of values without a probability; of all, where these are few."""
    unknown = right[said == 0]
    return share(unknown if len(unknown) >= VALUES or (said > 0).sum() >= 2 * VALUES and len(unknown) else right)


def crossed(found):
    """What the curves of one half of the sites say of the other half, beside one share a field: mean distance in tenths of the values,
    and mean square."""
    said, plain, true = [], [], []
    for triples in found.values():
        half = np.array([int(hashlib.sha1(site.encode()).hexdigest(), 16) // 100 % 2 for site, _, _ in triples], bool)
        p, right = (np.array(column, float) for column in list(zip(*triples))[1:])
        for test in (half, ~half):
            if test.any() and not test.all():
                learn = ~test
                said.extend(judge(curve(p[learn], right[learn]), other(p[learn], right[learn]), p[test]))
                plain.extend([share(right[learn])] * int(test.sum()))
                true.extend(right[test])
    return [measure(np.array(given), np.array(true)) for given in (said, plain)]


def measure(said, true):
    parts = np.array_split(np.argsort(said, kind="stable"), 10)
    distance = sum(len(part) * abs(said[part].mean() - true[part].mean()) for part in parts) / len(said)
    return distance, float(((said - true) ** 2).mean())


def fit(program, folder, table, folds):
    found, sites = values(program, folder, folds)
    lines = {(row[0], row[1]): row[:3] for row in rows(table)}
    for (layout, field), triples in found.items():
        said, right = (np.array(column, float) for column in list(zip(*triples))[1:])
        if (layout, field) in lines and layout in LAYOUTS:
            knots = " ".join(f"{p:g}:{value:g}" for p, value in curve(said, right))
            lines[layout, field] = [layout, field, f"{other(said, right):.2f}"] + ([knots] if knots else [])
    seen = [line for line in lines.values() if line[2] != "0"]
    write(table, HEAD.format(values=sum(map(len, found.values())), sites=sites), seen)
    curves, plain = crossed(found)
    print("Of {} values (the publisher by the pages' own markup, all else annotated by people) each half of the sites was judged by the curves of the other half: mean distance {:.3f}, "
          "mean square {:.4f}".format(sum(map(len, found.values())), *curves))
    print("With one share for each field of a layout instead it was {:.3f} and {:.4f}".format(*plain))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    tasks = parser.add_subparsers(required=True)
    task = tasks.add_parser("open")
    task.add_argument("table", type=Path)
    task.set_defaults(run=lambda told: opened(told.table))
    task = tasks.add_parser("fit")
    task.add_argument("program")
    task.add_argument("folder", type=Path)
    task.add_argument("table", type=Path)
    task.add_argument("--folds", type=lambda text: tuple(map(int, text.split(":"))), default=(75, 100))
    task.set_defaults(run=lambda told: fit(told.program, told.folder, told.table, told.folds))
    told = parser.parse_args()
    told.run(told)


if __name__ == "__main__":
    main()
