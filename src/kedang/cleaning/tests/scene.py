"""A little archive whose columns need cleaning, and the people around it."""

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from kedang.accounts.models import User
from kedang.archive.customers import filing_for
from kedang.archive.digest import archive_digest
from kedang.archive.load import load_content
from kedang.archive.numbering import allocate
from kedang.archive.rows import Bundle, add_customer
from kedang.archive.tests.filing import content, file_customer
from kedang.archive.write import insert_bundle
from kedang.cleaning.models import FATES
from kedang.jobs.models import Job
from kedang.jobs.worker import run_waiting
from kedang.kit.actor import system_actor
from kedang.kit.clock import now
from kedang.kit.ids import new_ids
from kedang.vault.keys import create_keys
from tests.people import Cast, browser, make_cast, make_user, send

COMMAND = system_actor("command")
# Who, and where they came from: seven of 展会 in four spellings, one slip of the pen, one placeholder, one empty.
SOURCES = {
    "张伟": "行业展会推荐",
    "王芳": "行业展会推荐",
    "李娜": "行业展会推荐",
    "刘洋": "行业 展会推荐",
    "陈静": "行业展会推荐。",
    "杨帆": "行业展会－推荐",
    "赵磊": "暂无",
    "周涛": "老客户介绍",
    "吴敏": "",
}


@dataclass(slots=True)
class Scene:
    """The cast, 史岩 the data steward, and the customers by name. 陈 of the south owns 赵磊; 周 owns everybody else."""

    cast: Cast
    steward: User
    ids: dict[str, int] = field(default_factory=dict)

    def get(self, path: str, user: User | None = None) -> Any:
        """A page of the API, as the steward unless somebody else asks."""
        return send(browser(user or self.steward), "GET", path)

    def post(self, path: str, body: Any = None, user: User | None = None) -> Any:
        """A request to the API."""
        return send(browser(user or self.steward), "POST", path, body)

    def profile(self, code: str, user: User | None = None, **body: str) -> dict[str, Any]:
        """A look at a field, from start to end."""
        answer = self.post("/cleaning/profiles", {"field": code, **body}, user)
        assert answer.status_code == 202, answer.content
        run_waiting()
        return dict(read(self.get(f"/cleaning/profiles/{read(answer)['id']}", user)))

    def prepare(self, code: str, user: User | None = None, **wanted: Any) -> dict[str, Any]:
        """A fix with its preview: `suggestion_id` or `changes`."""
        answer = self.post("/cleaning/fixes", {"profile_id": self.profile(code, user)["id"], **wanted}, user)
        assert answer.status_code == 201, answer.content
        run_waiting()
        return self.fix(read(answer)["id"], user)

    def fix(self, fix_id: str, user: User | None = None) -> dict[str, Any]:
        """A fix as it is now."""
        return dict(read(self.get(f"/cleaning/fixes/{fix_id}", user)))

    def act(self, verb: str, fix_id: str, user: User | None = None) -> dict[str, Any]:
        """Apply, undo, cancel or discard, and let the work be done."""
        answer = self.post(f"/cleaning/fixes/{fix_id}/{verb}", user=user)
        assert answer.status_code == 200, answer.content
        run_waiting()
        return self.fix(fix_id, user)

    def rows(self, fix_id: str, user: User | None = None, query: str = "") -> list[tuple[Any, ...]]:
        """(name, before, after, fate, reason) of the customers of a fix."""
        page = read(self.get(f"/cleaning/fixes/{fix_id}/rows{query}", user))["rows"]
        return [(r["name"], r["before"], r["after"], r["fate"], r["reason"]) for r in page]

    def values(self, code: str) -> dict[str, str]:
        """Name → what stands in a field now."""
        return {name: load_content(i).fields.get(code, "") for name, i in self.ids.items()}


class Killed(BaseException):
    """The process is gone."""


def killed_after(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, times: int) -> None:
    """Let the worker die, as if killed, when a function of a module is called once more than so many times."""
    real, calls = getattr(module, name), itertools.count()

    def die(*args: Any, **named: Any) -> Any:
        if next(calls) >= times:
            raise Killed
        return real(*args, **named)

    monkeypatch.setattr(module, name, die)
    with pytest.raises(Killed):
        run_waiting()
    monkeypatch.setattr(module, name, real)
    Job.objects.filter(state="running").update(lease_until=now() - timedelta(seconds=1))


def counts(fix: dict[str, Any]) -> dict[str, int]:
    """The counts of a fix that are not nought."""
    return {fate: fix[fate] for fate in FATES if fix[fate]}


def change(before: str, after: str | None) -> dict[str, str | None]:
    """One change by hand."""
    return {"before": before, "after": after}


def read(answer: Any) -> Any:
    """The JSON of an answer."""
    assert answer.status_code < 400, answer.content
    return json.loads(answer.content)


def make_scene() -> Scene:
    """The archive of SOURCES."""
    cast = make_cast()
    scene = Scene(cast, make_user("steward", "史岩", "steward", cast.head_office))
    for number, (name, source) in enumerate(SOURCES.items()):
        owner = cast.chen if name == "赵磊" else cast.zhou
        values = {"name": name, "mobile": f"1380013800{number}", **({"source": source} if source else {})}
        scene.ids[name] = file_customer(owner, **values)
    return scene


def file_many(owner: User, everybody: Sequence[Mapping[str, str]]) -> None:
    """Many persons at once, the way an import writes them."""
    ids = new_ids(len(everybody))
    keys, filing, bundle = create_keys(ids), filing_for(COMMAND, owner_id=owner.id), Bundle()
    with transaction.atomic():
        numbers = allocate(["person"] * len(ids), at=filing.at)
        for customer_id, number, values in zip(ids, numbers, everybody, strict=True):
            add_customer(bundle, customer_id, keys[customer_id], content("person", values), number, filing)
        insert_bundle(bundle)


def digest() -> str:
    """Everything the archive says."""
    return archive_digest(COMMAND)
