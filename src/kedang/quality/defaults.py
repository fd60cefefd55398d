"""The rules as they ship: what a record should hold, by template and kind; how long a value counts as fresh; how often to review."""

from dataclasses import dataclass

from kedang.fields.template_catalogue import TEMPLATES

BASIC = ""
KINDS = ("person", "organisation")
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a record should hold: any one of `fields` will do. Fields are catalogue codes or `custom:<code>`."""

    fields: tuple[str, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Interval:
    """How many days may pass between reviews of customers of this template and level; an empty word means any."""

    template: str
    level: str
    days: int


def _items(text: str) -> tuple[Item, ...]:
    """`a|b 5, c 3`: a or b counts five, c three."""
    pairs = (part.split() for part in text.split(",") if part.strip())
    return tuple(Item(tuple(fields.split("|")), int(weight)) for fields, weight in pairs)


def _with(base: tuple[Item, ...], text: str) -> tuple[Item, ...]:
    """The base with some weights said differently, and further items behind it; weight 0 leaves one out."""
    changed = {item.fields: item for item in _items(text)}
    kept = [changed.pop(item.fields, item) for item in base]
    return tuple(item for item in (*kept, *changed.values()) if item.weight)


PERSON_PAPERS, COMPANY_PAPERS = "id_number|passport|tax_number", "credit_code|business_licence|tax_number"
PERSON = _items(
    f"name 15, mobile|landline|email|wechat|qq|other_contact 20, email 5, {PERSON_PAPERS} 15, region 10, address 5,"
    "level|status 5, source 5, gender 5, birth_date 5, occupation|employer|job_title 5,"
    "remark|background|preferences|interests 5"
)
ORGANISATION = _items(
    "name 15, mobile|landline|email|wechat|other_contact|contact_mobile|contact_landline|contact_email 20,"
    f"email|contact_email 5, {COMPANY_PAPERS} 15, region 10, address 5, level|status 5, source 5, industry 5,"
    "contact_name 5, business|introduction|business_scope 5, employees|registered_capital|annual_revenue 5"
)
GENERAL = (
    "custom:importance 5, custom:intention 5, custom:first_contact_on 3, custom:preferred_channel 3, custom:needs 5"
)

WEIGHTS: dict[Key, tuple[Item, ...]] = {
    (BASIC, "person"): PERSON,
    (BASIC, "organisation"): ORGANISATION,
    ("general", "person"): _with(PERSON, GENERAL),
    ("general", "organisation"): _with(ORGANISATION, GENERAL),
    ("key_account", "person"): _with(PERSON, "custom:credit_limit 3"),
    ("key_account", "organisation"): _with(
        ORGANISATION,
        "contact_name 10, custom:account_tier 8, custom:decision_process 6, custom:purchase_budget 5,"
        "custom:contract_until 5, custom:credit_days 4, custom:main_suppliers 4, custom:executive_sponsor 5",
    ),
    ("bank", "person"): _with(
        PERSON,
        f"{PERSON_PAPERS} 25, address 10, nationality 5, custom:customer_grade 5, custom:risk_tolerance 10,"
        "custom:risk_assessed_on 8, custom:aml_rating 8, custom:annual_income 5",
    ),
    ("bank", "organisation"): _with(
        ORGANISATION,
        f"{COMPANY_PAPERS} 25, legal_representative 6, custom:customer_grade 5, custom:beneficial_owner 10,"
        "custom:aml_rating 8",
    ),
    ("real_estate", "person"): _with(
        PERSON,
        "custom:purchase_purpose 8, custom:budget 8, custom:wanted_areas 6, custom:wanted_layout 5,"
        "custom:purchase_qualified 5, custom:visit_channel 5",
    ),
    ("real_estate", "organisation"): _with(
        ORGANISATION, "custom:purchase_purpose 8, custom:budget 8, custom:wanted_areas 6"
    ),
    ("retail", "person"): _with(
        PERSON,
        f"{PERSON_PAPERS} 5, birth_date 8, custom:member_card 8, custom:member_since 3, custom:home_store 4,"
        "custom:favourite_categories 5, custom:marketing_ok 8",
    ),
    ("retail", "organisation"): ORGANISATION,
    ("foreign_trade", "person"): _with(PERSON, "region 0, custom:business_language 5, custom:products_wanted 5"),
    ("foreign_trade", "organisation"): _with(
        ORGANISATION,
        f"region 0, {COMPANY_PAPERS} 5, english_name 6, custom:country 10, custom:buyer_type 6, custom:trade_terms 5,"
        "custom:payment_terms 6, custom:settlement_currency 5, custom:products_wanted 6",
    ),
}

# days
VALID_FOR: dict[str, int] = {
    "mobile": 365,
    "landline": 730,
    "email": 365,
    "wechat": 365,
    "address": 730,
    "region": 730,
    "level": 180,
    "status": 180,
    "occupation": 730,
    "employer": 365,
    "job_title": 365,
    "contact_name": 365,
    "contact_mobile": 365,
    "contact_email": 365,
    "legal_representative": 365,
    "registered_capital": 730,
    "employees": 365,
    "annual_revenue": 365,
    "industry": 1095,
    "business": 730,
    "bank_account": 730,
    "passport": 1825,
    "custom:intention": 90,
    "custom:needs": 180,
    "custom:risk_assessed_on": 365,
    "custom:annual_income": 365,
    "custom:credit_limit": 365,
}

INTERVALS: tuple[Interval, ...] = (
    Interval("", "A", 90),
    Interval("", "B", 180),
    Interval("", "C", 365),
    Interval("bank", "", 180),
    Interval("", "", 365),
)
ESCALATE_DAYS = 14
TEMPLATE_CODES: tuple[str, ...] = (BASIC, *(template.code for template in TEMPLATES))
