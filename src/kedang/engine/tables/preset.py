"""What is known about the export of another product."""

from dataclasses import dataclass

from kedang.engine.tables.vocabulary import key


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """`signature`: of these headers at least `enough` must be there. `kind` is '' where it may be either. `columns`: header key → concept, '' for none."""

    name: str
    zh: str
    en: str
    kind: str
    signature: frozenset[str]
    enough: int
    columns: dict[str, str]


def preset(name: str, zh: str, en: str, kind: str, signature: str, enough: int, columns: str) -> Preset:
    """Headers in `signature` are separated by ` | `; `columns` has one `header = concept` a line."""
    pairs = [line.partition("=") for line in columns.strip().splitlines()]
    return Preset(
        name=name,
        zh=zh,
        en=en,
        kind=kind,
        signature=frozenset(key(h) for h in signature.split("|")),
        enough=enough,
        columns={key(header): concept.strip() for header, _, concept in pairs},
    )
