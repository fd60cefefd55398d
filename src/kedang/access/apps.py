"""The access app."""

from django.apps import AppConfig

from kedang.access import rights
from kedang.accounts.rights import declare_rights, declare_weighty
from kedang.history import verbs
from kedang.jobs.handlers import register_periodic

VERBS = (
    ("access.explained", "查询了某人的权限及原因", "asked what somebody can see, and why"),
    ("separation.switched", "开启或关闭了三员分立", "switched the separation of duties on or off"),
    ("access.review_started", "开始了权限复核", "started a review of access"),
    ("access.review_read", "查看了权限复核", "read a review of access"),
    ("access.review_ended", "权限复核结束", "ended a review of access"),
    ("access.review_rules_changed", "修改了权限复核设置", "changed the rules of access reviews"),
    ("access.line_confirmed", "确认了某人的角色或密级权限", "confirmed that somebody still needs a role or clearance"),
    ("access.line_taken", "复核后收回了某人的角色或密级权限", "took a role or clearance away in a review"),
    (
        "access.line_lapsed",
        "某人的角色或密级权限未在期限内确认",
        "found a role or clearance that nobody confirmed in time",
    ),
)


class AccessConfig(AppConfig):
    """Declares the right, the verbs and the background work of access."""

    name = "kedang.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can be allowed and happen here, and what runs in the background."""
        # Models load after the apps are known.
        from kedang.access import jobs  # noqa: PLC0415

        declare_rights(*rights.ALL)
        declare_weighty(rights.EXPLAIN)
        for code, zh, en in VERBS:
            verbs.declare(code, zh=zh, en=en)
        register_periodic("access.reviews", jobs.look_after_reviews, seconds=3_600)
