"""kedang export"""

import argparse
import os
from pathlib import Path
from typing import Any, cast

import orjson

from kedang.config.cli import language, say
from kedang.config.prepare import prepare as prepare_databases
from kedang.fields.views import views_of
from kedang.finding.conditions import parse
from kedang.finding.lists import NEWEST, ListQuery
from kedang.integration.export import Format, prepare, write
from kedang.kit.actor import Actor, system_actor
from kedang.kit.errors import Refusal

BAD_ENDING = Refusal(
    "export.format", 422, "导出文件须以 .csv 或 .xlsx 结尾：{path}", "An export ends in .csv or .xlsx: {path}"
)
NO_SUCH_VIEW = Refusal("view.missing", 404, "没有名为“{name}”的共享视图。", "There is no shared view called “{name}”.")


def add(sub: Any) -> None:
    """Declare the command."""
    command = sub.add_parser("export", help="write customers into a file (.csv or .xlsx)")
    command.add_argument("out", type=Path)
    command.add_argument(
        "--view", default="", help="the name of a shared view; all customers with every field otherwise"
    )
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the file beside its place, then move it there: a broken export leaves nothing behind."""
    form = args.out.suffix.lower().removeprefix(".")
    if form not in ("csv", "xlsx"):
        raise BAD_ENDING(path=str(args.out))
    prepare_databases()
    actor = system_actor("command", language=language())
    export = prepare(actor, _query(actor, args.view))
    beside = args.out.with_name(f".{args.out.name}.part")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            write(export, file, cast(Format, form))
        beside.replace(args.out)
    finally:
        beside.unlink(missing_ok=True)
    say(str(len(export.ids)))
    return 0


def _query(actor: Actor, view: str) -> ListQuery:
    if not view:
        return ListQuery(sort="number")
    found = next((v for v in views_of(actor, "customers") if v.name == view), None)
    if found is None:
        raise NO_SUCH_VIEW(name=view)
    state = found.state
    conditions = parse(orjson.dumps(state.get("filter") or []).decode())
    columns = state.get("columns")
    return ListQuery(filter=conditions, sort=state.get("sort") or NEWEST, columns=tuple(columns) if columns else None)
