"""Loads rows with the programs they are meant for, and compares what comes out with the rows. Takes their folder and dialects."""

import json
import math
import sys
from datetime import datetime, timezone
from operator import eq
from pathlib import Path

import datasets
import duckdb
import pyarrow.ipc
import pyarrow.parquet
from datatrove.pipeline.readers import JsonlReader, ParquetReader
from datatrove.utils.logging import logger

FOLDER, DIALECTS = Path(sys.argv[1]), sys.argv[2:]
TEXT = {"native": "body", "newsapi": "content", "schemaorg": "articleBody"}


def rows_of(dialect):
    with open(FOLDER / f"{dialect}.jsonl", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def same(loaded, row, times_are=eq):
    """Whether a loader gives a row back; columns have null where an object lacks a key, and 32 bits for a share."""
    if isinstance(row, dict):
        values = (same(value, row.get(key), times_are) for key, value in loaded.items())
        return row.keys() <= loaded.keys() and all(values)
    if isinstance(row, list):
        return len(loaded) == len(row) and all(same(*pair, times_are) for pair in zip(loaded, row))
    if isinstance(row, float):
        return math.isclose(loaded, row, rel_tol=1e-6)
    return loaded == row or (isinstance(row, str) and isinstance(loaded, str) and times_are(loaded, row))


def is_read_anew(loaded, row):
    """Arrow's reader of JSON makes timestamps of texts that look like such, and datasets then makes texts of them again."""
    try:
        moment = datetime.fromisoformat(row)
        moment = moment.astimezone(timezone.utc).replace(tzinfo=None) if moment.tzinfo else moment
        return "T" not in loaded and datetime.fromisoformat(loaded) == moment
    except ValueError:
        return False


def must(yes, *what):
    if not yes:
        raise SystemExit(" ".join(map(str, what)))


def with_datasets(dialect, rows):
    features = datasets.Features.from_dict(json.loads((FOLDER / f"{dialect}.features.json").read_text()))
    # Blocks of a few rows: what the first ones lack must not decide what the later ones may have.
    small = {"chunksize": 1 << 14}
    for kind, name, more in [
        ("json", "jsonl", small),
        ("json", "jsonl.gz", small),
        ("parquet", "parquet", {}),
        ("arrow", "arrow", {}),
    ]:
        path = str(FOLDER / f"{dialect}.{name}")
        loaded = datasets.load_dataset(kind, data_files=path, split="train", features=features, **more)
        must(loaded.features == features, "datasets:", path, "has other features")
        must(len(loaded) == len(rows), "datasets:", path, len(loaded), "of", len(rows))
        times_are = is_read_anew if kind == "json" else eq
        for one, row in zip(loaded, rows):
            must(same(one, row, times_are), "datasets:", path, "has other values:", one, row)
        if kind != "json":
            guessed = datasets.load_dataset(kind, data_files=path, split="train")
            must(guessed.features == features, "datasets:", path, "is of other columns than its features say")


def with_duckdb(dialect, rows):
    text = TEXT.get(dialect, "text")
    bodies = [row[text] for row in rows]
    for name in ["jsonl", "jsonl.gz", "parquet"]:
        found = duckdb.sql(f"SELECT {text} FROM '{FOLDER / dialect}.{name}'").fetchall()
        must([body for (body,) in found] == bodies, "duckdb:", dialect, name)
    parts = f"read_json('{FOLDER / dialect}-parts/*/*.jsonl', hive_partitioning = true)"
    ((count, years),) = duckdb.sql(f"SELECT count(*), count(DISTINCT year) FROM {parts}").fetchall()
    must(count == len(rows) and years > 1, "duckdb:", dialect, "in parts:", count, years)


def with_pyarrow(dialect, rows):
    schema = pyarrow.ipc.open_stream(str(FOLDER / f"{dialect}.schema.arrow")).schema
    table = pyarrow.parquet.read_table(FOLDER / f"{dialect}.parquet")
    stream = pyarrow.ipc.open_stream(str(FOLDER / f"{dialect}.arrow")).read_all()
    must(table.schema.equals(schema) and stream.schema.equals(schema), "pyarrow:", dialect, "schema")
    must(table.equals(stream) and table.num_rows == len(rows), "pyarrow:", dialect, "rows")


def with_datatrove(rows):
    with_text = [row for row in rows if row["text"]]
    must(0 < len(with_text) < len(rows), "datatrove: testdata has no page without text")
    said = (FOLDER / "datatrove.jsonl.said").read_text()
    must(f"{len(rows) - len(with_text)} records without text" in said, "datatrove: not announced:", said)
    for reader, name in [(JsonlReader, "jsonl"), (JsonlReader, "jsonl.gz"), (ParquetReader, "parquet")]:
        documents = list(reader(str(FOLDER), glob_pattern=f"datatrove.{name}").run())
        must(len(documents) == len(with_text), "datatrove:", name, len(documents), "of", len(with_text))
        for document, row in zip(documents, with_text):
            must((document.text, document.id) == (row["text"], row["id"]), "datatrove:", name, row["id"])
            must(same(document.metadata, row["metadata"]), "datatrove:", name, "metadata of", row["id"])
            urls = [medium["url"] for medium in row["media"]]
            must([medium.url for medium in document.media] == urls, "datatrove:", name, "media of", row["id"])


logger.remove()
count = 0
for dialect in DIALECTS:
    rows = rows_of(dialect)
    with_datasets(dialect, rows)
    with_duckdb(dialect, rows)
    with_pyarrow(dialect, rows)
    count = len(rows)
with_datatrove(rows_of("datatrove"))
query = f"""SELECT published, headline, publisher.name, len(keywords) AS tags
FROM read_json('{FOLDER}/native.jsonl') WHERE layout = 'schema-article' ORDER BY published"""
must(len(duckdb.sql(query).fetchall()) > 5, "duckdb: the query of the README")
print(f"{count} rows of {len(DIALECTS)} dialects loaded by datasets, datatrove, duckdb and pyarrow")
