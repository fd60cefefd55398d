"""kedang backup"""

import argparse
from typing import Any

from kedang.config.cli import language, say
from kedang.config.prepare import prepare
from kedang.kit.actor import system_actor
from kedang.operations.backup_keeping import rotate
from kedang.operations.backup_making import make
from kedang.operations.backup_proving import prove
from kedang.operations.models import BAD, COMMAND


def add(sub: Any) -> None:
    """Declare the command."""
    command = sub.add_parser("backup", help="make a backup, prove it by restoring it, and drop those that are too old")
    command.add_argument("--to", default="", help="a folder, or s3; otherwise where KEDANG_BACKUP_TO says")
    command.add_argument("--no-proof", action="store_true", help="do not restore it for a trial now")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Back up; 1 when the proof found damage."""
    prepare()
    actor = system_actor("command", language=language())
    made = make(actor, reason=COMMAND, to=args.to)
    say(f"{made.place}/{made.name}  {made.size} bytes + {made.new_bytes} bytes of new files, {made.seconds:.1f} s")
    state = made.state
    if not args.no_proof:
        proof = prove(actor, made.id)
        state = proof.state
        for line in [*proof.wrong, proof.unable]:
            if line:
                say(f"  {line}")
    say(state)
    if not args.to:
        rotate(actor)
    return 1 if state == BAD else 0
