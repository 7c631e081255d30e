"""Trains the second look: small trees that say of a candidate whether it is the headline, the description, a tag, a
paragraph of the body.

    python3 rank.py PROGRAM FOLDER TREES WEIGHTS:FOLDS...

Each file of weights gives the probabilities for the folds that it was not trained on, such as `a.weights:0:37`.
"""
import argparse
import struct
import time

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from align import MARKS, plain
from data import pages, read

MAGIC = b"unscrape trees 1\n"
QUESTIONS = ("headline", "description", "keywords", "body")
LEAF = 255
KIND = 52  # which of a block's numbers says how the page writes links


def visible(text, numbers):
    return plain(MARKS.sub("", text) if numbers[KIND] % 3 else text)


class Question:
    """The examples of a question: numbers, answers, weights."""

    def __init__(self):
        self.numbers, self.answers, self.weights, self.pages = [], [], [], []

    def add(self, page, candidates, weight):
        for numbers, answer in candidates:
            self.numbers.append(np.asarray(numbers, dtype=np.float32))
            self.answers.append(answer)
            self.weights.append(weight)
            self.pages.append(page)


# What a dump counts whose truth has no such value, or that does not hold it: there is nothing to be found.
ABSENT = 0.5
# What one counts whose value was annotated by people: the page's own metadata often say what no reader sees.
ANNOTATED = 2.0
# The same two of descriptions, of which the pages' own are seldom there to be read.
DESCRIBED = {"absent": 0.2, "annotated": 4.0}


def collect(dump, questions):
    """Adds the candidates of a dump to the examples of each question."""
    gold, page = dump.page.gold, dump.page.path.stem
    held = {field for field in dump.present if gold.get(field)}

    def weight(field, absent=ABSENT, annotated=ANNOTATED):
        counts = annotated if field in dump.page.annotated else 1.0
        return counts * (1.0 if field in held else absent)

    truth = plain(gold["headline"]) if "headline" in held else None
    questions["headline"].add(page, [(numbers, visible(text, numbers) == truth) for text, numbers in dump.headings],
                              1.0 if truth else ABSENT)
    truth = plain(gold["description"]) if "description" in held else None
    questions["description"].add(page, [(numbers, visible(text, numbers) == truth) for text, numbers in dump.summaries],
                                 weight("description", **DESCRIBED))
    labels = dump.labels(guess=True)
    if labels and gold.get("keywords"):  # without, nobody knows whether the page has tags
        questions["keywords"].add(page, [(b.tags, labels[at] == "keywords") for at, b in enumerate(dump.blocks) if b.tags],
                                  weight("keywords"))
    if labels and "body" in held:
        questions["body"].add(page, [(b.numbers, labels[at] == "body") for at, b in enumerate(dump.blocks)
                                     if b.numbers and 0.03 <= b.marginal[7] < 0.97], 1.0)


def train(question, trees, leaves):
    numbers, answers = np.stack(question.numbers), np.asarray(question.answers)
    weights = np.asarray(question.weights)
    model = HistGradientBoostingClassifier(max_iter=trees, max_leaf_nodes=leaves, learning_rate=0.07, min_samples_leaf=30,
                                           l2_regularization=2.0, early_stopping=False, random_state=1)
    return model.fit(numbers, answers, sample_weight=weights * len(weights) / weights.sum()), numbers.shape[1]


def packed(model, numbers):
    trees = [iteration[0].nodes for iteration in model._predictors]
    out = [struct.pack("<BBf", numbers, len(trees), float(model._baseline_prediction.ravel()[0]))]

    def walk(nodes, at):
        node = nodes[at]
        if node["is_leaf"]:
            out.append(struct.pack("<Bf", LEAF, float(node["value"])))
        else:
            out.append(struct.pack("<Bf", int(node["feature_idx"]), float(node["num_threshold"])))
            walk(nodes, node["left"]), walk(nodes, node["right"])

    for nodes in trees:
        walk(nodes, 0)
    return b"".join(out)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("program"), options.add_argument("folder"), options.add_argument("trees")
    options.add_argument("weights", nargs="+")
    options.add_argument("--dumps", default="3,2,1"), options.add_argument("--count", type=int, default=120)
    options.add_argument("--leaves", type=int, default=12)
    told = options.parse_args()
    begun = time.time()
    questions = {name: Question() for name in QUESTIONS}
    everything = pages(told.folder)
    for given in told.weights:
        weights, low, high = given.rsplit(":", 2)
        chosen = [page for page in everything if int(low) <= page.fold < int(high)]
        wanted = [(page, e) for page in chosen for e in page.chosen(*map(int, told.dumps.split(",")))]
        for dump in read(told.program, wanted, weights):
            collect(dump, questions)
    with open(told.trees, "wb") as out:
        out.write(MAGIC)
        for name, question in questions.items():
            model, numbers = train(question, told.count, told.leaves)
            out.write(packed(model, numbers))
            print(f"{name}: {len(question.answers)} examples, {sum(question.answers)} right, "
                  f"{len(set(question.pages))} pages, {time.time() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    main()
