"""kedang worker"""

import argparse
import signal
from typing import Any

from kedang.config.orphans import parent_gone
from kedang.history import sealing
from kedang.jobs.worker import run_forever, run_waiting


def add(sub: Any) -> None:
    """Declare the command."""
    command = sub.add_parser("worker", help="do the jobs: imports, undo, repeated work")
    command.add_argument("--once", action="store_true", help="do what is waiting, then end")
    command.add_argument("--short", action="store_true", help="only short jobs, beside a worker that does everything")
    command.add_argument("--seal", action="store_true", help="only seal the audit log, beside the workers")
    command.add_argument("--parent", type=int, help=argparse.SUPPRESS)
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Work until told to stop; a batch in hand is finished first."""
    told = _Told(args.parent)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, told.stop)
    if args.seal:
        sealing.run_forever(stopping=told.stopping)
    elif args.once:
        run_waiting(short=args.short, stopping=told.stopping)
    else:
        run_forever(short=args.short, stopping=told.stopping)
    return 0


class _Told:
    """Whether somebody said stop: a signal, or the end of the process that started this one."""

    def __init__(self, parent: int | None) -> None:
        self.parent = parent
        self.stopped = False

    def stop(self, *_: object) -> None:
        self.stopped = True

    def stopping(self) -> bool:
        return self.stopped or (self.parent is not None and parent_gone(self.parent))
