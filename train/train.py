"""Trains the labeller: a linear-chain conditional random field over the blocks of dumps.

    python3 train.py PROGRAM FOLDER MODEL [--folds 0:75] [--c1 0.5] [--c2 0.05] [--iterations 150]
"""
import argparse
import time

import pycrfsuite

from data import fact_names, pages, read

# Facts of the blocks beside one, by their distance: what a fact of a neighbour is worth.
NEAR = set("""length words link stops first last heading same repeat trait fact digits capitals upper commas mark says title
slug told length-end-link""".split())
FAR = set("length link trait says heading title slug told stops".split())
LONGEST = 1500


def templates(names):
    """For each distance the names of a fact there, None where it does not count."""
    group = [name.split("=")[0] for name in names]
    allowed = {0: None, -1: NEAR, 1: NEAR, -2: FAR, 2: FAR}
    return {by: [f"{by}:{at}" if which is None or group[at] in which else None for at in range(len(names))]
            for by, which in allowed.items()}


def sequence(blocks, named):
    facts = [[int(f) for f in block.facts] for block in blocks]
    items = []
    for at in range(len(facts)):
        item = []
        for by, table in named.items():
            if 0 <= at + by < len(facts):
                item.extend(name for name in (table[f] for f in facts[at + by]) if name)
            else:
                item.append(f"{by}:edge")
        items.append(item)
    return pycrfsuite.ItemSequence(items)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("program"), options.add_argument("folder"), options.add_argument("model")
    options.add_argument("--folds", default="0:75"), options.add_argument("--dumps", default="2,2,1")
    options.add_argument("--c1", type=float, default=0.5), options.add_argument("--c2", type=float, default=0.05)
    options.add_argument("--guess", action="store_true", help="take the body of the weights so far where the truth has none")
    options.add_argument("--iterations", type=int, default=150)
    told = options.parse_args()
    low, high = map(int, told.folds.split(":"))
    begun = time.time()
    trainer = pycrfsuite.Trainer(verbose=False)
    named = templates(fact_names(told.program))
    chosen = [p for p in pages(told.folder) if low <= p.fold < high]
    wanted = [(page, e) for page in chosen for e in page.chosen(*map(int, told.dumps.split(",")))]
    dumps = blocks = 0
    for dump in read(told.program, wanted):
        labels = dump.labels(told.guess) if len(dump.blocks) <= LONGEST else None
        if labels:
            trainer.append(sequence(dump.blocks, named), labels)
            dumps, blocks = dumps + 1, blocks + len(dump.blocks)
    print(f"{len({p.site for p in chosen})} sites, {dumps} dumps, {blocks} blocks, read in {time.time() - begun:.0f} s", flush=True)
    trainer.set_params({"c1": told.c1, "c2": told.c2, "max_iterations": told.iterations,
                        "feature.possible_transitions": True, "feature.minfreq": 3})
    trainer.train(told.model)
    print(f"trained in {time.time() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    main()
