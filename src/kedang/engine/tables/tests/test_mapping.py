from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from kedang.engine.tables.kinds import row_kind
from kedang.engine.tables.mapping import Proposal, propose
from kedang.engine.tables.presets import PRESETS, recognise
from kedang.engine.tables.shaping import Target, row_values
from kedang.engine.tables.vocabulary import meaning


def fields(headers: Sequence[str], *rows: Sequence[str], kind: str | None = None) -> dict[str, str | None]:
    return {c.header: c.field for c in propose(headers, rows, kind=kind).columns}


LISTED = ("ts_code", "公司名称", "交易所", "注册资金", "省份", "城市", "公司简介", "公司员工数", "主营业务")
LISTED_ROWS = (
    (
        "000001.SZ",
        "平安银行股份有限公司",
        "SZSE",
        "1940591.8198",
        "广东",
        "深圳市",
        "本行是一家" * 30,
        "36115",
        "吸收公众存款" * 20,
    ),
    (
        "600519.SH",
        "贵州茅台酒股份有限公司",
        "SSE",
        "125619.78",
        "贵州",
        "遵义市",
        "公司主导产品" * 30,
        "31413",
        "茅台酒的生产与销售" * 20,
    ),
    (
        "301259.SZ",
        "湖南艾布鲁环保科技股份有限公司",
        "SZSE",
        "15600",
        "湖南",
        "长沙市",
        "公司致力于" * 30,
        "260",
        "环境治理工程" * 20,
    ),
)


def test_the_list_of_listed_companies_maps_by_itself() -> None:
    proposal = propose(LISTED, LISTED_ROWS)
    assert [c.field for c in proposal.columns] == [
        "external_id", "name", "stock_exchange", "registered_capital", "province", "city", "introduction", "employees", "business",
    ]  # fmt: skip
    assert (proposal.kind, proposal.match_key) == ("organisation", "external_id")
    assert proposal.kind_confidence > 0.9
    assert min(c.confidence for c in proposal.columns) > 0.9


@pytest.mark.parametrize(
    ("header", "concept"),
    [
        ("姓名*", "person_name"), ("First_Name", "given_name"), ("firstName", "given_name"), ("手机号码（必填）", "mobile"), ("联系方式(手机)", "mobile"),
        ("客户电话", "phone"), ("联系人手机", "contact_mobile"), ("联系人/电话", "contact_mobile"), ("统一社会信用代码", "credit_code"),
        ("注册资金(万元)", "registered_capital"), ("E-mail", "email"), ("邮箱2", "email"), ("身份证号码", "id_number"), ("出生年月", "birth_date"),
        ("家庭住址", "address"), ("省", "province"), ("所属行业", "industry"), ("客户编号", "external_id"), ("序号", "sequence"),
        ("Oracle_Id__c", "external_id"), ("公司簡稱", ""), ("天气", ""), ("", ""),
    ],
)  # fmt: skip
def test_words(header: str, concept: str) -> None:
    assert meaning(header).concept == concept


def test_units_in_the_header() -> None:
    proposal = propose(["公司名称", "注册资本（元）"], [("杭州云起科技有限公司", "1000000")])
    assert [(c.field, c.unit) for c in proposal.columns] == [("name", ""), ("registered_capital", "元")]


def test_content_speaks_where_headers_are_silent() -> None:
    found = fields(
        ["a", "b", "c", "d", "e", "f"],
        ("张伟", "13800138001", "a@example.com", "11010519491231002X", "男", "浙江省杭州市西湖区文三路 1 号"),
        ("王芳", "13800138002", "b@example.com", "440308199901010012", "女", "上海市浦东新区世纪大道 3 号"),
        ("李娜", "13800138003", "c@example.com", "330106198812240016", "女", "广州市天河区体育东路 4 号"),
    )
    assert list(found.values()) == ["name", "mobile", "email", "id_number", "gender", "address"]


def test_strong_content_overrules_a_wrong_header() -> None:
    rows = [("张伟", "a@example.com"), ("王芳", "b@example.com"), ("李娜", "c@example.com")]
    assert fields(["姓名", "电话"], *rows)["电话"] == "email"


def test_codes_are_an_external_id_and_running_numbers_are_not() -> None:
    rows = [(str(n), f"KH{n * 7:05d}", "杭州云起科技有限公司") for n in range(1, 9)]
    assert fields(["x", "our ref", "公司"], *rows) == {"x": None, "our ref": "external_id", "公司": "name"}


def test_codes_under_a_head_that_tells_nothing_stay_sealed_as_an_extra() -> None:
    rows = [(f"E7{n}04418", "杭州云起科技有限公司") for n in range(1, 9)]
    assert fields(["旅行证件", "公司"], *rows)["旅行证件"] is None


def test_a_phone_beside_a_contact_belongs_to_the_contact() -> None:
    rows = [("杭州云起科技有限公司", "张伟", "13800138001", "0571-88001122")]
    assert fields(["公司名称", "联系人", "联系电话", "电话"], *rows) == {
        "公司名称": "name", "联系人": "contact_name", "联系电话": "contact_mobile", "电话": "landline",
    }  # fmt: skip


def test_the_firm_in_a_list_of_people_is_their_employer() -> None:
    rows = [("张伟", "13800138001", "杭州云起科技有限公司", "经理")]
    assert fields(["姓名", "手机", "公司", "职务"], *rows) == {
        "姓名": "name",
        "手机": "mobile",
        "公司": "employer",
        "职务": "job_title",
    }


def test_one_column_for_a_field_with_one_value_several_for_a_field_with_many() -> None:
    rows = [("张伟", "13800138001", "13800138002", "a", "b")]
    assert list(fields(["姓名", "手机", "手机2", "备注", "备注2"], *rows).values()) == [
        "name",
        "mobile",
        "mobile",
        "remark",
        None,
    ]


def test_the_kind_can_be_fixed_and_a_column_may_tell_it() -> None:
    rows = [("张伟", "个人"), ("杭州云起科技有限公司", "企业"), ("李娜", "个人")]
    proposal = propose(["客户名称", "客户类型"], rows)
    assert (proposal.kind, proposal.kind_column) == ("person", 1)
    assert [row_kind(r[1]) for r in rows] == ["person", "organisation", "person"]
    assert propose(["客户名称", "客户类型"], rows, kind="organisation").kind == "organisation"


@dataclass(frozen=True)
class Custom:
    code: str
    zh: str
    en: str


def test_custom_fields_are_found_by_their_names() -> None:
    proposal = propose(["姓名", "会员积分"], [("张伟", "12")], custom_fields=[Custom("points", "会员积分", "Points")])
    assert proposal.columns[1].field == "custom:points"


@pytest.mark.parametrize(
    ("headers", "keys"),
    [
        (["客户编号", "姓名", "手机"], ("external_id", "phone+name", "name")),
        (["公司名称", "统一社会信用代码"], ("credit_code", "name")),
        (["姓名", "身份证号", "手机"], ("id_number", "phone+name", "name")),
        (["姓名"], ("name",)),
        (["手机"], ("phone",)),
        (["天气"], ()),
    ],
)
def test_match_keys_strongest_first(headers: list[str], keys: tuple[str, ...]) -> None:
    proposal = propose(headers, [])
    assert proposal.match_keys == keys
    assert proposal.match_key == (keys[0] if keys else None)


EXPORTS: dict[str, tuple[str, dict[str, str]]] = {
    "salesforce.accounts": (
        "Id,IsDeleted,MasterRecordId,Name,Type,ParentId,BillingStreet,BillingCity,BillingState,BillingPostalCode,Phone,NumberOfEmployees,TickerSymbol",
        {"Id": "external_id", "Name": "name", "BillingCity": "city", "Phone": "landline", "NumberOfEmployees": "employees"},
    ),
    "salesforce.contacts": (
        "Contact ID,Salutation,First Name,Last Name,Title,Account Name,Mailing Street,Mailing City,Mailing State/Province,Phone,Mobile,Email,Contact Owner",
        {"Contact ID": "external_id", "Last Name": "family_name", "Account Name": "employer", "Mobile": "mobile"},
    ),
    "salesforce.leads": (
        "Lead ID,First Name,Last Name,Company / Account,Lead Status,Lead Source,Lead Owner,Email,Rating",
        {"Lead ID": "external_id", "Company / Account": "employer", "Lead Status": "status"},
    ),
    "hubspot.contacts": (
        "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Marketing contact status,Create Date,Associated Company",
        {"Record ID": "external_id", "Phone Number": "mobile", "Contact owner": "owner", "Create Date": "recorded_on"},
    ),
    "hubspot.companies": (
        "Record ID,Company name,Company owner,Create Date,Phone Number,Last Activity Date,City,Industry,Company Domain Name",
        {"Record ID": "external_id", "Company name": "name", "Company Domain Name": "website"},
    ),
    "zoho.accounts": (
        "Record Id,Account Owner.id,Account Owner,Account Name,Phone,Account Site,Parent Account.id,Account Number,SIC Code,Created Time,Modified Time,Tag",
        {"Record Id": "external_id", "Account Name": "name", "Account Owner": "owner", "Tag": "tags"},
    ),
    "zoho.contacts": (
        "Record Id,Contact Owner.id,Contact Owner,First Name,Last Name,Account Name.id,Account Name,Email,Phone,Mobile,Created Time,Modified Time,Skype ID",
        {"Record Id": "external_id", "First Name": "given_name", "Account Name": "employer"},
    ),
    "fenxiang": (
        "客户名称,客户编号,客户级别,客户来源,1级行业,生命状态,成交状态,负责人,归属部门,电话,详细地址,最后跟进时间",
        {"客户名称": "name", "客户编号": "external_id", "负责人": "owner", "1级行业": "industry"},
    ),
    "wukong": (
        "客户名称,客户行业,客户级别,客户来源,成交状态,手机,电话,网址,下次联系时间,备注,负责人,创建人,更新时间,详细地址,首要联系人",
        {"客户名称": "name", "客户行业": "industry", "首要联系人": "contact_name", "详细地址": "address"},
    ),
    "outlook": (
        "First Name,Middle Name,Last Name,Suffix,Company,Job Title,Business Street,Business Phone,Mobile Phone,E-mail Address,E-mail 2 Address,Web Page",
        {"First Name": "given_name", "Company": "employer", "Mobile Phone": "mobile", "E-mail 2 Address": "email"},
    ),
    "google": (
        "First Name,Middle Name,Last Name,Phonetic First Name,Name Prefix,File As,Organization Name,Organization Title,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value",
        {"Last Name": "family_name", "Organization Name": "employer", "E-mail 1 - Value": "email", "Labels": "tags"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(EXPORTS))
def test_exports_of_other_products(name: str) -> None:
    headers, expected = EXPORTS[name]
    proposal: Proposal = propose(headers.split(","), [])
    assert proposal.preset == name
    assert {c.header: c.field for c in proposal.columns if c.header in expected} == expected


@pytest.mark.parametrize(
    "headers",
    [
        "档号,外部编号,名称,类型,负责人,部门,地区,标签,分组,建档日期,建档时间,更新时间,移入回收站时间",
        "Archive number,External id,Name,Kind,Owner,Department,Region,Tags,Groups,Recorded on,Created,Updated,Moved to the recycle bin",
    ],
)  # fmt: skip
def test_an_own_export_leaves_out_what_the_archive_says_itself(headers: str) -> None:
    rows = [
        [
            "KH2026-000001",
            "E1",
            "张伟",
            "个人",
            "周敏",
            "杭州组",
            "浙江省",
            "重点",
            "老客户",
            "2026-01-02",
            "2026-01-02T03:04:05Z",
        ]
    ]
    proposal = propose(headers.split(","), rows)
    assert (proposal.preset, proposal.kind) == ("kedang", "person")
    assert [c.field for c in proposal.columns] == [
        None, "external_id", "name", "kind", "owner", None, "region", "tags", "groups", "recorded_on", None, None, None,
    ]  # fmt: skip
    assert {c.why for c in proposal.columns if c.field is None} == {"sequence"}


def test_ordinary_files_are_no_export() -> None:
    assert recognise(LISTED) is None
    assert recognise(["姓名", "手机", "邮箱", "公司", "职务", "备注"]) is None
    assert recognise(["Name", "Email", "Phone", "Company"]) is None
    assert len({p.name for p in PRESETS}) == len(PRESETS)


def test_a_row_becomes_values() -> None:
    targets = [
        Target(0, "姓", "family_name"), Target(1, "名", "given_name"), Target(2, "手机", "mobile"), Target(3, "手机2", "mobile"),
        Target(4, "注册资本（元）", "registered_capital", "元"), Target(5, "喜欢的球队", None), Target(6, "忽略", ""),
    ]  # fmt: skip
    assert row_values(targets, ["张", "三", "138", "139", "1000", "国安", "x"]) == {
        "name": "张三", "mobile": ["138", "139"], "registered_capital": "1000元", "extra:喜欢的球队": "国安",
    }  # fmt: skip
    assert row_values(targets[:2], ["Doe", "John"]) == {"name": "John Doe"}
    assert row_values(targets, ["", " "]) == {}
