"""Rare values one slip of the pen from a frequent one."""

import pytest

from kedang.engine.profiling.near import near_changes


@pytest.mark.parametrize("slip", ["行业展汇推荐", "行业展会推推荐", "行业展推荐", "行业会展推荐"])
def test_a_slip_is_seen(slip: str) -> None:
    assert near_changes({"行业展会推荐": 50, slip: 2}) == [(slip, "行业展会推荐")]


@pytest.mark.parametrize(
    ("rare", "frequent"),
    [
        ("上海", "上饶"),
        ("华东一区销售", "华东二区销售"),
        ("第1销售部", "第2销售部"),
        ("东部销售中心", "西部销售中心"),
        ("非重点客户群", "重点客户群"),
        ("行业展会推荐", "老客户介绍的"),
        ("VIPAA", "VIPAB"),
        ("重点客户-甲级", "重点客户乙级"),
    ],
)
def test_another_thing_is_no_slip(rare: str, frequent: str) -> None:
    assert near_changes({frequent: 50, rare: 2}) == []


def test_only_the_rare_become_the_frequent() -> None:
    assert near_changes({"行业展会推荐": 50, "行业展汇推荐": 6}) == []
    assert near_changes({"行业展会推荐": 4, "行业展汇推荐": 1}) == []


def test_one_that_could_be_two_stays() -> None:
    assert near_changes({"行业展会推荐": 50, "行业展览推荐": 50, "行业展推荐": 1}) == []


def test_many_values_stay_quick() -> None:
    counts = {f"客户来源渠道编码{chr(0x4E00 + n)}": 1 for n in range(15_000)} | {"客户来源渠道编码": 100}
    assert len(near_changes(counts)) <= 5_000
