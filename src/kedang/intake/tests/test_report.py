"""What a run tells of its rows afterwards, to whom."""

import io
import zipfile

import pytest

from kedang.archive.models import Customer
from kedang.intake import report
from kedang.intake.tests.builders import LIN, PERSON, ZHOU, bring, table
from tests.people import actor, browser, make_cast

pytestmark = pytest.mark.django_db


def test_of_whoever_is_above_a_clearance_others_are_not_told_who_it_was() -> None:
    """Whoever brought the file knows what stood in it."""
    cast = make_cast()
    run = bring(actor(cast.lin), table(PERSON, LIN, ZHOU))
    lin = Customer.objects.get(name="林晓")
    Customer.objects.filter(id=lin.id).update(classification=1)
    shown, own = (browser(who).get(f"/api/imports/{run.id}/rows").json()["rows"] for who in (cast.wang, cast.lin))
    told = (shown[0]["line"], shown[0]["fate"], shown[0]["name"], shown[0]["external_id"], shown[0]["number"])
    assert told == (own[0]["line"], "created", "", "", None)
    assert (shown[0]["customer_id"], shown[1]["name"], own[0]["name"]) == (None, "周敏", "林晓")
    for who, found in ((cast.wang, False), (cast.lin, True)):
        book = io.BytesIO()
        report.write_for(actor(who), run.id, book)
        with zipfile.ZipFile(book) as opened:
            whole = b"".join(opened.read(name) for name in opened.namelist())
        assert (lin.number.encode() in whole) is found
