"""Tags and groups are everybody's: who may not manage them must not make new ones by the way, in a form for a customer."""

from typing import Any

import pytest
from django.test import Client

from kedang.archive import groups, tags
from kedang.archive.load import load_content
from kedang.archive.models import Group, Tag
from kedang.kit.actor import system_actor
from tests.people import Cast, browser, make_cast, send

pytestmark = pytest.mark.django_db
VALUES = {"name": "赵钱孙", "mobile": "13877665544", "tags": ["重点", "我的新标签"], "groups": ["老客户", "我的新分组"]}


@pytest.fixture
def cast() -> Cast:
    """Everybody, with one tag and one group."""
    made = make_cast()
    tags.create(system_actor("demo"), name="重点")
    groups.create(system_actor("demo"), name="老客户")
    return made


def _labels() -> tuple[list[str], list[str]]:
    return (
        sorted(Tag.objects.values_list("name", flat=True)),
        sorted(Group.objects.values_list("name", flat=True)),
    )


def _reported(values: list[dict[str, Any]]) -> dict[str, tuple[bool, bool]]:
    return {v["given"]: (v["valid"], v["reason"] is not None) for v in values if v["field"] in ("tags", "groups")}


def _create(client: Client) -> Any:
    answer = send(client, "POST", "/customers", {"kind": "person", "values": VALUES})
    assert answer.status_code == 201
    return answer.json()


def test_who_may_not_manage_labels_gets_those_that_are_there_and_is_told_of_the_others(cast: Cast) -> None:
    zhou = browser(cast.zhou)
    draft = send(zhou, "POST", "/customers/check", {"kind": "person", "values": VALUES}).json()
    made = _create(zhou)
    expected = {
        "重点": (True, False),
        "我的新标签": (False, True),
        "老客户": (True, False),
        "我的新分组": (False, True),
    }
    assert _reported(draft["values"]) == _reported(made["values"]) == expected
    assert _labels() == (["重点"], ["老客户"])
    content = load_content(int(made["id"]))
    assert Tag.objects.filter(id__in=content.tag_ids).values_list("name", flat=True).get() == "重点"
    assert Group.objects.filter(id__in=content.group_ids).values_list("name", flat=True).get() == "老客户"
    assert content.extras == {"标签": "我的新标签", "分组": "我的新分组"}


def test_who_may_manage_one_of_them_makes_that_one(cast: Cast) -> None:
    """A lead manages groups, not tags."""
    made = _create(browser(cast.lin))
    assert _labels() == (["重点"], sorted(["老客户", "我的新分组"]))
    assert load_content(int(made["id"])).extras == {"标签": "我的新标签"}


def test_who_may_manage_both_makes_both(cast: Cast) -> None:
    made = _create(browser(cast.wang))
    assert _labels() == (sorted(["重点", "我的新标签"]), sorted(["老客户", "我的新分组"]))
    content = load_content(int(made["id"]))
    assert (len(content.tag_ids), len(content.group_ids), content.extras) == (2, 2, {})
    assert all(valid for valid, _ in _reported(made["values"]).values())
