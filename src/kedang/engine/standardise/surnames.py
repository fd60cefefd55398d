"""Chinese surnames: which characters are one, the compound ones, and how a surname is read.

Readings are those of 《通用规范汉字表》/《现代汉语词典》 for the character as a surname; where regions differ the
commoner one stands first and the others are kept for searching.
"""

_SINGLE = """
曾 zeng | 单 shan dan | 解 xie jie | 仇 qiu chou | 查 zha cha | 区 ou qu | 盖 ge gai | 朴 piao pu | 任 ren | 华 hua |
尉 wei yu | 翟 zhai di | 晁 chao | 覃 qin tan | 乐 yue le | 员 yun yuan | 逄 pang | 逢 pang feng | 缪 miao mou | 冼 xian |
洗 xian xi | 折 she zhe | 黑 he hei | 宓 mi fu | 那 na | 能 nai neng | 召 shao zhao | 秘 bi mi | 么 yao | 幺 yao |
繁 po fan | 种 chong zhong | 祭 zhai ji | 重 chong zhong | 纪 ji | 訾 zi | 瞿 qu | 郗 xi chi | 句 gou ju | 车 che |
谌 chen shen | 佴 nai er | 贾 jia | 卜 bu | 石 shi | 沈 shen | 隗 wei kui | 牟 mu mou | 薄 bo | 柏 bai bo | 俞 yu |
褚 chu | 宿 su | 曲 qu | 都 du | 撒 sa | 呙 guo | 仉 zhang | 肖 xiao | 臧 zang | 适 kuo shi | 不 fou bu | 眭 sui |
阚 kan | 妫 gui | 亓 qi | 郇 xun huan | 佟 tong | 晟 cheng sheng | 逯 lu | 郏 jia | 郄 qie xi | 郜 gao | 佘 she | 谷 gu |
钭 tou | 应 ying | 相 xiang | 省 xing sheng | 燕 yan | 宁 ning | 哈 ha | 乜 nie mie | 冯 feng | 尹 yin | 强 qiang |
葛 ge | 葉 ye | 叶 ye | 圈 juan quan | 炅 gui | 兴 xing | 行 xing hang | 长 chang zhang | 朝 chao | 降 jiang xiang |
藏 zang | 陆 lu | 塔 ta | 万 wan | 於 yu | 于 yu | 余 yu | 阿 a | 占 zhan | 詹 zhan | 邵 shao | 洪 hong | 樊 fan |
嵇 ji | 干 gan | 庄 zhuang | 甯 ning | 盛 sheng | 参 shen | 靓 jing | 扎 za zha | 丌 ji qi | 祝 zhu | 卓 zhuo | 褥 ru |
蕃 bo fan | 费 fei bi | 过 guo | 观 guan | 囊 nang | 厍 she | 厘 xi li | 生 sheng | 司 si | 拓 ta tuo |
隽 juan jun | 莘 shen xin | 尧 yao | 栎 li yue | 禚 zhuo | 奇 ji qi | 称 cheng | 弗 fei fu | 被 pi bei | 服 fu bi |
会 gui hui | 教 jiao | 角 jue jiao | 卡 qia ka | 可 ke | 隆 long | 麻 ma | 番 pan fan | 鲜 xian | 信 xin | 要 yao |
艾 ai | 约 yue | 宰 zai | 中 zhong | 祖 zu | 龙 long | 令 ling | 戴 dai | 闫 yan | 阎 yan | 冉 ran
"""

_COMPOUND = """
欧阳 ou yang | 太史 tai shi | 端木 duan mu | 上官 shang guan | 司马 si ma | 东方 dong fang | 独孤 du gu | 南宫 nan gong |
万俟 mo qi | 闻人 wen ren | 夏侯 xia hou | 诸葛 zhu ge | 尉迟 yu chi | 公羊 gong yang | 赫连 he lian | 澹台 tan tai |
皇甫 huang fu | 宗政 zong zheng | 濮阳 pu yang | 公冶 gong ye | 太叔 tai shu | 申屠 shen tu | 公孙 gong sun |
慕容 mu rong | 仲孙 zhong sun | 钟离 zhong li | 长孙 zhang sun | 宇文 yu wen | 司徒 si tu | 鲜于 xian yu | 司空 si kong |
闾丘 lv qiu | 子车 zi ju | 亓官 qi guan | 司寇 si kou | 巫马 wu ma | 公西 gong xi | 颛孙 zhuan sun | 壤驷 rang si |
公良 gong liang | 漆雕 qi diao | 乐正 yue zheng | 宰父 zai fu | 谷梁 gu liang | 拓跋 tuo ba | 夹谷 jia gu | 轩辕 xuan yuan |
令狐 ling hu | 段干 duan gan | 百里 bai li | 呼延 hu yan | 东郭 dong guo | 南门 nan men | 羊舌 yang she | 微生 wei sheng |
梁丘 liang qiu | 左丘 zuo qiu | 东门 dong men | 西门 xi men | 南荣 nan rong | 第五 di wu | 公乘 gong sheng | 贯丘 guan qiu |
单于 chan yu | 淳于 chun yu | 达奚 da xi | 褚师 chu shi | 屈突 qu tu | 哥舒 ge shu | 纳兰 na lan | 叶赫 ye he | 完颜 wan yan |
耶律 ye lv | 爱新觉罗 ai xin jue luo | 钮祜禄 niu hu lu | 赫舍里 he she li | 富察 fu cha | 佟佳 tong jia
"""

# The rest of the commonest surnames, needed only to know that a character is one.
_COMMON = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟"
    "汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严"
    "牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席"
    "卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强丘柴华车冉房边辜吉饶刁瞿戚古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖"
    "符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台"
    "巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺水云昌凤酆皮卡费元平麻危贝骆支昝经裘缪干诸宣贲郁杭荀羊於惠麴家芮羿储汲邴松富"
    "乌焦巴弓牧隗山谷宓蓬全郗班仰秋伊宫宁仇栾暴钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿怀蒲邰鄂索咸籍赖卓蔺屠蒙池阴"
    "肖闫付代占丰洪邵但税修芶苟尚刑冶线战荣师衡步耿满弘匡国文寇广禄阙东殴殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶"
    "空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公仉督岳帅缑亢况郈有琴归海晋楚闫法汝鄢涂钦商牟佘佴伯赏墨哈谯笪年爱"
    "阳佟言福区逄朴由信布撒粘慈扈锁褥邢侬宾呼律斐淡烟隆啜续圣把郏逄母候先覃仵麦庾"
)


def _table(text: str) -> dict[str, tuple[str, ...]]:
    rows = (row.split() for row in text.split("|"))
    return {row[0]: tuple(row[1:]) for row in rows}


# character → its readings as a surname, the commonest first
SURNAME_READINGS: dict[str, tuple[str, ...]] = _table(_SINGLE)
# compound surname → its syllables
COMPOUND_SURNAMES: dict[str, tuple[str, ...]] = _table(_COMPOUND)
COMPOUND_STARTS: frozenset[str] = frozenset(name[:2] for name in COMPOUND_SURNAMES)
SURNAMES: frozenset[str] = frozenset(_COMMON) | frozenset(SURNAME_READINGS)


def surname_of(name: str) -> str:
    """The surname a Chinese name begins with, or "": compound ones first."""
    if name[:2] in COMPOUND_STARTS:
        for length in (4, 3, 2):
            if name[:length] in COMPOUND_SURNAMES and len(name) >= length:
                return name[:length]
    return name[:1] if name[:1] in SURNAMES else ""
