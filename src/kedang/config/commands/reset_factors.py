"""kedang reset-factors"""

import argparse
from typing import Any

from kedang.accounts.own_factors import take_off
from kedang.accounts.queries import user_by_login
from kedang.config.cli import language, say
from kedang.config.prepare import prepare
from kedang.kit.actor import system_actor
from kedang.kit.errors import NOT_FOUND


def add(sub: Any) -> None:
    """Declare the command."""
    command = sub.add_parser("reset-factors", help="take every second factor off somebody whose phone is lost")
    command.add_argument("--login", required=True)
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Take them off, on record."""
    prepare()
    person = user_by_login(args.login)
    if person is None:
        raise NOT_FOUND()
    take_off(system_actor("command", language=language()), person.id)
    say(person.login)
    return 0
