"""What clerks write around a company's name goes, what belongs to it stays; everyday names are written out."""

import pytest

from kedang.engine.matching.company_names import plain_company, without_place

NAME = "杭州华盛科技有限公司"


@pytest.mark.parametrize(
    "written",
    [
        f"*{NAME}",
        f"★ {NAME}",
        f"1.{NAME}",
        f"【VIP】{NAME}",
        f"{NAME}（重复）",
        f"{NAME}(已注销勿用)",
        f"{NAME}【月结】",
        f"{NAME}（李经理）",
        f"{NAME}——月结",
        f"{NAME}13800138000",
        f"{NAME}/张三/13800138000",
        f"{NAME} 张三",
        f"{NAME}张三",
        f"（VIP）{NAME}",
        f"{NAME}?",
        f"{NAME}，新客户",
    ],
)
def test_remarks_go(written: str) -> None:
    assert plain_company(written) == NAME


@pytest.mark.parametrize(
    "name",
    [
        "云玉（杭州）食品有限公司",
        "（上海）华盛有限公司",
        "中国移动通信有限公司（北京）",
        "华盛科技有限公司杭州分公司",
        "华盛科技有限公司-杭州分公司",
        "海底捞（西湖店）",
        "华盛公司/销售部",
        "普华永道中天会计师事务所（特殊普通合伙）",
        "360公司",
        "3M中国有限公司",
        "7天酒店",
        "Acme Co., Ltd.",
        "*",
        "1.",
        "",
    ],
)
def test_what_belongs_to_a_name_stays(name: str) -> None:
    assert plain_company(name) == name


@pytest.mark.parametrize(
    ("everyday", "full"),
    [
        ("建行科技支行", "中国建设银行科技支行"),
        ("建设银行科技支行", "中国建设银行科技支行"),
        ("招行杭州分行", "招商银行杭州分行"),
        ("人保财险青年营业部", "中国人民财产保险股份有限公司青年营业部"),
        ("北京七小", "北京第七小学"),
        ("杭二中", "杭第二中学"),
        ("中国银行", "中国银行"),
    ],
)
def test_everyday_names_are_written_out(everyday: str, full: str) -> None:
    assert plain_company(everyday) == full


def test_a_branch_without_its_place() -> None:
    assert without_place("杭州科技支行") == "科技支行"
    assert without_place("科技支行") == "科技支行"
    assert without_place("杭州第一营业部") == "第一营业部"
    assert without_place("杭州") == "杭州"
    # Of 四平支行 and of 上海分公司 nothing would be left that tells it from others.
    for branch in ("四平支行", "上海分公司", "上海营业部", "上海A店"):
        assert without_place(branch) == branch


def test_any_text_is_survived_in_no_time() -> None:
    for text in ("公司" * 100_000, "(" * 1_000, "【】", "公司//", "\x00*公司 a", "一二三" * 60 + "中"):
        assert isinstance(plain_company(text), str)
