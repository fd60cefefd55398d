"""kedang migrate"""

import argparse
from typing import Any

from kedang.config.cli import say
from kedang.config.prepare import prepare


def add(sub: Any) -> None:
    """Declare the command."""
    command = sub.add_parser("migrate", help="make the databases and bring them up to date")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prepare everything `serve` would prepare."""
    prepare()
    say("ok")
    return 0
