"""The sso app."""

from django.apps import AppConfig

from kedang.history import verbs


class SsoConfig(AppConfig):
    """Declares the verbs of single sign-on, and puts its services on the sign-in page."""

    name = "kedang.sso"
    label = "sso"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can happen here, and what the sign-in page offers."""
        for code, zh, en in VERBS:
            verbs.declare(code, zh=zh, en=en)
        from kedang.accounts import ways_in  # noqa: PLC0415 - models load after the apps are known
        from kedang.sso import providers  # noqa: PLC0415 - as above

        ways_in.offers(providers.buttons)


VERBS = (
    ("provider.added", "添加了登录服务", "added a sign-in service"),
    ("provider.changed", "修改了登录服务", "changed a sign-in service"),
    ("provider.removed", "删除了登录服务", "removed a sign-in service"),
    ("identity.linked", "关联了登录服务的身份", "linked an identity of a sign-in service"),
    ("identity.unlinked", "取消了登录服务身份的关联", "unlinked an identity of a sign-in service"),
)
