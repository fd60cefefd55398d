"""What cells look like: cheap classes of content, good enough to recognise a column, never to validate a value."""

import re
import unicodedata
from collections.abc import Callable, Iterable

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆"
    "范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文施洪倪殷庞樊兰齐"
    "俞章鲁葛柳岳聂辛管祝左涂甘包宁尚舒阮柯纪梅童毕单裴霍成苗谷盛曲翁冉骆蓝路游靳欧阳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤时"
    "穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲"
    "虞敖巩明佘池查麻苑迟邝匡鞠储花佐燕楚权原强奚"
)
DOUBLE_SURNAMES = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "皇甫",
    "东方",
    "慕容",
    "令狐",
    "司徒",
    "尉迟",
    "夏侯",
    "端木",
    "公孙",
    "长孙",
)
_PROVINCES = [
    "北京",
    "天津",
    "河北",
    "山西",
    "内蒙古",
    "辽宁",
    "吉林",
    "黑龙江",
    "上海",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "广西",
    "海南",
    "重庆",
    "四川",
    "贵州",
    "云南",
    "西藏",
    "陕西",
    "甘肃",
    "青海",
    "宁夏",
    "新疆",
    "香港",
    "澳门",
    "台湾",
]
_PROVINCE = re.compile(rf"(?:{'|'.join(_PROVINCES)})(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)?$")
_CITY = re.compile(r"[\u4e00-\u9fff]{1,10}(?:市|地区|自治州|盟)$")
_COMPANY = re.compile(
    r"(?:公司|集团|厂|合作社|事务所|研究院|研究所|中心|银行|医院|学校|大学|学院|商店|商行|经营部|门市部|工作室|协会|基金会|酒店|分行|支行|店)"
    r"(?:[（(][^）)]*[）)])?$|[（(](?:有限合伙|普通合伙|个体工商户)[）)]$",
)
_COMPANY_EN = re.compile(
    r"\b(?:inc|llc|ltd|limited|corp|corporation|co|gmbh|plc|company|group|holdings|ag|s\.?a|pty|bv|nv)\b\.?$",
    re.IGNORECASE,
)
_PERSON = re.compile(r"[\u4e00-\u9fff]{2,4}$|[\u4e00-\u9fff]{1,8}·[\u4e00-\u9fff·]{1,12}$")
_MOBILE = re.compile(r"(?:\+?(?:00)?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}$")
_PHONE = re.compile(
    r"(?:\+?\d{1,4}[- .]?)?(?:\(?\d{2,5}\)?[- .]?)?\d{3,4}[- .]?\d{3,4}(?:\s*(?:转|ext\.?|x|#|-)\s*\d{1,6})?$",
    re.IGNORECASE,
)
_LANDLINE = re.compile(
    r"(?:\+?86[- ]?)?\(?0\d{2,3}\)?[- ]?\d{7,8}(?:\D{1,4}\d{1,6})?$|400[- ]?\d{3}[- ]?\d{4}$|800[- ]?\d{3}[- ]?\d{4}$"
)
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[A-Za-z]{2,}")
_URL = re.compile(
    r"(?:https?://|www\.)\S+$|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|cn|net|org|com\.cn)(?:/\S*)?$", re.IGNORECASE
)
_ID = re.compile(
    r"[1-8]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]$|[1-8]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}$"
)
_CREDIT = re.compile(r"[1-9A-NP-Y]{1,2}[0-9A-HJ-NPQRTUWXY]?\d{6}[0-9A-HJ-NPQRTUWXY]{10}$")
_DATE = re.compile(
    r"(?:1[89]|20)\d{2}[-/.年](?:0?[1-9]|1[0-2])(?:[-/.月](?:0?[1-9]|[12]\d|3[01])日?|月)?(?:[ T].*)?$"
    r"|(?:0?[1-9]|1[0-2])[-/](?:0?[1-9]|[12]\d|3[01])[-/](?:19|20)?\d{2}(?: .*)?$"
    r"|(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$|(?:民国|民國).{1,12}$"
    r"|[一二〇零○三四五六七八九十]{4}年.{1,8}$|\d{1,2}[- ][A-Z][a-z]{2,8}[- ,]+\d{2,4}$|[A-Z][a-z]{2,8} \d{1,2},? \d{4}$"
)
_ADDRESS = re.compile(r"(?:省|市|区|县|镇|乡|村|街道|路|街|巷|弄|大道|号|栋|幢|单元|室|楼|座)")
_ADDRESS_EN = re.compile(
    r"\d+.*\b(?:st|street|rd|road|ave|avenue|blvd|drive|dr|lane|ln|way|suite|floor|plaza)\b", re.IGNORECASE
)
_INTEGER = re.compile(r"-?\d{1,3}(?:,\d{3})+$|-?\d+$")
_NUMBER = re.compile(r"[-+]?[¥$€￥]?\s?\d[\d,]*(?:\.\d+)?\s*(?:%|元|万|万元|亿|亿元)?$|[-+]?\d(?:\.\d+)?[eE][+-]?\d+$")
_STOCK = re.compile(r"\d{6}(?:\.(?:SZ|SH|BJ|SS|HK))?$|(?:SZ|SH|BJ)\d{6}$", re.IGNORECASE)
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:#/-]{1,39}$")
_GENDER = frozenset({"男", "女", "男性", "女性", "m", "f", "male", "female", "先生", "女士", "小姐"})


def plain(text: str) -> str:
    """A cell ready for comparing: half width, no outer space."""
    text = text.strip()
    return text if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def looks_like_company(text: str) -> bool:
    return len(text) >= 4 and bool(_COMPANY.search(text) or _COMPANY_EN.search(text))


def looks_like_person(text: str) -> bool:
    if not _PERSON.match(text):
        return False
    return "·" in text or text[:2] in DOUBLE_SURNAMES or (text[0] in SURNAMES and len(text) <= 3)


def looks_like_address(text: str) -> bool:
    return (len(text) >= 6 and len(_ADDRESS.findall(text)) >= 2 and not looks_like_company(text)) or bool(
        len(text) < 120 and _ADDRESS_EN.match(text)
    )


def looks_like_phone(text: str) -> bool:
    digits = sum(c.isdigit() for c in text)
    return 7 <= digits <= 17 and bool(
        _MOBILE.match(text) or _LANDLINE.match(text) or (digits >= 8 and _PHONE.match(text))
    )


def _matcher(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: bool(pattern.match(text))


# The order matters to `classify`: the first class that fits names the cell.
CLASSES: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("mobile", _matcher(_MOBILE)),
    ("id_number", _matcher(_ID)),
    ("credit_code", lambda t: len(t) == 18 and bool(_CREDIT.match(t.upper()))),
    ("email", _matcher(_EMAIL)),
    ("date", _matcher(_DATE)),
    ("landline", _matcher(_LANDLINE)),
    ("url", _matcher(_URL)),
    ("gender", lambda t: t.lower() in _GENDER),
    ("number", lambda t: bool(_NUMBER.match(t) or _INTEGER.match(t))),
    ("phone", looks_like_phone),
    ("province", _matcher(_PROVINCE)),
    ("company", looks_like_company),
    ("address", looks_like_address),
    ("city", _matcher(_CITY)),
    ("person", looks_like_person),
)
# Classes that a header never belongs to.
VALUE_CLASSES = frozenset({"mobile", "id_number", "credit_code", "email", "date", "landline", "url", "number", "phone"})


def classify(text: str) -> str:
    """The first class of `CLASSES` that fits, 'code', 'long' or 'text'; '' for an empty cell."""
    text = plain(text)
    if not text:
        return ""
    if len(text) > 120:
        return "long"
    for name, fits in CLASSES:
        if fits(text):
            return name
    return "code" if any(c.isdigit() for c in text) and _CODE.match(text) else "text"


def is_stock_code(text: str) -> bool:
    return bool(_STOCK.match(plain(text)))


def shares(values: Iterable[str]) -> dict[str, float]:
    """{class: share of the non-empty values}, plus 'unique', the share of distinct values."""
    found = [(classify(v), v) for v in values if v and not v.isspace()]
    if not found:
        return {}
    counts: dict[str, float] = {}
    for name, _ in found:
        counts[name] = counts.get(name, 0) + 1
    result = {name: count / len(found) for name, count in counts.items()}
    result["unique"] = len({v for _, v in found}) / len(found)
    return result
