"""kedang verify-audit"""

import argparse
import sys
from concurrent.futures import BrokenExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import DatabaseError

from kedang.config.cli import say, say_error
from kedang.history.verifying import WORDS, Verdict, Wanted, verify, write_down
from kedang.kit.actor import system_actor

UNREADABLE = 4
SHOWN = 100


def add(sub: Any) -> None:
    """Declare the command."""
    command = sub.add_parser(
        "verify-audit", help="check the audit log against its seal: 0 fine, 2 tampered, 3 incomplete, 4 unreadable"
    )
    command.add_argument("--from", dest="since", type=day, metavar="DATE", help="hash the rows sealed from this day on")
    command.add_argument("--to", dest="until", type=day, metavar="DATE", help="hash the rows sealed before this day")
    command.add_argument("--checkpoint", metavar="FILE", help="checkpoints that were kept elsewhere")
    command.add_argument("--pubkey", metavar="FILE", help="the public key that was kept elsewhere")
    command.add_argument("--fast", action="store_true", help="check the sealed hashes and signatures, hash no rows")
    command.set_defaults(run=run)


def day(text: str) -> datetime:
    """A date or a time; UTC unless it says otherwise."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def run(args: argparse.Namespace) -> int:
    """Verify, say what is wrong and where, and write down that it was done."""
    try:
        wanted = Wanted(
            pubkey=_content(args.pubkey),
            kept=_content(args.checkpoint),
            fast=args.fast,
            since=args.since,
            until=args.until,
        )
        verdict = verify(wanted, _progress, alone=False)
    except (OSError, ValueError, LookupError, DatabaseError, BrokenExecutor) as failure:
        say_error(f"cannot read: {type(failure).__name__}: {failure}")
        return UNREADABLE
    _report(verdict)
    try:
        write_down(system_actor("command"), verdict)
    except DatabaseError as failure:
        say_error(f"the result could not be recorded: {type(failure).__name__}")
    return verdict.code


def _content(path: str | None) -> str:
    return Path(path).read_text(encoding="utf-8") if path else ""


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done * 100 // total} %" + ("\n" if done == total else ""))
        sys.stderr.flush()


def _report(verdict: Verdict) -> None:
    for line in verdict.wrong[:SHOWN]:
        say(line)
    if len(verdict.wrong) > SHOWN:
        say(f"… and {len(verdict.wrong) - SHOWN} more")
    say(
        f"{WORDS[verdict.code]}: {verdict.events} events, {verdict.checkpoints} checkpoints, {len(verdict.wrong)} problems, "
        f"{verdict.waiting} wait to be sealed for over a minute, {verdict.seconds:.1f} s"
    )
