"""周's customer 张伟, 陈's customer 李娜, and the mailbox they are written about in."""

from dataclasses import dataclass
from typing import Any

from kedang.accounts.models import User
from kedang.activity.bodies import Body, opened
from kedang.activity.models import Interaction
from kedang.archive.tests.filing import file_customer
from kedang.mailbox.models import Box, Mail
from kedang.mailbox.tests.imap_server import PASSWORD, USER
from kedang.vault.keys import key_for
from tests.people import Cast, browser, make_cast, send

ZHOU, CHEN = "zhou@example.com", "chen@example.com"
ZHANG, LI, STRANGER = "zhang@customer.example", "li@customer.example", "who@nowhere.example"


@dataclass(slots=True)
class Scene:
    """Everybody, and the two customers."""

    cast: Cast
    zhang: int
    li: int

    def set_up(self, port: int, /, **more: Any) -> dict[str, Any]:
        """The administrator turns the mailbox on; the answer."""
        answer = send(browser(self.cast.admin), "PUT", "/mailbox", wanted(port, **more))
        assert answer.status_code == 200, answer.content
        found: dict[str, Any] = answer.json()
        return found

    def waiting(self, user: User | None = None) -> list[dict[str, Any]]:
        """What waits, as somebody sees it; the manager unless somebody else is named."""
        answer = send(browser(user or self.cast.wang), "GET", "/mails")
        assert answer.status_code == 200, answer.content
        rows: list[dict[str, Any]] = answer.json()["rows"]
        return rows


def wanted(port: int, /, **more: Any) -> dict[str, Any]:
    """The settings of a mailbox on loopback."""
    return {
        "active": True,
        "address": USER,
        "host": "127.0.0.1",
        "port": port,
        "security": "none",
        "user": USER,
        "password": PASSWORD,
        "folder": "INBOX",
        "trusts": "",
        "keep_days": 30,
        "version": Box.objects.filter(id=1).values_list("version", flat=True).first() or 0,
        **more,
    }


def make_scene() -> Scene:
    """The two customers in the database."""
    cast = make_cast()
    zhang = file_customer(cast.zhou, name="张伟", email="Zhang@Customer.example")
    return Scene(cast, zhang, file_customer(cast.chen, name="李娜", email=LI))


def filed() -> list[tuple[int, int, str, Body]]:
    """Customer, colleague, direction and body of every interaction, in the order they were written."""
    return [
        (row.customer_id, row.by, row.direction, opened(key_for(row.customer_id), row))
        for row in Interaction.objects.order_by("id")
    ]


def states() -> list[tuple[str, str]]:
    """State and reason of every mail, in the order they came."""
    return list(Mail.objects.order_by("id").values_list("state", "reason"))
