"""The duplicates app."""

from django.apps import AppConfig

from kedang.accounts.rights import declare_rights
from kedang.archive.suspects import finds_suspects, follows_levels
from kedang.duplicates import rights
from kedang.history import verbs
from kedang.jobs.handlers import register, register_periodic

VERBS = (
    ("duplicates.started", "开始全库查重", "started looking for duplicates"),
    ("duplicates.finished", "完成全库查重", "finished looking for duplicates"),
    ("duplicates.stopped", "停止了全库查重", "stopped looking for duplicates"),
    ("duplicates.dismissed", "判定不是重复", "said that customers are not duplicates"),
    ("duplicates.reopened", "撤回“不是重复”", "took back that customers are not duplicates"),
    ("duplicates.opened", "查看了疑似重复", "looked at suspected duplicates"),
    ("collaboration.applied", "申请协作", "applied to collaborate"),
    ("collaboration.withdrawn", "撤回了协作申请", "withdrew an application to collaborate"),
    ("collaboration.granted", "同意了协作申请", "granted an application to collaborate"),
    ("collaboration.declined", "谢绝了协作申请", "declined an application to collaborate"),
    ("collaboration.listed", "查看了协作申请", "looked at applications to collaborate"),
    ("duplicates.thresholds_changed", "修改了查重界限", "changed the limits of duplicates"),
    (
        "customer.hint_put_aside",
        "判定两位客户无关",
        "said that a person and an organisation have nothing to do with each other",
    ),
    (
        "customer.hint_taken_up",
        "撤回“两位客户无关”",
        "took back that a person and an organisation have nothing to do with each other",
    ),
    ("duplicates.learning_changed", "修改了查重是否从本档案学习", "changed whether the archive teaches likeness"),
)


class DuplicatesConfig(AppConfig):
    """Declares the rights, verbs, links and background work of looking for duplicates."""

    name = "kedang.duplicates"
    label = "duplicates"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can be allowed, what can happen, and what points at a customer."""
        # Models load after the apps are known.
        from kedang.duplicates import jobs, linked, queue, review_settling  # noqa: PLC0415
        from kedang.merging.listening import follows_merges  # noqa: PLC0415

        declare_rights(*rights.ALL)
        for code, zh, en in VERBS:
            verbs.declare(code, zh=zh, en=en)
        linked.declare()
        finds_suspects(queue.suspects)
        follows_merges(review_settling.follow_merge)
        follows_levels(queue.follow_level)
        register("duplicates.run", jobs.look_everywhere, ended=jobs.look_ended)
        register("duplicates.index", jobs.index_everybody, patient=True)
        register_periodic("duplicates.entering", jobs.follow_changes, seconds=30)
