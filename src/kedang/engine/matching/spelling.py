"""Names of people as matching compares them: surname and given name, every reading, and what one wrong character leaves."""

import re
from dataclasses import dataclass
from functools import lru_cache

from kedang.engine.standardise.names import looks_chinese, person_matching, split_person
from kedang.engine.standardise.pinyin import readings
from kedang.engine.standardise.surnames import SURNAMES, surname_of

_HAN = re.compile("[\u3400-\u9fff]")
_HAN_RUN = re.compile("[\u3400-\u9fff·]{1,12}")
_LATIN = re.compile("[a-z]+")
_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]?")
_TITLE = re.compile(
    "(?:先生|女士|小姐|太太|夫人|老师|老板|总经理|副总|总监|经理|主任|主管|科长|处长|局长|院长|校长|行长|店长|厂长|部长|"
    "会计|出纳|财务|采购|秘书|助理|司机|前台|销售|客服|文员|店员|专员|代表|队长|组长|班长|会长|书记|院士|护士|大夫|教练|"
    "师傅|医生|律师|教授|博士|工程师|同学|工|总|董|哥|姐|嫂|叔|姨|阿姨|妈妈|爸爸|家长)+$"
)
# Somebody of somebody's family is somebody else: 李浩然妈妈 is not 李浩然.
_KIN = re.compile(
    "^(.{2,}?)的?(?:妈妈|爸爸|母亲|父亲|家长|家属|爷爷|奶奶|外公|外婆|姥姥|姥爷|儿子|女儿|老公|老婆|丈夫|妻子|夫人|太太|"
    "哥哥|姐姐|弟弟|妹妹)$"
)
_FAMILIAR = frozenset("小老阿大")
MOST_READINGS = 4
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Spelled:
    """A person's name. `full` is "" when only one character of it is known (王总, 小王, 阿婷). `spellings` are joined readings;
    the first is the main one. `letters` are those of the main spelling in order, equal when the parts were exchanged. `open`
    holds the name with each of its characters left open, for names of three characters and more. `characters` are the
    Chinese ones that are known."""

    full: str
    surname: str
    given: str
    surname_spelled: str
    given_spelled: str
    spellings: tuple[str, ...]
    letters: str
    open: tuple[str, ...]
    characters: tuple[str, ...] = ()


NOBODY = Spelled("", "", "", "", "", (), "", ())


@lru_cache(maxsize=8192)
def spelled_person(text: str) -> Spelled:
    """A person's name taken apart."""
    name = person_matching(_BRACKETS.sub("", text[:_LONGEST])).strip()
    if not _HAN.search(name):
        return _latin(_LATIN.findall(name))
    runs = _HAN_RUN.findall(name.replace(" ", ""))
    run = runs[0] if looks_chinese(runs[0]) else max(runs, key=len)
    return _chinese(run.replace("·", "") or run)


def _latin(tokens: list[str]) -> Spelled:
    if not tokens:
        return NOBODY
    full, joined = " ".join(tokens), "".join(tokens)
    turned = "".join([tokens[-1], *tokens[:-1]])
    return Spelled(
        full=full,
        surname=tokens[-1],
        given="".join(tokens[:-1]),
        surname_spelled=tokens[-1],
        given_spelled="".join(tokens[:-1]),
        spellings=tuple(dict.fromkeys([joined, turned])),
        letters="".join(sorted(joined)),
        open=(),
        characters=tuple(dict.fromkeys(tokens)),
    )


def _chinese(name: str) -> Spelled:
    kin = _KIN.match(name)
    if kin and looks_chinese(kin.group(1)):
        return _relative(name)
    bare = _TITLE.sub("", split_person(name)[0]) or name
    if len(bare) == 2 and bare[0] in _FAMILIAR:
        return _one_character(bare[1])
    if len(bare) == 1 and bare != name:
        return _one_character(bare)
    bare = _surname_first(bare)
    surname = surname_of(bare) or bare[:1]
    read = ["".join(reading) for reading in readings(bare)[:MOST_READINGS]]
    first = readings(surname)
    spelled = "".join(first[0]) if first else ""
    main = read[0] if read else ""
    return Spelled(
        full=bare,
        surname=surname,
        given=bare[len(surname) :],
        surname_spelled=spelled,
        given_spelled=main.removeprefix(spelled),
        spellings=tuple(dict.fromkeys(read)),
        letters="".join(sorted(main)),
        open=tuple([f"{bare[:at]}?{bare[at + 1 :]}" for at in range(len(bare))]) if 3 <= len(bare) <= 6 else (),
        characters=tuple(dict.fromkeys(bare)),
    )


def _relative(name: str) -> Spelled:
    """Known by whose relative it is; nothing of that one's name is this one's."""
    return Spelled(name, "", name, "", "", (), "", (), ())


def _one_character(character: str) -> Spelled:
    """王总 may be anybody of the surname, 阿婷 anybody with the character in the given name."""
    surname = character if character in SURNAMES else ""
    read = readings(character) if surname else []
    return Spelled("", surname, "", "".join(read[0]) if read else "", "", (), "", (), (character,))


def _surname_first(name: str) -> str:
    """伟张 → 张伟, where only the last character is a surname."""
    if 2 <= len(name) <= 3 and not surname_of(name) and name[-1] in SURNAMES:
        return name[-1] + name[:-1]
    return name
