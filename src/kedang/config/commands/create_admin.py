"""kedang create-admin"""

import argparse
import getpass
import sys
from typing import Any

from kedang.accounts.setup import make_first_administrator
from kedang.config.cli import language, say
from kedang.config.prepare import prepare
from kedang.kit.actor import system_actor


def add(sub: Any) -> None:
    """Declare the command."""
    command = sub.add_parser("create-admin", help="make the first administrator of a fresh installation")
    command.add_argument("--login", required=True)
    command.add_argument("--name", required=True)
    command.add_argument("--organisation", default="客档")
    command.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Ask for the password and make the account."""
    prepare()
    password = sys.stdin.readline().rstrip("\n") if args.password_stdin else getpass.getpass()
    actor = system_actor("command", language=language())
    user = make_first_administrator(
        actor, organisation=args.organisation, login=args.login, name=args.name, password=password
    )
    say(user.login)
    return 0
