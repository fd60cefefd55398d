"""What two records say about each other, by the shipped parameters."""

import pytest

from kedang.engine.matching.facts import Facts
from kedang.engine.matching.model import ModelMismatch, from_json, share_of, shipped
from kedang.engine.matching.scoring import Score, probability, score
from kedang.engine.matching.tests.records import (
    ADDRESS,
    ID_NUMBER,
    MOBILE,
    OTHER_ID_NUMBER,
    OTHER_MOBILE,
    SWITCHBOARD,
    company,
    keys_of,
    person,
    row_of,
)

CERTAIN, REVIEW = 0.95, 0.75


def scored(one: Facts, other: Facts, *, share: float = 1e-4) -> Score:
    return score(shipped(one.kind), row_of(one), row_of(other), lambda column, value: share)


SAME = [
    (person("张伟", phones=(MOBILE,)), person("张伟", phones=(MOBILE,))),
    (person("张伟", phones=(MOBILE,)), person("张玮", phones=(MOBILE,))),
    (person("張偉", phones=(MOBILE,)), person("Zhang Wei", phones=(MOBILE,))),
    (person("Wei Zhang", phones=(MOBILE,)), person("张伟", phones=(MOBILE,))),
    (person("单雄信", phones=(MOBILE,)), person("Dan Xiongxin", phones=(MOBILE,))),
    (
        person("张伟", phones=("+8613800138001",), birth_date="1980-05-06"),
        person("张伟", phones=(MOBILE,), birth_date="1980-05-06"),
    ),
    (person("张伟", identifiers=(("id_number", ID_NUMBER),)), person("王芳", identifiers=(("id_number", ID_NUMBER),))),
    (company("浙江华盛科技有限公司"), company("浙江华盛科技有限责任公司")),
    (
        company("浙江华盛科技有限公司", phones=(SWITCHBOARD,)),
        company("华盛科技（浙江）有限公司", phones=(SWITCHBOARD,)),
    ),
    (company("浙江华盛科技有限公司", phones=(SWITCHBOARD,)), company("华盛科技", phones=(SWITCHBOARD,))),
    (
        company("杭州新名科技有限公司", other_names=("浙江华盛科技有限公司",), phones=(SWITCHBOARD,)),
        company("浙江华盛科技有限公司", phones=(SWITCHBOARD,)),
    ),
    # remarks around a name, the everyday name of an institution
    (
        company("*浙江华盛科技有限公司（月结）", phones=(SWITCHBOARD,)),
        company("浙江华盛科技有限公司", phones=(SWITCHBOARD,)),
    ),
    (
        company("建行科技支行", phones=(SWITCHBOARD,), people=("王芳",)),
        company("中国建设银行股份有限公司杭州科技支行", phones=(SWITCHBOARD,), people=("王芳",)),
    ),
    # one flat, with and without the road
    (
        person("张玮琦", addresses=((330106, "杭州市西湖区人民路326号银杏湾16幢4单元2603室"),)),
        person("张玮琦", addresses=((330106, "杭州市西湖区银杏湾16-4-2603"),)),
    ),
    # one name spelled from another tongue
    (
        person("艾力·买买提", phones=(MOBILE,)),
        person("艾力·麦麦提", phones=(MOBILE,)),
    ),
    (
        person("吐尔逊江", phones=(MOBILE,)),
        person("图尔荪江", phones=(MOBILE,)),
    ),
    # an initial, and a foreign name written in Chinese
    (person("T. Brown", phones=(MOBILE,)), person("Thomas Brown", phones=(MOBILE,))),
    (
        person("James Smith", phones=(MOBILE,), emails=("j.smith@hs.cn",)),
        person("詹姆斯·史密斯", phones=(MOBILE,), emails=("j.smith@hs.cn",)),
    ),
]
DIFFERENT = [
    # namesakes
    (person("张伟", phones=(MOBILE,)), person("张伟", phones=(OTHER_MOBILE,))),
    (person("张伟", region=330106), person("张伟", region=330106)),
    # father and son, spouses, colleagues
    (
        person("张建国", phones=(MOBILE,), addresses=(ADDRESS,)),
        person("张子涵", phones=(MOBILE,), addresses=(ADDRESS,)),
    ),
    (person("张建国", phones=(MOBILE,), addresses=(ADDRESS,)), person("李梅", phones=(MOBILE,), addresses=(ADDRESS,))),
    (
        person("张伟", phones=(SWITCHBOARD,), emails=("office@hs.cn",), employer="华盛科技有限公司"),
        person("李梅", phones=(SWITCHBOARD,), emails=("office@hs.cn",), employer="华盛科技有限公司"),
    ),
    # two sound ID numbers outweigh everything else
    (
        person("张伟", phones=(MOBILE,), addresses=(ADDRESS,), identifiers=(("id_number", ID_NUMBER),)),
        person("张伟", phones=(MOBILE,), addresses=(ADDRESS,), identifiers=(("id_number", OTHER_ID_NUMBER),)),
    ),
    # branches of one company, the company and its branch, the group and its daughter, one trade name in two trades
    (
        company("浙江华盛科技有限公司上海分公司", phones=(SWITCHBOARD,)),
        company("浙江华盛科技有限公司北京分公司", phones=(SWITCHBOARD,)),
    ),
    (
        company("浙江华盛科技有限公司", phones=(SWITCHBOARD,)),
        company("浙江华盛科技有限公司上海分公司", phones=(SWITCHBOARD,)),
    ),
    (
        company("青海盐湖工业股份有限公司", phones=(SWITCHBOARD,)),
        company("青海盐湖集团有限公司", phones=(SWITCHBOARD,)),
    ),
    (company("华盛科技有限公司"), company("华盛餐饮有限公司")),
    # two companies of a group with one office and one clerk
    (
        company("浙江华盛五金制品有限公司", phones=(SWITCHBOARD,), people=("王芳",), addresses=(ADDRESS,)),
        company("杭州华盛食品有限公司", phones=(SWITCHBOARD,), people=("王芳",), addresses=(ADDRESS,)),
    ),
    # a child and its mother, twins, father and son, pupils under their teacher's number
    (person("李浩然", phones=(MOBILE,)), person("李浩然妈妈", phones=(MOBILE,))),
    (
        person("陈佳怡", phones=(MOBILE,), birth_date="2012-10-20", addresses=(ADDRESS,)),
        person("陈诗涵", phones=(MOBILE,), birth_date="2012-10-20", addresses=(ADDRESS,)),
    ),
    (
        person("黄成", phones=(MOBILE,), birth_date="1957-03-12", addresses=(ADDRESS,)),
        person("黄小成", phones=(MOBILE,), birth_date="1996-07-21", addresses=(ADDRESS,)),
    ),
    (
        person("王子豪", phones=(MOBILE,), addresses=(ADDRESS,)),
        person("杨梓涵", phones=(MOBILE,), addresses=(ADDRESS,)),
    ),
    (company("华盛科技有限公司"), company("华盛科技有限公司")),
]


@pytest.mark.parametrize(("one", "other"), SAME, ids=lambda facts: facts.name)
def test_one_customer_written_twice_is_certain(one: Facts, other: Facts) -> None:
    assert scored(one, other).probability >= CERTAIN
    assert keys_of(one) & keys_of(other), "nobody would have looked at them together"


@pytest.mark.parametrize(("one", "other"), DIFFERENT, ids=lambda facts: facts.name)
def test_two_customers_are_not_certain(one: Facts, other: Facts) -> None:
    assert scored(one, other).probability < CERTAIN


def test_a_branch_with_and_without_its_place_may_stand_in_one_group() -> None:
    """What contradicts is kept apart whatever else agrees: two branches, and not one branch written twice."""
    full, short, other = ("中国银行股份有限公司上海金沙支行", "中国银行金沙支行", "中国银行四平支行")
    units = [row_of(company(name))["unit"] for name in (full, short, other)]
    assert units == ["金沙支行", "金沙支行", "四平支行"]


def test_the_order_does_not_matter() -> None:
    for one, other in SAME + DIFFERENT:
        assert scored(one, other).weight == pytest.approx(scored(other, one).weight)


def test_a_rare_name_says_more() -> None:
    one, other = person("张伟", region=330106), person("张伟", region=330106)
    assert scored(one, other, share=1e-5).weight > scored(one, other, share=1e-2).weight + 9


def test_the_shares_add_up_to_the_whole() -> None:
    found = scored(*SAME[1])
    total = shipped("person").prior_weight + sum(share.weight for share in found.shares)
    assert found.weight == pytest.approx(total)
    assert found.probability == pytest.approx(probability(total))
    assert [share.level.zh for share in found.shares] == ["姓名同音", "手机相同"]


def test_what_is_unknown_says_nothing() -> None:
    bare = scored(person("张伟"), person("张伟", phones=(MOBILE,), birth_date="1980-05-06", gender="male"))
    assert [share.comparison.code for share in bare.shares] == ["name"]


def test_parameters_of_another_version_are_refused() -> None:
    raw = shipped("person").as_json()
    assert from_json(raw).as_json() == raw
    del raw["levels"]["phone"]["near"]
    with pytest.raises(ModelMismatch, match=r"person\.phone: near"):
        from_json(raw)


def test_a_name_two_records_share_is_not_frequent_in_a_small_archive() -> None:
    assert share_of(2, 100) < 1e-3
    assert share_of(10_000, 1_000_000) == pytest.approx(0.01, rel=0.01)
