"""What a masked value looks like: enough to recognise, not enough to use."""

import re

_REGION_END = re.compile(r"^(.{2,}?(?:省|自治区|市))?(.{1,}?(?:自治州|地区|盟|市))?(.{1,}?(?:区|县|市|旗))?")


def mask(kind: str, value: str) -> str:
    """Mask a value by its field type; every kind hides at least half of what identifies."""
    if not value:
        return ""
    return _MASKS.get(kind, mask_text)(value)


def mask_phone(value: str) -> str:
    """138****5678; short numbers keep their last two digits."""
    digits = value.removeprefix("+86")
    if len(digits) < 7:
        return "*" * max(len(digits) - 2, 1) + digits[-2:]
    return digits[:3] + "****" + digits[-4:]


def mask_email(value: str) -> str:
    """l***@example.com"""
    local, at, domain = value.rpartition("@")
    return f"{local[:1]}***@{domain}" if at else mask_text(value)


def mask_identity(value: str) -> str:
    """330***********123X: region prefix and last four."""
    if len(value) < 8:
        return mask_text(value)
    return value[:3] + "*" * (len(value) - 7) + value[-4:]


def mask_name(value: str) -> str:
    """张*"""
    return value[:1] + "*" * max(1, min(len(value) - 1, 2))


def mask_address(value: str) -> str:
    """Province, city and district stay, the rest goes."""
    found = _REGION_END.match(value)
    kept = found.group(0) if found else ""
    return (kept if len(kept) < len(value) else "") + "****"


def mask_date(value: str) -> str:
    """Year only."""
    return value[:4] + "-**-**" if len(value) >= 4 else "****"


def mask_account(value: str) -> str:
    """**** and the last four digits."""
    return "****" + value[-4:] if len(value) > 8 else mask_text(value)


def mask_text(value: str) -> str:
    """First character only."""
    return value[:1] + "***"


_MASKS = {
    "phone": mask_phone,
    "mobile": mask_phone,
    "landline": mask_phone,
    "fax": mask_phone,
    "email": mask_email,
    "idnumber": mask_identity,
    "id_number": mask_identity,
    "name": mask_name,
    "address": mask_address,
    "date": mask_date,
    "bank_account": mask_account,
}
