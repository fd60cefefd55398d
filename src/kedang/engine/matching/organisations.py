"""Organisations as rows that can be compared, and the keys under which two of them are looked at together."""

import re
from functools import lru_cache
from typing import Any, NamedTuple

from kedang.engine.matching.company_names import plain_company, without_place
from kedang.engine.matching.facts import Facts
from kedang.engine.matching.places import place_columns
from kedang.engine.matching.spelling import spelled_person
from kedang.engine.standardise.addresses import standardise_address
from kedang.engine.standardise.clean import folded
from kedang.engine.standardise.companies import Company, standardise_company
from kedang.engine.standardise.credit_codes import standardise_credit_code
from kedang.engine.standardise.pinyin import spelled
from kedang.engine.standardise.regions import region_of
from kedang.engine.standardise.script import to_simplified

Row = dict[str, Any]
_PUBLIC_DOMAINS_TEXT = (
    "qq.com 163.com 126.com sina.com sina.cn sohu.com gmail.com outlook.com hotmail.com foxmail.com yeah.net 139.com 189.cn "
    "aliyun.com icloud.com yahoo.com yahoo.com.cn 21cn.com live.com msn.com vip.163.com vip.qq.com tom.com wo.cn"
)
PUBLIC_DOMAINS = frozenset(_PUBLIC_DOMAINS_TEXT.split())
_GENERIC_TEXT = (
    "technology technologies group holding holdings international china trading trade industry industrial development company "
    "limited information science and the of services service solutions systems network media culture medical pharmaceutical "
    "construction engineering logistics investment management consulting electronic electronics energy materials equipment"
)
_GENERIC = frozenset(_GENERIC_TEXT.split())
_CODES = frozenset({"credit_code", "tax_number", "business_licence"})
_HAN = re.compile("[\u3400-\u9fff]")
_WORD = re.compile("[a-z]{3,}")


class _Name(NamedTuple):
    """One of an organisation's names taken apart; `stem` is all of it without place, legal form and branch."""

    key: str
    core: str
    stem: str
    places: tuple[str, ...]
    trades: tuple[str, ...]
    branch: str
    romans: tuple[str, ...]
    registered: bool
    whole: bool
    group: bool


def organisation_row(facts: Facts) -> Row:
    """The comparable columns of an organisation; a column that is unknown is None."""
    names = [_taken_apart(name) for name in (facts.name, *facts.other_names) if name]
    first = names[0] if names else None
    credit = [value for kind, value in facts.identifiers if kind == "credit_code"]
    codes = [value for kind, value in facts.identifiers if kind in _CODES]
    people = [spelled_person(name) for name in facts.people]
    legal = spelled_person(facts.legal_representative) if facts.legal_representative else None
    return {
        "key": first.key if first else None,
        "keys": list(dict.fromkeys(n.key for n in names)) or None,
        "core": first.core if first else None,
        "heart": first.core[:2] if first and len(first.core) > 1 and _HAN.search(first.core) else None,
        "cores": list(dict.fromkeys(n.core for n in names)) or None,
        "stem": first.stem if first else None,
        "stems": list(dict.fromkeys(n.stem for n in names)) or None,
        "core_spelled": first.romans[0] if first and first.romans else None,
        "romans": list(dict.fromkeys(r for n in names for r in n.romans)) or None,
        "registered": first.key if first and first.registered else None,
        "left_out": _left_out(first.stem) if first else None,
        "beginnings": _beginnings(first.stem) if first else None,
        "is_group": bool(first and first.group),
        "named_places": list(dict.fromkeys(p for n in names[:1] for p in n.places)) or None,
        "trades": list(first.trades) or None if first else None,
        "branch": first.branch or None if first else None,
        "branches": _branches(first.branch) if first else None,
        "whole": bool(first and first.whole and not first.branch),
        "is_branch": bool(first and first.branch),
        "unit": unit_of(first.branch, whole=first.whole) if first else None,
        "codes": codes or None,
        "credit": credit[0] if credit and credit[0].isascii() else None,
        "sound_code": any(standardise_credit_code(code).valid for code in credit),
        "phones": list(facts.phones) or None,
        "phone": facts.phones[0] if facts.phones else None,
        "emails": list(facts.emails) or None,
        "domains": domains_of(facts) or None,
        "legal": legal.full or None if legal else None,
        "legal_spelled": legal.spellings[0] if legal and legal.spellings else None,
        "people": list(dict.fromkeys(p.full for p in people if p.full)) or None,
        **place_columns(facts),
    }


def organisation_keys(facts: Facts, row: Row) -> list[str]:
    """Keys of which two records of one organisation share at least one, with near certainty; each names few."""
    keys = [f"i{value}" for value in row["codes"] or ()]
    keys += [f"t{phone}" for phone in facts.phones]
    keys += [f"e{email}" for email in facts.emails]
    keys += [f"w{domain}" for domain in row["domains"] or ()]
    keys += [f"N{key}" for key in row["keys"] or ()]
    keys += [f"S{stem}" for stem in row["stems"] or ()]
    keys += [f"C{core}" for core in row["cores"] or ()]
    keys += [f"R{roman}" for roman in row["romans"] or ()]
    keys += [f"o{variant}" for variant in row["left_out"] or ()]
    cores, places = row["romans"] or row["cores"] or (), [*(row["named_places"] or ()), row["city"], row["county"]]
    keys += [f"C{core}|{place}" for core in cores for place in places if place]
    keys += [f"C{core}|{trade}" for core in cores for trade in row["trades"] or ()]
    keys += [f"d{door}|{row['county'] or ''}" for door in row["doors"] or ()]
    keys += [f"m{core}|{mark}" for core in cores for mark in row["marks"] or ()]
    for person in dict.fromkeys([row["legal"], *(row["people"] or ())]):
        if person:
            keys += [f"p{person}|{place}" for place in (row["county"], row["city"]) if place]
            keys += [f"p{person}|{core}" for core in cores]
    return list(dict.fromkeys(keys))


def unit_of(branch: str, *, whole: bool) -> str | None:
    """Which part of a company a name means: a branch, the company itself, or (None) it does not say. 科技支行 is the 杭州科技支行
    as well; which of two places it is, is told pair by pair."""
    return without_place(branch) or ("-" if whole else None)


def domains_of(facts: Facts) -> list[str]:
    """Domains that belong to the organisation: of its website and its mail, public mail providers left out."""
    site = facts.website.lower().removeprefix("https://").removeprefix("http://").removeprefix("www.")
    found = [site.split("/")[0], *(email.rpartition("@")[2] for email in facts.emails)]
    return [d for d in dict.fromkeys(found) if "." in d and d not in PUBLIC_DOMAINS]


@lru_cache(maxsize=4096)
def _taken_apart(text: str) -> _Name:
    company = standardise_company(plain_company(text))
    core = to_simplified(folded(company.core)).replace(" ", "") if _HAN.search(company.core) else folded(company.core)
    industry = to_simplified(company.industry)
    places = _places(company)
    return _Name(
        key=company.key,
        core=core,
        stem=core + industry.removesuffix("集团").removesuffix("股份"),
        places=places,
        trades=_pairs_of(industry.replace("集团", "").replace("股份", "")),
        branch=company.branch,
        romans=_romans(core),
        registered=bool(places and company.legal_form and len(core) >= 2),
        whole=bool(company.legal_form),
        group="集团" in company.legal_form or "集团" in company.industry,
    )


def _branches(branch: str) -> list[str] | None:
    """A branch as it is written, and without the place in front: 杭州科技支行, 科技支行."""
    return list(dict.fromkeys([branch, without_place(branch)])) if branch else None


def _pairs_of(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text[at : at + 2] for at in range(len(text) - 1)))


def _places(company: Company) -> tuple[str, ...]:
    """The short names of the places in front of or inside a name: 浙江, 杭州, 西湖."""
    if not company.region or company.region == "中国":
        return ()
    found = standardise_address(company.region)
    named = [region_of(code) for code in _above(found.region)]
    return tuple(region.short for region in named if region) or (company.region,)


def _above(region: int | None) -> list[int]:
    if not region:
        return []
    return list(dict.fromkeys([region // 10000 * 10000, region // 100 * 100, region]))


def _romans(core: str) -> tuple[str, ...]:
    """How the heart of a name is spelled: pinyin, or the telling words of a Latin name."""
    if _HAN.search(core):
        joined = "".join(mark for mark in spelled(core) if "a" <= mark <= "z" or mark.isdigit())
        return (joined,) if len(joined) >= 3 else ()
    words = [word for word in _WORD.findall(core) if word not in _GENERIC]
    return tuple(dict.fromkeys(["".join(words), *words[:2]])) if words else ()


def _left_out(stem: str) -> list[str] | None:
    """A Chinese name and what is left of it without each of its characters: shared by names with one wrong, missing,
    added or exchanged character."""
    if not _HAN.search(stem) or not 4 <= len(stem) <= 12:
        return None
    return list(dict.fromkeys([stem, *(stem[:at] + stem[at + 1 :] for at in range(len(stem)))]))


def _beginnings(stem: str) -> list[str] | None:
    """What a Chinese name is cut down to in everyday use: its first three characters and more."""
    return [stem[:length] for length in range(3, len(stem))] if _HAN.search(stem) and 4 <= len(stem) <= 12 else None
