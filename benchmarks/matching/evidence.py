"""Whether a person with both cards in hand could tell that they are of one customer.

A duplicate that shares nothing with any other card of its customer is nobody's fault: such rows are drawn again. This is
about what the two cards say, and has nothing to do with how a program compares them.
"""

from benchmarks.matching.world import Card

ENOUGH = 2.0
# What speaks against it: another registered name in the same rooms is a sister company unless the code or much else agrees.
_OTHER_NAME = {"company_renamed_silently": -2.0, "company_brand": -1.0, "company_english": 0.5}
_PART_OF_NAME = frozenset({"company_short", "company_place"})
_FULL = {"person": {"id_number": 2.5, "mobile": 2.0, "email": 2.0, "wechat": 2.0, "landline": 1.0, "birth_date": 1.0, "employer": 0.5},
         "organisation": {"credit_code": 4.0, "phone": 1.0, "legal": 1.0, "email": 1.0, "website": 1.0, "contact_mobile": 1.5}}  # fmt: skip
# Of a number with a slip in it, this much is left.
_NEAR = {
    "id_number": 0.8,
    "mobile": 0.75,
    "email": 0.75,
    "credit_code": 0.7,
    "phone": 0.5,
    "contact_mobile": 0.6,
    "birth_date": 0.5,
}


def strength(one: Card, other: Card) -> float:
    """How much two cards of one customer have in common."""
    shared = one.shared | other.shared
    found = _name(one, other)
    for column, worth in _FULL[one.kind].items():
        left, right = one.values.get(column, ""), other.values.get(column, "")
        if left and right:
            found += worth * _likeness(column, left, right) * (0.5 if column in shared else 1.0)
    if one.values.get("address") and other.values.get("address") and one.place == other.place:
        found += 0.5 if "address" in shared else 1.5 if one.place.room or one.kind == "organisation" else 1.0
    return found


def _name(one: Card, other: Card) -> float:
    left, right = one.values["name"], other.values["name"]
    if one.kind == "person":
        return 0.5 if left == right and "name" not in one.shared else 0.0
    if left in (other.values.get("former"), other.values.get("english")) or right in (
        one.values.get("former"),
        one.values.get("english"),
    ):
        return 2.0
    others = [_OTHER_NAME[mark] for mark in (*one.marks, *other.marks) if mark in _OTHER_NAME]
    if others and left != right:
        return min(others)
    partly = not _PART_OF_NAME.isdisjoint((*one.marks, *other.marks))
    return 2.0 if left == right and not partly else 1.0 if not one.shared else 0.5


def _likeness(column: str, left: str, right: str) -> float:
    if left == right:
        return 1.0
    if column in ("mobile", "landline", "phone", "contact_mobile"):
        left, right = _digits(left), _digits(right)
        if left in right or right in left:
            return 1.0
    if column == "id_number" and {len(left), len(right)} == {15, 18}:
        return 1.0
    if column == "birth_date":
        return _NEAR[column] if left[:4] == right[:4] or left[4:] == right[4:] else 0.0
    return _NEAR.get(column, 0.0) if _one_slip(left, right) else 0.0


def _digits(text: str) -> str:
    number = "".join(filter(str.isdigit, text.partition("转")[0]))
    return number.removeprefix("00").removeprefix("86").removeprefix("0")


def _one_slip(left: str, right: str) -> bool:
    """One character other, gone, new or changed with its neighbour."""
    start = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    a, b = left[start:], right[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
