"""Marginals of the trainer's own tagger for invented dumps, which a test compares with those of the program.

    python3 fixture.py PROGRAM MODEL FIXTURE DUMP...

For each dump a line with its path below the current folder, then a line for each block: the probabilities of its labels.
"""
import argparse
import subprocess

import pycrfsuite

from align import LABELS, Block
from data import fact_names
from train import sequence, templates


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("program"), options.add_argument("model"), options.add_argument("fixture")
    options.add_argument("dumps", nargs="+")
    told = options.parse_args()
    named = templates(fact_names(told.program))
    tagger = pycrfsuite.Tagger()
    tagger.open(told.model)
    lines = []
    for dump in told.dumps:
        run = subprocess.run([told.program], input=dump + "\n", capture_output=True, text=True, encoding="utf-8", check=True)
        rows = [line.split("\t") for line in run.stdout.splitlines() if line.startswith("B\t")]
        tagger.set(sequence([Block("", row[3].split(" "), [], False) for row in rows], named))
        lines.append(dump)
        for at in range(len(rows)):
            lines.append(" ".join(f"{tagger.marginal(label, at):.4f}" for label in LABELS))
    with open(told.fixture, "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
