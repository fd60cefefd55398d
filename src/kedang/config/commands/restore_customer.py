"""kedang restore-customer"""

import argparse
from typing import Any

from kedang.archive.policy import field_label
from kedang.config.cli import language, say
from kedang.config.commands.restore import find
from kedang.config.prepare import prepare
from kedang.fields.queries import by_code
from kedang.kit.actor import system_actor
from kedang.kit.errors import INVALID
from kedang.operations import customer_bringing
from kedang.operations.customer_blending import Line
from kedang.operations.customer_bringing import WHY

_PARTS = {
    "customer": ("客户（记录已不在）", "the customer, whose row is gone"),
    "recycle_bin": ("从回收站取回", "out of the recycle bin"),
    "contacts": ("联系人", "contact people"),
    "notes": ("备注", "notes"),
    "interactions": ("往来记录", "interactions"),
    "documents": ("文件", "documents"),
}
_HEAD = ("当时 {then}  现在 {now}  恢复 {back}", "then {then}  now {now}  back {back}")
_OVER = ("  替换现在的 {over}", "  replaces {over} of now")
_LEFT = ("  不恢复 {left}", "  left out {left}")
_NOTHING = ("没有差别。", "Nothing differs.")
_DRY = (
    "没有写入。确认后加 --write --reason mistake（误改误删）、damage（损坏）或 asked（应要求）。",
    "Nothing was written. To do it add --write --reason mistake, damage or asked.",
)
_DONE = ("已恢复，历史中有记录。", "Brought back; the customer's history says so.")


def add(sub: Any) -> None:
    """Declare the command."""
    command = sub.add_parser(
        "restore-customer", help="bring one customer back from a backup; without --write it only says what differs"
    )
    command.add_argument("backup", help="a backup's folder, its name, s3/NAME, or `newest` instead of the name")
    command.add_argument("customer", help="the customer's archive number, or its id")
    command.add_argument("--only", default="", help="names from the list, with commas between; otherwise all of it")
    command.add_argument("--write", action="store_true", help="do it")
    command.add_argument("--reason", default="", choices=("", *WHY), help="why; needed with --write")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Compare, or bring back. Says names of fields and counts, never a value."""
    prepare()
    actor = system_actor("command", language=language())
    if args.write and not args.reason:
        raise INVALID(what="--reason")
    source, name = find(args.backup)
    only = [each.strip() for each in args.only.split(",") if each.strip()]
    if args.write:
        found = customer_bringing.bring_back(actor, source, name, args.customer, why=args.reason, only=only)
    else:
        found = customer_bringing.look(actor, source, name, args.customer, only=only)
    say(f"{found.number}  {found.backup}  {found.of}")
    for line in found.lines:
        say(f"  {line.code:<22} {_said(line)}")
    say(_word(_DONE if args.write else _DRY if found.lines else _NOTHING))
    return 0


def _word(both: tuple[str, str]) -> str:
    return both[0] if language().startswith("zh") else both[1]


def _said(line: Line) -> str:
    parts = [_HEAD, *([_OVER] if line.over else []), *([_LEFT] if line.left else [])]
    counts = {"then": line.then, "now": line.now, "back": line.back, "over": line.over, "left": line.left}
    label = _word(_PARTS[line.code]) if line.code in _PARTS else field_label(line.code, language(), by_code())
    return "".join(_word(part).format(**counts) for part in parts) + f"  {label}"
