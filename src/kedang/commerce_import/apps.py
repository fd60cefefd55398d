"""The commerce_import app."""

from django.apps import AppConfig

from kedang.history import verbs
from kedang.jobs.handlers import register, register_periodic

VERBS = (
    ("ledger.uploaded", "上传了交易文件", "uploaded a file of transactions"),
    ("ledger.started", "开始导入交易", "started an import of transactions"),
    ("ledger.resumed", "继续导入交易", "resumed an import of transactions"),
    ("ledger.finished", "完成交易导入", "finished an import of transactions"),
    ("ledger.cancelled", "停止了交易导入", "stopped an import of transactions"),
    ("ledger.reported", "下载了交易导入结果", "downloaded the result of an import of transactions"),
    ("ledger.destroyed", "销毁了交易文件和明细", "destroyed a file of transactions and its lines"),
)


class CommerceImportConfig(AppConfig):
    """Declares the verbs and the background work of importing transactions."""

    name = "kedang.commerce_import"
    label = "commerce_import"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what can happen, and what runs in the background."""
        # These need the tables of every room, which are not there before.
        from kedang.commerce_import import jobs, reports, runs  # noqa: PLC0415

        for code, zh, en in VERBS:
            verbs.declare(code, zh=zh, en=en)
        register(runs.INSPECT_JOB, jobs.inspect, ended=jobs.ended, short=True)
        register(runs.CHECK_JOB, jobs.check, ended=jobs.ended)
        register(runs.FILE_JOB, jobs.record, ended=jobs.ended)
        register(reports.JOB, jobs.report, ended=jobs.not_reported)
        register_periodic("ledger.destroy", jobs.destroy_old, seconds=3600)
