"""What incidents add to the matrix: one about 周's account."""

from datetime import timedelta

from kedang.incidents import opening
from kedang.incidents.opening import IncidentDraft
from kedang.kit.actor import system_actor
from kedang.kit.clock import now
from tests.house.matrix.asked import Body, fixed
from tests.house.matrix.world import World

_SAID = {
    "title": "账号被冒用",
    "what": "账号在下班后被他人使用",
    "since": "2026-11-20T10:00:00Z",
    "until": "2026-11-20T14:00:00Z",
    "discovered_at": "2026-11-20T16:00:00Z",
    "sources": [{"kind": "address", "value": "203.0.113.9"}],
}
BODIES: dict[str, Body] = {
    "POST /api/incidents": fixed(**_SAID),
    "PUT /api/incidents/{}": fixed(**_SAID, version=1),
    "POST /api/incidents/{}/look": fixed(version=1),
    "POST /api/incidents/{}/steps": fixed(step="contain", outcome="done", at="2026-11-20T17:00:00Z", version=1),
    "POST /api/incidents/{}/close": fixed(finding="密码被猜中", version=1),
}


def add(world: World) -> None:
    """The incident, with nobody found yet."""
    draft = IncidentDraft(
        title="账号被冒用",
        what="账号在下班后被他人使用",
        kind="leak",
        severity=1,
        since=now() - timedelta(hours=2),
        until=now(),
        discovered_at=now(),
        authority_hours=72,
        people_hours=72,
        sources=(("person", str(world.cast.zhou.id)),),
    )
    world.ids[("incidents", "any", "")] = str(opening.open_incident(system_actor("demo"), draft))
