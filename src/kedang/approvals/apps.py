"""The approvals app."""

from django.apps import AppConfig

from kedang.accounts.duties import AUDIT, SECURITY, declare_duty
from kedang.accounts.rights import declare_rights, declare_weighty
from kedang.approvals import rights
from kedang.archive.links import link
from kedang.history import verbs
from kedang.jobs.handlers import register_periodic

VERBS = (
    ("approvals.asked", "申请查看被遮盖的内容", "asked to see masked values"),
    ("approvals.withdrawn", "撤回了查看申请", "withdrew a request to see masked values"),
    ("approvals.granted", "批准了查看申请", "granted a request to see masked values"),
    ("approvals.refused", "拒绝了查看申请", "refused a request to see masked values"),
    ("approvals.lapsed", "查看申请无人处理，已失效", "let a request to see masked values lapse"),
    ("approvals.revoked", "收回了查看授权", "ended a grant to see masked values"),
    ("approvals.glass_broken", "使用了紧急查看", "broke the glass to see masked values"),
    ("approvals.reviewed", "复核了查看授权", "reviewed how a grant was used"),
    ("approvals.export_asked", "申请导出客户", "asked to export customers"),
    ("approvals.export_withdrawn", "撤回了导出申请", "withdrew a request to export customers"),
    ("approvals.export_granted", "批准了导出申请", "granted a request to export customers"),
    ("approvals.export_refused", "拒绝了导出申请", "refused a request to export customers"),
    ("approvals.export_lapsed", "导出申请无人处理，已失效", "let a request to export customers lapse"),
    ("approvals.export_revoked", "收回了导出授权", "ended a grant to export customers"),
    ("approvals.listed", "查看了权限审批", "looked at requests to see masked values"),
    ("approvals.terms_changed", "修改了权限审批设置", "changed the rules of approvals"),
)


class ApprovalsConfig(AppConfig):
    """Declares the rights, verbs, links and background work of approvals."""

    name = "kedang.approvals"
    label = "approvals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can be allowed and happen here, and what points at a customer."""
        # Models load after the apps are known.
        from kedang.approvals import following, jobs, models  # noqa: PLC0415
        from kedang.archive.removal import forgets_with  # noqa: PLC0415
        from kedang.merging.listening import follows_merges  # noqa: PLC0415

        declare_rights(*rights.ALL)
        declare_weighty(rights.DECIDE, rights.BREAK_GLASS)
        declare_duty(SECURITY, rights.MANAGE)
        declare_duty(AUDIT, rights.REVIEW)
        for code, zh, en in VERBS:
            verbs.declare(code, zh=zh, en=en)
        for model in (models.Subject, models.Look, models.Seen):
            link(model.customer, on_merge="keep", on_erase="delete", in_dsar=model is not models.Seen)
        follows_merges(following.follow_merge)
        forgets_with(following.forget)
        register_periodic("approvals.sweep", jobs.sweep, seconds=60)
        register_periodic("approvals.forget", jobs.forget_old, seconds=86_400)
