"""The ownership app."""

from django.apps import AppConfig

from kedang.accounts.rights import declare_rights
from kedang.archive.links import link
from kedang.history import verbs
from kedang.jobs.handlers import register, register_periodic
from kedang.ownership import rights

VERBS = (
    ("customer.claimed", "从公海领取了客户", "claimed the customer from a pool"),
    ("customer.released", "退回公海", "released the customer into a pool"),
    ("customer.recycled", "按规则回收到公海", "fell into a pool by a rule"),
    ("pool.opened", "新建了公海", "made a pool"),
    ("pool.changed", "修改了公海", "changed a pool"),
    ("pool.closed", "删除了公海", "closed a pool"),
    ("pool.looked_into", "查看了公海客户", "looked at customers in a pool"),
    ("cap.set", "设置了保有上限", "limited how many customers people may have"),
    ("cap.dropped", "取消了保有上限", "took away a limit on owning"),
    ("pool_rule.written", "新建了回收规则", "wrote a recycling rule"),
    ("pool_rule.changed", "修改了回收规则", "changed a recycling rule"),
    ("pool_rule.dropped", "删除了回收规则", "deleted a recycling rule"),
    ("pool_rule.simulated", "试算了回收规则", "simulated a recycling rule"),
    ("pool_rule.switched_on", "启用了回收规则", "switched a recycling rule on"),
    ("pool_rule.switched_off", "停用了回收规则", "switched a recycling rule off"),
    ("assignment_rule.written", "新建了分配规则", "wrote an assignment rule"),
    ("assignment_rule.changed", "修改了分配规则", "changed an assignment rule"),
    ("assignment_rule.dropped", "删除了分配规则", "deleted an assignment rule"),
    ("assignment_rule.ordered", "调整了分配规则的顺序", "put the assignment rules in another order"),
    ("assignment_rule.simulated", "试算了分配规则", "simulated an assignment rule"),
    ("assignment_rule.switched_on", "启用了分配规则", "switched an assignment rule on"),
    ("assignment_rule.switched_off", "停用了分配规则", "switched an assignment rule off"),
    ("customer.pooled", "按分配规则进入公海", "went into a pool by an assignment rule"),
    ("dispute.raised", "提出了撞单", "disputed whose the customer is"),
    ("dispute.answered", "补充了撞单说明", "said something in a dispute"),
    ("dispute.withdrawn", "撤回了撞单", "withdrew a dispute"),
    ("dispute.decided", "裁决了撞单", "decided a dispute"),
    ("dispute.read", "查看了撞单", "looked at a dispute"),
    ("disputes.listed", "列出了撞单", "listed disputes"),
    ("succession.begun", "开始交接名下的客户和工作", "began to hand over everything somebody has"),
    ("succession.finished", "完成了交接", "finished handing over what somebody had"),
    ("pool_rules.ran", "执行了回收规则", "ran the recycling rules"),
)


class OwnershipConfig(AppConfig):
    """Declares the rights, verbs, links and background work of ownership, and governs owners."""

    name = "kedang.ownership"
    label = "ownership"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can be allowed and happen here, what points at a customer, and what governs owners."""
        # Models load after the apps are known.
        from kedang.accounts.branches import keeps_department  # noqa: PLC0415
        from kedang.archive.owning import Governor, governs_owners  # noqa: PLC0415
        from kedang.ownership import caps, disputes, jobs, models, nights, policy, settings_in_use, succession  # noqa: PLC0415

        declare_rights(*rights.ALL)
        for code, zh, en in VERBS:
            verbs.declare(code, zh=zh, en=en)
        for model in (models.Holding, models.Cooling, models.Claim, models.Announcement):
            link(model.customer, on_merge="keep", on_erase="delete", in_dsar=False)
        link(models.Remainder.customer, on_merge="keep", on_erase="delete", in_dsar=False)
        link(models.Dispute.customer, on_merge="move", on_erase="delete", in_dsar=True, label=("撞单", "Disputes"))
        for part, label, sealed in (
            (models.Party, ("撞单当事人", "Parties of disputes"), ""),
            (models.Statement, ("撞单说明", "Statements in disputes"), models.Statement._meta.db_table),
        ):
            link(
                part.customer,
                on_merge="move",
                on_erase="delete",
                in_dsar=True,
                label=label,
                sealed_as=sealed,
                home=disputes.home_of,
            )
        governs_owners(Governor(policy.refusal, caps.room_of, policy.follow))
        keeps_department(settings_in_use.department_in_use)
        register(nights.JOB, jobs.run_night, patient=True)
        register(succession.JOB, jobs.run_succession)
        register_periodic("ownership.night", jobs.begin_night, seconds=600)
        register_periodic("ownership.assign", jobs.give_out, seconds=60)
