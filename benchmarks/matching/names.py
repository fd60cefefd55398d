"""Names of people: surnames and given names by frequency, decade and sex, and what people are called instead.

Surnames by their shares of the population as the yearly name reports of the ministry of public security tell them; given
names by what those reports name as commonest for each decade of birth.
"""

import random

from benchmarks.matching.tables import drawing, fading, part, weighted

SURNAMES = (
    "王 720|张 660|李 700|刘 520|陈 470|杨 310|黄 240|赵 220|吴 210|周 200|徐 150|孙 150|马 130|朱 130|胡 120|郭 120|何 110|林 110|罗 100|高 100|郑 95|梁 90|"
    "谢 80|宋 80|唐 75|许 70|韩 65|冯 62|邓 61|曹 60|彭 59|曾 58|肖 55|田 52|董 50|袁 49|潘 48|于 47|蒋 45|蔡 45|余 44|杜 43|叶 42|程 41|苏 40|魏 40|吕 39|"
    "丁 38|任 34|沈 34|姚 33|卢 33|姜 32|崔 31|钟 30|谭 30|陆 29|汪 28|范 28|金 27|石 26|廖 26|贾 25|夏 25|韦 24|付 24|方 24|白 23|邹 23|孟 22|熊 22|秦 22|"
    "邱 21|江 21|尹 20|薛 20|闫 20|段 19|雷 19|侯 19|龙 18|史 18|陶 18|黎 17|贺 17|顾 17|毛 16|郝 16|龚 16|邵 15|万 15|钱 15|严 15|覃 14|武 14|戴 14|莫 13|"
    "孔 13|向 13|汤 12|常 12|温 12|康 12|施 11|文 11|牛 11|樊 11|葛 10|邢 10|安 10|齐 10|易 10|乔 9|伍 9|庞 9|颜 9|倪 9|庄 8|聂 8|章 8|鲁 8|岳 8|翟 8|殷 8|"
    "詹 7|申 7|欧 7|耿 7|关 7|焦 6|俞 6|左 6|柳 6|甘 6|祝 6|包 5|宁 5|符 5|阮 5|尚 5|舒 5|纪 5|柯 5|梅 5|童 5|凌 5|毕 4|单 4|裴 4|霍 4|成 4|苗 4|谷 4|盛 4|"
    "冉 4|蓝 4|路 4|游 4|辛 3|靳 3|管 3|柴 3|蒙 3|鲍 3|华 3|喻 3|祁 3|房 3|屈 3|饶 3|解 3|牟 3|艾 3|尤 3|阳 3|时 3|穆 3|司 3|古 3|吉 3|缪 2|查 2|卓 2|燕 2|"
    "曲 2|欧阳 6|上官 2|司马 1|诸葛 1|尉迟 1|夏侯 1|皇甫 1|慕容 1|令狐 1|万俟 1|长孙 1|司徒 1|仇 2|区 2|盖 2|朴 2|乐 1|员 1|冼 1|种 1|薄 1|郗 1|谌 1|隗 1"
)
# Commonest full names of the reports; the first of each part makes thousands of namesakes.
FULL_NAMES = (
    "张伟 王伟 李伟 王芳 张敏 李娜 王秀英 张秀英 李静 王静 张静 李敏 刘伟 王丽 李强 王强 张丽 李军 王磊 张强 李勇 王勇 张勇 李杰 "
    "王艳 刘洋 陈静 杨洋 张杰 李艳 刘芳 张磊 李丽 王军 张军 李秀兰 王平 刘杰 李平 王杰 刘敏 李明 王超 张艳 李磊 陈伟 张涛 李涛"
)
# decade: characters of men's names, of women's, whole given names of the fashion
DECADES: dict[int, tuple[str, str, str]] = {
    1940: (
        "国德明玉志文福祥清永树春生成贵财宝金庆根",
        "秀英兰珍桂玉芳凤梅莲香素淑琴云",
        "建国 秀英 桂英 玉兰 秀兰 志明 玉珍",
    ),
    1950: (
        "建国军平华明志文德胜利援和卫东民生海林",
        "秀英兰珍桂玉芳凤梅云华萍霞琴红",
        "建国 建华 国强 志强 秀兰 桂兰 和平 秀珍",
    ),
    1960: (
        "军勇建伟平文志明华国强卫红东海林斌刚",
        "丽萍红敏秀英霞芳燕玲华艳梅琴娟",
        "军 勇 伟 敏 红 建军 建平 卫东 丽华",
    ),
    1970: (
        "勇军伟强刚波涛斌辉峰海建文志明东平林",
        "丽芳艳敏霞燕娟红玲静萍莉琴梅春",
        "勇 军 伟 敏 丽 艳 芳 志刚 晓东 海燕",
    ),
    1980: (
        "伟磊勇涛超强鹏杰波峰斌飞亮宇凯志晓俊",
        "静丽娟艳敏燕娜芳婷倩丹莉雪梅晓玲",
        "伟 磊 静 丽 鹏 超 娜 婷 晓燕 晓明 志伟",
    ),
    1990: (
        "杰浩鹏宇超涛俊凯帆鑫磊博阳文龙明嘉志",
        "婷静雪敏丹倩颖悦琳洁莹佳慧欣文雨晓",
        "婷婷 杰 静 浩 鑫 雪 文杰 佳琪 思琪 宇航",
    ),
    2000: (
        "宇浩轩俊文博涵梓皓子泽嘉明睿昊航佳奕",
        "欣怡雨涵诗琪佳梓悦思婷萱颖雅可嘉",
        "欣怡 梓涵 浩然 宇轩 雨涵 佳怡 子涵 俊杰 诗涵",
    ),
}
DECADE_WEIGHTS = ((1940, 5), (1950, 10), (1960, 18), (1970, 21), (1980, 23), (1990, 17), (2000, 6))
ENGLISH = "David Michael Kevin Jack Tom Peter Jason Eric Frank Leo Lucy Linda Amy Jenny Cindy Helen Grace Vivian Alice Emma Tony Andy Jerry Lily Coco"
TITLES_MAN = "先生 总 经理 老师 工 主任 师傅 处长"
TITLES_WOMAN = "女士 总 经理 老师 小姐 主任 会计 姐"
JOBS = "经理 20|总经理 8|工程师 12|销售 12|会计 8|主管 8|教师 5|护士 4|医生 3|司机 4|采购 5|店长 3|职员 15|总监 3|技术员 4|文员 5|法人 2"


class Names:
    """Draws people's names from one part of the tables."""

    def __init__(self, chance: random.Random, *, holdout: bool, common: float) -> None:
        self.chance, self.common = chance, common
        surnames = part(weighted(SURNAMES), holdout=holdout)
        self.surname = drawing(surnames, chance)
        own = {surname for surname, _ in surnames}
        whole = [name for name in FULL_NAMES.split() if name[0] in own]
        self._whole = drawing(fading(whole), chance)
        self.decade = drawing(DECADE_WEIGHTS, chance)
        self._letters = {
            decade: tuple(drawing(fading(list(letters), by=0.5), chance) for letters in pair[:2])
            for decade, pair in DECADES.items()
        }
        self._fashion = {decade: drawing(fading(pair[2].split(), by=0.7), chance) for decade, pair in DECADES.items()}
        self.english = part(ENGLISH.split(), holdout=holdout)
        self.job = drawing(weighted(JOBS), chance)

    def given(self, decade: int, *, woman: bool) -> str:
        """A given name of those years: one character, two, or one of the fashion."""
        style, letter = self.chance.random(), self._letters[decade][woman]
        if style < 0.12:
            return self._fashion[decade]()
        return letter() if style < 0.3 else letter() + letter()

    def full(self, decade: int, *, woman: bool) -> tuple[str, str]:
        """Surname and given name."""
        if self.chance.random() < self.common:
            name = self._whole()
            return name[0], name[1:]
        return self.surname(), self.given(decade, woman=woman)
