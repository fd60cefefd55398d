"""The mark of an export: on every line and in the file's properties, and out of the way of whoever reads the file next."""

import csv
import io
import zipfile
from xml.etree import ElementTree

import pytest

from kedang.archive.tests.filing import file_customer
from kedang.engine.tables.mapping import propose
from kedang.finding.lists import ListQuery
from kedang.integration.export import prepare, write
from kedang.integration.marking import export_number
from tests.people import Cast, acting, actor, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    made = make_cast()
    for number in range(3):
        file_customer(made.zhou, name=f"客户{number}")
    return made


def test_a_number_is_read_out_easily_and_no_two_are_the_same() -> None:
    assert export_number(0) == "EX-0000-0000-00000"
    assert export_number(2**63 - 1) == "EX-7ZZZ-ZZZZ-ZZZZZ"
    assert export_number(32) == "EX-0000-0000-00010"


def test_every_line_of_a_csv_ends_with_it(cast: Cast) -> None:
    export, target = prepare(actor(cast.lin), ListQuery()), io.BytesIO()
    write(export, target, "csv")
    lines = target.getvalue().decode("utf-8-sig").splitlines()
    assert export.mark is not None
    assert lines[0].endswith(",导出标记")
    assert [line.endswith(f",{export.mark.line}") for line in lines[1:]] == [True, True, True]
    assert export.mark.line.startswith(f"{export.mark.number} 林晓 20")


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_our_own_import_leaves_it_out(cast: Cast, language: str) -> None:
    export, target = prepare(acting(cast.lin, language=language), ListQuery()), io.BytesIO()
    write(export, target, "csv")
    table = list(csv.reader(io.StringIO(target.getvalue().decode("utf-8-sig"))))
    proposal = propose(table[0], table[1:])
    last = proposal.columns[-1]
    assert (proposal.preset, last.header, last.field, last.why) == ("kedang", table[0][-1], None, "sequence")


def test_a_book_says_it_in_its_properties_and_at_the_foot_of_each_page(cast: Cast) -> None:
    export, target = prepare(acting(cast.lin, name="林 & <晓>"), ListQuery()), io.BytesIO()
    write(export, target, "xlsx")
    assert export.mark is not None
    with zipfile.ZipFile(target) as book:
        core = ElementTree.fromstring(book.read("docProps/core.xml"))
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    said = {element.tag.rpartition("}")[2]: element.text for element in core}
    assert (said["creator"], said["identifier"]) == ("林 & <晓>", export.mark.number)
    foot = next(element for element in sheet.iter() if element.tag.endswith("oddFooter"))
    assert (foot.text or "").startswith(f"&L{export.mark.number} 林 && <晓> 20")
