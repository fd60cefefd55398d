"""A mail server, the people, and 张伟 whose e-mail address 周 wants to be sure of."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import ModuleType
from typing import Any

import pytest

from kedang.accounts.models import User
from kedang.archive.models import ContactPoint
from kedang.archive.tests.filing import file_customer
from kedang.delivery import settings as delivery_settings
from kedang.delivery.tests.mail_server import Post, mail_server, use_mail
from kedang.kit import clock
from kedang.kit.env import settings
from kedang.verification import (
    campaign_run,
    confirming,
    expiring,
    facts,
    limits,
    outcomes,
    overview,
    requesting,
    visiting,
)
from kedang.verification import points as points_of
from tests.people import Cast, browser, make_cast, send

EMAIL = "zhang.wei@customer.example"
CLOCKS = (requesting, confirming, expiring, facts, limits, outcomes, overview, visiting, points_of, campaign_run)


@dataclass(slots=True)
class Scene:
    """Everybody, the mail server, and the customer."""

    cast: Cast
    post: Post
    zhang: int
    point: int

    @property
    def row(self) -> ContactPoint:
        """The point as it stands."""
        return ContactPoint.objects.get(id=self.point)

    def ask(self, user: User, verb: str, body: dict[str, Any], *, point: int | None = None) -> Any:
        """One request about the point."""
        return send(browser(user), "POST", f"/customers/{self.zhang}/verification/{point or self.point}/{verb}", body)

    def send_code(self, user: User | None = None) -> str:
        """Send a code; the one that arrived."""
        answer = self.ask(user or self.cast.zhou, "send", {"method": "code"})
        assert answer.status_code == 200, answer.content
        return self.code()

    def code(self) -> str:
        """The code of the newest letter."""
        found = re.search(r"\b\d{6}\b", self.post.letters[-1].text)
        assert found is not None
        return found.group(0)

    def send_link(self, user: User | None = None) -> str:
        """Send a link; the token that arrived."""
        answer = self.ask(user or self.cast.zhou, "send", {"method": "link"})
        assert answer.status_code == 200, answer.content
        return self.token()

    def token(self) -> str:
        """The token of the newest letter."""
        found = re.search(r"https://archive\.example/v#(\S+)", self.post.letters[-1].text)
        assert found is not None
        return found.group(1)

    def confirm(self, code: str, user: User | None = None) -> Any:
        """Enter a code."""
        return self.ask(user or self.cast.zhou, "confirm", {"code": code})


@contextmanager
def scene(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    """The scene, until the block ends."""
    monkeypatch.setenv("KEDANG_PUBLIC_URL", "https://archive.example")
    settings.cache_clear()
    with mail_server() as (post, port):
        use_mail(monkeypatch, port)
        cast = make_cast()
        zhang = file_customer(cast.zhou, name="张伟", mobile="13812345678", email=EMAIL)
        point = ContactPoint.objects.get(customer_id=zhang, kind="email").id
        yield Scene(cast, post, zhang, point)
    monkeypatch.undo()
    settings.cache_clear()
    delivery_settings.forget_settings()


def move_clock(monkeypatch: pytest.MonkeyPatch, by: timedelta, *, clocks: Sequence[ModuleType] = CLOCKS) -> None:
    """Let the room, or whose clocks these are, believe that it is later."""

    def later() -> datetime:
        return clock.now() + by

    for module in clocks:
        monkeypatch.setattr(module, "now", later)


def wrong(code: str) -> str:
    """A code that is not this one."""
    return f"{(int(code) + 1) % 1_000_000:06d}"
