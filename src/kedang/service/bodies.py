"""The sealed parts: what a case is about and how it ended, the words of a step, what an improvement is and what proves it."""

from dataclasses import asdict, dataclass, replace
from typing import Any, TypeVar

import orjson

from kedang.archive.snapshot import held_keys
from kedang.kit.errors import Refusal
from kedang.kit.text import storable
from kedang.service.models import Case, Improvement, OfCustomer, Step
from kedang.vault import joint
from kedang.vault.keys import SubjectKey

LONGEST_TITLE, LONGEST = 120, 20_000
BAD_TEXT = Refusal(
    "service.text",
    422,
    "标题不超过 120 字，其他内容不超过 2 万字。没有保存任何改动。",
    "A title has up to 120 characters, other texts up to 20,000. Nothing was saved.",
)
NO_TITLE = Refusal("service.title", 422, "请写一个标题。", "Give it a title.")


@dataclass(frozen=True, slots=True)
class CaseBody:
    """What a case is about; how it was solved, what caused it, and what the customer said of it in the end."""

    title: str
    text: str = ""
    solution: str = ""
    cause: str = ""
    voice: str = ""


@dataclass(frozen=True, slots=True)
class StepBody:
    """The words of a step."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class ImprovementBody:
    """What is to be changed, and what proves the effect."""

    title: str
    text: str = ""
    proof: str = ""


Body = TypeVar("Body", CaseBody, StepBody, ImprovementBody)


def checked(body: Body) -> Body:
    """A body that may be stored."""
    texts = {name: storable(text).strip() for name, text in asdict(body).items()}
    title = texts.get("title")
    if title == "":
        raise NO_TITLE()
    if len(title or "") > LONGEST_TITLE or any(len(text) > LONGEST for text in texts.values()):
        raise BAD_TEXT()
    return replace(body, **texts)


def seal(key: SubjectKey, body: CaseBody | StepBody | ImprovementBody, row: OfCustomer) -> bytes:
    """The body for its row's column."""
    return key.seal_padded(_text(body), table=row._meta.db_table, column="body", row_id=row.id)


def seal_former(key: SubjectKey, body: CaseBody | ImprovementBody, row: OfCustomer) -> bytes:
    """The body as it was, for the event that changes it. What came with somebody who was merged into the customer is theirs, too."""
    place: dict[str, Any] = {"table": "event", "column": row._meta.db_table, "row_id": row.id}
    others = held_keys([row.customer_id]).get(row.customer_id, ())
    return joint.wrap(key.seal_padded(_text(body), **place), others, **place)


def case_body(key: SubjectKey, row: Case) -> CaseBody:
    """What a case is about."""
    return CaseBody(**_opened(key, row))


def step_body(key: SubjectKey, row: Step) -> StepBody:
    """The words of a step."""
    return StepBody(**_opened(key, row))


def improvement_body(key: SubjectKey, row: Improvement) -> ImprovementBody:
    """What an improvement is."""
    return ImprovementBody(**_opened(key, row))


def _opened(key: SubjectKey, row: OfCustomer) -> dict[str, str]:
    found: dict[str, str] = orjson.loads(
        key.open_padded(row.body_enc, table=row._meta.db_table, column="body", row_id=row.id)
    )
    return found


def _text(body: CaseBody | StepBody | ImprovementBody) -> str:
    return orjson.dumps(asdict(body)).decode()
