"""Shapes of requests and answers about the calendar link and the morning mail."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from kedang.activity.models import CalendarLink
from kedang.activity.subscribing import NewLink
from kedang.kit.env import settings


class CalendarLinkIn(BaseModel):
    """`detailed`: with names and what is to be done; otherwise only that something is."""

    model_config = ConfigDict(extra="forbid")

    detailed: bool


class CalendarLinkOut(BaseModel):
    """Whether there is a link, what it shows, and when a calendar last read it."""

    active: bool
    detailed: bool = False
    created_at: datetime | None = None
    last_used_at: datetime | None = None


class NewCalendarLinkOut(BaseModel):
    """The address, shown once; without a host where the installation's public address is not set."""

    address: str


def link_out(link: CalendarLink | None) -> CalendarLinkOut:
    """A link as it goes out."""
    if link is None:
        return CalendarLinkOut(active=False)
    return CalendarLinkOut(
        active=True, detailed=link.detailed, created_at=link.created_at, last_used_at=link.last_used_at
    )


def new_link_out(made: NewLink) -> NewCalendarLinkOut:
    """A link with its secret, this one time."""
    return NewCalendarLinkOut(address=f"{settings().public_url.rstrip('/')}/api/calendar/{made.secret}/follow-ups.ics")


class MorningMailIn(BaseModel):
    """Whether one wants the mail."""

    model_config = ConfigDict(extra="forbid")

    wanted: bool


class MorningMailOut(BaseModel):
    """Whether one gets the mail; `hindrance` is empty, `not_set_up` or `no_address`."""

    wanted: bool
    hindrance: Literal["", "not_set_up", "no_address"]
