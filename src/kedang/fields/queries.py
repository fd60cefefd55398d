"""Reading definitions: kept in memory, checked against one version row, so that every process sees a change at once."""

import threading
from dataclasses import dataclass

from django.db import connection

from kedang.fields.models import Definition
from kedang.kit.glance import version_of

VERSION = "fields"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a choice field."""

    value: str
    zh: str
    en: str

    def label(self, language: str) -> str:
        """The label in the reader's language."""
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDefinition:
    """A custom field as every room reads it. `kinds`: person, organisation, contact."""

    id: int
    code: str
    label_zh: str
    label_en: str
    kinds: tuple[str, ...]
    type: str
    options: tuple[Option, ...] = ()
    required: bool = False
    sensitivity: str = "clear"
    group: str = "custom"
    position: int = 0
    help_zh: str = ""
    help_en: str = ""
    active: bool = True

    @property
    def multi(self) -> bool:
        """Whether a record may hold several values of it."""
        return self.type == "multi_choice"

    def label(self, language: str) -> str:
        """The label in the reader's language."""
        return self.label_zh if language.startswith("zh") else self.label_en

    def option(self, value: str) -> Option | None:
        """The option with this value."""
        return next((o for o in self.options if o.value == value), None)


class _Cache:
    """The definitions of one version."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.known: tuple[int, tuple[FieldDefinition, ...]] = (-1, ())

    def get(self, version: int) -> tuple[FieldDefinition, ...]:
        known = self.known
        if version and known[0] == version:
            return known[1]
        with self.lock:
            self.known = (version, tuple(definition_of(row) for row in Definition.objects.order_by("position", "id")))
            return self.known[1]


_cache = _Cache()


def definition_of(row: Definition) -> FieldDefinition:
    """A stored definition as a value."""
    return FieldDefinition(
        id=row.id,
        code=row.code,
        label_zh=row.label_zh,
        label_en=row.label_en,
        kinds=tuple(row.kinds),
        type=row.type,
        options=tuple(Option(o["value"], o["zh"], o["en"]) for o in row.options),
        required=row.required,
        sensitivity=row.sensitivity,
        group=row.group,
        position=row.position,
        help_zh=row.help_zh,
        help_en=row.help_en,
        active=row.active,
    )


def current_version() -> int:
    """The version of the definitions that is committed now, read once in a request that only reads; 0 when there never was one."""
    return version_of(VERSION, _stored_version)


def _stored_version() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT version FROM fields_definitions_version WHERE id = 1")
        row = cursor.fetchone()
    return row[0] if row else 0


def all_definitions() -> tuple[FieldDefinition, ...]:
    """Every definition, deactivated ones too: their values are still there."""
    version = current_version()
    return _cache.get(version) if version else ()


def active_definitions() -> tuple[FieldDefinition, ...]:
    """The definitions in use, in order."""
    return tuple(d for d in all_definitions() if d.active)


def by_id() -> dict[int, FieldDefinition]:
    """Every definition by id."""
    return {d.id: d for d in all_definitions()}


def by_code() -> dict[str, FieldDefinition]:
    """Every definition by code."""
    return {d.code: d for d in all_definitions()}
