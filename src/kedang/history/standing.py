"""How far the seal is behind, and the guard that refuses sensitive reads when it has been for too long."""

import time
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connections

from kedang.history import records
from kedang.history.append_only import GUARDED
from kedang.history.models import Checkpoint
from kedang.history.standalone import TABLES
from kedang.kit.clock import now
from kedang.kit.env import settings as environment
from kedang.kit.errors import Refusal
from kedang.kit.ids import id_time_ms

ALERT_SECONDS = 60.0
REMEMBERED_SECONDS = 5.0
SEAL_BEHIND = Refusal(
    "audit.seal_behind",
    503,
    "审计封存已落后 {minutes} 分钟，为安全起见暂停查看敏感信息和导出。请联系管理员检查封存进程。",
    "The seal of the audit log is {minutes} minutes behind, so sensitive fields and exports are closed. Ask an administrator to look "
    "at the sealer.",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """The seal as it stands. `waiting` are events not sealed yet, `lag` for how many seconds the oldest of them has waited."""

    number: int
    size: int
    at: datetime | None
    waiting: int
    lag: float

    @property
    def behind(self) -> bool:
        """Whether somebody should be told."""
        return self.lag > ALERT_SECONDS


def standing() -> Standing:
    """How the seal stands now."""
    last = Checkpoint.objects.order_by("-number").values("number", "size", "at", "last_change", "last_look").first()
    marks = (last["last_change"], last["last_look"]) if last else (0, 0)
    oldest = [found for which in records.LOGS if (found := _next_id(which, marks[which])) is not None]
    lag = max(0.0, time.time() - id_time_ms(min(oldest)) / 1000) if oldest else 0.0
    if last is not None and oldest:
        # A sealer that works through years of old events is not behind.
        lag = min(lag, max(0.0, (now() - last["at"]).total_seconds()))
    waiting = sum(records.count(which, above=marks[which]) for which in records.LOGS) if oldest else 0
    if last is None:
        return Standing(0, 0, None, waiting, lag)
    return Standing(last["number"], last["size"], last["at"], waiting, lag)


def _next_id(which: int, mark: int) -> int | None:
    table = TABLES[which]
    with connections[GUARDED[table]].cursor() as cursor:
        cursor.execute(f"SELECT min(id) FROM {table} WHERE id > %s", [mark])  # noqa: S608 - our own name
        found = cursor.fetchone()[0]
    return None if found is None else int(found)


_remembered: list[float] = [float("-inf"), 0.0]


def forget() -> None:
    """Look anew at the next question; for tests."""
    _remembered[:] = [float("-inf"), 0.0]


def require_sealed() -> None:
    """Refuse what must not happen unproven: revealing and exporting. KEDANG_AUDIT_DEGRADED lets it happen all the same."""
    if environment().audit_degraded:
        return
    moment = time.monotonic()
    if moment - _remembered[0] > REMEMBERED_SECONDS:
        _remembered[:] = [moment, standing().lag]
    if _remembered[1] > settings.SEAL_PATIENCE_SECONDS:
        raise SEAL_BEHIND(minutes=int(_remembered[1] // 60))
