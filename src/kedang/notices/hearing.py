"""News become notices, in the transaction that tells them. What is unread and says the same is counted, not told twice."""

from datetime import timedelta

from django.db.models import F

from kedang.history.news import CHANGED, FALLING, GIVEN, TAKEN, News
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.notices.models import UNREAD, Follow, Notice
from kedang.notices.sight import may_hear

# Whoever hands over a hundred customers makes one notice, and so does a night that announces a hundred.
AT_ONCE = timedelta(hours=1)


def hear(actor: Actor, news: News) -> None:
    """Make a notice for each person the news is for; of a change, for those who follow the customer."""
    for user_id in _followers(actor, news) if news.kind == CHANGED else news.to:
        if not _counted(actor, user_id, news):
            _add(actor, user_id, news)


def settle(about: tuple[str, int]) -> None:
    """Nobody needs to be reminded of this row any more: its notices are read."""
    Notice.objects.filter(UNREAD, about_id=about[1], about_kind=about[0]).update(read_at=now())


def _followers(actor: Actor, news: News) -> list[int]:
    found = Follow.objects.filter(customer_id=news.customer_id).exclude(user_id=actor.id)
    ids = found.order_by("user_id").values_list("user_id", flat=True)
    return [user_id for user_id in ids if may_hear(user_id, news.about)]


def _counted(actor: Actor, user_id: int, news: News) -> bool:
    """Count it in an unread notice that says the same; whether there is one."""
    same = Notice.objects.filter(UNREAD, user_id=user_id, kind=news.kind)
    if news.kind == CHANGED:
        same = same.filter(customer_id=news.customer_id)
    elif news.kind in (GIVEN, TAKEN, FALLING):
        same = same.filter(by=actor.id, at__gte=now() - AT_ONCE)
    else:
        return False
    row = same.order_by("-at").values_list("id", flat=True).first()
    if row is None:
        return False
    Notice.objects.filter(id=row).update(
        count=F("count") + 1, at=now(), by=actor.id, customer_id=news.customer_id, **_about(news)
    )
    return True


def _add(actor: Actor, user_id: int, news: News) -> None:
    Notice.objects.create(user_id=user_id, kind=news.kind, customer_id=news.customer_id, by=actor.id, **_about(news))


def _about(news: News) -> dict[str, str | int]:
    return {"about_kind": news.about[0], "about_id": news.about[1]}
