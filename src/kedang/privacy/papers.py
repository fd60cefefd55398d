"""What is put on paper: the certificate of an erasure, and the copy for people to read."""

import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson
from django.utils import timezone

from kedang.accounts.models import Installation
from kedang.accounts.queries import people
from kedang.fields.values import LOCAL
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.errors import NOT_FOUND, Refusal
from kedang.privacy import gathering, obstacles
from kedang.privacy.copies import Copy
from kedang.privacy.erasing import in_reach, require_decider
from kedang.privacy.models import ERASED, RESTRICTED, Erasure, Purpose
from kedang.privacy.wording import BASES, KEPT_ROWS, WHY

PRESS = Path(__file__).with_name("press.py")
SECONDS = 60
FAILED = Refusal(
    "privacy.not_printed",
    500,
    "没能排版这份文件，没有丢失任何内容。请稍后再试；仍不行时，把请求编号告诉管理员。",
    "This paper could not be typeset; nothing is lost. Try again; if that fails, tell an administrator the request's number.",
)
NOTHING_DONE = Refusal(
    "privacy.no_certificate",
    409,
    "删除还没有执行，不能出具证明。",
    "Nothing was erased or restricted yet: there is nothing to certify.",
)
log = logging.getLogger("kedang.privacy")
Rows = list[list[str]]


def certificate(actor: Actor, erasure_id: int) -> tuple[str, bytes]:
    """The certificate of an erasure or restriction: (archive number, PDF)."""
    require_decider(actor)
    row = Erasure.objects.filter(in_reach(actor), id=erasure_id).first()
    if row is None:
        raise NOT_FOUND()
    if row.state not in (ERASED, RESTRICTED):
        raise NOTHING_DONE()
    ids = [row.customer_id] if row.customer_id else []
    record_read(actor, "privacy.certificate_printed", customer_ids=ids, details={"erasure": str(row.id)})
    return row.number, typeset(_certificate(row, actor.language))


def _certificate(row: Erasure, language: str) -> dict[str, Any]:
    zh = language.startswith("zh")
    names = people(each for each in (row.proposed_by, row.decided_by) if each)
    who = {each: names[each].name if each in names else "—" for each in (row.proposed_by, row.decided_by or 0)}
    erased = row.state == ERASED
    facts: Rows = [
        ["档号" if zh else "Archive number", row.number],
        ["原因" if zh else "Reason", WHY[row.reason][0 if zh else 1]],
        ["提出" if zh else "Proposed", f"{who[row.proposed_by]}  {_time(row.proposed_at)}"],
        ["确认" if zh else "Confirmed", f"{who.get(row.decided_by or 0, '—')}  {_time(row.decided_at)}"],
    ]
    if erased:
        facts.append(["执行" if zh else "Carried out", _time(row.done_at)])
        facts.append(
            ["密钥销毁" if zh else "Keys destroyed", _time(row.cleared_at) or ("进行中" if zh else "under way")]
        )
    else:
        facts.append(["预定删除日期" if zh else "To be erased on", row.erase_on.isoformat() if row.erase_on else "—"])
    title = (
        ("个人信息删除证明" if erased else "限制处理证明")
        if zh
        else ("Certificate of erasure" if erased else "Certificate of restriction")
    )
    kept = [
        [each.zh if zh else each.en, each.until.isoformat() if each.until else "—"]
        for each in obstacles.unpacked(row.kept)
    ]
    return {
        "title": title,
        "subtitle": _organisation(),
        "lang": "zh" if zh else "en",
        "foot": f"{row.number} · {row.id}",
        "sections": [
            {"title": "经过" if zh else "What happened", "text": "", "rows": facts},
            {"title": "处理的内容" if zh else "What was dealt with", "text": "", "rows": _counted(row, zh)},
            {
                "title": "保留的内容及理由" if zh else "What was kept, and why",
                "text": KEPT_ROWS[0 if zh else 1],
                "rows": kept,
            },
        ],
        "signatures": ["经办人" if zh else "Carried out by", "复核人" if zh else "Checked by"],
    }


def _counted(row: Erasure, zh: bool) -> Rows:
    deeds = {"delete": ("已删除", "erased"), "anonymise": ("已去标识", "made anonymous")}
    lines: Rows = []
    for label_zh, label_en, fate, count in orjson.loads(row.counts).values():
        lines.append([label_zh if zh else label_en, f"{count} · {deeds[fate][0 if zh else 1]}"])
    return lines


def readable_copy(made: Copy, language: str) -> bytes:
    """The copy of somebody's data as PDF."""
    zh = language.startswith("zh")
    profile = [[gathering.label_of(fact.code, language), "\n".join(fact.values)] for fact in made.facts]
    told = [_told("基本信息" if zh else "Profile", profile)]
    told += [_told(each.label[0 if zh else 1] or each.table, _flat(each)) for each in made.sections if each.rows]
    purposes = [[each.name_zh if zh else each.name_en, _ground(each, zh)] for each in made.purposes]
    told.append(_told("用途、依据与期限" if zh else "Purposes, grounds and periods", purposes))
    looks = [[words[0 if zh else 1], str(times)] for *words, times in made.looks]
    told.append(_told("谁看过" if zh else "Who looked", looks))
    left_out = [[text_zh if zh else text_en, ""] for _, text_zh, text_en in gathering.LEFT_OUT]
    told.append(_told("没有列出的内容" if zh else "What is left out", left_out))
    return typeset(
        {
            "title": "个人信息副本" if zh else "Copy of your personal data",
            "subtitle": f"{_organisation()} · {made.number} · {_time(made.made_at)}",
            "lang": "zh" if zh else "en",
            "foot": made.number,
            "sections": told,
            "signatures": [],
        }
    )


def _told(title: str, rows: Rows) -> dict[str, Any]:
    return {"title": title, "text": "", "rows": rows}


def _ground(row: Purpose, zh: bool) -> str:
    months = "最后一次联系后 {} 个月" if zh else "{} months after the last contact"
    parts = (BASES[row.basis][0 if zh else 1], months.format(row.months) if row.months else "", row.recipients)
    return "；".join(part for part in parts if part)


def _flat(section: gathering.Section) -> Rows:
    return [
        [f"{place}", "\n".join(f"{name}: {value}" for name, value in row.items())]
        for place, row in enumerate(section.rows, 1)
    ]


def _organisation() -> str:
    found = Installation.objects.first()
    return found.name if found else ""


def _time(moment: Any) -> str:
    return timezone.localtime(moment, LOCAL).strftime("%Y-%m-%d %H:%M") if moment else ""


def typeset(data: dict[str, Any]) -> bytes:
    """The PDF of a paper's data."""
    told = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(PRESS)],
            input=orjson.dumps(data),
            capture_output=True,
            timeout=SECONDS,
            env=told | {"RAYON_NUM_THREADS": "2"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise FAILED() from None
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF"):
        # What it says may quote somebody's data: only the number goes to the log.
        log.error("the press ended with %s", done.returncode)
        raise FAILED()
    return done.stdout
