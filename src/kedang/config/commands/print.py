"""kedang print"""

import argparse
import os
from datetime import date
from pathlib import Path
from typing import Any

from kedang.config.cli import language, say
from kedang.config.prepare import prepare
from kedang.desk.printing.paper import Period
from kedang.desk.printing.printed import Wanted, id_of_number, print_archive
from kedang.kit.actor import system_actor


def add(sub: Any) -> None:
    """Declare the command."""
    command = sub.add_parser("print", help="print a customer's archive as PDF")
    command.add_argument("number", help="the archive number")
    command.add_argument("--out", type=Path, required=True, help="the PDF to write")
    command.add_argument("--parts", default="", help="only these, with commas between: profile,reaching,notes …")
    command.add_argument("--since", type=date.fromisoformat, help="first day of what happened, YYYY-MM-DD")
    command.add_argument("--until", type=date.fromisoformat, help="last day of it")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the file beside its place, then move it there; say its serial."""
    prepare()
    actor = system_actor("command", language=language())
    parts = tuple(part for part in args.parts.split(",") if part)
    wanted = Wanted(parts, Period(args.since, args.until))
    printed = print_archive(actor, id_of_number(actor, args.number), wanted)
    beside = args.out.with_name(f".{args.out.name}.part")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(printed.pdf)
        beside.replace(args.out)
    finally:
        beside.unlink(missing_ok=True)
    say(printed.serial)
    return 0
