"""周's customer 张伟 and 陈's customer 李娜, with what they buy and pay over HTTP."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from kedang.accounts.models import User
from kedang.archive.tests.filing import file_customer
from kedang.commerce.models import Line, Transaction
from kedang.finding.conditions import today
from tests.people import Cast, browser, make_cast, send

REMARK = "约定月底付清，暗号白鹭"


@dataclass(slots=True)
class Scene:
    """Everybody, and the two customers."""

    cast: Cast
    zhang: int
    li: int

    def ask(self, user: User, method: str, path: str = "", body: Any = None, *, customer: int | None = None) -> Any:
        """One request about a customer's transactions, 张伟's unless somebody else is named."""
        return send(browser(user), method, f"/customers/{customer or self.zhang}/transactions{path}", body)

    def made(self, kind: str, amount: str | None = "100.00", *, user: User | None = None, **more: Any) -> int:
        """周 records a transaction; its id."""
        answer = self.ask(user or self.cast.zhou, "POST", "", {"kind": kind, "amount": amount} | more)
        assert answer.status_code == 201, answer.content
        return int(answer.json()["id"])

    def seen(self, user: User | None = None, query: str = "") -> dict[str, Any]:
        """What somebody sees of 张伟's transactions."""
        answer = self.ask(user or self.cast.zhou, "GET", query)
        assert answer.status_code == 200, answer.content
        found: dict[str, Any] = answer.json()
        return found

    def owed(self) -> dict[str, str]:
        """What 张伟 owes, by currency."""
        return {each["currency"]: each["owed"] for each in self.seen()["balances"]}


def make_scene() -> Scene:
    """The two customers in the database."""
    cast = make_cast()
    return Scene(cast, file_customer(cast.zhou, name="张伟"), file_customer(cast.chen, name="李娜"))


def day(days: int) -> str:
    """A local day so many days from today."""
    return (today() + timedelta(days=days)).isoformat()


def rows() -> tuple[int, int]:
    """How many transactions and lines there are."""
    return Transaction.objects.count(), Line.objects.count()
