"""周's customer 张伟 and 陈's customer 李娜, with opportunities over HTTP."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from kedang.accounts.models import User
from kedang.archive.tests.filing import file_customer
from kedang.deals.models import Opportunity, Step
from kedang.finding.conditions import today
from tests.people import Cast, browser, make_cast, send

TITLE = "暗号翠鸟的产线改造"
PROJECT = "暗号白鹭的安装工程"


@dataclass(slots=True)
class Scene:
    """Everybody, and the two customers."""

    cast: Cast
    zhang: int
    li: int

    def ask(self, user: User, method: str, path: str, body: Any = None, *, customer: int | None = None) -> Any:
        """One request about a customer, 张伟 unless somebody else is named."""
        return send(browser(user), method, f"/customers/{customer or self.zhang}{path}", body)

    def opened(self, user: User | None = None, *, customer: int | None = None, days: int = 30, **more: Any) -> int:
        """周 enters an opportunity with 张伟; its id."""
        body = {"title": TITLE, "amount": 100_000, "expected_on": day(days)} | more
        answer = self.ask(user or self.cast.zhou, "POST", "/opportunities", body, customer=customer)
        assert answer.status_code == 201, answer.content
        return int(answer.json()["id"])

    def do(self, opportunity: int, verb: str, user: User | None = None, **body: Any) -> Any:
        """Something 周 does with an opportunity of 张伟's, in the version it has now unless another is named."""
        now_at = Opportunity.objects.get(id=opportunity).version
        path = f"/opportunities/{opportunity}/{verb}"
        return self.ask(user or self.cast.zhou, "POST", path, {"version": now_at} | body)

    def project(self, user: User | None = None, *, customer: int | None = None, **more: Any) -> int:
        """周 enters a project with 张伟; its id."""
        answer = self.ask(user or self.cast.zhou, "POST", "/projects", {"name": PROJECT} | more, customer=customer)
        assert answer.status_code == 201, answer.content
        return int(answer.json()["id"])

    def milestone(self, project: int, days: int, title: str = "到货验收") -> int:
        """周 plans a milestone so many days from now; its id."""
        body = {"title": title, "due_on": day(days)}
        answer = self.ask(self.cast.zhou, "POST", f"/projects/{project}/milestones", body)
        assert answer.status_code == 201, answer.content
        return int(answer.json()["id"])

    def whole(self, project: int, user: User | None = None, *, customer: int | None = None) -> Any:
        """What somebody sees of a project."""
        answer = self.ask(user or self.cast.zhou, "GET", f"/projects/{project}", customer=customer)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def projects(self, user: User, query: str = "") -> list[str]:
        """The projects somebody gets listed."""
        answer = send(browser(user), "GET", f"/projects{query}")
        assert answer.status_code == 200, answer.content
        return [row["id"] for row in answer.json()["rows"]]

    def board(self, user: User, query: str = "") -> dict[str, tuple[int, list[str]]]:
        """What the board shows somebody: by stage how many, and the ids of the cards."""
        answer = send(browser(user), "GET", f"/opportunities/board{query}")
        assert answer.status_code == 200, answer.content
        return {
            column["stage"]["name_zh"]: (column["count"], [card["id"] for card in column["cards"]])
            for column in answer.json()["columns"]
        }

    def listed(self, user: User, query: str = "") -> list[str]:
        """The opportunities somebody gets listed."""
        answer = send(browser(user), "GET", f"/opportunities{query}")
        assert answer.status_code == 200, answer.content
        return [row["id"] for row in answer.json()["rows"]]


def make_scene() -> Scene:
    """The two customers in the database."""
    cast = make_cast()
    return Scene(cast, file_customer(cast.zhou, name="张伟"), file_customer(cast.chen, name="李娜"))


def day(days: int) -> str:
    """The day so many days from now."""
    return str(today() + timedelta(days=days))


def rows() -> tuple[int, int]:
    """How many opportunities and steps there are."""
    return Opportunity.objects.count(), Step.objects.count()
