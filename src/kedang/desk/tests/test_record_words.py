"""Every part of a record that somebody can change has a name in both languages."""

from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from kedang.activity.schemas import FollowUpChangesIn, InteractionChangesIn
from kedang.commerce.schemas import ChangesIn
from kedang.deals.schemas import OpportunityChangesIn
from kedang.desk.record_words import WORDS, word_of
from kedang.documents.schemas import DocumentChangesIn
from kedang.engine.catalogue import FIELDS
from kedang.service.schemas import CaseChangesIn
from kedang.strategy.schemas import PlanChangesIn, StakeholderChangesIn

BODIES = (
    InteractionChangesIn,
    FollowUpChangesIn,
    ChangesIn,
    OpportunityChangesIn,
    DocumentChangesIn,
    CaseChangesIn,
    PlanChangesIn,
    StakeholderChangesIn,
)


def parts() -> Iterator[str]:
    """The parts of all records, but for what is the archive's own."""
    for body in BODIES:
        assert issubclass(body, BaseModel)
        yield from (name for name in body.model_fields if name != "version" and name not in FIELDS)


@pytest.mark.parametrize("part", sorted({*parts(), "stage"}))
def test_a_history_names_every_part(part: str) -> None:
    zh, en = WORDS[part]
    assert (word_of(part, "zh-CN"), word_of(part, "en")) == (zh, en)
    assert not zh.isascii()
    assert en.isascii()


def test_the_archives_own_fields_keep_their_names() -> None:
    assert word_of("name", "zh-CN") == ""
    assert word_of("whatever", "zh-CN") == ""
