"""周's customer 张伟 and 陈's customer 李娜, with what happens to them over HTTP."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kedang.accounts.models import User
from kedang.activity.models import FollowUp, Interaction
from kedang.archive.tests.filing import file_customer
from kedang.kit.clock import now
from tests.people import Cast, browser, make_cast, send

SAID = "谈到年底扩产，暗号翠鸟"


@dataclass(slots=True)
class Scene:
    """Everybody, and the two customers."""

    cast: Cast
    zhang: int
    li: int

    def ask(self, user: User, method: str, path: str, body: Any = None, *, customer: int | None = None) -> Any:
        """One request about a customer, 张伟 unless somebody else is named."""
        return send(browser(user), method, f"/customers/{customer or self.zhang}{path}", body)

    def told(self, user: User | None = None, **more: Any) -> int:
        """周 writes a call down; its id."""
        body = {"kind": "call", "text": SAID, "direction": "out", "outcome": "talked"} | more
        answer = self.ask(user or self.cast.zhou, "POST", "/interactions", body)
        assert answer.status_code == 201, answer.content
        return int(answer.json()["id"])

    def planned(self, user: User | None = None, *, days: float = 1, **more: Any) -> int:
        """周 plans a visit; its id."""
        body = {"kind": "visit", "due_at": at(days), "text": "带样品上门"} | more
        answer = self.ask(user or self.cast.zhou, "POST", "/follow-ups", body)
        assert answer.status_code == 201, answer.content
        return int(answer.json()["id"])

    def activity(self, user: User | None = None) -> dict[str, Any]:
        """What somebody sees of 张伟's activity."""
        answer = self.ask(user or self.cast.zhou, "GET", "/activity")
        assert answer.status_code == 200, answer.content
        found: dict[str, Any] = answer.json()
        return found


def make_scene() -> Scene:
    """The two customers in the database."""
    cast = make_cast()
    return Scene(cast, file_customer(cast.zhou, name="张伟"), file_customer(cast.chen, name="李娜"))


def at(days: float) -> str:
    """A time so many days from now."""
    return (now() + timedelta(days=days)).isoformat()


def moment(text: str) -> datetime:
    """A time as it came over HTTP."""
    return datetime.fromisoformat(text)


def rows() -> tuple[int, int]:
    """How many interactions and follow-ups there are."""
    return Interaction.objects.count(), FollowUp.objects.count()
