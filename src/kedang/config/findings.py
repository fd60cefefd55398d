"""What the doctor says: one line a look."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `detail` says what was found and, when it is not fine, what to do."""

    what: str
    fine: bool
    detail: str = ""
