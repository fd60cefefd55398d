"""Organisations as they are: everything that could be known of one."""

from pypinyin import lazy_pinyin

from benchmarks.matching.companies import Company
from benchmarks.matching.places import Place
from benchmarks.matching.world import Card, World
from kedang.engine.standardise.regions import full_name


class Organisations:
    """Draws organisations. The company's name in parts stays known by the card's registered name."""

    def __init__(self, world: World) -> None:
        self.world, self.chance = world, world.chance

    def any_one(self, company: Company | None = None, *, region: int = 0, place: Place | None = None) -> "Organisation":
        """An organisation of a region, with the name given or a new one."""
        world, chance = self.world, self.chance
        region = region or (place.region if place else world.places.region())
        company = company or world.companies.company(region)
        office = place or world.places.office(region)
        domain = world.once(lambda: self._domain(company.core))
        values = {
            "name": company.full,
            "credit_code": world.companies.credit_code(region),
            "legal": self._person(),
            "phone": world.landline(office.area),
            "email": f"{chance.choice(('info', 'sales', 'office', 'service', 'hr'))}@{domain}",
            "website": f"www.{domain}",
            "address": office.written(chance.choice(("full", "full", "city", "short"))),
            "contact": self._person(),
            "contact_mobile": world.mobile(),
            "industry": company.trade,
            "former": "",
            "short": company.short,
            "english": company.latin,
            "region": full_name(region),
        }
        return Organisation(Card("organisation", values, office), company)

    def _domain(self, core: str) -> str:
        before = self.chance.choice(("", "", "cn", "hz", "bj", "sh", f"{self.chance.randrange(1000)}"))
        after = self.chance.choice((".com", ".cn", ".com.cn", "group.com", f"{self.chance.randrange(1000)}.com"))
        return f"{before}{''.join(map(str, lazy_pinyin(core)))}{after}"

    def _person(self) -> str:
        woman = self.chance.random() < 0.35
        surname, given = self.world.names.full(self.world.names.decade(), woman=woman)
        return surname + given


class Organisation:
    """A card and the parts of its name."""

    __slots__ = ("card", "company")

    def __init__(self, card: Card, company: Company) -> None:
        self.card, self.company = card, company
