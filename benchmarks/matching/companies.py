"""Names of companies: region, 字号, industry, legal form; brands, short and English names; valid credit codes."""

import random
from dataclasses import dataclass, replace

from pypinyin import lazy_pinyin

from benchmarks import frequencies
from benchmarks.matching.tables import drawing, fading, part, weighted
from kedang.engine.standardise.credit_codes import check_character
from kedang.engine.standardise.regions import MUNICIPALITIES, region_of

# 字号 that hundreds of companies of different towns and trades carry.
POPULAR = (
    "华盛 恒达 鑫源 宏远 天成 盛世 金鼎 瑞丰 永兴 顺达 宏达 兴达 广源 汇通 德润 祥瑞 中天 华信 东方 长城 万达 安泰 嘉禾 远洋 诚信 同创 腾飞 盛达 金桥 "
    "博雅 卓越 鸿运 锦程 创想 联众 百川 九州 大地 神州 银河 阳光 朝阳 昌盛 隆昌 旭日 海纳 云帆 智汇 明德 厚德 康泰 永利 福瑞 聚鑫 盈科 正大 宝丰 龙腾 凤翔 "
    "天宇 天龙 华宇 华泰 华夏 中信 中联 中科 新华 新世纪 新时代 蓝天 绿源 富源 亿达 三和 五洲 四海 金龙 金马 金星 双赢 众诚 佳和 美佳 优品 尚品 铭扬 睿智"
)
LETTERS = (
    "华盛达恒鑫瑞丰天泰宏金远信安德龙兴海博汇明嘉亿诚通光中联利科源凯优创佳星万友康荣润智旭腾鸿祥云禾铭昊捷骏锦翔朗睿蓝图维格尚锐弘赛缔翰玥麒"
    "卓越凌峰立邦思奥迪乐力拓欧曼珀斯琅朴道元亨贞溪岭川泽沐沃茂景启程"
)
# Brands are a word of each: 蓝鲸, 小橘优选.
BRANDS = (
    "蓝 青 白 小 大 老 一 飞 暖 悦 快 云 山 星 橙 金 绿 红 麦 松 春 晨 知 拾 早 半 九 千 万 花",
    "鲸 柠 象 橘 树 叶 鱼 鹿 阳 动 雀 竹 途 子 桥 果 田 石 芽 光 安 了 里 舟 朵 粒 船 熊 猫 马 莓 米 豆 茶 瓜 杏 莲 禾 枫 岛",
    "优选 到家 生活 工坊 之家 良品 出行 空间 时光 学堂 健康 优品",
)
SECTORS = "产业 建设 数字 国际 进出口 智造 置业 健康 环境 文旅 材料 电力"
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ENGLISH_TRADES = {"科技": "Technology", "贸易": "Trading", "商贸": "Trading", "网络科技": "Network Technology", "信息技术": "Information Technology",
                   "物流": "Logistics", "机械制造": "Machinery", "食品": "Foods", "实业": "Industrial", "生物科技": "Biotech"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Company:
    """A name in its parts. `place` is empty for names that carry none."""

    place: str
    core: str
    trade: str
    form: str
    extra: str = ""

    @property
    def full(self) -> str:
        """The registered name."""
        return f"{self.place}{self.core}{self.trade}{self.form}{self.extra}"

    @property
    def short(self) -> str:
        """What people say: 华盛科技."""
        return self.core + self.trade[:2]

    @property
    def bracketed(self) -> str:
        """The place behind the 字号, in brackets."""
        return f"{self.core}（{_bare(self.place)}）{self.trade}{self.form}{self.extra}" if self.place else self.full

    @property
    def latin(self) -> str:
        """The English name, as such names are made."""
        core = "".join(map(str, lazy_pinyin(self.core))).capitalize()
        place = "".join(map(str, lazy_pinyin(_bare(self.place)))).capitalize()
        return f"{place} {core} {_ENGLISH_TRADES.get(self.trade, 'Industry')} Co., Ltd.".strip()

    def with_(self, **changes: str) -> "Company":
        """The same with other parts."""
        return replace(self, **changes)


def _bare(place: str) -> str:
    return place[:-1] if place[-1:] in "省市" and len(place) > 2 else place


class Companies:
    """Draws companies from one part of the tables; no registered name is given twice."""

    def __init__(self, chance: random.Random, *, holdout: bool) -> None:
        self.chance = chance
        self._popular = drawing(fading(part(POPULAR.split(), holdout=holdout), by=0.8), chance)
        self._letter = drawing(fading(part(LETTERS, holdout=holdout), by=0.4), chance)
        self.trade = drawing(part(weighted(frequencies.TRADES), holdout=holdout), chance)
        self.form = drawing(weighted(frequencies.FORMS), chance)
        self._brands = [part(words.split(), holdout=holdout) for words in BRANDS]
        self.sectors = part(SECTORS.split(), holdout=holdout)
        self._given: set[int] = set()

    def core(self) -> str:
        """A 字号: one of the popular ones, or two or three letters of good omen."""
        if self.chance.random() < 0.2:
            return self._popular()
        return "".join(self._letter() for _ in range(self.chance.choice((2, 2, 2, 3, 3))))

    def brand(self) -> str:
        """A name for a sign, which has nothing to do with the registered one."""
        first, second, behind = map(self.chance.choice, self._brands)
        return first + second + (behind if self.chance.random() < 0.6 else "")

    def place(self, region: int) -> str:
        """How a company of this county begins its name: with the city, the province, or nothing."""
        code = region // 100 * 100 if region // 10000 * 10000 not in MUNICIPALITIES else region // 10000 * 10000
        city = region_of(code) or region_of(region)
        assert city is not None
        style = self.chance.random()
        if style < 0.12:
            return ""
        return city.short if style < 0.75 else city.name

    def company(self, region: int, **fixed: str) -> Company:
        """A company whose registered name is free."""
        while True:
            made = Company(self.place(region), self.core(), self.trade(), self.form()).with_(**fixed)
            if self.take(made):
                return made

    def take(self, company: Company) -> bool:
        """Register the name; whether it was free. Names that differ in 有限公司 and 有限责任公司 only are refused in life, too."""
        form = company.form.replace("有限责任公司", "有限公司")
        key = hash(f"{_bare(company.place)}{company.core}{company.trade}{form}{company.extra}")
        if key in self._given:
            return False
        self._given.add(key)
        return True

    def credit_code(self, region: int, *, body: str = "") -> str:
        """A valid code; `body` are the nine characters of the organisation code."""
        first = f"91{region:06}" + (body or "".join(self.chance.choices(_CREDIT, k=9)))
        return first + check_character(first)
