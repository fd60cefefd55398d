"""What was seen or changed stands on an incident's page and sheet in words, whatever it hangs on."""

import pytest

from kedang.archive.policy import policy_for
from kedang.incidents.wording import field_text
from tests.people import acting, make_cast

pytestmark = pytest.mark.django_db

CODES = ("mobile", "stage", "owner", "owner_id", "department", "due_at", "not_known_here")
ZH = ["手机", "阶段", "负责人", "负责人", "部门", "到期时间", "not_known_here"]
EN = ["Mobile", "Stage", "Owner", "Owner", "Department", "Due", "not_known_here"]


@pytest.mark.parametrize(("language", "words"), [("zh-CN", ZH), ("en", EN)])
def test_fields_are_told_in_words(language: str, words: list[str]) -> None:
    policy = policy_for(acting(make_cast().admin, language=language), own=False)
    assert [field_text(policy, code) for code in CODES] == words
