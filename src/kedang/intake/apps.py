"""The intake app."""

from django.apps import AppConfig

from kedang.accounts.rights import declare_rights
from kedang.history import verbs
from kedang.intake import rights
from kedang.jobs.handlers import register, register_periodic

VERBS = (
    ("import.uploaded", "上传了导入文件", "uploaded a file to import"),
    ("import.started", "开始导入", "started an import"),
    ("import.resumed", "继续导入", "resumed an import"),
    ("import.reported", "下载了导入结果", "downloaded an import's result"),
    ("import.finished", "完成导入", "finished an import"),
    ("customers.compare_stopped", "查重次数过多，已暂停", "met too many customers out of sight, and was paused"),
    ("import.cancelled", "停止了导入", "stopped an import"),
    ("import.undone", "撤销了导入", "undid an import"),
    ("import.destroyed", "销毁了导入的文件和明细", "destroyed an import's file and rows"),
    ("customer.reverted", "撤销导入时恢复原状", "restored by undoing an import"),
    ("customer.unfiled", "撤销导入时移除", "removed by undoing an import"),
)


class IntakeConfig(AppConfig):
    """Declares intake's rights, verbs and background work."""

    name = "kedang.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can be allowed, what can happen, and what runs in the background."""
        # These need the tables of every room, which are not there before.
        from kedang.archive.holders import guards_guessing  # noqa: PLC0415
        from kedang.intake import guessing, jobs  # noqa: PLC0415

        declare_rights(*rights.ALL)
        for code, zh, en in VERBS:
            verbs.declare(code, zh=zh, en=en)
        guards_guessing(guessing.require_patience, guessing.count_concealed)
        register("intake.inspect", jobs.inspect, ended=jobs.ended, short=True)
        register("intake.check", jobs.check_rows, ended=jobs.ended)
        register("intake.file", jobs.file_rows, ended=jobs.ended)
        register_periodic("intake.indexes", jobs.build_indexes, seconds=60)
        register_periodic("intake.destroy", jobs.destroy_old, seconds=3600)
        register("intake.undo", jobs.undo, ended=jobs.ended)
