"""The verification app."""

from django.apps import AppConfig

from kedang.accounts.duties import SYSTEM, declare_duty
from kedang.accounts.rights import declare_rights
from kedang.archive.links import link
from kedang.history import verbs
from kedang.jobs.handlers import register, register_periodic
from kedang.verification import rights

VERBS = (
    ("contact_point.code_sent", "发送了核实码", "sent a code to verify"),
    ("contact_point.link_sent", "发送了核实链接", "sent a link to verify"),
    ("contact_point.code_wrong", "填错了核实码", "entered a wrong code"),
    ("contact_point.verified", "核实了联系方式", "verified a contact point"),
    ("contact_point.confirmed", "客户打开链接，确认了联系方式", "the customer confirmed a contact point by the link"),
    ("contact_point.taken_back", "撤销了核实", "took a verification back"),
    ("contact_point.bounced", "联系方式无法送达", "found a contact point to reach nobody"),
    ("contact_point.not_sent", "核实消息没有发出", "could not send what verifies"),
    ("contact_point.request_expired", "核实码或链接已过期", "let a code or link run out"),
    ("contact_point.expired", "核实已到期", "let a verification run out"),
    ("verification.listed", "查看了核实情况", "looked at what waits to be verified"),
    ("verification.counted", "统计了批量核实的范围", "counted whom a campaign would ask"),
    ("verification.campaign_started", "发起了批量核实", "started a campaign to verify"),
    ("verification.campaign_cancelled", "停止了批量核实", "stopped a campaign to verify"),
    ("verification.campaign_ended", "批量核实已结束", "ended a campaign to verify"),
    ("verification.limits_changed", "修改了核实设置", "changed the limits of verifying"),
    ("delivery.tested", "发送了测试消息", "sent a test message"),
)


class VerificationConfig(AppConfig):
    """Declares the rights, verbs, links and background work of verifying, and listens to the outbox."""

    name = "kedang.verification"
    label = "verification"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can be allowed and happen here, what points at a customer, and what runs in the background."""
        # Models load after the apps are known.
        from kedang.archive.removal import forgets_with  # noqa: PLC0415
        from kedang.delivery.outcomes import asks_before, on_outcome  # noqa: PLC0415
        from kedang.merging.listening import follows_merges  # noqa: PLC0415
        from kedang.verification import jobs, merged, models, outcomes, requesting, stopping  # noqa: PLC0415

        declare_rights(*rights.ALL)
        declare_duty(SYSTEM, rights.MANAGE)
        for code, zh, en in VERBS:
            verbs.declare(code, zh=zh, en=en)
        found, asked, wanted = (
            ("核实记录", "Verifications"),
            ("核实请求", "Requests to verify"),
            ("批量核实", "Campaigns"),
        )
        link(
            models.Fact.customer,
            on_merge="move",
            on_erase="delete",
            in_dsar=True,
            label=found,
            sealed_as="verification_fact",
            home=merged.home_of_value,
        )
        link(
            models.Request.customer,
            on_merge="move",
            on_erase="delete",
            in_dsar=True,
            label=asked,
            home=merged.home_of_value,
        )
        link(models.Target.customer, on_merge="move", on_erase="delete", in_dsar=False, label=wanted)
        follows_merges(merged.settle_points)
        forgets_with(requesting.take_out_messages)
        on_outcome("verification", outcomes.message_ended)
        asks_before("verification", stopping.may_leave)
        register("verification.campaign", jobs.run_campaign, ended=jobs.campaign_ended, short=True)
        register(stopping.JOB, jobs.take_out)
        register_periodic("verification.expire", jobs.expire, seconds=60)
