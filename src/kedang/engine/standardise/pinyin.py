"""Pinyin without tones: one reading for sorting, every plausible one for searching.

The table is made once from pypinyin's own dictionary (MIT) and applied with `str.translate`; readings of surnames and
of common words whose reading differs (重庆, 银行) come from this package's own tables.
"""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import islice, product

from pypinyin.pinyin_dict import pinyin_dict

from kedang.engine.standardise.clean import folded
from kedang.engine.standardise.script import to_simplified
from kedang.engine.standardise.surnames import COMPOUND_STARTS, SURNAME_READINGS, surname_of
from kedang.engine.standardise.surnames import COMPOUND_SURNAMES as _COMPOUND

MAX_READINGS = 16
_MAX_PER_CHARACTER = 3
_TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ", "aaaaeeeeiiiioooouuuuvvvvvnnnm")

# Where pypinyin's first reading is not the one names and companies use.
_PREFERRED_ROWS = (
    "长 chang|朝 chao|都 du|佛 fo|泊 bo|薄 bo|会 hui|传 chuan|晟 sheng|参 can|莎 sha|柏 bai|台 tai|地 di|重 zhong|"
    "行 xing|单 dan|俊 jun|浚 jun|强 qiang|盛 sheng|藏 zang|大 da|车 che|伽 jia|奇 qi|食 shi|石 shi|茄 qie|系 xi|说 shuo|"
    "嫩 nen|娜 na|洗 xi|卡 ka|了 liao|的 di|叶 ye|咖 ka|拓 tuo|什 shi|葛 ge|合 he|熟 shu|绿 lv|六 liu|谷 gu|色 se"
)
_PREFERRED = {row[0]: row[2:] for row in _PREFERRED_ROWS.split("|")}
_WORD_ROWS = (
    "重庆 chong qing|长春 chang chun|长沙 chang sha|长江 chang jiang|长城 chang cheng|银行 yin hang|行业 hang ye|"
    "商行 shang hang|车行 che hang|分行 fen hang|支行 zhi hang|总行 zong hang|农行 nong hang|工行 gong hang|建行 jian hang|"
    "音乐 yin yue|乐器 yue qi|厦门 xia men|六安 lu an|蚌埠 beng bu|亳州 bo zhou|西藏 xi zang|宝藏 bao zang|"
    "收藏 shou cang|重工 zhong gong|重型 zhong xing|重机 zhong ji|会计 kuai ji|会稽 kuai ji|朝阳 chao yang|乐清 yue qing|"
    "番禺 pan yu|东莞 dong guan|大厦 da sha|丽水 li shui|台州 tai zhou|莘县 shen xian|莘庄 xin zhuang|单县 shan xian|"
    "解放 jie fang|都市 du shi|调味 tiao wei|空调 kong tiao|调节 tiao jie|车辆 che liang|大夫 dai fu|尉犁 yu li|"
    "铅山 yan shan|涡阳 guo yang|枞阳 zong yang|歙县 she xian|渑池 mian chi|荥阳 xing yang|浚县 xun xian|珲春 hun chun|"
    "台山 tai shan|大埔 da bu|吴堡 wu bu|柏林 bo lin|传奇 chuan qi|地产 di chan|都江堰 du jiang yan|盛世 sheng shi|"
    "数码 shu ma|数字 shu zi|数据 shu ju|参茸 shen rong|人参 ren shen|海参 hai shen|重阳 chong yang|长安 chang an|"
    "朴实 pu shi|曾经 ceng jing|校准 jiao zhun|系统 xi tong|率先 shuai xian|效率 xiao lv|血液 xue ye|供给 gong ji|似乎 si hu"
)
_WORDS = {row.split()[0]: tuple(row.split()[1:]) for row in _WORD_ROWS.split("|")}
# Characters with more than one living reading; the archaic readings of all others would only blur a search.
_POLYPHONES = frozenset(
    "阿艾拗柏伴膀磅堡暴背贲绷辟便泊薄卜埔参藏曾差禅颤长场朝车称乘澄盛匙种重臭处畜传幢绰攒答大单担弹但当倒得提地的"
    "钉都度囤恶发坊佛否夫脯伽干冈缸葛给更供勾句谷观冠龟桂过哈汗行好号合和核荷吓红虹侯华哗划还会混豁几奇荠济纪系贾假"
    "间监见将降强角脚较教校节解藉禁尽劲靖颈倔圈卷角觉嚼均龟菌咖卡看壳可坑空亏拉落乐了勒擂累俩量凉笼楼露陆绿率论抡"
    "络麻埋脉蔓没蒙泌绵缪模磨难娜南宁弄疟娘胖刨跑泡炮喷片漂撇仆朴瀑曝期奇栖齐铅浅茜翘切亲茄覃区曲阙雀任若撒塞丧扫"
    "色莎厦杉单少折舍什莘参甚省晟石食识似熟属数术说思宿遂台苔坛汤提体调帖通吐拓瓦为尾尉委无鲜巷相肖校斜血行兴省"
    "熏浚咽燕要叶掖一宜尾殷应佣有予与员约乐钥晕允扎粘占涨着爪折贞征正症殖只中种轴属著转琢仔综祖钻俊隽茗琦斌玥琢朱俞"
)
_WORD_PATTERN = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)))
_WORD_STARTS = frozenset(word[0] for word in _WORDS)


def _plain(reading: str) -> str:
    plain = reading.translate(_TONES).replace("ê", "e")
    return "".join(mark for mark in unicodedata.normalize("NFD", plain) if "a" <= mark <= "z")


@cache
def _single() -> dict[int, str]:
    """Code point → its main reading followed by a space, for `str.translate`."""
    table = {code: _plain(readings.split(",", 1)[0]) + " " for code, readings in pinyin_dict.items() if code > 0x3400}
    table |= {ord(character): reading + " " for character, reading in _PREFERRED.items()}
    return {code: " " + reading for code, reading in table.items() if reading != " "}


@cache
def _syllables() -> dict[str, str]:
    """Character → its main reading: quicker than `str.translate` where every character has one."""
    return {chr(code): reading.strip() for code, reading in _single().items()}


@cache
def character_readings(character: str) -> tuple[str, ...]:
    """Every reading of one character without tones, the main one first; () when it has none."""
    main = _single().get(ord(character))
    if main is None:
        return ()
    others = [_plain(reading) for reading in pinyin_dict.get(ord(character), "").split(",")]
    return tuple(dict.fromkeys([main.strip(), *filter(None, others)]))


def _choices(piece: str) -> tuple[str, ...]:
    """The plausible readings of one character; anything else is its own."""
    found = character_readings(piece) if len(piece) == 1 else ()
    return found[: _MAX_PER_CHARACTER if piece in _POLYPHONES else 1] or (piece,)


def _spell(text: str) -> str:
    """Main readings of already folded text, syllables separated by single spaces."""
    if not _WORD_STARTS.isdisjoint(text):
        text = _WORD_PATTERN.sub(lambda match: " " + " ".join(_WORDS[match.group()]) + " ", text)
    try:
        return " ".join([_syllables()[character] for character in text])
    except KeyError:
        return " ".join(text.translate(_single()).split())


def _surname(name: str) -> tuple[int, str]:
    """How many characters the surname's special reading covers, and that reading."""
    if name[:2] in COMPOUND_STARTS:
        surname = surname_of(name)
        if len(surname) > 1:
            return len(surname), " ".join(_COMPOUND[surname])
    special = SURNAME_READINGS.get(name[:1])
    return (1, special[0]) if special else (0, "")


def sort_key(name: str, *, surname: bool = False) -> str:
    """Lower-case pinyin with a space between syllables; what has no reading stays, case-folded.

    `surname=True` reads the beginning as a Chinese surname: 曾国藩 is zeng guo fan.
    """
    return spelled(to_simplified(folded(name)), surname=surname)


@lru_cache(maxsize=4096)
def spelled(matching: str, *, surname: bool = False) -> str:
    """`sort_key` of text that is already folded and simplified."""
    if matching.isascii():
        return " ".join(matching.split())
    if surname:
        length, reading = _surname(matching)
        if length:
            return f"{reading} {_spell(matching[length:])}".rstrip()
    return _spell(matching)


def initials(name: str, *, surname: bool = False) -> str:
    """First letters of the syllables: 张伟 → zw; Latin words give their first letter."""
    return "".join(syllable[0] for syllable in sort_key(name, surname=surname).split())


def readings(name: str, surname: bool = True) -> list[tuple[str, ...]]:
    """Every plausible reading as a tuple of syllables, the most plausible first, at most MAX_READINGS.

    Readings of the surname come first, then the other readings of its character, because people type those too.
    Text without a reading (Latin, digits) stays as single words.
    """
    text = to_simplified(folded(name)).strip()
    if not text:
        return []
    found = dict.fromkeys([tuple(spelled(text, surname=surname).split())])
    slots: list[tuple[str, ...]] = []
    if surname:
        length, _ = _surname(text)
        slots += [(syllable,) for syllable in _COMPOUND.get(text[:length], ())]
        if length == 1:
            slots.append(tuple(dict.fromkeys(SURNAME_READINGS[text[0]] + _choices(text[0]))))
        text = text[length:]
    slots += [_choices(piece) for piece in _pieces(text)]
    found |= dict.fromkeys(islice(product(*slots), MAX_READINGS * 2))
    return [reading for reading in found if reading][:MAX_READINGS]


def _pieces(text: str) -> list[str]:
    """Characters that have a reading one by one, everything else as words."""
    table = _single()
    spaced = "".join(f" {character} " if ord(character) in table else character for character in text)
    return spaced.split()
