"""kedang search"""

import argparse
from typing import Any

import orjson

from kedang.config.cli import language, say
from kedang.config.prepare import prepare
from kedang.finding.search import search
from kedang.kit.actor import system_actor


def add(sub: Any) -> None:
    """Declare the command."""
    command = sub.add_parser("search", help="find customers by anything one remembers of them")
    command.add_argument("text")
    command.add_argument("--json", action="store_true")
    command.add_argument("--limit", type=int, default=50)
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the hits, newest first."""
    prepare()
    found = search(system_actor("command", language=language()), args.text, limit=args.limit)
    rows = [
        {"archive_number": hit.number, "external_id": hit.external_id, "name": hit.name, "kind": hit.kind}
        for hit in found.hits
    ]
    if args.json:
        say(orjson.dumps(rows).decode())
        return 0
    for row in rows:
        say("\t".join(str(value or "") for value in row.values()))
    return 0
