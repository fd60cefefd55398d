"""kedang import-transactions"""

import argparse
import sys
from pathlib import Path
from typing import Any

import orjson

from kedang.commerce.money import amount_text
from kedang.commerce_import import report, runs
from kedang.commerce_import.fields import PRESETS
from kedang.commerce_import.models import CHECKED, DONE, Run
from kedang.commerce_import.runs import KINDS, Choice
from kedang.commerce_import.tally import reasons_of, sums_of
from kedang.config.cli import language, say, say_error
from kedang.config.commands.import_ import NO_SUCH_FILE, work_here
from kedang.config.prepare import prepare
from kedang.intake.sources import pieces_of
from kedang.kit.actor import Actor, system_actor

_COUNTS = ("created", "updated", "unchanged", "refused", "skipped_layout")


def add(sub: Any) -> None:
    """Declare the command."""
    command = sub.add_parser("import-transactions", help="import purchases, returns, invoices and payments from a file")
    command.add_argument("file", type=Path)
    command.add_argument("--source", default="", help="whose numbers these are; unique within a source")
    command.add_argument("--preset", choices=sorted(PRESETS), default="")
    command.add_argument("--sheet", default="")
    command.add_argument("--currency", help="of lines that name none, such as CNY")
    command.add_argument("--kind", choices=KINDS, help="what customers nobody knows yet become")
    command.add_argument("--dry-run", action="store_true", help="judge every line, record nothing")
    command.add_argument("--report", type=Path, help="write the result workbook here")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Stage, look, map, and try or record; then account for every line."""
    if not args.file.is_file():
        raise NO_SUCH_FILE(path=str(args.file))
    prepare()
    actor = system_actor("command", language=language())
    made = runs.upload(actor, pieces_of(args.file), filename=args.file.name, source=args.source, inspecting=False)
    runs.inspect_run(made, sheet=args.sheet, preset=args.preset)
    runs.choose(actor, made.id, Choice(currency=args.currency, customer_kind=args.kind))
    if args.dry_run:
        runs.check(actor, made.id)
    else:
        runs.commit(actor, made.id)
    work_here(made.id)
    ended = Run.objects.get(id=made.id)
    if args.report:
        with args.report.open("wb") as target:
            report.write(target, ended, language=language(), cells=True)
    return tell(actor, ended, as_json=args.json, dry=args.dry_run)


def tell(actor: Actor, run: Run, *, as_json: bool, dry: bool) -> int:
    """Say how a run ended; the exit code."""
    counts = {name: getattr(run, name) for name in _COUNTS}
    seconds = report.seconds_of(run)
    facts = {"run": str(run.id), "lines": sum(counts.values()), **counts, "transactions": run.transactions}
    facts |= {"customers": run.customers, "reasons": reasons_of(run), "sums": sums_of(run), "seconds": seconds}
    good = run.state in (DONE, CHECKED)
    if as_json:
        sys.stdout.write(orjson.dumps(facts).decode() + "\n")
    else:
        head = "Checked, nothing recorded" if dry else "Done"
        listed = ", ".join(f"{name} {facts[name]}" for name in ("lines", *_COUNTS, "transactions", "customers"))
        say(f"{head if good else run.state}: {listed}")
        for code, number in sorted(reasons_of(run).items()):
            say(f"  {report.reason(code, actor.language)}: {number}")
        for currency, kinds in sums_of(run).items():
            for kind, (lines, amount, customers) in kinds.items():
                say(f"  {kind}: {lines} lines of {customers} customers, {currency} {amount_text(currency, amount)}")
        say(f"run {run.id}, {seconds} s")
    if not good:
        say_error(report.error_text(run, actor.language) or run.state)
    return 0 if good else 1
