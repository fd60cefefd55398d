"""周's customer 张伟 with a notice and a purpose, and those who handle privacy."""

from dataclasses import dataclass
from typing import Any

from kedang.accounts.models import User
from kedang.archive.tests.filing import file_customer
from kedang.finding.conditions import today
from kedang.privacy import purposes
from kedang.privacy.purposes import PurposeDraft
from tests.people import Cast, actor, browser, make_cast, make_user, send

MOBILE, ID_NUMBER = "13912345678", "11010519491231002X"
MARKETING = PurposeDraft(name_zh="营销", name_en="Marketing", basis="consent", fields=("mobile",), months=24)


@dataclass(slots=True)
class Scene:
    """Everybody, the customer, and what is published."""

    cast: Cast
    steward: User
    zhang: int
    purpose: int
    notice: int

    def ask(self, user: User, method: str, path: str, body: Any = None) -> Any:
        """One request."""
        return send(browser(user), method, path, body)

    def of(self, user: User, method: str, path: str, body: Any = None) -> Any:
        """One request about 张伟."""
        return self.ask(user, method, f"/customers/{self.zhang}{path}", body)

    def seen(self, user: User | None = None) -> Any:
        """What somebody sees of 张伟's consents and requests."""
        answer = self.of(user or self.cast.zhou, "GET", "/privacy")
        assert answer.status_code == 200, answer.content
        return answer.json()

    def made(self, user: User, path: str, body: Any) -> str:
        """The id of what somebody made of 张伟."""
        answer = self.of(user, "POST", path, body)
        assert answer.status_code == 201, answer.content
        return str(answer.json()["id"])


def make_scene(**values: str | list[str]) -> Scene:
    """All of it, in the database."""
    cast = make_cast()
    steward = make_user("steward", "管数据", "steward", cast.head_office)
    manager = actor(cast.wang)
    notice = purposes.publish_notice(
        manager, text_zh="我们如何使用您的信息", text_en="What we do", valid_from=today(), renew=False
    )
    purpose = purposes.add_purpose(manager, MARKETING)
    told: dict[str, Any] = {"name": "张伟", "mobile": MOBILE, "id_number": ID_NUMBER, **values}
    return Scene(cast, steward, file_customer(cast.zhou, **told), purpose, notice)
