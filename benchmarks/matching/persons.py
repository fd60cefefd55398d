"""People as they are: everything that could be known of one. What a card shows of it is decided later."""

from datetime import date, timedelta

from benchmarks.matching.characters import spelled
from benchmarks.matching.names import JOBS
from benchmarks.matching.places import Place
from benchmarks.matching.tables import drawing, fading, weighted
from benchmarks.matching.world import Card, World
from kedang.engine.standardise.id_numbers import check_digit
from kedang.engine.standardise.regions import parts

REMARKS = "老客户介绍|展会认识|需要回访|喜欢电话联系|已加微信|价格敏感|周末不要打电话|转介绍|对新品感兴趣|已寄样品"
EMPLOYERS = 1500


class Persons:
    """Draws people."""

    def __init__(self, world: World) -> None:
        self.world, self.chance = world, world.chance
        names = [world.companies.company(world.places.region()).full for _ in range(EMPLOYERS)]
        self.employer = drawing(fading(names, by=0.6), world.chance)
        self._job = drawing(weighted(JOBS), world.chance)

    def anybody(self, **fixed: object) -> Card:
        """Somebody. `fixed`: surname, given, woman, decade, region, place."""
        world, chance = self.world, self.chance
        woman = bool(fixed.get("woman", chance.random() < 0.48))
        decade = int(str(fixed.get("decade", world.names.decade())))
        surname, given = world.names.full(decade, woman=woman)
        surname, given = str(fixed.get("surname", surname)), str(fixed.get("given", given))
        region = int(str(fixed.get("region", world.places.region())))
        place = fixed.get("place")
        home = place if isinstance(place, Place) else world.places.home(region)
        born = date(decade, 1, 1) + timedelta(days=chance.randrange(3650))
        card = Card("person", {}, home, surname, given, woman)
        card.values = self._values(card, born)
        return card

    def _values(self, card: Card, born: date) -> dict[str, str]:
        world, chance = self.world, self.chance
        mobile = world.mobile()
        province, city, district = parts(card.place.region)
        return {
            "name": card.surname + card.given,
            "mobile": mobile,
            "landline": world.landline(card.place.area),
            "email": world.once(lambda: self._email(card, born, mobile)),
            "id_number": world.once(lambda: self.id_number(card.place.region, born, woman=card.woman)),
            "birth_date": born.isoformat(),
            "gender": "女" if card.woman else "男",
            "wechat": world.once(lambda: self._wechat(card, mobile)),
            "employer": self.employer(),
            "job_title": self._job(),
            "address": card.place.written(chance.choice(("full", "full", "city", "short"))),
            "province": province,
            "city": city,
            "district": district,
            "remark": chance.choice(REMARKS.split("|")),
        }

    def id_number(self, region: int, born: date, *, woman: bool) -> str:
        """A valid number: region, birth, an order that is odd for men, the check digit."""
        order = self.chance.randrange(0, 500) * 2 + (not woman)
        return self.id_number_of(f"{region:06}{born:%Y%m%d}{order:03}")

    def id_number_of(self, first17: str) -> str:
        """The number that begins with these seventeen digits."""
        return first17 + check_digit(first17)

    def _email(self, card: Card, born: date, mobile: str) -> str:
        domain = self.world.domain()
        if domain == "qq.com":
            return f"{self.chance.randrange(10**5, 3 * 10**9)}@qq.com"
        latin = "".join(spelled(card.surname, card.given))
        tail = self.chance.choice(
            (f"{born:%y}", f"{born:%Y}", f"{born:%m%d}", "", mobile[-4:], str(self.chance.randrange(10**4)))
        )
        return f"{latin}{tail}@{domain}" if self.chance.random() < 0.8 else f"{mobile}@{domain}"

    def _wechat(self, card: Card, mobile: str) -> str:
        style = self.chance.random()
        if style < 0.4:
            return mobile
        if style < 0.7:
            return f"wxid_{self.chance.randrange(36**8):x}"
        return "".join(spelled(card.surname, card.given)) + f"_{self.chance.randrange(10**4)}"
