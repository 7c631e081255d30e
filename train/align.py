"""Labels of blocks from the truth of a page.

The truth gives values (a headline, a body); the labeller needs a label for every block of a dump. A block has the label of
the value that it states, compared by letters and digits alone, without case. What states nothing is furniture: `o` before
the article, `m` in the midst of it, `z` behind it.
"""
import re
import unicodedata

LABELS = ("o", "m", "z", "headline", "title", "description", "keywords", "body", "date", "author")
MARKS = re.compile(r"\]\([^)\s]*\)?|\[\d+\]|\(BUTTON\)|[*_#>\[\]]|^\s*[*+•-]\s")
OTHER = re.compile(r"[\W_]+")


def letters(text):
    return OTHER.sub("", unicodedata.normalize("NFKC", str(text)).casefold())


QUOTES = str.maketrans({**dict.fromkeys("“”„«»″", '"'), **dict.fromkeys("‘’‚`´", "'"), **dict.fromkeys("–—‑−", "-"),
                        "\u00ad": "", "\u200b": "", "\ufeff": ""})


def plain(text):
    """The text as it is compared: without case, with one kind of space, quote and dash."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).translate(QUOTES).casefold()).strip()


class Block:
    """A block of a dump: its text without the converter's marks, and its letters."""

    __slots__ = ("text", "letters", "facts", "marginal", "dated", "numbers", "tags", "raw")

    def __init__(self, text, facts, marginal, dated):
        self.text = MARKS.sub("", text).strip()
        self.letters = letters(self.text)
        self.raw, self.numbers, self.tags = text, [], []
        self.facts, self.marginal, self.dated = facts, marginal, dated


def body_labels(blocks, body):
    """Which blocks are of the body: `covered` shares of letters, then the run of blocks that holds most of them."""
    paragraphs = [letters(p) for p in re.split(r"\n+", body)]
    whole = "".join(paragraphs)
    long = sorted({p for p in paragraphs if len(p) >= 40}, key=len)
    covered = [coverage(block.letters, whole, long) for block in blocks]
    start, end = best_run(blocks, covered)
    inside = {blocks[at].letters for at in range(start, end) if covered[at] > 0.5}
    found = []
    for at, block in enumerate(blocks):
        near = start <= at < end
        far = len(block.letters) >= 60 and block.letters not in inside and not has_copy(block, inside)
        found.append(covered[at] > 0.5 and (near or far))
    return found


def has_copy(block, inside):
    return any(block.letters in other or other in block.letters for other in inside if len(other) >= 40)


def coverage(block, whole, long):
    """The share of the block's letters that the body says in one piece."""
    if not block:
        return 0.0
    if block in whole:
        return 1.0
    if len(block) < 40:
        return 0.0
    held = sum(len(p) for p in long if p in block)
    if held < len(block) * 0.5:
        step, size = 20, 30
        pieces = [block[i:i + size] for i in range(0, len(block) - size + 1, step)]
        held = max(held, len(block) * sum(p in whole for p in pieces) / max(1, len(pieces)))
    return min(1.0, held / len(block))


def best_run(blocks, covered):
    best, best_sum, start, total = (0, 0), 0, 0, 0
    seen = set()
    for at, block in enumerate(blocks):
        if total <= 0:
            start, total, seen = at, 0, set()
        size = min(len(block.letters), 600)
        again = block.letters in seen
        seen.add(block.letters)
        if covered[at] > 0.5 and not again and size >= 3:
            total += size
        else:
            total -= min(size, 60) * 0.5 + 6
        if total > best_sum:
            best, best_sum = (start, at + 1), total
    return best


def keyword_labels(blocks, keywords, anchor):
    """Lists of the page's tags, and tags one a block where several stand together."""
    known = {letters(k) for k in keywords} - {""}
    found = [False] * len(blocks)
    single = [at for at, b in enumerate(blocks) if b.letters in known]
    for at, block in enumerate(blocks):
        held = [k for k in known if k in block.letters]
        size = sum(map(len, held))
        if len(held) >= 2 and not block.text.startswith("http") and size * 10 >= len(block.letters) * 7 and len(block.text) < 1000:
            found[at] = True
    together = [[]]
    for at in single:
        if together[-1] and at - together[-1][-1] > 2:
            together.append([])
        together[-1].append(at)
    need = max(2, len(known) // 2) if len(known) > 1 else 1
    for group in together:
        different = {blocks[at].letters for at in group}
        if group and len(different) >= need and group[0] > anchor:
            for at in group:
                found[at] = True
    return found


def labels(blocks, truth, present, guess):
    """A label for each block. Where the truth has no body: None, or with `guess` what the weights so far take for one."""
    gold = {field: value for field, value in truth.items() if value and field in present}
    headline, description = letters(gold.get("headline", "")), letters(gold.get("description", ""))
    if "body" in gold:
        body = body_labels(blocks, gold["body"])
    elif guess and not truth.get("body"):
        body = [block.marginal[LABELS.index("body")] > 0.5 for block in blocks]
    else:
        return None
    if not any(body):
        return None
    first, last = body.index(True), len(body) - 1 - body[::-1].index(True)
    result = ["o" if at < first else "z" if at > last else "m" for at in range(len(blocks))]
    authors = [a for a in map(letters, gold.get("authors") or []) if len(a) > 4]
    keywords = keyword_labels(blocks, gold.get("keywords") or [], first // 2)
    day = str(gold.get("published") or "")[:10].split("-")
    for at, block in enumerate(blocks):
        text = block.letters
        if not text:
            continue
        if body[at]:
            result[at] = "body"
        if keywords[at] and not (body[at] and len(text) > 60):
            result[at] = "keywords"
        if len(block.text) <= 90 and any(a in text for a in authors) and not body[at]:
            result[at] = "author"
        if len(block.text) <= 100 and len(day) == 3 and block.dated and not body[at]:
            if day[2].lstrip("0") in block.text and day[0][2:] in block.text:
                result[at] = "date"
        if description and len(text) >= 20 and is_description(text, description) and not body[at]:
            result[at] = "description"
        if headline and text == headline:
            result[at] = "headline"
        elif headline and len(headline) >= 12 and text.startswith(headline) and len(text) < len(headline) + 60:
            result[at] = "title" if not body[at] else result[at]
    return result


def is_description(text, description):
    return text == description or len(description) > 60 and text.startswith(description[:-3]) and len(text) < len(description) + 40
