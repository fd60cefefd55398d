"""Targets and closing reasons: the shipped ones, and what the organisation says differently."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson
from django.db import transaction

from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import STALE, Refusal
from kedang.kit.ids import new_id
from kedang.kit.text import storable
from kedang.service import kinds, rights
from kedang.service.models import Settings

LONGEST_TARGET, MOST_REASONS, LONGEST_NAME = 60_000, 60, 40
BAD_TARGETS = Refusal(
    "service.targets",
    422,
    "时限没有保存：每种工单、每个优先级都要填，1 至 60000 分钟，解决时限不短于首次答复。",
    "The targets were not saved: one for each kind and priority, 1 to 60,000 minutes, solving not before the first answer.",
)
BAD_REASONS = Refusal(
    "service.reasons",
    422,
    "关闭原因没有保存：至少保留一项在用，名称 1 至 40 字、不重复，不超过 60 项。",
    "The reasons were not saved: at least one is in use, names of 1 to 40 characters, each once, up to 60.",
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a case was closed. One out of use keeps its words for the cases that have it."""

    code: str
    zh: str
    en: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class Stated:
    """What is set. `targets`: (kind, priority) → working minutes to answer and to solve. Version 0 is as shipped."""

    targets: kinds.Targets
    reasons: tuple[Reason, ...]
    version: int


SHIPPED = Stated(kinds.TARGETS, tuple(Reason(code, zh, en) for code, (zh, en) in kinds.REASONS.items()), 0)


def current() -> Stated:
    """What is set now."""
    row = Settings.objects.filter(id=1).first()
    if row is None:
        return SHIPPED
    raw = orjson.loads(row.stated)
    targets = {(kind, priority): (first, solve) for kind, priority, first, solve in raw["targets"]}
    return Stated({**kinds.TARGETS, **targets}, tuple(Reason(*each) for each in raw["reasons"]), row.version)


def read(actor: Actor) -> Stated:
    """What is set now, for the settings."""
    actor.require(rights.MANAGE)
    return current()


@transaction.atomic
def save(
    actor: Actor, *, targets: Mapping[tuple[str, str], tuple[int, int]], reasons: Sequence[Reason], version: int
) -> None:
    """Set targets and reasons. Cases keep the targets they were opened with until their kind or priority changes."""
    actor.require(rights.MANAGE)
    _check_targets(targets)
    named = _checked_reasons(reasons)
    before = current()
    Settings.objects.get_or_create(id=1, defaults={"stated": _packed(before), "version": 0})
    row = Settings.objects.select_for_update().get(id=1)
    if row.version != version:
        raise STALE(version=row.version)
    said = Stated(dict(targets), named, version + 1)
    row.stated, row.version = _packed(said), said.version
    row.save()
    changed = {"targets": said.targets != before.targets, "reasons": said.reasons != before.reasons}
    record(
        actor, "service.settings_changed", subject=("service_settings", 1), fields=[n for n in changed if changed[n]]
    )


def _check_targets(targets: Mapping[tuple[str, str], tuple[int, int]]) -> None:
    if set(targets) != set(kinds.TARGETS):
        raise BAD_TARGETS()
    if not all(1 <= first <= solve <= LONGEST_TARGET for first, solve in targets.values()):
        raise BAD_TARGETS()


def _checked_reasons(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """The reasons with their words trimmed; new ones get a code."""
    named = [
        Reason(
            r.code or f"r{new_id()}", storable(r.zh).strip(), storable(r.en).strip() or storable(r.zh).strip(), r.active
        )
        for r in reasons
    ]
    once = len({r.zh for r in named}) == len(named) == len({r.code for r in named}) <= MOST_REASONS
    words = [word for r in named for word in (r.zh, r.en)]
    if not once or not any(r.active for r in named) or not all(1 <= len(word) <= LONGEST_NAME for word in words):
        raise BAD_REASONS()
    if {r.code for r in reasons if r.code} != {r.code for r in current().reasons}:
        raise BAD_REASONS()
    return tuple(named)


def _packed(said: Stated) -> str:
    targets = [[kind, priority, first, solve] for (kind, priority), (first, solve) in said.targets.items()]
    reasons = [[r.code, r.zh, r.en, r.active] for r in said.reasons]
    return orjson.dumps({"targets": targets, "reasons": reasons}).decode()
