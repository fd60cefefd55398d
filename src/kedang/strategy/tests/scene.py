"""周's customer 张伟 and 陈's customer 李娜, as key accounts over HTTP."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from kedang.accounts.models import User
from kedang.archive.tests.filing import file_customer
from kedang.finding.conditions import today
from tests.people import Cast, browser, make_cast, send

GOAL = "暗号苍鹭：三年内成为首选供应商"
PLAN = {"goal": GOAL, "needs": "交期稳定", "strategy": "高层每季度见面", "competitors": "远山机电"}
HE = {"name": "赵暗号", "position": "采购总监", "role": "decider", "influence": "high", "attitude": "neutral"}


@dataclass(slots=True)
class Scene:
    """Everybody, and the two customers."""

    cast: Cast
    zhang: int
    li: int

    def ask(self, user: User, method: str, path: str, body: Any = None, *, customer: int | None = None) -> Any:
        """One request about a customer, 张伟 unless somebody else is named."""
        return send(browser(user), method, f"/customers/{customer or self.zhang}{path}", body)

    def made(self, path: str, body: Any, *, user: User | None = None, customer: int | None = None) -> int:
        """What 周 (or somebody else) makes; its id."""
        answer = self.ask(user or self.cast.zhou, "POST", path, body, customer=customer)
        assert answer.status_code == 201, answer.content
        return int(answer.json()["id"])

    def seen(self, user: User | None = None, *, customer: int | None = None) -> Any:
        """What somebody sees of a customer's plan."""
        answer = self.ask(user or self.cast.zhou, "GET", "/strategy", customer=customer)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def causes(self, user: User | None = None) -> list[str]:
        """The causes for concern somebody is told about 张伟."""
        return [signal["cause"] for signal in self.seen(user)["plans"][0]["signals"]]

    def listed(self, user: User, query: str = "") -> list[str]:
        """The plans somebody gets listed."""
        answer = send(browser(user), "GET", f"/key-accounts{query}")
        assert answer.status_code == 200, answer.content
        return [row["id"] for row in answer.json()["rows"]]


def make_scene() -> Scene:
    """The two customers in the database."""
    cast = make_cast()
    return Scene(cast, file_customer(cast.zhou, name="张伟"), file_customer(cast.chen, name="李娜"))


def day(days: int) -> str:
    """The day so many days from now."""
    return str(today() + timedelta(days=days))
