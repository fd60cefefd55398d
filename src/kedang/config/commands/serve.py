"""kedang serve"""

import argparse
from typing import Any

from kedang.config.serve import Address
from kedang.config.serve import serve as serve_at
from kedang.kit.env import settings


def add(sub: Any) -> None:
    """Declare the command."""
    command = sub.add_parser("serve", help="migrate, then serve the application and its jobs")
    command.add_argument("--host", default=settings().host)
    command.add_argument("--port", type=int, default=settings().port)
    command.add_argument("--no-worker", action="store_true", help="another process runs `kedang worker`")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until told to stop."""
    return serve_at(Address(args.host, args.port), worker=not args.no_worker)
