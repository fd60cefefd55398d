"""The survivor's rows and words from before a merge, also as merges kept them that are older than the words."""

import orjson
import pytest

from kedang.archive.load import load_content
from kedang.archive.tests.filing import file_customer
from kedang.merging import images
from kedang.merging.kept import kept_record
from kedang.merging.merge import merge
from kedang.merging.models import Merge
from kedang.merging.undo import undo_merge
from kedang.vault.keys import key_for
from tests.people import Cast, actor, make_cast

pytestmark = pytest.mark.django_db
PLACE = {"table": "merge", "column": "image"}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def emails(cast: Cast, merge_id: int) -> list[str | None]:
    lines = {line.code: line.cells for line in kept_record(actor(cast.wang), merge_id).lines}
    return [cell.value for cell in lines["email"]]


def test_it_says_what_the_survivor_said_without_what_came_with_others(cast: Cast) -> None:
    a = file_customer(cast.lin, name="张伟", email="a@example.com", external_id="A-1")
    b = file_customer(cast.lin, name="张伟", email="b@example.com", external_id="B-1")
    before = load_content(a)
    made = Merge.objects.get(id=merge(actor(cast.wang), a, [b]).id)
    assert images.said(a, key_for(a), bytes(made.image_enc)) == before


def test_an_older_image_is_read_from_the_event_and_still_put_back(cast: Cast) -> None:
    wang = actor(cast.wang)
    a = file_customer(cast.lin, name="张伟", email="a@example.com")
    b = file_customer(cast.lin, name="张伟", email="b@example.com")
    before = load_content(a)
    made = Merge.objects.get(id=merge(wang, a, [b]).id)
    key = key_for(a)
    rows = orjson.loads(key.open_bytes(made.image_enc, row_id=a, **PLACE))
    del rows["content"]
    Merge.objects.update(image_enc=key.seal(orjson.dumps(rows), row_id=a, **PLACE))
    assert emails(cast, made.id) == ["a@example.com", "b@example.com"]
    undo_merge(wang, made.id)
    assert load_content(a) == before


def test_who_was_separated_underneath_is_not_read_in_the_later_merge(cast: Cast) -> None:
    wang = actor(cast.wang)
    a, b, c = (file_customer(cast.lin, name="张伟", email=f"{end}@example.com") for end in "abc")
    first, second = merge(wang, a, [b]), merge(wang, a, [c])
    assert emails(cast, second.id) == ["a@example.com；b@example.com", "c@example.com"]
    undo_merge(wang, first.id)
    assert emails(cast, second.id) == ["a@example.com", "c@example.com"]
