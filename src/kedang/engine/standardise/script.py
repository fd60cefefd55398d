"""Traditional to simplified Chinese, for matching only: nobody's name is rewritten.

The tables are OpenCC's (Apache-2.0), read from the opencc package: characters by `str.translate`, and the phrases
whose characters are converted otherwise than alone (乾隆 keeps 乾, 乾淨 does not).
"""

import re
from functools import cache
from pathlib import Path

import opencc

_DICTIONARY = Path(opencc.__file__).parent / "dictionary"
# Variants that OpenCC leaves alone and Chinese registries write either way.
_VARIANTS = {"粵": "粤", "衆": "众", "峯": "峰", "濶": "阔", "祘": "算", "亾": "亡"}


def _pairs(name: str) -> list[tuple[str, str]]:
    pairs = []
    for line in (_DICTIONARY / name).read_text(encoding="utf-8").splitlines():
        source, tab, targets = line.partition("\t")
        if tab and targets:
            pairs.append((source, targets.split(" ")[0]))
    return pairs


# 乾 is a simplified character too (乾安县, 李乾): it becomes 干 only in words.
_QIAN = "乾燥 乾淨 餅乾 乾杯 乾洗 乾貨 乾果 乾糧 乾媽 乾爹 豆乾 肉乾 葡萄乾 乾旱 乾電池 乾脆 乾式 乾濕 風乾 烘乾 曬乾 筍乾 鮮乾"


@cache
def _characters() -> tuple[dict[int, str], frozenset[str]]:
    table = {ord(source): target for source, target in _pairs("TSCharacters.txt") if len(source) == 1}
    table |= {ord(source): target for source, target in _VARIANTS.items()}
    del table[ord("乾")]
    return table, frozenset(chr(code) for code in table) | {"乾"}


@cache
def _phrases() -> tuple[re.Pattern[str], dict[str, str], frozenset[str]]:
    """Only the phrases that characters alone get wrong, and the characters that make a look worth while."""
    table, _ = _characters()
    special = {source: target for source, target in _pairs("TSPhrases.txt") if source.translate(table) != target}
    special |= {word: word.translate(table).replace("乾", "干") for word in _QIAN.split()}
    longest_first = sorted(special, key=lambda phrase: (-len(phrase), phrase))
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    wrong = {
        a for s, t in special.items() if len(s) == len(t) for a, b in zip(s, t, strict=True) if a.translate(table) != b
    }
    return pattern, special, frozenset(wrong)


def to_simplified(text: str) -> str:
    """The text in simplified characters; text without a traditional character returns at once."""
    if text.isascii():
        return text
    table, traditional = _characters()
    if traditional.isdisjoint(text):
        return text
    pattern, special, wrong = _phrases()
    if wrong.isdisjoint(text):
        return text.translate(table)
    pieces, end = [], 0
    for match in pattern.finditer(text):
        pieces += [text[end : match.start()].translate(table), special[match.group()]]
        end = match.end()
    pieces.append(text[end:].translate(table))
    return "".join(pieces)
