"""The script that people write first: fields of a dump by its first lines and a few patterns. A baseline, nothing more.

naive.py FOLDER > RECORDS.jsonl
"""
import json
import re
import sys
from pathlib import Path

ADDRESS = re.compile(r"https?://\S+")
DATE = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b|\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b")
NAMED = re.compile(r"\b(?:(\d{1,2}) )?(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? (?:(\d{1,2}), )?(\d{4})\b")
BY = re.compile(r"^(?:by|von|par|por|di)\s+(.{3,60})$", re.I)
TAGS = re.compile(r"^(?:tags|keywords|topics|schlagworte|themen)\s*:\s*(.+)$", re.I)
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def date(text):
    for match in DATE.finditer(text):
        year, month, day, d, m, y = match.groups()
        return f"{year}-{month}-{day}" if year else f"{y}-{int(m):02}-{int(d):02}"
    for match in NAMED.finditer(text):
        before, month, after, year = match.groups()
        if before or after:
            return f"{year}-{MONTHS.index(month) + 1:02}-{int(before or after):02}"
    return None


def first(pattern, lines):
    return next((match.group(1) for match in map(pattern.match, lines) if match), None)


def record(text):
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    address = ADDRESS.search(text)
    by, tags = first(BY, lines), first(TAGS, lines)
    return {
        "url": address.group() if address else None,
        "headline": next((line for line in lines if not ADDRESS.match(line)), None),
        "description": None,
        "published": date(text),
        "authors": re.split(r",| and | und ", by) if by else [],
        "keywords": [tag.strip() for tag in tags.split(",")] if tags else [],
        "body": "\n".join(line for line in lines if len(line) >= 60),
    }


def main(folder):
    for path in sorted(Path(folder).rglob("*.txt")):
        text = path.read_text(encoding="utf-8", errors="replace")
        row = {"source": {"path": path.relative_to(folder).as_posix()}, **record(text)}
        print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1])
