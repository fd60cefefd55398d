"""Addresses: real divisions, made-up roads, communities and office buildings, and the ways to write the same one."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks import frequencies
from benchmarks.matching.tables import drawing, fading, part
from kedang.engine.standardise.regions import area_of, parts, regions

ROADS = (
    "人民路 中山路 解放路 建设路 新华路 文化路 和平路 长江路 黄河路 北京路 南京路 科技路 创业路 学院路 滨江路 湖滨路 朝阳路 光明路 胜利路 团结路 "
    "友谊路 工业路 红旗路 迎宾大道 世纪大道 开发大道 金融街 文昌路 东风路 西湖路 天府大道 星海路 延安路 青年路 健康路 体育路 公园路 花园路 车站路 "
    "环城东路 环城西路 商业街 府前路 育才路 民主路 前进路 幸福路 富强路 永安街 太平街 复兴路 春晖路 桃园路 梅园路 荷花路 桂花路 银杏路 凤凰大道 龙泉路 玉泉路"
)
COMMUNITIES = (
    "阳光花园 金色家园 世纪城 万科城 碧桂园 恒大名都 绿地新城 华润中央公园 幸福里 翠湖苑 锦绣江南 东方明珠 紫金苑 香榭丽舍 水岸华庭 丽景花园 和谐家园 "
    "御景湾 枫林雅居 银河小区 新华小区 建设新村 铁路家属院 机关家属院 教师公寓 工人新村 盛世华庭 龙湖天街 保利花园 玫瑰园 橡树湾 梧桐苑 杏林小区 丹桂苑"
)
BUILDINGS = (
    "创业大厦 国际大厦 科技园 软件园 金融中心 商务中心 时代广场 财富中心 环球中心 产业园 科创中心 万达广场 中心大厦 创新基地 电子城 物流园 工业园 总部基地 "
    "双创大厦 写字楼 银座 华联大厦 通用厂房 电商产业园 数码港"
)
_TENS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Place:
    """One address. `unit` and `room` are 0 where there are none; `floor` is part of the room's number."""

    region: int
    road: str
    number: int
    site: str
    block: int
    unit: int
    room: int

    @property
    def area(self) -> str:
        """The telephone area code of the city."""
        return area_of(self.region) or "010"

    def division(self, *, province: bool = True, city: bool = True, suffixes: bool = True) -> str:
        """浙江省杭州市西湖区, or less of it."""
        names = parts(self.region)
        wanted = [names[0] if province and names[0] != names[1] else "", names[1] if city else "", names[2]]
        return "".join(name if suffixes else _short(name) for name in wanted)

    def written(self, style: str = "full") -> str:
        """The address in a style: full, short, dashes, blocks, han, loose, road or site."""
        if style in ("dashes", "blocks"):
            inside = self._dashes() if style == "dashes" else self._inside("栋", "-")
            return self.division(province=False) + f"{self.road}{self.number}号{self.site}{inside}"
        if style == "han":
            return f"{self.division(province=False)}{self.road}{han(self.number)}号{self.site}{self._inside('号楼', '单元')}"
        if style == "loose":
            return f"{self.division(suffixes=False)} {self.road} {self.number}号 {self.site} {self._dashes()}".strip()
        if style == "road":
            return f"{self.road}{self.number}号{self._inside('幢', '单元')}"
        if style == "site":
            return f"{self.division(province=False, city=False)}{self.site}{self._inside('号楼', '单元')}"
        head = self.division(province=style == "full", city=style != "short")
        return f"{head}{self.road}{self.number}号{self.site}{self._inside('幢', '单元')}"

    def _inside(self, block: str, unit: str) -> str:
        text = f"{self.block}{block}" if self.block else ""
        text += f"{self.unit}{unit}" if self.unit else ""
        return text + (f"{self.room}室" if self.room else "")

    def _dashes(self) -> str:
        return "-".join(str(n) for n in (self.block, self.unit, self.room) if n)


STYLES = ("short", "dashes", "blocks", "loose", "road", "site")


def han(number: int) -> str:
    """A house number in Chinese digits: 128 is 一二八, 18 is 十八."""
    if 10 <= number < 20:
        return "十" + (_TENS[number % 10] if number % 10 else "")
    return "".join(_TENS[int(digit)] for digit in str(number))


def _short(name: str) -> str:
    whole = len(name) < 3 or name.endswith(("自治区", "自治州", "自治县"))
    return name if whole else name[:-1] if name[-1] in "省市区县" else name


class Places:
    """Draws places: provinces by population, cities and roads by rank."""

    def __init__(self, chance: random.Random, *, holdout: bool) -> None:
        self.chance = chance
        provinces = [piece.split() for piece in frequencies.PLACES.split("|")]
        self._province = drawing([(int(words[0]) * 10000, int(words[2])) for words in provinces], chance)
        self._cities = {int(words[0]) * 10000: _counties(int(words[0])) for words in provinces}
        self._city: dict[int, Callable[[], list[int]]] = {
            province: drawing(fading(cities), chance) for province, cities in self._cities.items()
        }
        self._road = drawing(fading(part(ROADS.split(), holdout=holdout), by=0.4), chance)
        self._community = drawing(fading(part(COMMUNITIES.split(), holdout=holdout), by=0.3), chance)
        self._building = drawing(fading(part(BUILDINGS.split(), holdout=holdout), by=0.3), chance)

    def region(self) -> int:
        """A county or city district."""
        return self.chance.choice(self._city[self._province()]())

    def within(self, region: int) -> int:
        """Another district of the same city, or the same when there is but one."""
        province = region // 10000 * 10000
        return self.chance.choice(next(group for group in self._cities[province] if region in group))

    def home(self, region: int) -> Place:
        """A flat in a community; in the country a house on a road."""
        number = self.chance.randrange(1, 400)
        if self.chance.random() < 0.15:
            return Place(region, self._road(), number, "", 0, 0, 0)
        floor, door = self.chance.randrange(1, 28), self.chance.randrange(1, 5)
        block, unit = self.chance.randrange(1, 31), self.chance.randrange(1, 5)
        return Place(region, self._road(), number, self._community(), block, unit, floor * 100 + door)

    def office(self, region: int) -> Place:
        """A room of an office building, or a yard on a road."""
        number = self.chance.randrange(1, 999)
        if self.chance.random() < 0.3:
            return Place(region, self._road(), number, "", 0, 0, 0)
        room = self.chance.randrange(1, 31) * 100 + self.chance.randrange(1, 21)
        return Place(region, self._road(), number, self._building(), self.chance.choice((0, 0, 1, 2, 3)), 0, room)


def _counties(province: int) -> list[list[int]]:
    """Counties of a province by city, the capital first."""
    groups: dict[int, list[int]] = {}
    for code, region in regions().items():
        if region.level == 3 and code // 10000 == province:
            groups.setdefault(code // 100, []).append(code)
    return list(groups.values())
