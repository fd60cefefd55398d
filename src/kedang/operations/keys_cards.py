"""Escrow cards for paper: a page a card, with the text to type and the same as a QR code to scan. Written to one file, nowhere else."""

import json
import os
from pathlib import Path

import pylopdf_fonts_zh_cn
import segno
import typst

from kedang.kit.clock import now
from kedang.operations.keys_escrow import Cards

TEMPLATE = Path(__file__).with_name("card.typ")
WORDS = {
    "zh": {
        "title": "根密钥托管卡",
        "which": "第 {number} 张，共 {of} 张；恢复需要任意 {needed} 张",
        "fingerprint": "根密钥指纹",
        "made": "制作日期",
        "holder": "保管人",
        "how": "请单独锁好，不要拍照、复印或存入电脑。每季度演练：kedang keys escrow-drill。恢复：kedang keys recover。",
    },
    "en": {
        "title": "Escrow card of the root key",
        "which": "Card {number} of {of}; any {needed} bring the key back",
        "fingerprint": "Fingerprint of the root key",
        "made": "Made on",
        "holder": "Kept by",
        "how": "Lock it away by itself; no photograph, no copy, no computer. Every quarter: kedang keys escrow-drill. "
        "To bring the key back: kedang keys recover.",
    },
}


def write_pdf(path: Path, cards: Cards, *, language: str) -> None:
    """A page a card. The file is for its owner only, and must not be there yet."""
    paper = typst.compile(
        TEMPLATE,
        font_paths=[pylopdf_fonts_zh_cn.sans_path().parent],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_told(cards, language), ensure_ascii=False)},
    )
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(paper)


def _told(cards: Cards, language: str) -> dict[str, object]:
    words = WORDS["zh" if language.startswith("zh") else "en"]
    of = len(cards.texts)
    return {
        **words,
        "value": cards.fingerprint,
        "day": f"{now():%Y-%m-%d}",
        "cards": [
            {
                "which": words["which"].format(number=number, of=of, needed=cards.needed),
                "groups": text.split("-"),
                "qr": segno.make(text, error="q", micro=False).svg_inline(scale=4, border=4),
            }
            for number, text in enumerate(cards.texts, start=1)
        ],
    }
