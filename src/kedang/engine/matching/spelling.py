"""Names of people as matching compares them: surname and given name, every reading, and what one wrong character leaves."""

import re
from dataclasses import dataclass
from functools import lru_cache

from kedang.engine.standardise.names import person_matching, split_person
from kedang.engine.standardise.pinyin import readings
from kedang.engine.standardise.surnames import SURNAMES, surname_of

_HAN = re.compile("[\u3400-\u9fff]")
_HAN_RUN = re.compile("[\u3400-\u9fff·]{1,12}")
_LATIN = re.compile("[a-z]+")
_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]?")
_TITLE = re.compile(
    "(?:先生|女士|小姐|太太|夫人|老师|老板|总经理|副总|总监|经理|主任|主管|科长|处长|局长|院长|校长|行长|店长|厂长|部长|"
    "师傅|医生|律师|教授|博士|工程师|工|总|哥|姐|叔|阿姨|家长)+$"
)
_FAMILIAR = frozenset("小老阿")
MOST_READINGS = 4
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Spelled:
    """A person's name. `full` is "" when only a surname is known (王总, 小王). `spellings` are joined readings; the first is
    the main one. `letters` are those of the main spelling in order, equal when the parts were exchanged. `open` holds the
    name with each of its characters left open, for names of three characters and more."""

    full: str
    surname: str
    given: str
    surname_spelled: str
    given_spelled: str
    spellings: tuple[str, ...]
    letters: str
    open: tuple[str, ...]


NOBODY = Spelled("", "", "", "", "", (), "", ())


@lru_cache(maxsize=8192)
def spelled_person(text: str) -> Spelled:
    """A person's name taken apart."""
    name = person_matching(_BRACKETS.sub("", text[:_LONGEST])).strip()
    if not _HAN.search(name):
        return _latin(_LATIN.findall(name))
    run = max(_HAN_RUN.findall(name.replace(" ", "")), key=len)
    return _chinese(run.strip("·"))


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
    )


def _chinese(name: str) -> Spelled:
    bare = _TITLE.sub("", split_person(name)[0]) or name
    if len(bare) == 2 and bare[0] in _FAMILIAR and bare[1] in SURNAMES:
        bare = bare[1]
    surname = surname_of(bare) or bare[:1]
    read = ["".join(reading) for reading in readings(bare)[:MOST_READINGS]]
    if bare == surname and (len(bare) < 2 or bare != name):
        return Spelled("", surname, "", read[0] if read else "", "", (), "", ())
    given = bare[len(surname) :]
    first = readings(surname)
    spelled = "".join(first[0]) if first else ""
    main = read[0] if read else ""
    return Spelled(
        full=bare,
        surname=surname,
        given=given,
        surname_spelled=spelled,
        given_spelled=main.removeprefix(spelled),
        spellings=tuple(dict.fromkeys(read)),
        letters="".join(sorted(main)),
        open=tuple([f"{bare[:at]}?{bare[at + 1 :]}" for at in range(len(bare))]) if 3 <= len(bare) <= 6 else (),
    )
