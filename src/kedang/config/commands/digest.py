"""kedang digest"""

import argparse
from typing import Any

from kedang.archive.digest import archive_digest
from kedang.commerce.digest import ledger_digest
from kedang.config.cli import language, say
from kedang.config.prepare import prepare
from kedang.kit.actor import system_actor


def add(sub: Any) -> None:
    """Declare the command."""
    command = sub.add_parser("digest", help="one hash over everything the archive says, to compare two states of it")
    command.add_argument("--ledger", action="store_true", help="over the transactions instead")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the hash."""
    prepare()
    digest = ledger_digest if args.ledger else archive_digest
    say(digest(system_actor("command", language=language())))
    return 0
