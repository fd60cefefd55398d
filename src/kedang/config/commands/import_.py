"""kedang import"""

import argparse
import signal
import sys
from pathlib import Path
from typing import Any

import orjson

from kedang.accounts.queries import user_by_login
from kedang.config.cli import language, say, say_error
from kedang.config.prepare import prepare
from kedang.intake import lifecycle, mapping, report
from kedang.intake.findings import findings_of
from kedang.intake.mapping import Choice
from kedang.intake.models import DONE, FATES, ImportRun
from kedang.intake.runs import error_text, run_counts
from kedang.intake.sources import pieces_of
from kedang.intake.upload import upload
from kedang.jobs.claiming import claim_job
from kedang.jobs.queue import open_job
from kedang.jobs.worker import run_claimed
from kedang.kit.actor import Actor, system_actor
from kedang.kit.errors import NOT_FOUND, Refusal

NO_SUCH_FILE = Refusal("file.missing", 404, "没有这个文件：{path}", "There is no such file: {path}")
BAD_MAPPING_FILE = Refusal(
    "import.mapping_file",
    422,
    "映射文件应为 JSON：{{列名: 字段代码}}。",
    "A mapping file is JSON: {{header: field code}}.",
)


def add(sub: Any) -> None:
    """Declare the command."""
    command = sub.add_parser("import", help="import customers from a file")
    command.add_argument("file", type=Path)
    command.add_argument("--sheet", default="")
    command.add_argument("--mapping", default="auto", help="auto, or a JSON file {header: field code}")
    command.add_argument("--kind", choices=("person", "organisation"))
    command.add_argument("--mode", choices=mapping.MODES, default="upsert")
    command.add_argument("--match", default="", help="external_id, credit_code, id_number, phone+name, email, name …")
    command.add_argument("--source", default="", help="whose external ids these are")
    command.add_argument("--owner", default="", help="login of the person who gets the customers")
    command.add_argument(
        "--fuzzy", action=argparse.BooleanOptionalAction, help="look for likely duplicates (on up to 50,000 rows)"
    )
    command.add_argument("--hold", action="store_true", help="do not file rows that are very likely duplicates")
    command.add_argument("--dry-run", action="store_true", help="judge every row, file nothing")
    command.add_argument("--report", type=Path, help="write the result workbook here")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Stage, look, map, and check or file; then account for every row."""
    if not args.file.is_file():
        raise NO_SUCH_FILE(path=str(args.file))
    prepare()
    actor = system_actor("command", language=language())
    made = upload(actor, pieces_of(args.file), filename=args.file.name, source=args.source, inspecting=False)
    lifecycle.inspect_run(made)
    mapping.choose(actor, made.id, _choice(args, made.id))
    if args.dry_run:
        lifecycle.check(actor, made.id)
    else:
        lifecycle.commit(actor, made.id)
    work_here(made.id)
    ended = ImportRun.objects.get(id=made.id)
    if args.report:
        _report(ended, args.report)
    return tell(actor, ended, as_json=args.json, dry=args.dry_run)


def work_here(run_id: int) -> None:
    """Do the run's job in this process; a signal stops it after the batch in hand, and a worker can go on with it."""
    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.append(1))
    job = open_job(run_id)
    claimed = claim_job(job.id, stopping=lambda: bool(told)) if job else None
    if claimed is not None:
        run_claimed(claimed)


def _choice(args: argparse.Namespace, run_id: int) -> Choice:
    owner = user_by_login(args.owner) if args.owner else None
    if args.owner and owner is None:
        raise NOT_FOUND()
    return Choice(
        sheet=args.sheet or None,
        kind=args.kind,
        columns=_columns(args.mapping, run_id),
        mode=args.mode,
        match_key=args.match or None,
        fuzzy=_fuzzy(args),
        owner_id=owner.id if owner else None,
        owner_given=owner is not None,
    )


def _fuzzy(args: argparse.Namespace) -> str | None:
    if args.hold and args.fuzzy is not False:
        return "hold"
    return None if args.fuzzy is None else "list" if args.fuzzy else "off"


def _columns(named: str, run_id: int) -> dict[int, str | None] | None:
    if named == "auto":
        return None
    try:
        wanted = orjson.loads(Path(named).read_bytes())
    except (OSError, orjson.JSONDecodeError):
        raise BAD_MAPPING_FILE() from None
    if not isinstance(wanted, dict):
        raise BAD_MAPPING_FILE()
    findings = findings_of(ImportRun.objects.get(id=run_id))
    assert findings is not None
    return {c.index: wanted[c.header] for c in findings.table.columns if c.header in wanted}


def _report(run: ImportRun, target: Path) -> None:
    key = lifecycle.run_key(run)
    findings = findings_of(run, key)
    assert findings is not None
    report.write(target, run, key, findings, language=language(), cells=True)


def tell(actor: Actor, run: ImportRun, *, as_json: bool, dry: bool) -> int:
    """Say how a run ended; the exit code."""
    counts = run_counts(run)
    facts = {"run": str(run.id), **counts, "seconds": report.seconds_of(run)}
    good = run.state in (DONE, "checked")
    if as_json:
        sys.stdout.write(orjson.dumps(facts).decode() + "\n")
    else:
        head = "Checked, nothing filed" if dry else "Done"
        say(f"{head if good else run.state}: " + ", ".join(f"{name} {facts[name]}" for name in ("rows", *FATES)))
        say(f"run {run.id}, {facts['seconds']} s")
    if not good:
        say_error(error_text(run, actor.language) or run.state)
    return 0 if good else 1
