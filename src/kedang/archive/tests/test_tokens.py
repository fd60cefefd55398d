"""Tokens: what a name, a point or a number is found by, and that none of them carries a sealed value."""

import re

import pytest

from kedang.archive import tokens
from kedang.archive.content import Content, IdentifierItem, PointItem

pytestmark = pytest.mark.django_db
SHAPE = re.compile("[a-z][a-z0-9\u4e00-\u9fff]+")


def named(name: str, *, surname: bool = True) -> set[str]:
    return set(tokens.name_tokens(name, surname=surname))


def test_a_person_is_found_by_characters_pinyin_and_initials() -> None:
    found = named("张伟明")
    assert {"n张", "n伟", "n明", "n张伟", "n伟明", "qzh", "qzhang", "qzhangwe", "pzhangweiming", "izw", "izwm"} <= found
    assert "qz" not in found, "one letter would find a tenth of everybody"


def test_surnames_are_read_as_surnames_and_otherwise_too() -> None:
    for name, readings in (("曾国藩", {"qzeng", "qceng"}), ("单雄信", {"qshan", "qdan"}), ("欧阳修", {"qouyang"})):
        assert readings <= named(name), name


def test_a_company_is_found_with_and_without_its_place() -> None:
    found = named("浙江华盛科技股份有限公司", surname=False)
    assert {"n华盛", "n科技", "n股份", "qzhejian", "qhuasheng"[:9], "pzhejianghuashengkeji", "phuashengkeji"} <= found
    assert {"izjhs", "ihskj"} <= found
    assert not any("youxian" in token for token in found)


@pytest.mark.parametrize(
    ("one", "other"), [("華盛", "华盛"), ("Ｈｕａ", "hua"), ("ÜBER", "uber"), ("ﬁne", "fine"), ("１２３", "123")]
)
def test_writings_of_the_same_meet(one: str, other: str) -> None:
    assert named(one) == named(other)


@pytest.mark.parametrize("text", ["", " ", "!!!", "😀", "\u200b", "—", "\x00"])
def test_nothing_to_find_gives_no_tokens(text: str) -> None:
    assert named(text) == set()
    assert tokens.point_tokens("mobile", "") == []


@pytest.mark.parametrize(
    "text",
    [
        "张伟",
        "a" * 3000,
        "张" * 3000,
        "Ωμέγα",
        "カタカナ",
        "한국어",
        "𠮷野家",
        "ไทย",
        "عربى",
        "x\ud800y",
        "Ⅷ",
        "½",
        "ß",
        "İ",
    ],
)
def test_tokens_have_one_shape(text: str) -> None:
    found = named(text)
    assert found
    assert all(SHAPE.fullmatch(token) for token in found), found
    assert all(len(token) <= tokens.MAX_BODY + 1 for token in found)
    assert len(found) < 3000


def test_sealed_values_stand_in_no_token() -> None:
    content = Content("person", fields={"name": "张伟"})
    content.points = [
        PointItem(1, "mobile", "+8613812345678"),
        PointItem(2, "email", "zw@example.com"),
        PointItem(3, "qq", "99887766"),
    ]
    content.identifiers = [IdentifierItem(4, "id_number", "11010519491231002X")]
    text = tokens.token_string(tokens.content_tokens(content))
    for secret in ("13812345678", "5678", "example", "zw@", "998877", "110105", "002x"):
        assert secret not in text
    assert {token[0] for token in text.split()} >= {"f", "t", "m", "x", "s"}


def test_the_tail_is_the_numbers_and_not_the_extensions() -> None:
    assert tokens.point_tokens("landline", "+8657187654321")[1] == tokens.tail_token("4321")
    assert len(tokens.point_tokens("mobile", "12")) == 1


def test_archive_numbers_and_scopes() -> None:
    assert tokens.number_tokens("KH2026-000123") == ["akh2026000123", "a000123", "a123"]
    assert tokens.scope_tokens(10, [1, 2, 3], [11]) == ["oa", "ob", "d1", "d2", "d3", "e3"]
    assert tokens.scope_tokens(None, []) == []
    assert tokens.token_string(["na", "a", "na", "c", "nb"]) == "na nb"


def test_regions_and_what_they_lie_in() -> None:
    assert tokens.region_tokens("330106") == ("r33", "r3301", "r330106")
    assert tokens.region_tokens("330100") == ("r33", "r3301")
    assert tokens.region_tokens("330000") == ("r33",)
    assert tokens.region_tokens("") == ()
