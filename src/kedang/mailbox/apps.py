"""The mailbox app."""

from django.apps import AppConfig

from kedang.accounts.duties import SYSTEM, declare_duty
from kedang.accounts.rights import declare_rights
from kedang.history import verbs
from kedang.jobs.handlers import register_periodic
from kedang.mailbox import rights

VERBS = (
    ("mailbox.changed", "修改了邮件归档邮箱", "changed the mailbox whose mails are filed"),
    ("mailbox.tested", "测试了邮件归档邮箱", "tried the mailbox whose mails are filed"),
    ("mail.received", "收到归档邮件", "received a mail to file"),
    ("mail.read", "查看了未识别的邮件", "looked at mails to sort"),
    ("mail.assigned", "把邮件归入了客户", "gave a mail to a customer"),
    ("mail.discarded", "丢弃了未识别的邮件", "discarded a mail to sort"),
    ("mail.destroyed", "销毁了到期的邮件内容", "destroyed a mail that nobody sorted"),
)


class MailboxConfig(AppConfig):
    """Declares the rights, verbs and background work of mailbox."""

    name = "kedang.mailbox"
    label = "mailbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can be allowed and happen here, and what runs in the background."""
        # Models load after the apps are known.
        from kedang.mailbox import jobs  # noqa: PLC0415

        declare_rights(*rights.ALL)
        declare_duty(SYSTEM, rights.MANAGE)
        for code, zh, en in VERBS:
            verbs.declare(code, zh=zh, en=en)
        register_periodic("mailbox.capture", jobs.capture, seconds=60)
        register_periodic("mailbox.destroy", jobs.destroy_old, seconds=3600)
