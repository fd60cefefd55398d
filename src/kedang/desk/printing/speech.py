"""How the paper speaks: the reader's language, local times, people by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from kedang.fields.values import LOCAL

STATES: dict[str, tuple[str, str]] = {
    "unverified": ("未核实", "Not verified"),
    "sent": ("等待确认", "Waiting for answer"),
    "verified": ("已核实", "Verified"),
    "bounced": ("无法送达", "Bounced"),
    "expired": ("核实已到期", "Verification ran out"),
}
SYSTEM_PEOPLE: dict[str, tuple[str, str]] = {
    "-1": ("命令行", "Command line"),
    "-2": ("后台任务", "Background jobs"),
    "-3": ("演示数据", "Demo data"),
    "-4": ("初始化", "Set-up"),
}


class Person(Protocol):
    """Somebody as the rooms' answers name them."""

    @property
    def id(self) -> str:
        """As it goes out."""

    @property
    def name(self) -> str:
        """As it goes out."""


@dataclass(frozen=True, slots=True)
class Speech:
    """The words of one paper."""

    language: str

    @property
    def chinese(self) -> bool:
        """Whether the reader reads Chinese."""
        return self.language.startswith("zh")

    def __call__(self, zh: str, en: str) -> str:
        return zh if self.chinese else en

    def word(self, words: Mapping[str, tuple[str, str]], code: str) -> str:
        """A code in words; one that has none as it is."""
        return self(*words[code]) if code in words else code

    def time(self, at: datetime | None) -> str:
        """Local day and time."""
        return f"{at.astimezone(LOCAL):%Y-%m-%d %H:%M}" if at else ""

    def day(self, at: datetime | date | None) -> str:
        """Local day."""
        if isinstance(at, datetime):
            at = at.astimezone(LOCAL).date()
        return at.isoformat() if at else ""

    def span(self, since: object, until: object) -> str:
        """From when until when, where either is known."""
        if not since and not until:
            return ""
        return self(f"{since or '…'} 至 {until or '…'}", f"{since or '…'} to {until or '…'}")

    def person(self, person: Person | None) -> str:
        """A name; the program's own actors in the reader's language."""
        if person is None:
            return ""
        return self.word(SYSTEM_PEOPLE, person.id) if person.id in SYSTEM_PEOPLE else person.name

    def also(self, *texts: str | None) -> str:
        """What is not empty, side by side."""
        return " · ".join(text for text in texts if text)

    @property
    def unreadable(self) -> str:
        """Instead of a text the reader may not have."""
        return self("（内容不可见）", "(not yours to read)")
