"""Mistakes with companies' names, and what becomes of companies."""

from benchmarks.matching.companies import Company
from benchmarks.matching.families import family
from benchmarks.matching.world import Card, World

_FORMS = {
    "有限公司": ("股份有限公司", "有限责任公司"),
    "有限责任公司": ("有限公司", "股份有限公司"),
    "股份有限公司": ("有限公司", "股份公司"),
}


def _untouched(card: Card, company: Company | None, *, branch: bool = True) -> Company | None:
    """The company whose registered name stands on the card; with `branch` false, none that is somebody's branch."""
    if company is None or card.values["name"] != company.full or (company.extra and not branch):
        return None
    return company


def _named(card: Card, name: str) -> bool:
    if name == card.values["name"] or len(name) < 2:
        return False
    card.values["name"] = name
    return True


def _confused(world: World, company: Company, table: dict[str, str], *, whole: bool) -> Company:
    parts = [("core", company.core), ("trade", company.trade)] if whole else [("core", company.core)]
    places = [(part, index) for part, text in parts for index, letter in enumerate(text) if table.get(letter)]
    if not places:
        return company
    part, index = world.chance.choice(places)
    text = dict(parts)[part]
    return company.with_(**{part: text[:index] + world.chance.choice(table[text[index]]) + text[index + 1 :]})


@family("company_homophone", "organisation", weight=2)
def company_homophone(world: World, card: Card, company: Company | None) -> bool:
    """华盛 heard and written 华胜."""
    if not (known := _untouched(card, company)):
        return False
    return _named(card, _confused(world, known, world.confusions.sounds, whole=False).full)


@family("company_typo", "organisation", weight=1.5)
def company_typo(world: World, card: Card, company: Company | None) -> bool:
    """A character that looks alike, anywhere in 字号 or trade."""
    if not (known := _untouched(card, company)):
        return False
    return _named(card, _confused(world, known, world.confusions.shapes, whole=True).full)


@family("company_letter", "organisation", weight=1.5)
def company_letter(world: World, card: Card, company: Company | None) -> bool:
    """A character dropped, doubled, or two of them swapped, behind the first."""
    if not (known := _untouched(card, company)):
        return False
    text = known.core + known.trade
    at, style = world.chance.randrange(1, len(text)), world.chance.random()
    if style < 0.4 and len(text) > 4:
        text = text[:at] + text[at + 1 :]
    elif style < 0.7:
        text = text[:at] + text[at - 1] + text[at:]
    else:
        text = text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]
    return _named(card, f"{known.place}{text}{known.form}{known.extra}")


@family("company_form", "organisation", weight=2)
def company_form(world: World, card: Card, company: Company | None) -> bool:
    """有限公司 became 股份有限公司, or somebody did not look closely, or left the form out."""
    known = _untouched(card, company)
    if not known or known.form not in _FORMS:
        return False
    return _named(card, known.with_(form=world.chance.choice((*_FORMS[known.form], "公司", ""))).full)


@family("company_place", "organisation", weight=2)
def company_place(world: World, card: Card, company: Company | None) -> bool:
    """上海华盛科技 as 华盛（上海）科技, 华盛科技, 上海市华盛科技."""
    known = _untouched(card, company)
    if not known or not known.place:
        return False
    other = known.place + "市" if not known.place.endswith("市") else known.place[:-1]
    return _named(
        card, world.chance.choice((known.bracketed, known.with_(place="").full, known.with_(place=other).full))
    )


@family("company_brackets", "organisation", aside=True)
def company_brackets(world: World, card: Card, company: Company | None) -> bool:
    """（上海）华盛科技有限公司, with brackets of any width."""
    known = _untouched(card, company)
    if not known or not known.place:
        return False
    left, right = world.chance.choice(("（）", "()", "【】"))
    return _named(card, known.with_(place=f"{left}{known.place}{right}").full)


@family("company_short", "organisation", weight=2)
def company_short(world: World, card: Card, company: Company | None) -> bool:
    """华盛科技, 上海华盛, 华盛."""
    known = _untouched(card, company, branch=False)
    if not known:
        return False
    return _named(
        card, world.chance.choice((known.short, known.place + known.core, known.place + known.core + known.trade))
    )


@family("company_brand", "organisation", weight=0.7, aside=True)
def company_brand(world: World, card: Card, company: Company | None) -> bool:
    """Under the name on its sign."""
    return bool(_untouched(card, company, branch=False)) and _named(card, world.companies.brand())


@family("company_english", "organisation", weight=0.8)
def company_english(_: World, card: Card, company: Company | None) -> bool:
    """Under its English name."""
    known = _untouched(card, company, branch=False)
    return known is not None and _named(card, known.latin)


@family("company_group", "organisation", aside=True)
def company_group(_: World, card: Card, company: Company | None) -> bool:
    """Grown: 集团 added."""
    known = _untouched(card, company, branch=False)
    if not known or "集团" in known.form:
        return False
    return _named(card, known.with_(form="集团" + known.form).full)


@family("company_renamed", "organisation", weight=1.5)
def company_renamed(world: World, card: Card, company: Company | None) -> bool:
    """Another registered name; the former one stands on the card."""
    known = _untouched(card, company, branch=False)
    if not known:
        return False
    card.values["former"] = known.full
    return _named(card, _renamed(world, card, known).full)


@family("company_renamed_silently", "organisation", weight=1)
def company_renamed_silently(world: World, card: Card, company: Company | None) -> bool:
    """Another registered name, and nobody wrote the former one down."""
    known = _untouched(card, company, branch=False)
    return known is not None and _named(card, _renamed(world, card, known).full)


def _renamed(world: World, card: Card, known: Company) -> Company:
    card.values.pop("short", None)
    card.values.pop("english", None)
    if world.happens(0.5):
        return world.companies.company(card.place.region, place=known.place, trade=known.trade, form=known.form)
    return world.companies.company(card.place.region, place=known.place, core=known.core)


@family("company_contact", "organisation", weight=1.5)
def company_contact(world: World, card: Card, _: Company | None) -> bool:
    """Another person answers there now."""
    if not card.values.get("contact"):
        return False
    surname, given = world.names.full(world.names.decade(), woman=world.happens(0.4))
    card.values["contact"] = surname + given
    if card.values.get("contact_mobile"):
        card.values["contact_mobile"] = world.mobile()
    return True


@family("credit_code_digit", "organisation", weight=1)
def credit_code_digit(world: World, card: Card, _: Company | None) -> bool:
    """One character of the code misread; its check character no longer fits."""
    code = card.values.get("credit_code", "")
    if not code:
        return False
    at = world.chance.randrange(8, 17)
    other = world.chance.choice([c for c in "0123456789ABCDEFGHJKLMNPQRTUWXY" if c != code[at]])
    card.values["credit_code"] = code[:at] + other + code[at + 1 :]
    return True
