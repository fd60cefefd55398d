"""The command; see the package."""

import argparse
import json
import os
import sys
import time
from pathlib import Path

import django

from benchmarks.matching import exact
from benchmarks.matching.generating import generate
from benchmarks.matching.judging import judge, read_clusters, read_numbers, read_truth, table
from benchmarks.matching.learning import learn
from benchmarks.matching.running import run


def main() -> int:
    """Run one of them."""
    given = _arguments().parse_args()
    return int(given.run(given))


def _arguments() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python -m benchmarks.matching", description=__doc__)
    sub = top.add_subparsers(required=True)
    command = sub.add_parser("generate", help="write persons.csv, organisations.csv and truth.csv")
    command.add_argument("--out", type=Path, required=True)
    _what(command)
    command.set_defaults(run=_generate)
    command = sub.add_parser("judge", help="judge what `kedang dedupe --json` told")
    command.add_argument("--truth", type=Path, required=True)
    command.add_argument("--clusters", type=Path, required=True)
    command.add_argument(
        "--numbers", type=Path, required=True, help="export of Kedang, or JSON: archive number → external id"
    )
    command.add_argument("--json", type=Path, help="write the figures here, too")
    command.set_defaults(run=_judge)
    command = sub.add_parser("run", help="generate, import, dedupe, judge")
    command.add_argument("--home", type=Path, required=True)
    command.add_argument("--engine", default="")
    _what(command)
    command.set_defaults(run=_run)
    command = sub.add_parser("febrl", help="the four sets of Febrl, with Splink alone beside")
    command.add_argument("--data", type=Path, required=True)
    command.add_argument("--home", type=Path, required=True)
    command.add_argument("--only", action="append", type=int, choices=(1, 2, 3, 4))
    command.add_argument("--without-kedang", action="store_true", help="only what it is compared with")
    command.set_defaults(run=_febrl)
    command = sub.add_parser("learn", help="the parameters that are shipped, from an archive whose truth is known")
    command.add_argument("--out", type=Path, required=True)
    command.add_argument("--count", type=int, default=150_000)
    command.add_argument("--seed", type=int, default=11)
    command.set_defaults(run=_learn)
    return top


def _what(command: argparse.ArgumentParser) -> None:
    command.add_argument("--count", type=int, default=1_000_000)
    command.add_argument("--seed", type=int, default=7)
    command.add_argument("--holdout", action="store_true", help="with what is kept aside: never while improving")
    command.add_argument("--families", default="", help="only these mistakes and scenes, with commas")


def _only(given: argparse.Namespace) -> list[str]:
    return [name for name in given.families.split(",") if name]


def _generate(given: argparse.Namespace) -> int:
    started = time.perf_counter()
    counts = generate(given.out, given.count, given.seed, holdout=given.holdout, only=_only(given))
    print(json.dumps({**counts, "seconds": round(time.perf_counter() - started, 1)}))
    return 0


def _learn(given: argparse.Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kedang.config.settings")
    django.setup()
    learn(given.out, given.count, given.seed)
    return 0


def _judge(given: argparse.Namespace) -> int:
    truth = read_truth(given.truth)
    judgements = {"found": judge(truth, read_clusters(given.clusters, read_numbers(given.numbers)))}
    if (given.truth.parent / "persons.csv").exists():
        judgements["exact keys"] = judge(truth, exact.clusters(given.truth.parent))
    print(table(judgements))
    if given.json:
        facts = {name: judgement.facts() for name, judgement in judgements.items()}
        given.json.write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


def _run(given: argparse.Namespace) -> int:
    given.home.mkdir(parents=True, exist_ok=True)
    return run(given.home, given.count, given.seed, holdout=given.holdout, only=_only(given), engine=given.engine)


def _febrl(given: argparse.Namespace) -> int:
    from benchmarks.matching import febrl  # takes Splink along, which the others do without

    given.home.mkdir(parents=True, exist_ok=True)
    return febrl.compare(given.data, given.home, given.only or (1, 2, 3, 4), with_kedang=not given.without_kedang)


if __name__ == "__main__":
    sys.exit(main())
