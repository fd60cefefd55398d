"""The built-in customer fields: one list that import mapping, standardising, storage, policy and screens share.

A field's `storage` says where its value lives:

* ``column``   a clear column of the customer row, named like the field
* ``sealed``   an encrypted column of the customer row, ``<code>_enc``
* ``name``     a row of the customer's other names
* ``identifier`` a row of identity documents and registrations
* ``point``    a row of contact points
* ``address``  a row of addresses
* ``contact``  part of the first contact person of an organisation
* ``link``     something with a table of its own: tags, groups, owner, external id

`sensitivity`: ``clear`` is stored as it is, ``C`` (contact data) and ``S`` (identity, money) are ciphertext.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["person", "organisation"]
Sensitivity = Literal["clear", "C", "S"]
Storage = Literal["column", "sealed", "name", "identifier", "point", "address", "contact", "link"]
FieldType = Literal[
    "text",
    "longtext",
    "name",
    "company",
    "phone",
    "email",
    "url",
    "date",
    "number",
    "money",
    "integer",
    "choice",
    "region",
    "address",
    "idnumber",
    "credit_code",
    "bank_account",
    "code",
    "tags",
    "user",
]

BOTH: tuple[Kind, ...] = ("person", "organisation")
PERSON: tuple[Kind, ...] = ("person",)
ORGANISATION: tuple[Kind, ...] = ("organisation",)

TEXT_OPS = ("eq", "ne", "contains", "starts", "empty", "not_empty")
NUMBER_OPS = ("eq", "ne", "gt", "lt", "between", "empty", "not_empty")
CHOICE_OPS = ("eq", "ne", "any", "empty", "not_empty")
SEALED_OPS = ("eq", "empty", "not_empty")
PHONE_OPS = ("eq", "tail", "empty", "not_empty")
REGION_OPS = ("under", "eq", "empty", "not_empty")
LINK_OPS = ("has", "any", "empty", "not_empty")

OPS_BY_TYPE: dict[str, tuple[str, ...]] = {
    "longtext": ("contains", "empty", "not_empty"),
    "date": NUMBER_OPS,
    "number": NUMBER_OPS,
    "money": NUMBER_OPS,
    "integer": NUMBER_OPS,
    "choice": CHOICE_OPS,
    "region": REGION_OPS,
    "tags": LINK_OPS,
    "user": CHOICE_OPS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """One built-in field. `group` is the section of the customer page it stands in."""

    code: str
    zh: str
    en: str
    kinds: tuple[Kind, ...] = BOTH
    type: FieldType = "text"
    sensitivity: Sensitivity = "clear"
    multi: bool = False
    group: str = "profile"
    storage: Storage = "column"
    sortable: bool = False
    choices: tuple[tuple[str, str, str], ...] = ()

    @property
    def ops(self) -> tuple[str, ...]:
        """Filter operations this field allows; ciphertext allows equality only."""
        if self.storage == "point":
            return PHONE_OPS if self.type == "phone" else SEALED_OPS
        if self.sensitivity != "clear":
            return () if self.type == "address" else SEALED_OPS
        return OPS_BY_TYPE.get(self.type, TEXT_OPS)


def _field(code: str, zh: str, en: str, **rest: object) -> FieldSpec:
    return FieldSpec(code=code, zh=zh, en=en, **rest)  # type: ignore[arg-type]


GENDERS = (("male", "男", "Male"), ("female", "女", "Female"), ("other", "其他", "Other"))
EDUCATION = (
    ("primary", "小学", "Primary school"),
    ("junior", "初中", "Junior secondary"),
    ("senior", "高中", "Senior secondary"),
    ("vocational", "中专", "Vocational"),
    ("college", "大专", "College"),
    ("bachelor", "本科", "Bachelor"),
    ("master", "硕士", "Master"),
    ("doctor", "博士", "Doctorate"),
)
MARITAL = (
    ("single", "未婚", "Single"),
    ("married", "已婚", "Married"),
    ("divorced", "离异", "Divorced"),
    ("widowed", "丧偶", "Widowed"),
)

CATALOGUE: tuple[FieldSpec, ...] = (
    # who
    _field("name", "名称", "Name", type="name", group="identity", sortable=True),
    _field("former_name", "曾用名", "Former name", type="name", multi=True, group="identity", storage="name"),
    _field("short_name", "简称", "Short name", type="name", multi=True, group="identity", storage="name"),
    _field(
        "brand_name", "品牌名", "Brand", kinds=ORGANISATION, type="name", multi=True, group="identity", storage="name"
    ),
    _field("english_name", "英文名", "English name", type="name", multi=True, group="identity", storage="name"),
    _field("external_id", "外部编号", "External id", type="code", multi=True, group="identity", storage="link"),
    _field(
        "credit_code",
        "统一社会信用代码",
        "Unified social credit code",
        kinds=ORGANISATION,
        type="credit_code",
        group="identity",
        storage="identifier",
    ),
    _field("tax_number", "纳税人识别号", "Tax number", type="code", group="identity", storage="identifier"),
    _field(
        "business_licence",
        "营业执照号",
        "Business licence number",
        kinds=ORGANISATION,
        type="code",
        group="identity",
        storage="identifier",
    ),
    _field(
        "id_number",
        "身份证号",
        "ID number",
        kinds=PERSON,
        type="idnumber",
        sensitivity="S",
        group="identity",
        storage="identifier",
    ),
    _field(
        "passport",
        "护照号",
        "Passport",
        kinds=PERSON,
        type="code",
        sensitivity="S",
        group="identity",
        storage="identifier",
    ),
    # how to reach them
    _field("mobile", "手机", "Mobile", type="phone", sensitivity="C", multi=True, group="contact", storage="point"),
    _field("landline", "座机", "Landline", type="phone", sensitivity="C", multi=True, group="contact", storage="point"),
    _field("fax", "传真", "Fax", type="phone", sensitivity="C", multi=True, group="contact", storage="point"),
    _field("email", "邮箱", "Email", type="email", sensitivity="C", multi=True, group="contact", storage="point"),
    _field("wechat", "微信", "WeChat", type="code", sensitivity="C", multi=True, group="contact", storage="point"),
    _field("qq", "QQ", "QQ", type="code", sensitivity="C", multi=True, group="contact", storage="point"),
    _field(
        "other_contact",
        "其他联系方式",
        "Other contact",
        type="text",
        sensitivity="C",
        multi=True,
        group="contact",
        storage="point",
    ),
    _field("website", "网站", "Website", type="url", group="contact"),
    _field("region", "地区", "Region", type="region", group="contact", sortable=True),
    _field(
        "address", "地址", "Address", type="address", sensitivity="C", multi=True, group="contact", storage="address"
    ),
    _field("postcode", "邮编", "Postcode", type="code", group="contact"),
    # a person
    _field("gender", "性别", "Gender", kinds=PERSON, type="choice", choices=GENDERS),
    _field("birth_date", "出生日期", "Date of birth", kinds=PERSON, type="date", sensitivity="C", storage="sealed"),
    _field("occupation", "职业", "Occupation", kinds=PERSON),
    _field("employer", "工作单位", "Employer", kinds=PERSON),
    _field("job_title", "职务", "Job title", kinds=PERSON),
    _field("education", "学历", "Education", kinds=PERSON, type="choice", choices=EDUCATION),
    _field("marital_status", "婚姻状况", "Marital status", kinds=PERSON, type="choice", choices=MARITAL),
    _field("nationality", "国籍", "Nationality", kinds=PERSON),
    # an organisation
    _field("industry", "行业", "Industry", type="text"),
    _field("legal_representative", "法定代表人", "Legal representative", kinds=ORGANISATION),
    _field("registered_capital", "注册资本（万元）", "Registered capital (10k)", kinds=ORGANISATION, type="number"),
    _field("capital_currency", "注册资本币种", "Capital currency", kinds=ORGANISATION),
    _field("employees", "员工人数", "Employees", kinds=ORGANISATION, type="integer"),
    _field("founded_on", "成立日期", "Founded on", kinds=ORGANISATION, type="date"),
    _field("company_type", "企业类型", "Company type", kinds=ORGANISATION),
    _field("annual_revenue", "年营业额", "Annual revenue", kinds=ORGANISATION, type="number"),
    _field("stock_exchange", "交易所", "Stock exchange", kinds=ORGANISATION),
    _field("stock_code", "股票代码", "Stock code", kinds=ORGANISATION, type="code"),
    _field("parent_name", "上级公司", "Parent company", kinds=ORGANISATION, type="company"),
    _field("business", "主营业务", "Main business", kinds=ORGANISATION, type="longtext"),
    _field("business_scope", "经营范围", "Business scope", kinds=ORGANISATION, type="longtext"),
    _field("introduction", "简介", "Introduction", kinds=ORGANISATION, type="longtext"),
    # money paths
    _field(
        "bank_account",
        "银行账号",
        "Bank account",
        type="bank_account",
        sensitivity="S",
        multi=True,
        group="finance",
        storage="identifier",
    ),
    _field("bank_name", "开户行", "Bank", group="finance"),
    # how we deal with them
    _field("level", "等级", "Level", group="relation"),
    _field("status", "状态", "Status", group="relation"),
    _field("source", "来源", "Source", group="relation"),
    _field("tags", "标签", "Tags", type="tags", multi=True, group="relation", storage="link"),
    _field("groups", "分组", "Groups", type="tags", multi=True, group="relation", storage="link"),
    _field("owner", "负责人", "Owner", type="user", group="relation", storage="link"),
    _field("recorded_on", "建档日期", "Recorded on", type="date", group="relation"),
    # background
    _field("remark", "备注", "Remark", type="longtext", group="background"),
    _field("preferences", "偏好", "Preferences", type="longtext", group="background"),
    _field("interests", "兴趣", "Interests", type="longtext", group="background"),
    _field("background", "客户背景", "Background", type="longtext", group="background"),
    _field("industry_position", "行业地位", "Industry position", type="longtext", group="background"),
    _field("competitors", "竞争对手", "Competitors", type="longtext", group="background"),
    _field("payment_behaviour", "付款习惯", "Payment behaviour", type="longtext", group="background"),
    # the first contact person of an organisation
    _field("contact_name", "联系人", "Contact", kinds=ORGANISATION, type="name", group="people", storage="contact"),
    _field("contact_title", "联系人职务", "Contact's title", kinds=ORGANISATION, group="people", storage="contact"),
    _field(
        "contact_mobile",
        "联系人手机",
        "Contact's mobile",
        kinds=ORGANISATION,
        type="phone",
        sensitivity="C",
        multi=True,
        group="people",
        storage="contact",
    ),
    _field(
        "contact_landline",
        "联系人座机",
        "Contact's landline",
        kinds=ORGANISATION,
        type="phone",
        sensitivity="C",
        multi=True,
        group="people",
        storage="contact",
    ),
    _field(
        "contact_email",
        "联系人邮箱",
        "Contact's email",
        kinds=ORGANISATION,
        type="email",
        sensitivity="C",
        multi=True,
        group="people",
        storage="contact",
    ),
)

FIELDS: dict[str, FieldSpec] = {spec.code: spec for spec in CATALOGUE}

GROUPS: tuple[tuple[str, str, str], ...] = (
    ("identity", "身份", "Identity"),
    ("contact", "联系方式", "Contact"),
    ("profile", "概况", "Profile"),
    ("finance", "财务", "Finance"),
    ("relation", "归属与分类", "Ownership and classes"),
    ("background", "背景", "Background"),
    ("people", "联系人", "Contact people"),
)

COLUMN_FIELDS: tuple[str, ...] = tuple(s.code for s in CATALOGUE if s.storage == "column")
POINT_FIELDS: frozenset[str] = frozenset(s.code for s in CATALOGUE if s.storage == "point")
IDENTIFIER_FIELDS: frozenset[str] = frozenset(s.code for s in CATALOGUE if s.storage == "identifier")
NAME_FIELDS: frozenset[str] = frozenset(s.code for s in CATALOGUE if s.storage == "name")
EXTRA_PREFIX = "extra:"
CUSTOM_PREFIX = "custom:"


def kind_fields(kind: str) -> tuple[FieldSpec, ...]:
    """The built-in fields a person or an organisation can have, in page order."""
    return tuple(spec for spec in CATALOGUE if kind in spec.kinds)
