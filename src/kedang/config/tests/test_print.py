"""kedang print: an archive by its number, as a file nobody else can read."""

from pathlib import Path

import pypdfium2
import pytest

from kedang.archive import notes
from kedang.archive.models import Customer
from kedang.archive.tests.filing import file_customer
from kedang.config.cli import main
from kedang.history.models import ReadEvent
from tests.people import actor, make_cast


@pytest.mark.django_db
def test_it_prints_by_archive_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cast = make_cast()
    customer = file_customer(cast.zhou, name="张伟", mobile="13812345678")
    notes.write(actor(cast.zhou), customer, body="喜欢喝茶")
    number, out = Customer.objects.get(id=customer).number, tmp_path / "archive.pdf"
    assert main(["print", number, "--out", str(out), "--parts", "profile,reaching", "--since", "2026-01-01"]) == 0
    found = "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(out))
    assert "13812345678" in found
    assert "喜欢喝茶" not in found
    assert out.stat().st_mode & 0o077 == 0
    serial = capsys.readouterr().out.strip()
    assert serial in found
    assert serial in ReadEvent.objects.get(verb="customer.printed").details


@pytest.mark.django_db
def test_nobody_of_that_number_leaves_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_cast()
    assert main(["print", "KH-NOBODY", "--out", str(tmp_path / "none.pdf")]) == 1
    assert capsys.readouterr().err.strip()
    assert list(tmp_path.iterdir()) == []
