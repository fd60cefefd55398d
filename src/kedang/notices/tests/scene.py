"""Activity's scene, with what people hear of in it."""

from typing import Any

from kedang.accounts.models import User
from kedang.activity.tests.scene import Scene as Scene
from kedang.activity.tests.scene import make_scene as make_scene
from tests.people import browser, send


def heard(user: User, **query: Any) -> list[dict[str, Any]]:
    """Somebody's notices, the latest first."""
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    answer = send(browser(user), "GET", f"/notices?{asked}")
    assert answer.status_code == 200, answer.content
    rows: list[dict[str, Any]] = answer.json()["rows"]
    return rows


def kinds(user: User) -> list[str]:
    """What kinds of notices somebody has, the latest first."""
    return [row["kind"] for row in heard(user)]


def unread(user: User) -> int:
    """How many somebody has not read."""
    return int(send(browser(user), "GET", "/notices/count").json()["value"])
