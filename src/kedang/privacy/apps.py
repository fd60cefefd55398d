"""The privacy app."""

from django.apps import AppConfig

from kedang.accounts.rights import declare_rights, declare_weighty
from kedang.archive.links import link
from kedang.history import verbs
from kedang.jobs.handlers import register_periodic
from kedang.privacy import rights

VERBS = (
    ("privacy.purpose_added", "登记了处理目的", "entered a purpose into the register"),
    ("privacy.purpose_changed", "修改了处理目的", "changed a purpose"),
    ("privacy.purpose_ended", "停用了处理目的", "ended a purpose"),
    ("privacy.notice_published", "发布了隐私声明", "published a privacy notice"),
    ("privacy.policy_changed", "修改了隐私期限与规则", "changed the periods and rules of privacy"),
    ("privacy.comeback_settled", "确认了再次收集的依据", "settled the ground for holding somebody's data again"),
    ("privacy.read", "查看了客户的同意和请求", "looked at a customer's consents and requests"),
    ("privacy.requests_listed", "查看了个人信息请求", "looked at requests about personal data"),
    ("privacy.erasures_listed", "查看了删除和限制处理", "looked at erasures and restrictions"),
    ("privacy.retention_listed", "查看了保存期限已满的客户", "looked at customers past their period"),
    ("privacy.certificate_printed", "打印了删除证明", "printed a certificate of erasure"),
    ("privacy.copy_handed_out", "导出了个人信息副本", "made a copy of somebody's personal data"),
    ("privacy.restricted_viewed", "查看了限制处理的客户", "looked at a restricted customer"),
    ("consent.given", "记录了同意", "recorded a consent"),
    ("consent.withdrawn", "撤回了同意", "withdrew a consent"),
    ("data_request.received", "登记了个人信息请求", "took down a request about personal data"),
    ("data_request.identified", "核对了请求人的身份", "checked who sent a request"),
    ("data_request.answered", "办结了个人信息请求", "answered a request"),
    ("data_request.refused", "拒绝了个人信息请求", "refused a request"),
    ("erasure.proposed", "提出了删除", "proposed an erasure"),
    ("erasure.rejected", "驳回了删除", "rejected an erasure"),
    ("erasure.restricted", "限制了处理", "restricted the customer"),
    ("erasure.released", "解除了限制处理", "released the customer from restriction"),
    ("erasure.done", "删除了个人信息", "erased the customer's personal data"),
)
HOURLY, OFTEN = 3600, 300


class PrivacyConfig(AppConfig):
    """Declares the rights, verbs, links and background work of privacy."""

    name = "kedang.privacy"
    label = "privacy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can be allowed and happen here, what points at a customer, and what runs in the background."""
        # Models load after the apps are known.
        from kedang.privacy import jobs, models  # noqa: PLC0415

        declare_rights(*rights.ALL)
        declare_weighty(rights.CONFIRM)
        for code, zh, en in VERBS:
            verbs.declare(code, zh=zh, en=en)
        link(
            models.Consent.customer,
            on_merge="move",
            on_erase="delete",
            in_dsar=True,
            label=("同意记录", "Consents"),
            sealed_as="privacy_consent",
        )
        link(
            models.Request.customer,
            on_merge="move",
            on_erase="anonymise",
            in_dsar=True,
            label=("个人信息请求", "Requests about personal data"),
            sealed_as="privacy_request",
        )
        link(
            models.Erasure.customer,
            on_merge="move",
            on_erase="anonymise",
            in_dsar=False,
            label=("删除和限制处理", "Erasures and restrictions"),
        )
        link(
            models.Comeback.customer,
            on_merge="move",
            on_erase="delete",
            in_dsar=False,
            label=("删除后又收集", "Collected again after erasing"),
        )
        register_periodic("privacy.finish", jobs.finish_erasures, seconds=OFTEN)
        register_periodic("privacy.compare", jobs.compare, seconds=OFTEN)
        register_periodic("privacy.erase_due", jobs.erase_due, seconds=HOURLY)
