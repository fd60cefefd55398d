"""kedang dedupe"""

import argparse
import sys
from typing import Any

import orjson

from kedang.config.cli import language, say, say_error
from kedang.config.commands.import_ import work_here
from kedang.config.prepare import prepare
from kedang.duplicates.certain import Certain, certain_groups
from kedang.duplicates.engines import DUCKDB, ENGINES
from kedang.duplicates.models import DONE, DedupeRun
from kedang.duplicates.running import start_run, waiting_run
from kedang.kit.actor import system_actor


def add(sub: Any) -> None:
    """Declare the command."""
    command = sub.add_parser("dedupe", help="look for duplicates in the whole archive")
    command.add_argument("--engine", choices=ENGINES, default=DUCKDB)
    command.add_argument(
        "--whole", action="store_true", help="look at everybody, not only at who changed since the last look"
    )
    command.add_argument(
        "--json", action="store_true", help="print the groups that are certain, with scores and reasons"
    )
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Look, put what was found into the queue, and say how much that is."""
    prepare()
    actor = system_actor("command", language=language())
    started = waiting_run(actor) or start_run(actor, engine=args.engine, whole=args.whole)
    work_here(started.id)
    ended = DedupeRun.objects.get(id=started.id)
    if ended.state != DONE:
        say_error(ended.error or ended.state)
        return 1
    if args.json:
        _print(list(certain_groups(actor)))
    else:
        say(f"{ended.customers} customers, {ended.pairs} suspected pairs, {ended.groups} groups to review")
    return 0


def _print(groups: list[Certain]) -> None:
    pairs = [
        {"a": pair.a, "b": pair.b, "score": pair.score, "reasons": list(pair.reasons)}
        for group in groups
        for pair in group.pairs
    ]
    document = {"clusters": [list(group.numbers) for group in groups], "pairs": pairs}
    sys.stdout.buffer.write(orjson.dumps(document) + b"\n")
