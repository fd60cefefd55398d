"""Characters that people confuse: those that sound alike, look alike, or are written in two scripts."""

from functools import cache

from pypinyin import lazy_pinyin

from benchmarks.matching.tables import part

# Sound alike, tones aside: what an input method offers for the same keys.
SOUNDS = (
    "伟卫维炜玮|芳方坊|丽莉立力俐|敏闵珉|静靖婧敬|磊蕾雷|洋阳扬杨|艳燕雁晏|勇永咏|杰洁捷|娟涓|涛滔韬|明鸣铭|超朝潮|秀绣|霞侠|平萍苹|刚钢纲|桂贵|"
    "英瑛樱|华桦骅|玉钰郁|文雯闻|兰岚澜|红宏洪虹鸿|军君俊均|建健剑|志智治致|晓小筱|林琳霖|梅玫|新欣馨鑫|凤奉|生声升|玲铃灵|庆清青|荣蓉容|佳家嘉|"
    "雪学|宇雨羽|子梓紫|慧惠会|东冬栋|波博|婷亭庭|斌彬宾|辉晖徽|峰锋枫|鹏朋|飞菲妃|琴勤秦|浩昊皓|思斯丝|振震镇|然冉|涵晗寒|凯楷|雅娅|诗施师|轩萱宣|"
    "怡仪宜|楠南|旭绪序|晨辰宸|倩茜|帆凡|睿瑞锐|妍研颜|琪琦奇|曦希熙|奕艺逸毅|张章|徐许|于余俞|程成城|肖萧|付傅富|姜江|严阎盐|屈曲|季纪|丘邱|魏卫|"
    "石时|郭国|盛胜圣|恒衡|丰风|达大|泰太|远源元|信鑫心|安庵|龙隆|海亥|汇惠|诚承|通同|光广|联连|利力|创闯|友优|康慷|润闰|云芸|捷杰|骏俊|锦金|图途|"
    "维唯|尚上|弘宏|科柯|天添|亿亦|佳加|星兴|旺望|顺舜|益溢|百柏|昌常|正政|中忠|德得|和禾|鼎顶|卓桌|邦帮|尔耳|美镁|乐勒|路陆|业叶|贸茂|际济|机基"
)
# Look alike: what a tired eye or a scanner makes of them.
SHAPES = (
    "未末|己已巳|土士|日曰|人入|大太|王玉|千干|天夫|午牛|刀力|白自|田由甲|问间|名各|侯候|晴睛|请清|洒酒|折拆|治冶|兔免|今令|历厉|鸟乌|沪泸|茶荼|"
    "陈阵|杨扬|徐除|彭影|潘播|梁粱|伟纬|玲铃|婷停|倩情|萍评|娜哪|辉挥|峰蜂|洁诘|亮壳|佳住|健建|俊竣|丽雨|明朋|昌冒|晶品|林木|磊石|涛寿|凯剀|宇字|"
    "浩洁|斌赋|敏敬|静净|娟绢|兰三|雪雷|欣欧|晨展|旭旮|盛盆|恒恆|瑞端|丰半|泰秦|宏宠|远运|信倍|德徳|兴光|博搏|汇江|嘉喜|诚城|通涌|联朕|利刊|源原|创刨|"
    "科料|技枝|贸贺|易昜|电申|子孑|商啇|工士|程埕|实买|业亚|永水|鑫金|龙尤|海梅|金全|云去|万方|友发|康唐|荣菜|润涧|腾滕|鸿鸡|祥详|铭洺|捷睫|朗郎|蓝篮"
)
SCRIPTS = (
    "张張|刘劉|陈陳|杨楊|赵趙|黄黃|吴吳|孙孫|马馬|郑鄭|谢謝|韩韓|冯馮|邓鄧|萧蕭|许許|叶葉|苏蘇|吕呂|卢盧|钟鍾|谭譚|陆陸|贾賈|韦韋|邹鄒|阎閻|龙龍|"
    "汤湯|钱錢|严嚴|伟偉|丽麗|静靜|强強|艳豔|军軍|华華|国國|兰蘭|红紅|凤鳳|晓曉|东東|荣榮|庆慶|飞飛|刚剛|云雲|鹏鵬|凯凱|诗詩|轩軒|玮瑋|莹瑩|颖穎|"
    "梦夢|涛濤|辉輝|贵貴|宾賓|泽澤|兴興|发發|实實|业業|贸貿|电電|务務|术術|网網|络絡|机機|达達|鑫鑫|丰豐|联聯|创創|润潤|腾騰|鸿鴻|锦錦|维維|蓝藍|"
    "广廣|门門|湾灣|岛島|宁寧|泾涇|连連|阳陽|团團|场場|厂廠|乐樂|远遠|诚誠|亿億|汇匯|胜勝|圣聖|顺順|盐鹽|盖蓋|义義|爱愛|宝寶|贝貝|纪紀|汉漢|传傳"
)
# Surnames with two readings: the right one first, then the one strangers use.
POLYPHONES = (
    "单 shan dan|曾 zeng ceng|解 xie jie|仇 qiu chou|查 zha cha|区 ou qu|盖 ge gai|朴 piao pu|任 ren ren|华 hua hua|尉 wei yu|翟 zhai di|覃 qin tan|乐 yue le|"
    "员 yun yuan|缪 miao mou|冼 xian xi|折 she zhe|宓 mi fu|秘 bi mi|繁 po fan|种 chong zhong|牟 mou mu|隗 kui wei|郗 xi chi|句 gou ju|谌 chen shen|薄 bo bao|"
    "燕 yan yan|尹 yin yin|葛 ge ge|曲 qu qu|万俟 moqi wansi|尉迟 yuchi weichi|长孙 zhangsun changsun|澹台 tantai dantai"
)


class Confusions:
    """The pairs of one part: which characters may stand for which."""

    def __init__(self, *, holdout: bool) -> None:
        self.sounds = _others(SOUNDS, holdout=holdout)
        self.shapes = _others(SHAPES, holdout=holdout)
        self.traditional = {
            pair[0]: pair[1] for pair in part(SCRIPTS.split("|"), holdout=holdout) if pair[0] != pair[1]
        }


def _others(groups: str, *, holdout: bool) -> dict[str, str]:
    table: dict[str, str] = {}
    for group in part(groups.split("|"), holdout=holdout):
        for character in group:
            table[character] = table.get(character, "") + group.replace(character, "")
    return table


READINGS: dict[str, tuple[str, str]] = {
    words[0]: (words[1], words[2]) for words in (piece.split() for piece in POLYPHONES.split("|"))
}


@cache
def sound(character: str) -> str:
    """The commonest reading of a character, without its tone."""
    return str(lazy_pinyin(character)[0])


def spelled(surname: str, given: str, *, wrongly: bool = False) -> tuple[str, str]:
    """Surname and given name in pinyin; `wrongly` reads a surname of two readings as strangers do."""
    if surname in READINGS:
        first = READINGS[surname][1 if wrongly else 0]
    else:
        first = "".join(map(sound, surname))
    return first, "".join(map(sound, given))
