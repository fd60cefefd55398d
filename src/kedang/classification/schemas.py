"""What classification takes."""

from pydantic import Field

from kedang.accounts.schemas import Body
from kedang.kit.levels import Secrecy


class ClassificationIn(Body):
    """How closely to keep a customer: 0 ordinary, 1 internal, 2 confidential, 3 strict. `reason` when lowering."""

    level: Secrecy
    reason: str = Field("", max_length=200)
    version: int | None = None


class ClearanceIn(Body):
    """Up to which level somebody may see customers: 0 ordinary, 1 internal, 2 confidential, 3 strict."""

    level: Secrecy
