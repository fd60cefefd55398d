"""The whole way: made-up files, Kedang's import, Kedang's search for duplicates, the judgement."""

import json
from collections.abc import Collection
from pathlib import Path
from time import perf_counter

from benchmarks.matching import commands, exact
from benchmarks.matching.generating import FILES, generate
from benchmarks.matching.judging import judge, read_clusters, read_truth, table


def run(home: Path, count: int, seed: int, *, holdout: bool, only: Collection[str], engine: str) -> int:
    """Print the table; write judgement.json beside the archive. What is there already is used again."""
    files = home / "files"
    if not (files / "truth.csv").exists():
        print(f"{generate(files, count, seed, holdout=holdout, only=only)} rows made", flush=True)
    facts: dict[str, object] = {"count": count, "seed": seed, "holdout": holdout}
    archive = commands.archive_of(home, [files / name for name in FILES.values()])
    extra = ["--engine", engine] if engine else []
    ran = commands.kedang(archive, ["dedupe", *extra, "--json"], home / "clusters.json")
    print(f"dedupe: {ran.facts()}", flush=True)
    numbers = commands.numbers(archive, home / "export.csv")
    truth = read_truth(files / "truth.csv")
    found = judge(truth, read_clusters(ran.output, numbers))
    started = perf_counter()
    plain = judge(truth, exact.clusters(files))
    print(f"exact keys took {perf_counter() - started:.1f} s\n\n{table({'Kedang': found, 'exact keys': plain})}")
    facts |= {"dedupe": ran.facts(), "kedang": found.facts(), "exact": plain.facts()}
    (home / "judgement.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0
