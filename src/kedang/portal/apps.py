"""The portal app."""

from django.apps import AppConfig

from kedang.accounts.rights import declare_rights
from kedang.archive.links import link
from kedang.history import verbs
from kedang.portal import rights

VERBS = (
    ("portal.invited", "邀请客户自助核对资料", "invited the customer to check the record"),
    ("portal.revoked", "撤销了客户自助链接", "revoked a self-service link"),
    ("portal.closed", "客户自助链接已失效", "closed a self-service link"),
    ("portal.code_sent", "打开了客户自助链接，验证码已发出", "opened the self-service link; a code was sent"),
    ("portal.code_wrong", "填错了客户自助验证码", "entered a wrong self-service code"),
    ("portal.entered", "通过链接和验证码进入客户自助", "entered self-service by link and code"),
    ("portal.left", "退出了客户自助", "left self-service"),
    ("portal.seen", "在客户自助中查看了自己的资料", "looked at the own record in self-service"),
    ("portal.corrected", "提交了更正，等待审核", "sent a correction, which waits for review"),
    ("portal.correction_accepted", "接受了客户的更正", "accepted the customer's correction"),
    ("portal.correction_refused", "没有接受客户的更正", "refused the customer's correction"),
    ("portal.corrections_listed", "查看了客户提交的更正", "looked at corrections that customers sent"),
    ("portal.invitations_listed", "查看了客户自助邀请", "looked at self-service invitations"),
    ("portal.fields_changed", "修改了客户自助可见的字段", "changed which fields customers see themselves"),
)


class PortalConfig(AppConfig):
    """Declares the rights, verbs and links of the portal, and listens to the outbox and to merges."""

    name = "kedang.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can be allowed and happen here, and what points at a customer."""
        # Models load after the apps are known.
        from kedang.archive.removal import forgets_with  # noqa: PLC0415
        from kedang.delivery.outcomes import asks_before, on_outcome  # noqa: PLC0415
        from kedang.merging.listening import follows_merges  # noqa: PLC0415
        from kedang.portal import closing, inviting, models  # noqa: PLC0415

        declare_rights(*rights.ALL)
        for code, zh, en in VERBS:
            verbs.declare(code, zh=zh, en=en)
        link(
            models.Invitation.customer,
            on_merge="keep",
            on_erase="delete",
            in_dsar=True,
            label=("客户自助邀请", "Self-service invitations"),
        )
        link(
            models.Correction.customer,
            on_merge="move",
            on_erase="delete",
            in_dsar=True,
            label=("客户提交的更正", "Corrections by the customer"),
            sealed_as="portal_correction",
        )
        follows_merges(closing.merges_changed)
        forgets_with(closing.take_out_messages)
        on_outcome(inviting.LINK, closing.link_ended)
        asks_before(inviting.LINK, closing.may_leave)
        asks_before(inviting.CODE, closing.may_leave)
