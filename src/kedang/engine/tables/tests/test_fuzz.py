"""Whatever the bytes are: a table, or `TableRefused`; and every line of a table is accounted for."""

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kedang.engine.tables import open_table
from kedang.engine.tables.layout import find_layout
from kedang.engine.tables.mapping import propose
from kedang.engine.tables.refusals import TableRefused

DIRTY = Path(__file__).resolve().parents[5] / "tests" / "fixtures" / "dirty"
SEEDS = sorted(p for p in DIRTY.iterdir() if p.suffix in (".xlsx", ".xls", ".csv", ".txt", ".vcf"))
QUICK = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def read_all(data: bytes, filename: str) -> None:
    with suppress(TableRefused):
        for sheet in open_table(data, filename=filename).sheets:
            layout = find_layout(sheet.rows(), header_line=sheet.header_line)
            lines = list(layout.walk(sheet.rows()))
            assert len(lines) == sum(layout.counts.values())
            assert layout.data == sum(line.kind == "data" for line in lines)
            for section in layout.sections:
                propose(section.headers, section.samples, group_column=section.group_column)


@QUICK
@given(st.binary(max_size=600), st.sampled_from(["a.csv", "a.xlsx", "a.xls", "a.vcf", ""]))
def test_any_bytes(data: bytes, filename: str) -> None:
    read_all(data, filename)


@QUICK
@given(st.text(max_size=400), st.sampled_from(["utf-8", "gb18030", "utf-16", "utf-16-le", "big5"]))
def test_any_text(text: str, code: str) -> None:
    read_all(text.encode(code, "replace"), "a.csv")


@QUICK
@given(st.text(alphabet="a1,;\t\"'\n\r 张客户名称合计:：", max_size=300))
def test_any_small_table(text: str) -> None:
    read_all(text.encode(), "a.csv")


_HEADS = st.sampled_from(["BEGIN:VCARD", "END:VCARD", "FN:", "N:a;b", "ORG:", "TEL;CELL:1", "ADR:;;", "KIND:org", "AGENT:", "item1.X-ABLabel:", " x", "=", ":", "PHOTO;BASE64:"])  # fmt: skip


@QUICK
@given(st.lists(_HEADS, max_size=30))
def test_any_cards(lines: list[str]) -> None:
    read_all("\n".join(["BEGIN:VCARD", *lines]).encode(), "a.vcf")


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """A fixture with a few bytes changed, cut out or doubled; in a workbook inside one of its parts."""
    seed = draw(st.sampled_from(SEEDS))
    data = seed.read_bytes()
    if seed.suffix != ".xlsx":
        return seed.name, _damage(draw, data)
    buffer = io.BytesIO()
    with zipfile.ZipFile(seed) as source, zipfile.ZipFile(buffer, "w") as target:
        names = source.namelist()
        chosen = draw(st.sampled_from(names))
        for name in names:
            part = source.read(name)
            target.writestr(name, _damage(draw, part) if name == chosen else part)
    return seed.name, buffer.getvalue()


def _damage(draw: st.DrawFn, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(changed) - 1)))
        length = draw(st.integers(0, 40))
        changed[at : at + length] = draw(st.binary(max_size=12))
    return bytes(changed)


@QUICK
@given(damaged())
def test_damaged_files(case: tuple[str, bytes]) -> None:
    name, data = case
    read_all(data, name)


def test_a_circle_of_sectors_is_refused() -> None:
    data = bytearray((DIRTY / "old_excel.xls").read_bytes())
    table = int.from_bytes(data[76:80], "little")
    start = (table + 1) * 512
    data[start : start + 8] = (1).to_bytes(4, "little") + (0).to_bytes(4, "little")
    with pytest.raises(TableRefused) as caught:
        open_table(bytes(data), filename="a.xls")
    assert caught.value.text("en").endswith("(compound file).")
