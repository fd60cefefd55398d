"""Whether the rows of a table are persons or organisations."""

from collections.abc import Mapping, Sequence

_PERSON_CONCEPTS = {
    "person_name": 2.0,
    "family_name": 2.0,
    "given_name": 2.0,
    "gender": 2.0,
    "id_number": 2.5,
    "birth_date": 2.0,
    "marital_status": 2.0,
    "education": 1.0,
    "occupation": 1.0,
    "employer": 2.0,
    "passport": 1.5,
    "job_title": 0.5,
    "wechat": 0.3,
}
_ORGANISATION_CONCEPTS = {
    "company_name": 1.5,
    "credit_code": 2.5,
    "legal_representative": 2.5,
    "registered_capital": 2.0,
    "business_scope": 2.0,
    "business": 1.0,
    "employees": 1.5,
    "founded_on": 1.0,
    "company_type": 1.5,
    "business_licence": 2.0,
    "stock_exchange": 2.0,
    "stock_code": 1.5,
    "annual_revenue": 1.5,
    "contact_person": 1.0,
    "contact_mobile": 1.0,
    "brand_name": 1.0,
    "tax_number": 1.0,
    "introduction": 0.7,
    "industry": 0.5,
    "parent_name": 1.5,
    "website": 0.3,
}
_NAMES = ("any_name", "person_name", "company_name", "contact_person")


def decide_kind(concepts: Sequence[str], shares: Sequence[Mapping[str, float]]) -> tuple[str, float]:
    """(kind, confidence) from the headers' concepts and the classes of content below them."""
    person = sum(_PERSON_CONCEPTS.get(c, 0.0) for c in set(concepts))
    organisation = sum(_ORGANISATION_CONCEPTS.get(c, 0.0) for c in set(concepts))
    if "person_name" in concepts and "company_name" in concepts:
        # A list of people with their firms, unless something else speaks of the firm itself.
        person += 1.0
    weight = {"any_name": 3.0, "": 0.6, "person_name": 1.0, "company_name": 1.5, "contact_person": 0.3}
    for concept, share in zip(concepts, shares, strict=True):
        if concept in weight:
            person += weight[concept] * share.get("person", 0.0)
            organisation += weight[concept] * share.get("company", 0.0)
        person += 1.5 * share.get("id_number", 0.0) + 1.0 * share.get("gender", 0.0)
        organisation += 1.5 * share.get("credit_code", 0.0)
    if not any(c in _NAMES for c in concepts) and "contact_person" in concepts:
        person += 1.0
    total = person + organisation
    if total < 0.2:
        return "person", 0.3
    kind = "person" if person >= organisation else "organisation"
    return kind, round(min(0.99, 0.5 + abs(person - organisation) / (2 * max(total, 2.0))), 2)


_ORGANISATION_WORDS = (
    "企业",
    "公司",
    "机构",
    "单位",
    "组织",
    "法人",
    "organisation",
    "organization",
    "company",
    "business",
    "corporate",
    "org",
    "b2b",
)
_PERSON_WORDS = ("个人", "自然人", "person", "individual", "personal", "consumer", "b2c", "散客")


def row_kind(text: str) -> str | None:
    """What a cell of a kind column says about its row: 企业, 个人, company … None when it says something else."""
    word = text.strip().lower()
    if not word or len(word) > 20:
        return None
    if any(w in word for w in _PERSON_WORDS):
        return "person"
    return "organisation" if any(w in word for w in _ORGANISATION_WORDS) else None


def says_kind(values: Sequence[str]) -> bool:
    """Whether a column names the kind of each row."""
    given = [v for v in values if v.strip()]
    return bool(given) and sum(row_kind(v) is not None for v in given) >= 0.9 * len(given)


def majority(values: Sequence[str]) -> str:
    """The kind most cells of a kind column say."""
    said = [row_kind(v) for v in values]
    return "person" if said.count("person") >= said.count("organisation") else "organisation"
