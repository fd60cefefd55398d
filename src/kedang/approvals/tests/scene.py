"""The beginning of every story: 周's customer with an ID number she sees masked, and 林, who leads her."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from kedang.accounts.models import User
from kedang.approvals import asking, granting, looking, terms
from kedang.approvals.asking import Wanted
from kedang.approvals.models import Grant, Request, Terms
from kedang.archive.tests.filing import file_customer
from kedang.kit import clock
from tests.people import Cast, actor, browser, make_cast, make_user, send

NUMBER, MOBILE, WORDS = "11010519491231002X", "13812345678", "客户来柜台办理开户，需要核对证件号码"


class Clock:
    """The server's clock, moved by hand."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        """The time that everybody is told."""
        return clock_now() + self.ahead

    def pass_by(self, **much: float) -> None:
        """Let time pass."""
        self.ahead += timedelta(**much)


clock_now = clock.now
TOLD = (asking, granting, looking)


def set_clock(patch: pytest.MonkeyPatch, *modules: Any) -> Clock:
    """A clock for these rooms' files."""
    moved = Clock()
    for module in (*TOLD, *modules):
        patch.setattr(module, "now", moved.now)
    return moved


class Scene:
    """Everybody, a customer of 周's, and what they do with it."""

    def __init__(self) -> None:
        self.cast: Cast = make_cast()
        self.guo = file_customer(self.cast.zhou, name="郭靖", mobile=MOBILE, id_number=NUMBER)
        self.zhou, self.lin = browser(self.cast.zhou), browser(self.cast.lin)
        Terms.objects.create(id=1, sample_percent=0)

    def wanted(self, **other: Any) -> Wanted:
        """What 周 asks for, unless said otherwise."""
        said: dict[str, Any] = {
            "customer_ids": [self.guo],
            "fields": ["id_number"],
            "purpose": "check",
            "words": WORDS,
            "minutes": 10,
            "looks": 2,
        }
        return Wanted(**{**said, **other})

    def asked(self, user: User | None = None, **other: Any) -> Request:
        """A request that waits."""
        return asking.ask(actor(user or self.cast.zhou), self.wanted(**other))

    def granted(self, **other: Any) -> Grant:
        """A grant that runs."""
        request = self.asked(**other)
        return granting.approve(actor(self.cast.lin), request.id, version=1)

    def second_lin(self) -> User:
        """Another account with 林's mail address."""
        twin = make_user("lin2", "林晓二", "lead", self.cast.east)
        User.objects.filter(id=twin.id).update(email=" LIN@example.com ")
        return User.objects.get(id=twin.id)

    def rule(self, **changes: Any) -> None:
        """Set rules."""
        everything = terms.terms()
        for name, value in changes.items():
            setattr(everything, name, value)
        everything.save()


def reveal(client: Client, customer_id: int, keys: Sequence[str] = ("id_number",), reason: str = "") -> Any:
    """One press on the eye."""
    return send(client, "POST", f"/customers/{customer_id}/reveal", {"fields": list(keys), "reason": reason})
