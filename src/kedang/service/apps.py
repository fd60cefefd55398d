"""The service app."""

from django.apps import AppConfig

from kedang.accounts.rights import declare_rights
from kedang.archive.links import link
from kedang.history import verbs
from kedang.service import rights

VERBS = (
    ("case.opened", "登记了服务工单", "opened a case"),
    ("case.changed", "修改了服务工单", "corrected a case"),
    ("case.taken", "接手了服务工单", "took a case"),
    ("case.handed_over", "转交了服务工单", "handed a case over"),
    ("case.answered", "首次答复了客户", "gave a first answer"),
    ("case.waiting", "将工单转为等待客户", "let a case wait for the customer"),
    ("case.resumed", "继续处理服务工单", "went on with a case"),
    ("case.solved", "解决了服务工单", "solved a case"),
    ("case.closed", "关闭了服务工单", "closed a case"),
    ("case.reopened", "重新打开了服务工单", "reopened a case"),
    ("case.commented", "备注了服务工单", "commented on a case"),
    ("case.rated", "记录了满意度", "recorded how satisfied the customer is"),
    ("case.read", "查看了服务工单", "looked at cases"),
    ("improvement.planned", "制定了改进措施", "planned an improvement"),
    ("improvement.changed", "修改了改进措施", "changed an improvement"),
    ("improvement.checked", "验证了改进措施的效果", "checked the effect of an improvement"),
    ("improvement.moved", "推进了改进措施", "moved an improvement on"),
    ("improvement.linked", "为改进措施关联了工单", "linked an improvement to a case"),
    ("service.queue_added", "新建了服务队列", "added a queue"),
    ("service.queue_changed", "修改了服务队列", "changed a queue"),
    ("service.settings_changed", "修改了服务时限或关闭原因", "changed targets or closing reasons"),
    ("service.counted", "查看了服务统计", "looked at the figures of service"),
)


class ServiceConfig(AppConfig):
    """Declares the rights, verbs and links of service."""

    name = "kedang.service"
    label = "service"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can be allowed and happen here, and what points at a customer."""
        # Models load after the apps are known.
        from kedang.archive.removal import forgets_with  # noqa: PLC0415
        from kedang.privacy.obstacles import keeps_with  # noqa: PLC0415
        from kedang.service import improving, keeping_back, models  # noqa: PLC0415

        declare_rights(*rights.ALL)
        for code, zh, en in VERBS:
            verbs.declare(code, zh=zh, en=en)
        sealed = (
            (models.Case, ("服务工单", "Cases")),
            (models.Step, ("工单处理记录", "Steps of cases")),
            (models.Improvement, ("改进措施", "Improvements")),
        )
        for model, label in sealed:
            table = model._meta.db_table
            link(model.customer, on_merge="move", on_erase="delete", in_dsar=True, label=label, sealed_as=table)
        between = models.ImprovementCase.customer
        link(
            between,
            on_merge="move",
            on_erase="delete",
            in_dsar=False,
            label=("措施关联的工单", "Cases of improvements"),
        )
        forgets_with(improving.forget_links)
        keeps_with(keeping_back.keeps)
