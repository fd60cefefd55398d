"""kedang resume-import"""

import argparse
from typing import Any

from kedang.config.cli import language
from kedang.config.commands.import_ import tell, work_here
from kedang.intake import lifecycle
from kedang.intake.models import FILING, ImportRun
from kedang.kit.actor import system_actor
from kedang.kit.errors import NOT_FOUND


def add(sub: Any) -> None:
    """Declare the command."""
    command = sub.add_parser("resume-import", help="go on with an import that stopped")
    command.add_argument("run_id", metavar="RUN", help="its number, or 'newest'")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Go on where the last whole batch ended."""
    actor = system_actor("command", language=language())
    found = ImportRun.objects.order_by("-id")
    chosen = found.first() if args.run_id == "newest" else found.filter(id=args.run_id).first()
    if chosen is None:
        raise NOT_FOUND()
    if chosen.state != FILING:
        lifecycle.commit(actor, chosen.id)
    work_here(chosen.id)
    return tell(actor, ImportRun.objects.get(id=chosen.id), as_json=args.json, dry=False)
