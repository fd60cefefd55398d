"""kedang check-data"""

import argparse
from contextlib import closing
from typing import Any

from django.db import connections

from kedang.config.cli import language, say
from kedang.config.prepare import ALIASES, prepare
from kedang.operations.row_sums import reader, unsound

_MOST = 1_000
_WORDS = {
    "good": ("{alias}：每一行都与写入时一致", "{alias}: every row is what was written"),
    "bad": ("{alias}：{table} {said}", "{alias}: {table} {said}"),
    "elsewhere": (
        "PostgreSQL 自己核对每一页（--data-checksums）：见 kedang doctor；停机后可用 pg_checksums --check 全部核对",
        "PostgreSQL checks its pages itself (--data-checksums): see kedang doctor; pg_checksums --check reads all, stopped",
    ),
}


def add(sub: Any) -> None:
    """Declare the command."""
    command = sub.add_parser("check-data", help="read every row back and compare it with its sum (SQLite)")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check everything; 1 when a row is not what was written."""
    prepare()
    if connections["default"].vendor != "sqlite":
        say(_word("elsewhere"))
        return 0
    wrong = 0
    for alias in ALIASES:
        with closing(reader(alias)) as database:
            found = unsound(database, _MOST)
        for each in found:
            say(_word("bad").format(alias=alias, table=each.table, said=each.said))
        if not found:
            say(_word("good").format(alias=alias))
        wrong += len(found)
    return 1 if wrong else 0


def _word(name: str) -> str:
    return _WORDS[name][0 if language().startswith("zh") else 1]
