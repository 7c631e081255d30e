"""Dumps with their truth, and the facts of their blocks as the program sees them."""
import hashlib
import json
import subprocess
import threading
from pathlib import Path

from align import Block, labels

FULL = "bs4_lines bs4_blocks html2text inscriptis lynx w3m resiliparse_full".split()
MAIN = "trafilatura newspaper4k resiliparse_main justext newspaper3k".split()
PROPERTIES = "properties properties_scope".split()


def fold(site):
    """0 to 99, the same for all pages of a site."""
    return int(hashlib.sha1(site.encode()).hexdigest(), 16) % 100


class Page:
    """A page of the folder: its truth and its dumps by extractor."""

    def __init__(self, path):
        told = json.loads(path.read_text(encoding="utf-8"))
        self.path, self.gold, self.present = path, told["gold"], told["present"]
        self.annotated = {f for f, who in told["prov"].items() if who.startswith("annotated")}
        self.site = told.get("site") or path.stem
        self.fold = fold(self.site)

    def dump(self, extractor):
        return self.path.with_name(f"{self.path.stem}.{extractor}.txt")

    def chosen(self, full, main, properties):
        """A few extractors of each kind, others from page to page."""
        turn = int(hashlib.sha1(self.path.stem.encode()).hexdigest(), 16)
        for kind, many in ((FULL, full), (MAIN, main), (PROPERTIES, properties)):
            held = [e for e in kind if self.dump(e).exists()]
            for at in range(min(many, len(held))):
                yield held[(turn + at * (len(held) // max(1, many) or 1)) % len(held)]


def pages(folder):
    found = (p for p in sorted(Path(folder).rglob("*.json")) if not p.name.endswith(".microdata.json"))
    return [Page(path) for path in found]


class Dump:
    """A dump: its page, its extractor, its blocks, what its headline may be and its summary: pairs of a text and numbers."""

    def __init__(self, page, extractor, raw):
        self.page, self.extractor, self.raw = page, extractor, raw
        self.present = set(page.present.get(extractor, ()))
        self.blocks, self.headings, self.summaries = [], [], []

    def labels(self, guess=False):
        return labels(self.blocks, self.page.gold, self.present, guess)

    def text(self, start, end):
        return self.raw[int(start):int(end)].decode("utf-8", "replace")


def fact_names(program):
    run = subprocess.run([program], input="", capture_output=True, text=True, encoding="utf-8", check=True)
    return run.stdout.rstrip("\n").split("\t")[1:]


def floats(column):
    return [float(number) for number in column.split(" ")] if column else []


def read(program, wanted, weights=None):
    """Runs the program over the wanted dumps, which are pairs of a page and an extractor."""
    paths = {str(page.dump(extractor)): (page, extractor) for page, extractor in wanted}
    run = subprocess.Popen([program] + ([weights] if weights else []), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                           text=True, encoding="utf-8")
    feed = threading.Thread(target=lambda: (run.stdin.write("\n".join(paths) + "\n"), run.stdin.close()))
    feed.start()
    dated = str(run.stdout.readline().rstrip("\n").split("\t").index("says=0") - 1)
    dump = None
    for line in run.stdout:
        kind, *rest = line.rstrip("\n").split("\t")
        if kind == "D":
            if dump and dump.blocks:
                yield dump
            dump = Dump(*paths[rest[0]], Path(rest[0]).read_bytes())
        elif kind == "B":
            facts = rest[2].split(" ")
            block = Block(dump.text(*rest[:2]), facts, floats(rest[3]), dated in facts)
            block.numbers, block.tags = map(floats, rest[4:6])
            dump.blocks.append(block)
        else:
            texts = {"H": dump.headings, "S": dump.summaries}[kind]
            texts.append((dump.text(*rest[:2]), floats(rest[2])))
    if dump and dump.blocks:
        yield dump
    feed.join()
    if run.wait():
        raise SystemExit(f"{program} failed")
