"""Reviews in tests: the cast, a clock, and a line by whose it is."""

from datetime import timedelta
from typing import Any

import pytest

from kedang.access import closing, reviewing
from kedang.access.models import Line, Review, ReviewRules
from kedang.accounts.models import User
from kedang.kit.clock import now
from tests.people import Cast, actor, browser, make_cast, send


class Scene:
    """Everybody, and one review that 管理 started."""

    def __init__(self, at_deadline: str = "warn", cast: Cast | None = None) -> None:
        self.cast: Cast = cast or make_cast()
        ReviewRules.objects.create(id=1, at_deadline=at_deadline)
        self.review: Review = reviewing.start(actor(self.cast.admin))

    def line(self, user: User) -> Line:
        """Somebody's first line."""
        return Line.objects.filter(review=self.review, user_id=user.id).order_by("id")[0]

    def confirm(self, by: User, *whose: User) -> Any:
        """Confirm their lines."""
        body = {"lines": [str(self.line(user).id) for user in whose]}
        return send(browser(by), "POST", f"/access-reviews/{self.review.id}/confirm", body)

    def take(self, by: User, whose: User) -> Any:
        """Take away what somebody's line says."""
        return send(browser(by), "POST", f"/access-review-lines/{self.line(whose).id}/take")

    def lines(self, by: User, which: str = "all") -> Any:
        """The lines as somebody reads them."""
        return send(browser(by), "GET", f"/access-reviews/{self.review.id}/lines?which={which}")

    def names(self, by: User, which: str = "all") -> list[str]:
        """Whose lines somebody reads."""
        return [row["person"]["name"] for row in self.lines(by, which).json()["lines"]]

    def states(self) -> dict[str, str]:
        """How every line stands."""
        return dict(Line.objects.filter(review=self.review).values_list("user_login", "state"))


def days_later(patch: pytest.MonkeyPatch, days: int) -> None:
    """Let days pass for reviews."""
    for module in (closing, reviewing):
        patch.setattr(module, "now", lambda: now() + timedelta(days=days))
