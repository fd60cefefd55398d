"""kedang dedupe"""

import argparse
import sys
from typing import Any

import orjson

from kedang.config.cli import language, say, say_error
from kedang.config.commands.import_ import work_here
from kedang.config.prepare import prepare
from kedang.duplicates.certain import Certain, certain_groups
from kedang.duplicates.engines import DUCKDB, ENGINES, NO_SPARK
from kedang.duplicates.models import DONE, FAILED, STOPPED, DedupeRun
from kedang.duplicates.running import start_run, waiting_run
from kedang.jobs.worker import DISK_FULL, JOB_FAILED
from kedang.kit.actor import system_actor
from kedang.kit.errors import Refusal

FOUND = (
    "查看了 {customers} 位客户，有 {pairs} 对疑似重复，待处理 {groups} 组。",
    "{customers} customers, {pairs} suspected pairs, {groups} groups to review",
)
STOPPED_MEANWHILE = Refusal(
    "duplicates.run_stopped",
    409,
    "全库查重已被停止。疑似重复的清单没有变化，需要时可重新开始。",
    "Looking for duplicates was stopped. The queue is as it was; start again whenever you like.",
)
NOT_OVER = Refusal(
    "duplicates.run_not_over",
    409,
    "全库查重还没有做完，没有丢失任何内容。后台任务会接着做；再次运行本命令也会接着做。",
    "Looking for duplicates is not over yet; nothing is lost. The background worker goes on with it, and so does this "
    "command when you run it again.",
)
_FAILURES = {refusal.code: refusal for refusal in (DISK_FULL, JOB_FAILED, NO_SPARK)}


def add(sub: Any) -> None:
    """Declare the command."""
    command = sub.add_parser("dedupe", help="look for duplicates in the whole archive")
    command.add_argument("--engine", choices=ENGINES, default=DUCKDB)
    command.add_argument(
        "--whole", action="store_true", help="look at everybody, not only at who changed since the last look"
    )
    command.add_argument(
        "--json", action="store_true", help="print the groups that are certain, with scores and reasons"
    )
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Look, put what was found into the queue, and say how much that is."""
    prepare()
    actor = system_actor("command", language=language())
    started = waiting_run(actor) or start_run(actor, engine=args.engine, whole=args.whole)
    work_here(started.id)
    ended = DedupeRun.objects.get(id=started.id)
    if ended.state != DONE:
        say_error(_why(ended)().text(actor.language))
        if ended.state == FAILED:
            say_error(f"{'运行编号' if actor.language == 'zh-CN' else 'Run'} {ended.id}")
        return 1
    if args.json:
        _print(list(certain_groups(actor)))
    else:
        words = FOUND[0 if actor.language == "zh-CN" else 1]
        say(words.format(customers=ended.customers, pairs=ended.pairs, groups=ended.groups))
    return 0


def _why(run: DedupeRun) -> Refusal:
    """What there is to say of a run that did not succeed."""
    if run.state == FAILED:
        return _FAILURES.get(run.error, JOB_FAILED)
    return STOPPED_MEANWHILE if run.state == STOPPED else NOT_OVER


def _print(groups: list[Certain]) -> None:
    pairs = [
        {"a": pair.a, "b": pair.b, "score": pair.score, "reasons": list(pair.reasons)}
        for group in groups
        for pair in group.pairs
    ]
    document = {"clusters": [list(group.numbers) for group in groups], "pairs": pairs}
    sys.stdout.buffer.write(orjson.dumps(document) + b"\n")
