"""The page of figures: fields by extractor and language, on sites that the weights were not trained on.

accuracy.py PROGRAM FOLDER PAGE [--folds 75:100] [--sets A,B] [--crossed FILE] [--other NAME=RECORDS ...]

PROGRAM is `unscrape`, FOLDER pages as train/README.md says, PAGE the Markdown file to write. Beside it stands the script that
people write first (naive.py), and any other program whose RECORDS (JSON lines with `source.path`) are given. That comparison may be
limited to some of the folder's sets. FILE is what calibrate.py printed.
"""
import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import causes
import data

FIELDS = "headline published authors keywords description body".split()
# What people did not annotate is shown where all truth counts.
SHOWN = FIELDS + ["publisher"]
GROUPS = {"full": data.FULL + ["wet_record"], "main": data.MAIN + ["trafilatura_meta"], "properties": data.PROPERTIES}
SAID = {"full": "whole pages", "main": "main content", "properties": "the page's properties among its text"}
# The best of trafilatura, newspaper4k and extruct with the HTML, on all pages of the four sets that people annotated in the collection
# that the page was first made of. The dumps do not hold the HTML, so nothing here can measure it again.
WITH_HTML = {"full": (0.77, 0.94, 0.72, 0.66, 0.48, 0.95), "main": (0.77, 0.96, 0.70, 0.67, 0.50, 0.96)}
LANGUAGES = 5
CAUSES = 10
ENOUGH = 10


def part(folder, low, high, to):
    """Links to the pages of some sites. The pages."""
    pages = [page for page in data.pages(folder) if low <= page.fold < high]
    for page in pages:
        there = to / page.path.parent.relative_to(folder)
        there.mkdir(parents=True, exist_ok=True)
        stem = page.path.stem + "."
        for file in page.path.parent.iterdir():
            if file.name == page.path.name or file.name.startswith(stem) and file.suffix == ".txt":
                (there / file.name).symlink_to(file.resolve())
    return pages


def score(program, records, folder, *flags):
    command = [program, "score", "--no-config", "--format", "json", *flags, records, folder]
    return json.loads(subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout)


def flags(flag, values):
    return [word for value in values for word in (flag, value)]


def cell(figures):
    """The figure and how many dumps it is of."""
    if not figures:
        return "–"
    value = figures.get("exact", figures.get("f1"))
    shown = f"{value:.2f}" if figures["n"] >= ENOUGH else f"({value:.2f})"
    return f"{shown} <sub>{figures['n']}</sub>"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def by_program(program, sets, folder, only):
    """The fields of each group of extractors, a column a program; truth that people annotated."""
    out = []
    for group, names in GROUPS.items():
        asked = ["--provenance", "annotated", *flags("--extractor", names), *flags("--folder-name", only)]
        found = [score(program, records, folder, *asked)["groups"].get("all", {}) for records in sets.values()]
        html = [f"{figure:.2f}" for figure in WITH_HTML.get(group, ())] or ["–"] * len(FIELDS)
        rows = [[field, *(cell(one.get(field)) for one in found), best] for field, best in zip(FIELDS, html)]
        out.append(f"**{group}: {SAID[group]}** ({', '.join(names)})\n\n" + table(["field", *sets, "best with HTML"], rows))
    return "\n".join(out)


def frequent(groups):
    """The languages with most dumps."""
    many = Counter()
    for name, figures in groups.items():
        many[name.split(", ")[1]] += max((one["n"] for one in figures.values()), default=0)
    return [name for name, _ in many.most_common() if name != "no language"][:LANGUAGES]


def by_extractor(groups, languages):
    """A table a field: extractors down, languages across."""
    names = [name for group in GROUPS.values() for name in group]
    out = []
    for field in SHOWN:
        rows = []
        for name in names:
            got = [groups.get(f"{name}, {language}", {}).get(field) for language in languages]
            if any(got):
                rows.append([name] + [cell(one) for one in got])
        out.append(f"### {field}\n\n" + table(["extractor", *languages], rows))
    return "\n".join(out)


def trusted(rows, of):
    """What `confidence` said beside what was true."""
    return table([of, "said", "right", "values"],
                 [[row["of"], f"{row['said']:.2f}", f"{row['right']:.2f}", str(row["n"])] for row in rows])


def wrong(pages, records):
    """The wrong values of annotated fields: field and cause, counted; and how many values there are."""
    counts, asked = Counter(), 0
    for page in pages:
        for extractor, held in page.present.items():
            record = records.get((page.path.parent.name, f"{page.path.stem}.{extractor}.txt"))
            for field in set(held) & set(FIELDS) & page.annotated:
                true, given = page.gold[field], (record or {}).get(field)
                asked += 1
                if not causes.is_right(field, given, true):
                    counts[field, causes.OF[field](given, true)] += 1
    return counts, asked


def read_records(path):
    rows = map(json.loads, open(path, encoding="utf-8"))
    return {tuple(row["source"]["path"].split("/")[-2:]): row for row in rows}


def worst(pages, path):
    counts, asked = wrong(pages, read_records(path))
    rows = [[field, cause, str(n)] for (field, cause), n in counts.most_common(CAUSES)]
    head = f"Of {asked} values that people annotated and the dumps hold, {sum(counts.values())} are not exactly right " \
           "(a list with one name too many, a body with a tenth of its words lost). The most frequent ways:\n\n"
    return head + table(["field", "how", "values"], rows)


PAGE = """# How right the fields are

Made by `train/accuracy.py`, which `train/accuracy.sh FOLDER` runs after a training; do not edit. {pages} pages of {sites} sites in {dumps} dumps, none of these sites among those that the
weights behind these figures were trained on (parts {folds} of 100, by a hash of the site's name). Exact share for headline,
description and published (the day); F1 for authors and keywords (over all pages) and for the body (its words, mean of the pages).
Asked for is what the dump holds. Small: how many dumps; in brackets: fewer than {enough}.

## Beside others

Truth that people annotated. `naive` is the script that people write first (`train/naive.py`). *Best with HTML* is the best of trafilatura,
newspaper4k and extruct, which saw the HTML of such pages: measured once, over all annotated pages of the same sets, also of the other
sites, and not made anew here.

{beside}
## By extractor and language

All truth, also what pages say of themselves, with its faults; the languages with most dumps.

{fine}
## What `confidence` is worth

The probabilities of values were made confidences on these very sites.
{crossed}Below the final curves, over all of them and all truth; the mean distance between what was said and what was true is {distance:.3f}.

{by_field}
{by_confidence}
## What is wrong most often

{worst}"""


def write(told, work):
    """Everything from the dumps to the page."""
    low, high = map(int, told.folds.split(":"))
    dumps, ours, naive = work / "dumps", work / "ours", work / "naive"
    pages = part(told.folder, low, high, dumps)
    if not pages:
        sys.exit(f"{told.folder}: no pages in parts {told.folds}")
    subprocess.run([told.program, "convert", "--no-config", dumps, "--glob", "*.txt", "--quiet", "-o", ours], check=True)
    with open(naive, "w", encoding="utf-8") as to:
        subprocess.run([sys.executable, Path(__file__).with_name("naive.py"), dumps], check=True, stdout=to)
    sets = {"unscrape": ours, "naive": naive, **dict(other.split("=", 1) for other in told.other)}
    lines = told.crossed.read_text(encoding="utf-8").splitlines() if told.crossed else ()
    crossed = "".join(f"{line}.\n" for line in lines)
    scored = score(told.program, ours, dumps, "--by", "extractor,language")
    groups = scored["groups"]
    told.page.write_text(PAGE.format(
        pages=len(pages), sites=len({page.site for page in pages}), dumps=sum(1 for _ in dumps.rglob("*.txt")),
        folds=told.folds, enough=ENOUGH, beside=by_program(told.program, sets, dumps, told.sets),
        crossed=crossed, fine=by_extractor(groups, frequent(groups)),
        worst=worst(pages, ours), distance=scored["confidence"]["error"],
        by_field=trusted(scored["confidence"]["by_field"], "field"),
        by_confidence=trusted(scored["confidence"]["by_confidence"], "confidence")), encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("folder", type=Path)
    parser.add_argument("page", type=Path)
    parser.add_argument("--folds", default="75:100")
    parser.add_argument("--sets", type=lambda names: names.split(","), default=[])
    parser.add_argument("--crossed", type=Path, metavar="FILE")
    parser.add_argument("--other", action="append", default=[], metavar="NAME=RECORDS")
    with tempfile.TemporaryDirectory() as work:
        write(parser.parse_args(), Path(work))


if __name__ == "__main__":
    main()
