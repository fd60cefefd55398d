"""What is compared between two persons or two organisations, from the strongest agreement to plain difference.

A comparison is a list of levels; the first that holds counts. Its weight comes from the parameters, its words from here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kedang.engine.catalogue import Kind
from kedang.engine.matching.conditions import Among, Condition, Either, Every, Has, Missing, Near, Same, Share, Unless


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of agreement. `by` is the column whose frequency adjusts the weight: a rare name agreeing says more.

    `at` lays the weight down instead of learning it, where the pieces are not independent: colleagues share telephone,
    mail and address all at once, families and twins even more, so that a wholly different name must outweigh them together.
    `least` is the smallest m that is believed: people do change their mail, whatever the examples at hand say.
    """

    code: str
    when: Condition | None
    zh: str
    en: str
    by: str = ""
    at: float | None = None
    least: float = 0.001


@dataclass(frozen=True, slots=True)
class Comparison:
    """One thing that is compared; where `unknown` holds it says nothing. The last level has no condition."""

    code: str
    field: str
    unknown: Condition
    levels: Sequence[Level]


_BIRTH_PARTS = ("birth_year", "birth_month", "birth_day")
_TWO_PARTS = [Every([Same(a), Same(b)]) for a, b in (_BIRTH_PARTS[:2], _BIRTH_PARTS[::2], _BIRTH_PARTS[1:])]


def _else(zh: str, en: str, *, at: float | None = None, least: float = 0.001) -> Level:
    return Level("else", None, zh, en, at=at, least=least)


_PHONE_NEAR = Level("near", Near("phone", 2, 10), "电话只差一两位", "telephone one or two digits apart")
PHONE = Comparison(
    "phone",
    "mobile",
    Missing("phones"),
    (
        Level("same", Share("phones"), "电话相同", "same telephone"),
        _PHONE_NEAR,
        _else("电话不同", "different telephones", least=0.2),
    ),
)
_NEARBY = Either([Same("county"), Missing("county")])
PLACE = Comparison(
    "place",
    "address",
    Every([Missing("marks"), Missing("city"), Missing("postcode")]),
    (
        Level("door", Share("doors"), "地址到门牌相同", "same address to the door"),
        Level("marks3", Share("marks", 3), "地址大部分相同", "most of the address agrees", least=0.05),
        Level("marks2", Every([Share("marks", 2), _NEARBY]), "地址部分相同", "parts of the address agree"),
        Level("mark", Every([Share("marks"), _NEARBY]), "同一条路或小区", "same street or estate"),
        Level("postcode", Same("postcode"), "邮编相同", "same postcode", at=7.0),
        Level("county", Same("county"), "同一区县", "same district"),
        Level("city", Same("city"), "同一城市", "same city"),
        _else("地区不同", "different places", least=0.05),
    ),
)

_HAN = Every([Unless(Has("latin")), Unless(Has("latin", both=False))])
# 买买提 and 麦麦提 are one name in two spellings.
_MANY_LETTERS = Either([Unless(_HAN), Has("long")])
_ONE_SURNAME = Either([_MANY_LETTERS, Same("surname")])
_NICK = Either([Has("nick"), Has("nick", both=False)])
PERSON: tuple[Comparison, ...] = (
    Comparison(
        "name",
        "name",
        Missing("known"),
        (
            Level("same", Same("name"), "姓名相同", "same name", by="name"),
            Level("sound", Share("spellings"), "姓名同音", "names sound the same", by="letters"),
            Level("shape", Same("shape"), "姓名字形相近", "names look alike", by="letters"),
            Level("turned", Same("letters"), "姓名顺序颠倒", "name in another order", by="letters"),
            Level(
                "near_latin",
                Every([Has("latin"), Near("spelled", 2, 6)]),
                "姓名拼写相近",
                "names spelled alike",
                at=7.0,
            ),
            Level(
                "turned_latin",
                Every([Has("latin"), Near("letters", 2, 8)]),
                "姓名顺序颠倒，拼写相近",
                "name in another order, spelled alike",
                at=5.0,
            ),
            # Two Chinese names two letters apart are two names (佳仪 and 心怡); one letter is an accent where the surname is one.
            Level("near1", Every([Near("spelled", 1, 6), _ONE_SURNAME]), "姓名拼写相近", "names spelled alike"),
            Level("near2", Every([Near("spelled", 2, 9), _MANY_LETTERS]), "姓名拼写相近", "names spelled alike"),
            Level("near3", Every([Near("spelled", 3, 14), _MANY_LETTERS]), "姓名拼写相近", "names spelled alike"),
            Level("nick", Every([_NICK, Share("characters")]), "称呼与姓名相符", "form of address fits the name"),
            Level(
                "dropped",
                Every([Has("short", both=False), Share("shortened")]),
                "姓名少一个字",
                "one character of the name is missing",
            ),
            # Brothers and sisters share surname and generation character as often as a clerk picks a wrong one.
            Level("open", Share("open"), "姓名只差一个字", "names one character apart", at=-3.0),
            Level("given", Same("given"), "名相同，姓不同", "same given name, other surname"),
            Level("document", Share("ids"), "姓名不同，证件号相同", "different names, same document number"),
            Level(
                "initial",
                Every([Has("initialled", both=False), Share("initials")]),
                "姓相同，名的首字母相符",
                "same surname, the initial fits",
                at=3.0,
            ),
            # Spelled names have fewer letters in common with strangers' than Chinese ones have characters.
            Level(
                "part_latin",
                Every([Has("latin"), Share("characters")]),
                "姓名有一部分相同",
                "one part of the names agrees",
                at=-9.0,
            ),
            Level("else_latin", Has("latin"), "姓名不同", "different names", at=-17.0),
            # 卡洛斯 is Carlos, and 王伟 may call himself Kevin.
            Level("script", Has("latin", both=False), "一中文名一外文名", "a Chinese and a foreign name", at=-16.0),
            # Twins, and pupils under their teacher's number, share telephone, birth date and address.
            Level("surname", Same("surname"), "同姓不同名", "same surname, other given name", at=-30.0),
            _else("姓名不同", "different names", at=-34.0),
        ),
    ),
    Comparison(
        "phone",
        "mobile",
        Missing("phones"),
        (
            Level("same", Share("mobiles"), "手机相同", "same mobile"),
            Level("landline", Share("phones"), "座机相同", "same landline", at=10.0),
            _PHONE_NEAR,
            _else("电话不同", "different telephones", least=0.2),
        ),
    ),
    Comparison(
        "email",
        "email",
        Missing("emails"),
        (
            Level("same", Share("emails"), "邮箱相同", "same email"),
            Level("box", Share("mailboxes"), "邮箱名相同、域名不同", "same mailbox at another domain"),
            Level("near", Near("email", 2, 10), "邮箱只差一两个字母", "email one or two letters apart"),
            _else("邮箱不同", "different emails", least=0.2),
        ),
    ),
    Comparison(
        "ids",
        "id_number",
        Missing("ids"),
        (
            Level("same", Share("ids"), "证件号相同", "same document number"),
            Level("differ", Has("sound_id"), "身份证号不同", "different ID numbers", at=-60.0),
            Level("near", Near("idnumber", 2, 6), "证件号只差一两位", "document number one or two digits apart"),
            _else("证件号不同", "different document numbers", at=-3.0),
        ),
    ),
    Comparison(
        "birth",
        "birth_date",
        Missing("birth"),
        (
            Level("same", Same("birth"), "出生日期相同", "same birth date"),
            Level("mixed", Every([Same("birth_year"), Same("birth_mixed")]), "出生月日颠倒", "day and month exchanged"),
            Level("two", Either(_TWO_PARTS), "出生日期有两项相同", "two parts of the birth date agree"),
            # A child named after its father, a younger brother. Files in Latin script have birth dates that are wrong throughout.
            Level(
                "far",
                Every([Unless(Share("birth_years")), Unless(Near("birth", 2, 10)), Unless(Has("latin"))]),
                "出生年份相差较大",
                "years of birth far apart",
                at=-20.0,
            ),
            _else("出生日期不同", "different birth dates", least=0.02),
        ),
    ),
    PLACE,
    Comparison(
        "handles",
        "wechat",
        Missing("handles"),
        (
            Level("same", Share("handles"), "微信等账号相同", "same WeChat or other account"),
            _else("微信等账号不同", "different accounts", least=0.1),
        ),
    ),
    Comparison(
        "employer",
        "employer",
        Missing("employer"),
        (
            Level("same", Same("employer"), "工作单位相同", "same employer"),
            _else("工作单位不同", "different employers", least=0.25),
        ),
    ),
    Comparison(
        "gender",
        "gender",
        Missing("gender"),
        (Level("same", Same("gender"), "性别相同", "same sex"), _else("性别不同", "different sex", least=0.005)),
    ),
)

_ELSEWHERE = Every([Unless(Missing("named_places")), Unless(Share("named_places"))])

_OTHER_TRADE = Every([Unless(Missing("trades")), Unless(Share("trades"))])
# 华盛食品 beside 华盛餐饮, or beside 华盛五金制品, whose trade is in no list.
_SISTERS = Either(
    [
        Every([Share("cores"), _OTHER_TRADE]),
        Every([Same("heart"), Unless(Share("cores")), Unless(Share("trades"))]),
    ]
)
ORGANISATION: tuple[Comparison, ...] = (
    Comparison(
        "name",
        "name",
        Missing("key"),
        (
            # A registered name (place, trade name, legal form) is given to one company only.
            Level("registered", Same("registered"), "工商全称相同", "same registered name", at=27.0),
            Level("same", Same("key"), "名称相同", "same name", by="key"),
            Level("also", Share("keys"), "与曾用名或其他名称相同", "same as a former or other name"),
            Level(
                "stem", Every([Share("stems"), Unless(_ELSEWHERE)]), "字号和行业相同", "same trade name and industry"
            ),
            Level(
                "core_trade",
                Every([Share("cores"), Share("trades"), Unless(_ELSEWHERE)]),
                "字号相同，行业相近",
                "same trade name, similar industry",
            ),
            Level(
                "short",
                Every([Among("stem", "beginnings"), Unless(_ELSEWHERE)]),
                "一方是另一方的简称",
                "one is short for the other",
            ),
            Level(
                "letter", Every([Share("left_out"), Unless(_ELSEWHERE)]), "名称只差一个字", "names one character apart"
            ),
            Level("document", Share("codes"), "名称不同，信用代码相同", "different names, same credit code"),
            Level(
                "stem_elsewhere",
                Share("stems"),
                "字号和行业相同，地区不同",
                "same trade name and industry, other place",
                at=-10.0,
            ),
            # Two full names in two trades are two companies, though a group's companies share office, telephone and clerk.
            Level(
                "sister",
                Every([Has("whole"), _SISTERS]),
                "字号相近，行业不同的两家公司",
                "two companies of one trade name in two trades",
                at=-28.0,
            ),
            Level(
                "core_other",
                Every([Share("cores"), _OTHER_TRADE]),
                "字号相同，行业不同",
                "same trade name in another trade",
                at=-16.0,
            ),
            Level("core", Every([Share("cores"), Unless(_ELSEWHERE)]), "字号相同", "same trade name", by="core"),
            Level(
                "roman",
                Every([Share("romans"), Unless(_OTHER_TRADE)]),
                "字号同音或与英文名相符",
                "trade names sound the same",
            ),
            Level(
                "near",
                Every([Near("core_spelled", 2, 9), Unless(_OTHER_TRADE)]),
                "字号拼写相近",
                "trade names spelled alike",
            ),
            _else("名称不同", "different names", at=-16.0),
        ),
    ),
    Comparison(
        "branch",
        "name",
        Every([Unless(Has("is_branch")), Unless(Has("is_branch", both=False)), Unless(Has("is_group", both=False))]),
        (
            Level("same", Among("branch", "branches"), "同一分支机构", "same branch"),
            Level("document", Share("codes"), "信用代码相同", "same credit code", at=0.0),
            Level("one", Has("is_branch", both=False), "一方是分支机构", "one is a branch", at=-40.0),
            Level("group", Has("is_group", both=False), "一方是集团公司", "one is the group's company", at=-22.0),
            _else("不同的分支机构", "different branches", at=-50.0),
        ),
    ),
    Comparison(
        "codes",
        "credit_code",
        Missing("codes"),
        (
            Level("same", Share("codes"), "统一社会信用代码相同", "same credit code"),
            Level("differ", Has("sound_code"), "统一社会信用代码不同", "different credit codes", at=-60.0),
            Level("near", Near("credit", 2, 15), "信用代码只差一两位", "credit code one or two characters apart"),
            _else("信用代码不同", "different credit codes", at=-8.0),
        ),
    ),
    PHONE,
    Comparison(
        "email",
        "email",
        Missing("emails"),
        (Level("same", Share("emails"), "邮箱相同", "same email"), _else("邮箱不同", "different emails", least=0.2)),
    ),
    Comparison(
        "domain",
        "website",
        Missing("domains"),
        (
            # The same mail has the same domain: said already.
            Level("mail", Share("emails"), "邮箱相同", "same email", at=0.0),
            Level("same", Share("domains"), "网站或邮箱域名相同", "same web or mail domain"),
            _else("域名不同", "different domains", least=0.2),
        ),
    ),
    Comparison(
        "legal",
        "legal_representative",
        Missing("legal"),
        (
            Level("same", Same("legal"), "法定代表人相同", "same legal representative"),
            Level("sound", Same("legal_spelled"), "法定代表人同音", "legal representatives sound the same"),
            _else("法定代表人不同", "different legal representatives", least=0.1),
        ),
    ),
    Comparison(
        "people",
        "contact_name",
        Missing("people"),
        (
            Level("same", Share("people"), "联系人相同", "same contact person"),
            _else("联系人不同", "different contact persons", least=0.3),
        ),
    ),
    PLACE,
)

COMPARISONS: dict[Kind, tuple[Comparison, ...]] = {"person": PERSON, "organisation": ORGANISATION}
