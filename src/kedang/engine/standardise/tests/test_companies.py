import pytest
from hypothesis import given
from hypothesis import strategies as st

from kedang.engine.standardise.companies import Company, company_key, standardise_company

PARTS = {
    "青海盐湖工业股份有限公司": ("青海", "盐湖", "工业", "股份有限公司", ""),
    "青海盐湖工业集团有限公司": ("青海", "盐湖", "工业", "集团有限公司", ""),
    "华为技术有限公司": ("", "华为", "技术", "有限公司", ""),
    "深圳市腾讯计算机系统有限公司": ("深圳市", "腾讯计算机系统", "", "有限公司", ""),
    "北京百度网讯科技有限公司": ("北京", "百度网讯", "科技", "有限公司", ""),
    "思瑞浦微电子科技(苏州)股份有限公司": ("苏州", "思瑞浦", "微电子科技", "股份有限公司", ""),
    "阿里巴巴（中国）有限公司": ("中国", "阿里巴巴", "", "有限公司", ""),
    "（上海）某某科技有限公司": ("上海", "某某", "科技", "有限公司", ""),
    "广东省深圳市某某贸易有限责任公司": ("广东省深圳市", "某某", "贸易", "有限公司", ""),
    "启迪药业集团股份公司": ("", "启迪", "药业", "集团股份有限公司", ""),
    "中国工商银行股份有限公司杭州分行西湖支行": ("中国", "工商", "银行", "股份有限公司", "杭州分行西湖支行"),
    "深圳市某某科技有限公司上海分公司": ("深圳市", "某某", "科技", "有限公司", "上海分公司"),
    "某某科技有限公司驻北京办事处": ("", "某某", "科技", "有限公司", "驻北京办事处"),
    "某某科技有限公司（上海分公司）": ("", "某某", "科技", "有限公司", "上海分公司"),
    "中国银行杭州分行": ("", "中国银行", "", "", "杭州分行"),
    "杭州某某投资合伙企业（有限合伙）": ("杭州", "某某", "投资", "有限合伙", ""),
    "廊坊发展股份有限公司": ("", "廊坊发展", "", "股份有限公司", ""),
    "东方财富信息股份有限公司": ("", "东方财富", "信息", "股份有限公司", ""),
    "小米": ("", "小米", "", "", ""),
    "Acme Co., Ltd.": ("", "Acme", "", "co ltd", ""),
    "Apple Inc.": ("", "Apple", "", "inc", ""),
}


@pytest.mark.parametrize(("name", "expected"), PARTS.items())
def test_parts(name: str, expected: tuple[str, ...]) -> None:
    found = standardise_company(name)
    assert (found.region, found.core, found.industry, found.legal_form, found.branch) == expected


SAME = [
    ("某某科技有限公司", "某某科技有限责任公司"),
    ("某某科技股份公司", "某某科技股份有限公司"),
    ("中兴天恒能源科技(北京)股份公司", "中兴天恒能源科技（北京）股份有限公司"),
    ("某某（集团）有限公司", "某某集团有限公司"),
    ("ＡＢＣ科技有限公司", "abc科技有限公司"),
    ("台灣積體電路製造股份有限公司", "台湾积体电路制造股份有限公司"),
    ("某某 科技 有限公司", "某某科技有限公司"),
    ("某某【上海】有限公司", "某某（上海）有限公司"),
    ("Acme Co., Ltd.", "ACME CO LTD"),
    ("Acme Company Limited", "Acme Co.,Ltd"),
    ("Apple Inc.", "APPLE INCORPORATED"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_company_share_a_key(one: str, other: str) -> None:
    assert standardise_company(one).key == standardise_company(other).key != ""


DIFFERENT = [
    ("青海盐湖工业股份有限公司", "青海盐湖工业集团有限公司"),
    ("青海盐湖工业股份有限公司", "青海盐湖工业有限公司"),
    ("某某科技有限公司", "某某科技有限公司上海分公司"),
    ("某某（上海）有限公司", "某某（北京）有限公司"),
    ("上海百联集团股份有限公司", "上海百联集团股份有限公司(2014-08-05合并前)"),
    ("Acme Ltd", "Acme Inc"),
    ("!!!", "???"),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_companies_keep_different_keys(one: str, other: str) -> None:
    assert standardise_company(one).key != standardise_company(other).key


def test_written_form() -> None:
    assert standardise_company(" 某某 (上海) 有限公司").normalised == "某某（上海）有限公司"
    assert standardise_company("ＡＢＣ Trading (HK) Ltd").normalised == "ABC Trading (HK) Ltd"
    assert standardise_company("").normalised == ""


@given(st.text() | st.text(alphabet="上海市中国（）() 股份有限责任公司集团分行银科技AbCo.,Ltd"))
def test_stable_and_never_empty(text: str) -> None:
    found: Company = standardise_company(text)
    again = standardise_company(found.normalised)
    assert again.normalised == found.normalised
    assert again.key == found.key == company_key(text if found.normalised == text else found.normalised)
    assert bool(found.core) == bool(found.normalised) == bool(found.key) or not found.normalised
