"""A value of several subjects opens while all of them have a key, and not a day longer."""

from collections.abc import Sequence

import pytest

from kedang.kit import suites
from kedang.kit.crypto import Tampered
from kedang.kit.ids import new_ids
from kedang.vault import joint
from kedang.vault.keys import KeyMissing, SubjectKey, create_keys, keys_for, shred

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, params=suites.NAMES)
def suite(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Everything here holds whichever suite seals."""
    name = str(request.param)
    monkeypatch.setattr(suites, "chosen", lambda: suites.NAMES[name])
    return name


PLACE = {"table": "event", "column": "before"}


def wrapped(key: SubjectKey, others: Sequence[SubjectKey]) -> bytes:
    return joint.wrap(key.seal("13812345678", row_id=5, **PLACE), others, row_id=5, **PLACE)


def opened(own: int, everybody: Sequence[int], blob: bytes) -> str:
    keys = keys_for(everybody)
    return keys[own].open(joint.unwrap(blob, keys, row_id=5, **PLACE), row_id=5, **PLACE)


def test_it_names_the_others_and_opens_with_all_keys() -> None:
    ids = new_ids(4)
    keys = create_keys(ids)
    blob = wrapped(keys[ids[2]], [keys[ids[3]], keys[ids[0]], keys[ids[1]]])
    assert joint.others_in(blob) == (ids[0], ids[1], ids[3])
    assert blob[:3] == b"\x02\x00\x03"
    assert opened(ids[2], ids, blob) == "13812345678"


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_without_one_of_the_others_it_does_not_open(gone: int) -> None:
    own, *others = ids = new_ids(4)
    keys = create_keys(ids)
    blob = wrapped(keys[own], [keys[i] for i in others])
    shred([others[gone]])
    with pytest.raises(KeyMissing):
        opened(own, ids, blob)


def test_what_tells_of_one_alone_stays_as_it_was() -> None:
    (own,) = new_ids(1)
    key = create_keys([own])[own]
    sealed = key.seal("13812345678", row_id=5, **PLACE)
    assert joint.wrap(sealed, (), row_id=5, **PLACE) == sealed
    assert joint.others_in(sealed) == joint.others_in(b"") == ()
    assert joint.unwrap(sealed, {}, row_id=5, **PLACE) == sealed


def test_a_changed_head_or_another_place_does_not_open() -> None:
    own, one, other = ids = new_ids(3)
    keys = create_keys(ids)
    blob = wrapped(keys[own], [keys[one]])
    with pytest.raises(Tampered):
        opened(own, ids, blob[:3] + other.to_bytes(8, "big") + blob[11:])
    with pytest.raises(Tampered):
        joint.unwrap(blob, keys, table="event", column="before", row_id=6)
    with pytest.raises(Tampered):
        joint.unwrap(blob[:7], keys, row_id=5, **PLACE)
    with pytest.raises(Tampered):
        keys[own].open(blob[11:], row_id=5, **PLACE)
