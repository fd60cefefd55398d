"""周's customer 张伟 and 陈's customer 李娜, a queue for complaints, and what happens to their cases over HTTP."""

from dataclasses import dataclass
from typing import Any

from kedang.accounts.models import User
from kedang.archive.tests.filing import file_customer
from tests.people import Cast, browser, make_cast, send

SAID = "到货外壳开裂，暗号翠鸟"


@dataclass(slots=True)
class Scene:
    """Everybody, and the two customers."""

    cast: Cast
    zhang: int
    li: int

    def ask(self, user: User, method: str, path: str, body: Any = None) -> Any:
        """One request."""
        return send(browser(user), method, path, body)

    def opened(self, user: User | None = None, *, customer: int | None = None, **more: Any) -> int:
        """周 opens a complaint of 张伟; its id."""
        body = {"kind": "complaint", "title": "外壳开裂", "text": SAID} | more
        path = f"/customers/{customer or self.zhang}/cases"
        answer = self.ask(user or self.cast.zhou, "POST", path, body)
        assert answer.status_code == 201, answer.content
        return int(answer.json()["id"])

    def case(self, case_id: int, user: User | None = None) -> dict[str, Any]:
        """A case as somebody sees it."""
        answer = self.ask(user or self.cast.zhou, "GET", f"/cases/{case_id}")
        assert answer.status_code == 200, answer.content
        found: dict[str, Any] = answer.json()
        return found

    def do(self, case_id: int, action: str, user: User | None = None, **body: Any) -> Any:
        """One step of a case, in the version it has now."""
        version = {} if action in ("comments", "improvements") else {"version": self.case(case_id)["version"]}
        return self.ask(user or self.cast.zhou, "POST", f"/cases/{case_id}/{action}", {**version, **body})

    def went(self, case_id: int, *moves: str) -> None:
        """A case taken and moved on."""
        assert self.do(case_id, "take").status_code == 204
        for move in moves:
            said = {"text": "已换新机"} if move in ("solve", "reopen") else {}
            said |= {"reason": "product", "cause": "包装偏薄"} if move == "close" else {}
            answer = self.do(case_id, "move", None, move=move, **said)
            assert answer.status_code == 204, answer.content

    def listed(self, user: User, query: str = "") -> list[str]:
        """The cases somebody gets listed."""
        answer = self.ask(user, "GET", f"/cases{query}")
        assert answer.status_code == 200, answer.content
        return [row["id"] for row in answer.json()["rows"]]

    def planned(self, case_id: int, **more: Any) -> int:
        """An improvement for a case; its id."""
        body = {"title": "加厚包装", "text": "改用双层瓦楞", "due_on": "2030-01-31"} | more
        answer = self.do(case_id, "improvements", **body)
        assert answer.status_code == 201, answer.content
        return int(answer.json()["id"])

    def queue(self, *members: User, name: str = "投诉组", kinds: tuple[str, ...] = ("complaint",)) -> int:
        """A queue; its id."""
        body = {"name": name, "kinds": list(kinds), "member_ids": [str(each.id) for each in members]}
        answer = self.ask(self.cast.wang, "POST", "/service/queues", body)
        assert answer.status_code == 201, answer.content
        return int(answer.json()["id"])


def make_scene() -> Scene:
    """The two customers in the database."""
    cast = make_cast()
    return Scene(cast, file_customer(cast.zhou, name="张伟"), file_customer(cast.chen, name="李娜"))
