"""Ids as they travel: strings in JSON, because a 64-bit number does not survive a browser; numbers inside."""

from typing import Annotated

from pydantic import Field

# Anything beyond 64 bits is refused as malformed before a database sees it.
Id = Annotated[int, Field(ge=-(2**63), lt=2**63)]


def wire(value: int | None) -> str | None:
    """An id for JSON."""
    return None if value is None else str(value)
