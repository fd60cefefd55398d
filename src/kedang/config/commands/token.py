"""kedang token create"""

import argparse
from typing import Any

from kedang.accounts.logins import canonical_login
from kedang.accounts.models import User
from kedang.accounts.token_limits import LEVELS, LONGEST_DAYS, NO_REVEAL, ROWS_DAY, ROWS_HOUR
from kedang.accounts.tokens import Reach, create_token
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
    create.add_argument(
        "--address", action="append", default=[], help="only from this IP address or network; may be repeated"
    )
    create.add_argument("--days", type=int, default=LONGEST_DAYS)
    create.add_argument("--level", choices=LEVELS, default=NO_REVEAL, help="how far fields open (default: no_reveal)")
    create.add_argument("--read-only", action="store_true", help="it may only read")
    create.add_argument("--rows-hour", type=int, default=ROWS_HOUR, help="customers that may leave through it an hour")
    create.add_argument("--rows-day", type=int, default=ROWS_DAY, help="customers that may leave through it a day")
    create.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make the token."""
    prepare()
    user = User.objects.filter(login=canonical_login(args.user), is_active=True).first()
    if user is None:
        raise NOT_FOUND()
    reach = Reach(
        rights=args.right,
        level=args.level,
        read_only=args.read_only,
        days=args.days,
        addresses=args.address,
        rows_hour=args.rows_hour,
        rows_day=args.rows_day,
    )
    made = create_token(system_actor("command", language=language()), name=args.name, reach=reach, for_user=user)
    say(made.secret)
    return 0
