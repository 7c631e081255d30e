"""Trains what decides which date of a page is that of publication, which names are authors and what the site is called:
small trees.

    python3 credits.py PROGRAM FOLDER TREES WEIGHTS:FOLDS...

Each file of weights gives the probabilities for the folds that it was not trained on, such as `a.weights:0:37`. Before it
writes, it says what trees of four fifths of the sites reach on the last fifth, in turn.
"""
import argparse
import subprocess
import threading
import time

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from align import plain
from data import FULL, MAIN, PROPERTIES, pages
from rank import MAGIC, packed

# What a dump counts that does not hold what the truth says: there is nothing to be found.
ABSENT = 0.04
# What a dump of the article alone counts: there are few.
ALONE = 2.0
PARTS = 5


class Dump:
    """A dump: its page, its dates, its names and those of its site, each what it says and its numbers."""

    def __init__(self, page, extractor):
        self.page, self.extractor, self.dates, self.names, self.sites = page, extractor, [], [], []
        self.present = set(page.present.get(extractor, ()))


def read(program, wanted, weights):
    """Runs the program over the wanted dumps, which are pairs of a page and an extractor."""
    paths = {str(page.dump(extractor)): (page, extractor) for page, extractor in wanted}
    run = subprocess.Popen([program, weights], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    feed = threading.Thread(target=lambda: (run.stdin.write("\n".join(paths) + "\n"), run.stdin.close()))
    feed.start()
    dumps = []
    for line in run.stdout:
        kind, *rest = line.rstrip("\n").split("\t")
        if kind == "D":
            dumps.append(Dump(*paths[rest[0]]))
        else:
            numbers = np.array(rest[3].split(" "), dtype=np.float32)
            {"T": dumps[-1].dates, "A": dumps[-1].names, "P": dumps[-1].sites}[kind].append((rest[2], numbers))
    feed.join()
    if run.wait():
        raise SystemExit(f"{program} failed")
    return dumps


class Question:
    """The examples of a question, and the dumps that they are of."""

    def __init__(self, field):
        self.field, self.numbers, self.answers, self.weights, self.owners, self.said = field, [], [], [], [], []

    def add(self, owner, dump, candidates, is_right):
        weight = (1.0 if self.field in dump.present else ABSENT) * (ALONE if dump.extractor in MAIN else 1.0)
        for says, numbers in candidates:
            self.numbers.append(numbers)
            self.answers.append(is_right(says))
            self.weights.append(weight)
            self.owners.append(owner)
            self.said.append(says)

    def arrays(self):
        return np.stack(self.numbers), np.array(self.answers), np.array(self.weights), np.array(self.owners)


def collect(dumps):
    dates, names, sites = Question("published"), Question("authors"), Question("publisher")
    for at, dump in enumerate(dumps):
        gold, annotated = dump.page.gold, dump.page.annotated
        if "published" in annotated and gold.get("published"):
            day = gold["published"][:10]
            dates.add(at, dump, dump.dates, lambda says: day in says.split(" "))
        if "authors" in annotated and gold.get("authors"):
            truth = {plain(name) for name in gold["authors"]}
            names.add(at, dump, dump.names, lambda says: plain(says) in truth)
        if gold.get("publisher") and "publisher" in dump.present:  # nobody annotated it: what the page's own markup says
            truth = plain(gold["publisher"])
            sites.add(at, dump, dump.sites, lambda says: plain(says) == truth)
    return dates, names, sites


def train(numbers, answers, weights, told):
    model = HistGradientBoostingClassifier(max_iter=told.count, max_leaf_nodes=told.leaves, learning_rate=0.07,
                                           min_samples_leaf=20, l2_regularization=2.0, early_stopping=False, random_state=1)
    return model.fit(numbers, answers, sample_weight=weights * len(weights) / weights.sum())


def crossed(question, dumps, told):
    """The probability of every example by trees that were not trained on its site."""
    numbers, answers, weights, owners = question.arrays()
    folds = np.array([dumps[owner].page.fold % PARTS for owner in owners])
    p = np.zeros(len(answers))
    for part in range(PARTS):
        known = folds != part
        p[~known] = train(numbers[known], answers[known], weights[known], told).predict_proba(numbers[~known])[:, 1]
    return p


def by_dump(question, p):
    found = {}
    for at, owner in enumerate(question.owners):
        found.setdefault(owner, []).append((p[at], question.said[at], question.answers[at]))
    return found


def group(dump):
    kinds = (("full", FULL), ("main", MAIN), ("properties", PROPERTIES))
    return next((name for name, kind in kinds if dump.extractor in kind), "main")


def report(questions, dumps, told):
    for question in questions:
        found = by_dump(question, crossed(question, dumps, told))
        for name in ("full", "main", "properties"):
            held = [at for at, dump in enumerate(dumps) if question.field in dump.present and group(dump) == name
                    and (question.field in dump.page.annotated or question.field == "publisher")
                    and dump.page.gold.get(question.field)]
            if question.field == "published":
                right = [max(found[at])[2] for at in held if at in found]
                print(f"published {name}: {sum(right) / max(1, len(held)):.3f} of {len(held)}")
                continue
            if question.field == "publisher":
                report_best(name, [found.get(at) for at in held])
                continue
            for least in (0.2, 0.3, 0.35, 0.4, 0.45, 0.5):
                hit = said = true = 0
                for at in held:
                    truth = {plain(n) for n in dumps[at].page.gold["authors"]}
                    names = {plain(says) for p, says, _ in found.get(at, ()) if p >= least}
                    hit, said, true = hit + len(names & truth), said + len(names), true + len(truth)
                print(f"authors {name} >= {least}: F1 {2 * hit / max(1, said + true):.3f}  P {hit / max(1, said):.3f}  "
                      f"R {hit / max(1, true):.3f}  n {len(held)}")


def report_best(name, found):
    """Of the likeliest of each dump."""
    best = [max(of) for of in found if of]
    for least in (0.2, 0.3, 0.35, 0.4, 0.5):
        given = [right for p, _, right in best if p >= least]
        print(f"publisher {name} >= {least}: right {sum(given) / max(1, len(found)):.3f}  P {sum(given) / max(1, len(given)):.3f}  "
              f"n {len(found)}")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("program"), options.add_argument("folder"), options.add_argument("trees")
    options.add_argument("weights", nargs="+")
    options.add_argument("--count", type=int, default=80), options.add_argument("--leaves", type=int, default=10)
    told = options.parse_args()
    begun, dumps, everything = time.time(), [], pages(told.folder)
    for given in told.weights:
        weights, low, high = given.rsplit(":", 2)
        chosen = [page for page in everything if int(low) <= page.fold < int(high)
                  and (page.annotated & {"published", "authors"} or page.gold.get("publisher"))]
        dumps += read(told.program, [(p, e) for p in chosen for e in FULL + MAIN + PROPERTIES if p.dump(e).exists()], weights)
    print(f"{len(dumps)} dumps, {time.time() - begun:.0f} s", flush=True)
    questions = collect(dumps)
    report(questions, dumps, told)
    with open(told.trees, "wb") as out:
        out.write(MAGIC)
        for question in questions:
            numbers, answers, weights, _ = question.arrays()
            out.write(packed(train(numbers, answers, weights, told), numbers.shape[1]))
            print(f"{question.field}: {len(answers)} examples, {sum(answers)} right, {time.time() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    main()
