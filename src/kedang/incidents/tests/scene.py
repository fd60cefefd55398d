"""周's account was misused on one evening: a log written by hand, and the incident about it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from kedang.accounts.models import User
from kedang.archive.tests.filing import file_customer
from kedang.history.models import Event, ReadEvent
from kedang.history.packing import pack_ids
from kedang.incidents.models import JOB, Incident
from kedang.jobs.claiming import claim_job
from kedang.jobs.models import Job
from kedang.jobs.worker import run_claimed
from kedang.kit.ids import first_id_at
from tests.people import Cast, browser, make_cast, send

SINCE = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
UNTIL = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
FOUND = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
THIEF = "203.0.113.9"


def minutes(count: float) -> datetime:
    """So long after the beginning."""
    return SINCE + timedelta(minutes=count)


@dataclass(slots=True)
class Scene:
    """Everybody, five customers, and who handles it."""

    cast: Cast = field(default_factory=make_cast)
    people: list[int] = field(default_factory=list)
    used: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        names = ("张伟", "王芳", "李娜", "刘洋", "陈静")
        self.people = [
            file_customer(self.cast.zhou, name=name, mobile=f"1391234567{place}") for place, name in enumerate(names)
        ]

    def ask(self, user: User, method: str, path: str = "", body: Any = None) -> Any:
        """One request."""
        return send(browser(user), method, f"/incidents{path}", body)

    def _id(self, at: datetime) -> int:
        found = first_id_at(at)
        while found in self.used:
            found += 1
        self.used.add(found)
        return found

    def look(self, user: User, at: datetime, verb: str, *ids: int, **more: Any) -> int:
        """One look in the log; its number."""
        row = ReadEvent(id=self._id(at), at=at, actor_id=user.id, actor_name=user.name, via="session", verb=verb)
        row.customer_id = ids[0] if len(ids) == 1 else None
        row.ids = pack_ids(ids) if len(ids) > 1 else None
        row.count, row.session_id, row.ip = len(ids), user.id, "192.0.2.1"
        for name, value in more.items():
            setattr(row, name, value)
        row.save(force_insert=True)
        return row.id

    def change(self, user: User, at: datetime, customer_id: int, fields: str = '["mobile"]') -> None:
        """One change in the log."""
        row = Event(id=self._id(at), at=at, actor_id=user.id, actor_name=user.name, via="session")
        row.verb, row.subject_kind, row.subject_id, row.fields = "customer.changed", "customer", customer_id, fields
        row.save(force_insert=True)

    def body(self, *sources: tuple[str, object], **more: Any) -> dict[str, Any]:
        """What is said of the incident."""
        named = sources or (("person", self.cast.zhou.id),)
        return {
            "title": "账号被冒用",
            "what": "周敏的账号在下班后被他人使用",
            "kind": "leak",
            "severity": 2,
            "since": SINCE.isoformat(),
            "until": UNTIL.isoformat(),
            "discovered_at": FOUND.isoformat(),
            "authority_hours": 4,
            "people_hours": 72,
            "sources": [{"kind": kind, "value": str(value)} for kind, value in named],
        } | more

    def opened(self, *sources: tuple[str, object], **more: Any) -> str:
        """An incident, and the search for who was affected done."""
        answer = self.ask(self.cast.admin, "POST", "", self.body(*sources, **more))
        assert answer.status_code == 201, answer.content
        search()
        return str(answer.json()["id"])

    def seen(self, incident: str, user: User | None = None) -> Any:
        """What somebody sees of it."""
        answer = self.ask(user or self.cast.admin, "GET", f"/{incident}")
        assert answer.status_code == 200, answer.content
        return answer.json()

    def list_of(self, incident: str) -> dict[str, tuple[int, int, int, int]]:
        """Number -> looks, revealed, left, changes."""
        rows = self.ask(self.cast.admin, "GET", f"/{incident}/affected").json()["rows"]
        return {row["number"]: (row["looks"], row["revealed"], row["left"], row["changes"]) for row in rows}

    def ready(self, incident: str) -> int:
        """Report and notice noted; the version to close it with."""
        for version, step in enumerate(("authority", "people"), 1):
            body = {"step": step, "outcome": "done", "at": FOUND.isoformat(), "note": "", "version": version}
            assert self.ask(self.cast.admin, "POST", f"/{incident}/steps", body).status_code == 204
        return Incident.objects.get(id=incident).version


def search() -> None:
    """Do the waiting search, as a worker would."""
    for job_id in list(Job.objects.filter(kind=JOB, state="queued").values_list("id", flat=True)):
        claimed = claim_job(job_id)
        assert claimed is not None
        run_claimed(claimed)
