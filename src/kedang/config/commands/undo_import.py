"""kedang undo-import"""

import argparse
from typing import Any

from kedang.config.cli import language, say, say_error
from kedang.config.commands.import_ import work_here
from kedang.intake.models import UNDONE, ImportRun
from kedang.intake.runs import error_text
from kedang.intake.undo import outlook, undo
from kedang.kit.actor import system_actor


def add(sub: Any) -> None:
    """Declare the command."""
    command = sub.add_parser("undo-import", help="take an import back")
    command.add_argument("run_id", type=int, metavar="RUN")
    command.add_argument("--also", default="", help="numbers of customers changed since that go back too, or 'all'")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Undo, and say what was kept because somebody changed it since."""
    actor = system_actor("command", language=language())
    before = outlook(actor, args.run_id)
    numbers = {n.strip() for n in args.also.split(",") if n.strip()}
    chosen = [t.id for t in before.edited_since if t.number in numbers]
    undo(actor, args.run_id, also="all" if args.also == "all" else chosen)
    work_here(args.run_id)
    ended = ImportRun.objects.get(id=args.run_id)
    if ended.state != UNDONE:
        say_error(error_text(ended, actor.language) or ended.state)
        return 1
    say(f"Undone: {before.created} created removed, {before.updated} updated restored")
    kept = [t for t in before.edited_since if args.also != "all" and t.id not in chosen]
    for touched in kept:
        say(f"kept, changed since: {touched.number} {touched.name}")
    return 0
