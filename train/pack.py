"""Weights of a trained model, pruned and rounded, as the program reads them.

    python3 pack.py PROGRAM WEIGHTS MODEL... [--least 0.004]

A header line; then numbers of seven bits a byte: labels, facts, a fingerprint of the facts' names; the weights of label
after label; and for each of five distances a row for the edge of the page, how many facts have a row, and these rows, each
behind the step from the fact before. A row is a set of labels as bits and a weight for each. Weights are in 1/256, the
lowest bit their sign.
"""
import argparse
from collections import defaultdict

import pycrfsuite

from align import LABELS
from data import fact_names

STEPS = 256
MAGIC = b"unscrape labeller 1\n"
AROUND = (-2, -1, 0, 1, 2)


def number(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def weight(value):
    size = min(round(abs(value) * STEPS), 32767)
    return number(size << 1 | (value < 0))


def row(weights):
    kept = {at: w for at, w in enumerate(weights) if round(abs(w) * STEPS)}
    return number(sum(1 << at for at in kept)) + b"".join(weight(w) for w in kept.values())


def fingerprint(names):
    steps = {}
    for name in names:
        group = name.split("=")[0]
        steps[group] = steps.get(group, 0) + 1
    told = 0x811C9DC5
    for group, count in steps.items():
        for byte in group.encode() + count.to_bytes(2, "little"):
            told = ((told ^ byte) * 0x01000193) & 0xFFFFFFFF
    return told >> 4


def model_weights(paths):
    """The mean weights of one model or several."""
    states, transitions = defaultdict(float), defaultdict(float)
    for path in paths:
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        info = tagger.info()
        for (name, label), w in info.state_features.items():
            states[name, label] += w / len(paths)
        for pair, w in info.transitions.items():
            transitions[pair] += w / len(paths)
        tagger.close()
    return states, transitions


def pack(names, states, transitions, least):
    out = [MAGIC, number(len(LABELS)), number(len(names)), number(fingerprint(names))]
    out += [weight(transitions.get((a, b), 0.0)) for a in LABELS for b in LABELS]
    place = {label: at for at, label in enumerate(LABELS)}
    rows = {by: defaultdict(lambda: [0.0] * len(LABELS)) for by in AROUND}
    for (name, label), w in states.items():
        by, fact = name.split(":")
        if abs(w) >= least:
            rows[int(by)][fact][place[label]] = w
    count = 0
    for by in AROUND:
        out.append(row(rows[by].pop("edge", [0.0] * len(LABELS))))
        kept = sorted((int(fact), w) for fact, w in rows[by].items() if any(round(abs(x) * STEPS) for x in w))
        out.append(number(len(kept)))
        before = 0
        for fact, w in kept:
            out += [number(fact - before), row(w)]
            before, count = fact, count + 1
    return b"".join(out), count


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("program"), options.add_argument("weights"), options.add_argument("models", nargs="+")
    options.add_argument("--least", type=float, default=0.004)
    told = options.parse_args()
    packed, rows = pack(fact_names(told.program), *model_weights(told.models), told.least)
    with open(told.weights, "wb") as out:
        out.write(packed)
    print(f"{len(packed)} bytes, {rows} rows")


if __name__ == "__main__":
    main()
