"""Values that are the same but for how they are written."""

import pytest

from kedang.engine.profiling.spelling import spelling_changes, spelling_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＡＢＣ", "abc"),
        ("行业 展会", "行业展会"),
        ("行业展会。", "行业-展会"),
        ("浙江省", "浙江"),
        ("杭州市", "杭州"),
        ("華東", "华东"),
        ("VIP 客户", "vip客户"),
    ],
)
def test_the_same(one: str, other: str) -> None:
    assert spelling_key(one) == spelling_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A-", "A"),
        ("C++", "C"),
        ("5%", "5"),
        ("3-5人", "35人"),
        ("1.5", "15"),
        ("<100", ">100"),
        ("-5", "5"),
        ("朝阳区", "朝阳市"),
        ("客户", "客户推荐"),
        ("10:30", "1030"),
    ],
)
def test_not_the_same(one: str, other: str) -> None:
    assert spelling_key(one) != spelling_key(other)


def test_the_most_frequent_spelling_stays() -> None:
    counts = {"网站": 5, "网 站": 2, "网站。": 1, "电话": 9, "浙江省": 1, "浙江": 4, "？": 3, "！": 1}
    assert sorted(spelling_changes(counts)) == [("浙江省", "浙江"), ("网 站", "网站"), ("网站。", "网站")]


def test_between_equals_the_shortest_stays() -> None:
    assert spelling_changes({"网 站": 2, "网站": 2}) == [("网 站", "网站")]
