"""Company names: region + 字号 + industry + legal form + branch, one written form, and a key for equality.

The key folds what offices write either way (brackets, width, traditional characters, 有限公司 and 有限责任公司, 股份公司
and 股份有限公司) and keeps what tells two companies apart: 青海盐湖工业股份有限公司 is not 青海盐湖工业集团有限公司.
"""

import re
from dataclasses import dataclass
from functools import cache

from kedang.engine.standardise.clean import folded, one_line
from kedang.engine.standardise.regions import regions
from kedang.engine.standardise.script import to_simplified

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAS_HAN = re.compile(f"[{_HAN}]")
_SPACE_BESIDE_HAN = re.compile(f"(?<=[{_HAN}()]) | (?=[{_HAN}()])")
_OPEN = str.maketrans("[{【〔［〖﹙<〈《", "((((((((((", "")
_CLOSE = str.maketrans("]}】〕］〗﹚>〉》", "))))))))))", "")
_BRACKETS = str.maketrans(
    {**{chr(k): chr(v) for k, v in _OPEN.items() if v}, **{chr(k): chr(v) for k, v in _CLOSE.items() if v}}
)
_HALF_BRACKETS = str.maketrans("（）", "()")
# Longer texts are sentences; they are kept, not taken apart.
_LONGEST = 200
_FULL_BRACKETS = str.maketrans("()", "（）")

# (form as written, form as folded): the longest first
_FORMS = (
    ("股份有限责任公司", "股份有限公司"),
    ("股份有限公司", "股份有限公司"),
    ("股份公司", "股份有限公司"),
    ("有限责任公司", "有限公司"),
    ("有限公司", "有限公司"),
    ("特殊普通合伙", "特殊普通合伙"),
    ("有限合伙", "有限合伙"),
    ("普通合伙", "普通合伙"),
    ("个人独资企业", "个人独资"),
    ("合伙企业", "合伙企业"),
    ("专业合作社", "专业合作社"),
    ("合作社", "合作社"),
    ("总公司", "总公司"),
    ("公司", "公司"),
    ("股份", "股份"),
    ("事务所", "事务所"),
    ("经营部", "经营部"),
    ("商行", "商行"),
    ("工作室", "工作室"),
    ("研究院", "研究院"),
    ("研究所", "研究所"),
    ("总厂", "总厂"),
    ("厂", "厂"),
    ("店", "店"),
)
_FORM_END = re.compile(r"\(?(" + "|".join(form for form, _ in _FORMS) + r")\)?$")
_FOLDED_FORM = dict(_FORMS)
_FOLD = re.compile("股份有限责任公司|股份公司|有限责任公司")
_FOLDS = {"股份有限责任公司": "股份有限公司", "股份公司": "股份有限公司", "有限责任公司": "有限公司"}
_BRANCH = re.compile(
    r"(?<=公司)(?=.).{1,40}$|(?<=银行)[^股有公]{1,30}(?:分行|支行|营业部|分理处|办事处)$|(?<=\w\w)[^公司]{2,12}(?:分公司|办事处|代表处)$"
)
# How the name of a part of a company ends.
BRANCH_END = re.compile(
    "(?:分公司|子公司|分行|支行|营业部|营业厅|分理处|办事处|代表处|联络处|分店|门店|店|分厂|分院|分校|分部|事业部|中心|项目部|工厂|厂|部|所|站)[)]?$"
)
_LATIN_FORM = re.compile(
    r"[\s,.]+((?:co\.?,?\s*(?:ltd|limited|inc)|company\s+limited|pte\.?\s*ltd|pty\.?\s*ltd|ltd|limited|llc|l\.l\.c|inc|incorporated|"
    r"corp|corporation|company|co|gmbh(?:\s*&\s*co\.?\s*kg)?|ag|s\.?a\.?r\.?l|s\.?a|b\.?v|n\.?v|plc|llp|oy|ab|k\.?k|s\.?p\.?a|s\.?r\.?l))\.?\s*$",
    re.IGNORECASE,
)
_LATIN_FOLDS = (
    (re.compile(r"\bcompany limited\b|\bco limited\b|\bco ltd\b|\bcoltd\b"), "co ltd"),
    (re.compile(r"\blimited\b"), "ltd"),
    (re.compile(r"\bincorporated\b"), "inc"),
    (re.compile(r"\bcorporation\b"), "corp"),
    (re.compile(r"\bcompany\b"), "co"),
)
_LATIN_MARKS = re.compile(r"[.,;'’\"]+")
_KEY_DROPPED = re.compile(r"[\s()·•‧・.,，。、\"'“”‘’_—–-]+")
_INDUSTRIES = (
    "科技|技术|信息技术|信息|网络|软件|电子|电子商务|商务|商贸|贸易|进出口|国际贸易|国际|实业|工业|投资|资产管理|投资管理|管理|咨询|企业管理|"
    "文化|传媒|文化传媒|广告|影视|教育|培训|医疗|医药|制药|药业|生物|生物科技|器械|健康|化工|化学|材料|新材料|环保|环境|能源|新能源|电力|电气|"
    "电器|机械|机电|设备|装备|制造|重工|汽车|零部件|食品|饮料|酒业|餐饮|酒店|旅游|服装|服饰|纺织|家居|家具|建筑|建设|工程|装饰|设计|房地产|"
    "置业|地产|物业|物业管理|物流|运输|供应链|供应链管理|快递|航空|海运|港口|农业|农牧|牧业|林业|渔业|种业|矿业|钢铁|有色金属|金属|铝业|铜业|"
    "水泥|建材|玻璃|陶瓷|塑料|橡胶|造纸|包装|印刷|光电|半导体|微电子|集成电路|通信|通讯|智能|智能科技|智能装备|自动化|数据|云计算|人工智能|"
    "金融|证券|保险|人寿保险|财产保险|期货|基金|信托|银行|租赁|融资租赁|担保|小额贷款|典当|服务|技术服务|人力资源|劳务|安防|安全|仪器|仪表|"
    "光学|激光|动力|发展|控股|百货|超市|零售|连锁|珠宝|首饰|化妆品|日化|体育|娱乐|游戏|动漫|出版|发行|水务|燃气|热力|石油|石化|天然气|煤业|"
    "煤炭|电子科技|网络科技|信息科技|股份|集团|企业|产业|事业|开发|经贸|工贸|商业|精密|模具|线缆|电缆|轴承|阀门|泵业|船舶|轨道交通|交通|高科技|高新"
)
# Possessive: names made of industry words over and over must not cost exponential time.
_INDUSTRY_END = re.compile("(?:" + "|".join(sorted(_INDUSTRIES.split("|"), key=len, reverse=True)) + ")++$")
_INSTITUTION = re.compile("(?:大学|学院|医院|中学|小学|学校|幼儿园|人民政府|市政府)$")
# Short names of places that are words or brands oftener than places.
_NOT_REGIONS = frozenset(
    ["东方", "新民", "新乐", "永安", "大安", "海城", "华亭", "永康", "安达", "北安", "阿里", "海阳", "兴城"]
)
_LEADING_REGION = re.compile(r"^\(([^()]{2,12})\)")
_INNER_REGION = re.compile(r"\(([^()]{2,8})\)")


@dataclass(frozen=True, slots=True)
class Company:
    """`core` is the 字号 (盐湖), never empty for a name with a visible character; the key is for equality only."""

    region: str
    core: str
    industry: str
    legal_form: str
    branch: str
    normalised: str
    key: str


def standardise_company(text: str) -> Company:
    """A company name taken apart. A name that follows no pattern is its own core."""
    normalised = company_name(text)
    if len(normalised) > _LONGEST:
        return Company("", normalised, "", "", "", normalised, company_key(normalised))
    plain = normalised.translate(_HALF_BRACKETS)
    if not _HAS_HAN.search(plain):
        return _latin(plain, normalised)
    head, branch = _split_branch(plain)
    head, form = _split_form(head)
    region, head = _split_region(to_simplified(head) if len(to_simplified(head)) == len(head) else head)
    core, industry = _split_industry(head.replace("(", "").replace(")", ""))
    return Company(region, core or normalised, industry, form, branch, normalised, company_key(normalised))


def company_name(text: str) -> str:
    """The one written form: half width, brackets full width in Chinese names, no spaces beside Chinese characters."""
    line = one_line(text)
    if line.isascii():
        return line
    if _HAS_HAN.search(line) is None:
        return line
    line = line.translate(_BRACKETS)
    if " " in line:
        line = _SPACE_BESIDE_HAN.sub("", line)
    return line.translate(_FULL_BRACKETS) if "(" in line or ")" in line else line


def company_key(name: str) -> str:
    """The form two spellings of the same company share; never empty unless the name is."""
    text = folded(name)
    if text.isascii() or not _HAS_HAN.search(text):
        return _latin_key(text)
    text = _KEY_DROPPED.sub("", to_simplified(text).translate(_BRACKETS))
    if "责任" in text or "股份公司" in text:
        text = _FOLD.sub(lambda match: _FOLDS[match.group()], text)
    return text


def _latin_key(text: str) -> str:
    plain = " ".join(_LATIN_MARKS.sub(" ", text).replace("(", " ").replace(")", " ").split())
    for pattern, replacement in _LATIN_FOLDS:
        plain = pattern.sub(replacement, plain)
    return plain or " ".join(text.split())


def _latin(plain: str, normalised: str) -> Company:
    match = _LATIN_FORM.search(plain)
    core = plain[: match.start()].strip(" ,.") if match else plain
    form = _latin_key(match.group(1).lower()) if match and core else ""
    return Company("", core or normalised, "", form, "", normalised, company_key(normalised))


def _split_branch(name: str) -> tuple[str, str]:
    match = _BRANCH.search(name)
    if match is None or not BRANCH_END.search(match.group()):
        return name, ""
    return name[: match.start()], match.group().strip("()")


def _split_form(name: str) -> tuple[str, str]:
    match = _FORM_END.search(name)
    if match is None or match.start() == 0:
        return name, ""
    head, form = name[: match.start()], _FOLDED_FORM[match.group(1)]
    if form in ("特殊普通合伙", "有限合伙", "普通合伙"):
        inner = _FORM_END.search(head)
        head = head[: inner.start()] if inner and inner.start() else head
    for group in ("(集团)", "集团"):
        if head.endswith(group) and len(head) > len(group):
            return head[: -len(group)], "集团" + form
    return head, form


@cache
def _region_names() -> dict[str, list[str]]:
    """First two characters → region names a company name may begin with, longest first."""
    names = {"中国"}
    for region in regions().values():
        names.add(region.name)
        if region.level < 3:
            names |= {region.short, region.short + "省"} if region.level == 1 else {region.short}
        elif region.name.endswith("市"):
            names.add(region.short)
    table: dict[str, list[str]] = {}
    for name in sorted(names - _NOT_REGIONS, key=lambda name: (-len(name), name)):
        table.setdefault(name[:2], []).append(name)
    return table


def _leading(head: str, start: int) -> int:
    for name in _region_names().get(head[start : start + 2], ()):
        if head.startswith(name, start):
            return start + len(name)
    return start


def leading_region(text: str, *, leaves: int = 0) -> str:
    """The places a text begins with: 浙江省杭州市 of 浙江省杭州市科技支行; "" for none. So many characters are left behind them."""
    end = 0
    while (further := _leading(text, end)) > end and len(text) - further >= leaves:
        end = further
    return text[:end]


def _split_region(head: str) -> tuple[str, str]:
    """Region in front (浙江省杭州市…) or in brackets (…（北京）); at least one character of name must stay."""
    match = _LEADING_REGION.match(head)
    if match and len(head) > match.end() and _leading(match.group(1), 0) == len(match.group(1)):
        return match.group(1), head[match.end() :]
    end = len(leading_region(head, leaves=1))
    if end and not _INDUSTRY_END.fullmatch(head, end) and not _INSTITUTION.fullmatch(head, end):
        return head[:end], head[end:]
    for match in _INNER_REGION.finditer(head):
        if match.start() and _leading(match.group(1), 0) == len(match.group(1)):
            return match.group(1), head[: match.start()] + head[match.end() :]
    return "", head


def _split_industry(head: str) -> tuple[str, str]:
    """The longest tail of industry words that leaves a 字号: two characters, and not just a place (中国银行)."""
    match = _INDUSTRY_END.search(head, 2)
    if match is None or _leading(head, 0) >= match.start():
        return head, ""
    return head[: match.start()], match.group()
