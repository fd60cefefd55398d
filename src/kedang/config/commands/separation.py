"""kedang separation"""

import argparse
from typing import Any

from kedang.access import apart
from kedang.config.cli import language, say
from kedang.config.prepare import prepare
from kedang.kit.actor import system_actor


def add(sub: Any) -> None:
    """Declare the command."""
    command = sub.add_parser("separation", help="keep the duties of administrators apart, or no longer")
    command.add_argument("to", choices=("on", "off"))
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Switch, on record."""
    prepare()
    apart.switch(system_actor("command", language=language()), on=args.to == "on")
    say(args.to)
    return 0
