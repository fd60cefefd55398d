"""What an export would take, as it goes out."""

from dataclasses import asdict
from typing import Any, cast

from kedang.approvals.exporting import Standing
from kedang.integration import schemas as out


def ahead(count: int, standing: Standing) -> out.ExportAhead:
    """What somebody must know before they export."""
    request, grant = standing.request, standing.grant
    found = None
    if request is not None:
        fetches = grant.looks - grant.used if grant else 0
        state = cast(Any, request.state)
        found = out.ExportRequestNow(
            id=str(request.id),
            count=standing.asked_about,
            state=state,
            fetches=fetches,
            until=grant.until if grant else None,
        )
    return out.ExportAhead(
        count=count,
        left=standing.left,
        needs_approval=standing.needed,
        hours=standing.hours,
        request=found,
        purposes=[out.ExportPurpose(**asdict(each)) for each in standing.purposes],
    )
