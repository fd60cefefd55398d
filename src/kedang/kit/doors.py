"""What an endpoint receives and what it says about itself.

Every operation of the API carries `openapi_extra=needs(right)`, `openapi_extra=SIGNED_IN`, `openapi_extra=CUSTOMER` or
`openapi_extra=PUBLIC`.
The verb behind it does the check; the house test walks the operations, and the reference shows the right to its reader.
"""

from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field, WithJsonSchema

from kedang.kit.actor import Actor

PUBLIC: dict[str, Any] = {"x-right": "public"}
SIGNED_IN: dict[str, Any] = {"x-right": "signed_in"}
# A customer who came by a link and its code; no account, and no session of one, opens these.
CUSTOMER: dict[str, Any] = {"x-right": "customer"}

# Browsers cannot hold 64-bit numbers: an id is a string outside and a number inside.
_ID = {"type": "string", "pattern": r"^\d{1,19}$", "examples": ["350219840512001"]}
Id = Annotated[str, WithJsonSchema(_ID)]
# Who did something: a person, or, below zero, the system itself (a command, the worker, the demo).
ActorId = Annotated[str, WithJsonSchema(_ID | {"pattern": r"^-?\d{1,19}$"})]
IdIn = Annotated[int, Field(ge=1, le=2**63 - 1), WithJsonSchema(_ID)]


class Request(HttpRequest):
    """A request whose sender is known: what every endpoint below the sign-in receives."""

    actor: Actor
    request_id: str


def needs(*rights: str) -> dict[str, Any]:
    """The operation's verb requires this right, or one of these."""
    return {"x-right": "|".join(str(right) for right in rights)}
