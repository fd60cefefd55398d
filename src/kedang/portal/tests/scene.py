"""A mail server, the people, and 周's customer 张伟 with two e-mail addresses: one for the link, one for the code."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kedang.accounts.models import User
from kedang.archive.models import ContactPoint
from kedang.archive.tests.filing import file_customer
from kedang.delivery import settings as delivery_settings
from kedang.delivery.tests.mail_server import Post, mail_server, use_mail
from kedang.kit.env import settings
from kedang.portal import closing, entering, inviting, presenting, sessions
from kedang.verification.tests import scene as verification
from tests.people import Cast, browser, make_cast, send

FIRST, SECOND = "zhang.wei@customer.example", "wei@home.example"
ID_NUMBER, REMARK, ADDRESS = "11010519491231002X", "不要外传的备注", "浙江省杭州市西湖区文三路90号"
CLOCKS = (entering, sessions, inviting, presenting, closing)


@dataclass(slots=True)
class Scene:
    """Everybody, the mail server, the customer, and the customer's browser."""

    cast: Cast
    post: Post
    zhang: int
    points: dict[str, int]
    guest: Client = field(default_factory=browser)

    def of(self, user: User, method: str, path: str = "", body: Any = None) -> Any:
        """One request of staff about 张伟's invitations."""
        return send(browser(user), method, f"/customers/{self.zhang}/invitations{path}", body)

    def invite(self, user: User | None = None, **more: Any) -> Any:
        """Invite by the first address, the code by the second."""
        body = {"link_point": str(self.points[FIRST]), "code_point": str(self.points[SECOND]), **more}
        answer = self.of(user or self.cast.zhou, "POST", "", body)
        assert answer.status_code == 201, answer.content
        return answer.json()

    def token(self, **more: Any) -> str:
        """Invite; the token that arrived."""
        self.invite(**more)
        letter = self.post.letters[-1]
        assert letter.to == FIRST
        found = re.search(r"https://archive\.example/self-service#(\S+)", letter.text)
        assert found is not None
        return found.group(1)

    def door(self, token: str, code: str = "", client: Client | None = None) -> Any:
        """Knock."""
        return send(client or self.guest, "POST", "/self-service/session", {"token": token, "code": code})

    def code(self, token: str) -> str:
        """Open the link; the code that arrived."""
        assert self.door(token).status_code == 200
        letter = self.post.letters[-1]
        assert letter.to == SECOND
        found = re.search(r"\b\d{6}\b", letter.text)
        assert found is not None
        return found.group(0)

    def enter(self) -> None:
        """All the way in."""
        token = self.token()
        answer = self.door(token, self.code(token))
        assert answer.json() == {"organisation": "客档示例公司", "inside": True, "spoken": False}

    def do(self, method: str = "GET", path: str = "", body: Any = None) -> Any:
        """One request of the customer."""
        return send(self.guest, method, f"/self-service{path}", body)

    def page(self) -> Any:
        """What the customer sees."""
        answer = self.do()
        assert answer.status_code == 200, answer.content
        return answer.json()

    def shown(self, code: str) -> list[str]:
        """One field as the customer sees it."""
        found: list[str] = next(each["shown"] for each in self.page()["fields"] if each["code"] == code)
        return found

    def correct(self, **values: list[str]) -> Any:
        """Send corrections."""
        return self.do("POST", "/corrections", {"values": values})


@contextmanager
def scene(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    """The scene, until the block ends."""
    monkeypatch.setenv("KEDANG_PUBLIC_URL", "https://archive.example")
    settings.cache_clear()
    with mail_server() as (post, port):
        use_mail(monkeypatch, port)
        cast = make_cast()
        told = {"name": "张伟", "mobile": "13812345678", "id_number": ID_NUMBER, "remark": REMARK, "address": ADDRESS}
        zhang = file_customer(cast.zhou, email=[FIRST, SECOND], **told)
        ids = list(ContactPoint.objects.filter(customer_id=zhang, kind="email").order_by("id").values_list("id"))
        yield Scene(cast, post, zhang, {FIRST: ids[0][0], SECOND: ids[1][0]})
    monkeypatch.undo()
    settings.cache_clear()
    delivery_settings.forget_settings()


def move_clock(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    """Let the room believe that it is later."""
    verification.move_clock(monkeypatch, by, clocks=CLOCKS)


def told(answer: Any) -> Any:
    """A refusal without what differs by request."""
    return answer.status_code, {k: v for k, v in answer.json()["error"].items() if k != "request_id"}
