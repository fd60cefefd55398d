"""The notices app."""

from django.apps import AppConfig

from kedang.archive.links import link
from kedang.history import verbs
from kedang.history.news import Listener, follows_news
from kedang.jobs.handlers import register_periodic

VERBS = (
    ("notices.read", "阅读了通知", "read notices"),
    ("customer.followed", "关注了客户", "began to follow the customer"),
    ("customer.unfollowed", "取消了关注", "stopped following the customer"),
    ("escalation.changed", "修改了逾期提醒", "changed when leads hear of what is overdue"),
)


class NoticesConfig(AppConfig):
    """Declares the verbs, links and background work of notices, and listens to news."""

    name = "kedang.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can happen here, what points at a customer, and who listens."""
        # Models load after the apps are known.
        from kedang.notices import hearing, jobs, models  # noqa: PLC0415

        for code, zh, en in VERBS:
            verbs.declare(code, zh=zh, en=en)
        for model, label in ((models.Notice, ("通知", "Notices")), (models.Follow, ("关注", "Followers"))):
            link(model.customer, on_merge="move", on_erase="delete", in_dsar=False, label=label)
        follows_news(Listener(hearing.hear, hearing.settle))
        register_periodic("notices.time", jobs.look_at_time, seconds=60)
        register_periodic("notices.old", jobs.forget_old, seconds=86_400)
