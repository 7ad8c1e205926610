"""One extractor's speed and memory over whole job advertisements, on one core: the last line printed is JSON."""

from __future__ import annotations

import gzip
import json
import os
import time
from pathlib import Path
from typing import Annotated

import typer

from conftest import BENCH
from tests.benchmarks.document_skills.models import EscoSkillExtractor, NotInstalled, finder
from tests.benchmarks.text_to_skills.__main__ import ENCODER

POSTINGS = BENCH / "postings" / "nhs-jobs-2020" / "nhs_jobs_redacted.jsonl.gz"
EVERY = 137
"""Each so manieth advertisement is read."""


def documents(most: int) -> list[str]:
    """The texts of advertisements from all over the file."""
    with gzip.open(POSTINGS, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["description"] for number, line in enumerate(lines) if number % EVERY == 0]
    return [text for text in texts if text and len(text.split()) > 100][:most]


def main(
    model: Annotated[str, typer.Argument()],
    encoder: Annotated[Path, typer.Option()] = ENCODER,
    seconds: Annotated[float, typer.Option(help="Read until the time is over, at least three documents.")] = 30.0,
) -> None:
    """Read the documents once each; as many as the time allows."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:1])
    begin = time.perf_counter()
    try:
        find = finder(model, encoder)
    except NotInstalled as error:
        print(json.dumps({"model": model, "not_installed": str(error)}))
        return
    read = find.document if isinstance(find, EscoSkillExtractor) else find
    texts = documents(90)
    read(texts[0])
    ready = time.perf_counter() - begin
    begin, done, words = time.perf_counter(), 0, 0
    for text in texts[1:]:
        read(text)
        done, words = done + 1, words + len(text.split())
        if done >= 3 and time.perf_counter() - begin > seconds:
            break
    spent = time.perf_counter() - begin
    status = Path("/proc/self/status").read_text("ascii")
    peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    row = {
        "documents_s": done / spent,
        "documents": done,
        "words": words / done,
        "ready_s": ready,
        "peak_mb": round(peak),
    }
    print(json.dumps({"model": model} | row))


if __name__ == "__main__":
    typer.run(main)
