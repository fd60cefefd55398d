"""kedang token create"""

import argparse
from typing import Any

from kedang.accounts.logins import canonical_login
from kedang.accounts.models import User
from kedang.accounts.tokens import LONGEST_DAYS, create_token
from kedang.config.cli import language, say
from kedang.config.prepare import prepare
from kedang.kit.actor import system_actor
from kedang.kit.errors import NOT_FOUND


def add(sub: Any) -> None:
    """Declare the command."""
    command = sub.add_parser("token", help="access tokens for programs")
    actions = command.add_subparsers(metavar="ACTION", required=True)
    create = actions.add_parser("create", help="make a token and print it, this once")
    create.add_argument("--user", required=True, help="login of the person the program acts for")
    create.add_argument("--name", default="command line")
    create.add_argument("--right", action="append", default=[], help="narrow it to this right; may be repeated")
    create.add_argument("--address", action="append", default=[], help="only from this IP address; may be repeated")
    create.add_argument("--days", type=int, default=LONGEST_DAYS)
    create.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make the token."""
    prepare()
    user = User.objects.filter(login=canonical_login(args.user), is_active=True).first()
    if user is None:
        raise NOT_FOUND()
    made = create_token(
        system_actor("command", language=language()),
        name=args.name,
        rights=args.right,
        days=args.days,
        addresses=args.address,
        for_user=user,
    )
    say(made.secret)
    return 0
