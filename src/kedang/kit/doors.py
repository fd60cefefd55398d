"""What an endpoint receives and what it says about itself.

Every operation of the API carries `openapi_extra=needs(right)`, `openapi_extra=SIGNED_IN` or `openapi_extra=PUBLIC`.
The verb behind it does the check; the house test walks the operations, and the reference shows the right to its reader.
"""

from typing import Any

from django.http import HttpRequest

from kedang.kit.actor import Actor

PUBLIC: dict[str, Any] = {"x-right": "public"}
SIGNED_IN: dict[str, Any] = {"x-right": "signed_in"}


class Request(HttpRequest):
    """A request whose sender is known: what every endpoint below the sign-in receives."""

    actor: Actor
    request_id: str


def needs(right: str) -> dict[str, Any]:
    """The operation's verb requires this right."""
    return {"x-right": str(right)}
