"""The activity app."""

from django.apps import AppConfig

from kedang.accounts.rights import declare_rights
from kedang.activity import rights
from kedang.archive.links import link
from kedang.history import verbs
from kedang.jobs.handlers import register, register_periodic

VERBS = (
    ("interaction.recorded", "记录了往来", "wrote down an interaction"),
    ("interaction.changed", "修改了往来记录", "corrected an interaction"),
    ("interaction.removed", "删除了往来记录", "took an interaction away"),
    ("interaction.pinned", "置顶了往来记录", "pinned an interaction"),
    ("interaction.unpinned", "取消了往来记录的置顶", "took a pinned interaction down"),
    ("follow_up.planned", "安排了跟进", "planned a follow-up"),
    ("follow_up.changed", "调整了跟进", "changed a follow-up"),
    ("follow_up.done", "完成了跟进", "finished a follow-up"),
    ("follow_up.dropped", "取消了跟进", "dropped a follow-up"),
    ("follow_up.reopened", "重新打开了跟进", "took a follow-up up again"),
    ("activity.read", "查看了往来与跟进", "looked at interactions and follow-ups"),
    ("calendar_link.made", "生成了日历订阅地址", "made a calendar link"),
    ("calendar_link.changed", "修改了日历订阅的显示内容", "changed what the calendar link shows"),
    ("calendar_link.revoked", "停用了日历订阅地址", "revoked the calendar link"),
    ("calendar.fetched", "日历读取了跟进", "a calendar read follow-ups"),
    ("morning_mail.chosen", "开启或关闭了早间邮件提醒", "turned the morning mail on or off"),
    ("contact_plan.changed", "修改了沟通计划", "changed the contact plan"),
    ("contact_plan.run", "立即执行了沟通计划", "had the contact plan followed at once"),
    ("activity.counted", "查看了工作量", "looked at the workload"),
)


class ActivityConfig(AppConfig):
    """Declares the rights, verbs and links of activity, and counts again when customers merge."""

    name = "kedang.activity"
    label = "activity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can be allowed and happen here, and what points at a customer."""
        # Models load after the apps are known.
        from kedang.activity import counting, jobs, keeping_contact, models  # noqa: PLC0415
        from kedang.merging.listening import follows_merges  # noqa: PLC0415

        declare_rights(*rights.ALL)
        for code, zh, en in VERBS:
            verbs.declare(code, zh=zh, en=en)
        for model, label in ((models.Interaction, ("往来", "Interactions")), (models.FollowUp, ("跟进", "Follow-ups"))):
            link(
                model.customer,
                on_merge="move",
                on_erase="delete",
                in_dsar=True,
                label=label,
                sealed_as=model._meta.db_table,
            )
        follows_merges(counting.count_merged)
        register_periodic("activity.morning", jobs.send_morning_mails, seconds=300)
        register(keeping_contact.JOB, jobs.follow_contact_plan, patient=True)
        register_periodic("activity.contact_plan", jobs.begin_contact_plan, seconds=600)
