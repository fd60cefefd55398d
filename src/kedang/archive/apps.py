"""The archive app."""

from django.apps import AppConfig

from kedang.accounts.duties import CUSTOMERS, declare_duty
from kedang.accounts.rights import declare_rights
from kedang.archive import rights
from kedang.history import verbs
from kedang.jobs.handlers import register_periodic

VERBS = (
    ("customers.compared", "录入时与已有客户比对", "compared a draft with customers"),
    ("customer.created", "新建了客户", "created the customer"),
    ("customer.changed", "修改了客户", "changed the customer"),
    ("timeline.read", "查看了时间线", "looked at the timeline"),
    ("customer.printed", "打印了客户档案", "printed the customer's archive"),
    ("customer.trashed", "移入回收站", "moved the customer to the recycle bin"),
    ("customer.restored", "从回收站恢复", "restored the customer"),
    ("customer.assigned", "更换了负责人", "changed the owner"),
    ("customer.related", "建立了关系", "tied the customer to another"),
    ("customer.relation_changed", "修改了关系", "changed a tie to another customer"),
    ("customer.unrelated", "解除了关系", "cut a tie to another customer"),
    ("customer.shared", "共享给同事", "shared the customer with a colleague"),
    ("customer.unshared", "取消了共享", "stopped sharing the customer"),
    ("customer.retagged", "标签被合并或删除", "a tag of the customer was merged or deleted"),
    ("note.written", "写了备注", "wrote a note"),
    ("note.changed", "修改了备注", "changed a note"),
    ("note.deleted", "删除了备注", "deleted a note"),
    ("tag.created", "新建了标签", "made a tag"),
    ("tag.changed", "修改了标签", "changed a tag"),
    ("tag.merged", "合并了标签", "merged a tag into another"),
    ("tag.deleted", "删除了标签", "deleted a tag"),
    ("group.created", "新建了分组", "made a group"),
    ("group.changed", "修改了分组", "changed a group"),
    ("group.deleted", "删除了分组", "deleted a group"),
    ("numbering.changed", "修改了档号规则", "changed the archive number pattern"),
)


class ArchiveConfig(AppConfig):
    """Declares the archive's rights, verbs, links and what follows when a department moves."""

    name = "kedang.archive"
    label = "archive"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can be allowed here, what can happen here, and what points at a customer."""
        from kedang.archive import jobs, linked  # noqa: PLC0415 - models load after the apps are known

        declare_rights(*rights.ALL)
        declare_duty(CUSTOMERS, *(right for right in rights.ALL if right.startswith("customers.")))
        for code, zh, en in VERBS:
            verbs.declare(code, zh=zh, en=en)
        linked.declare()
        register_periodic("archive.ended_shares", jobs.drop_ended_shares, seconds=600)
