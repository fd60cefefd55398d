"""Field modes: the widest role wins, field by field, whatever the order of the roles."""

import pytest

from kedang.kit.modes import FieldModes, Mode, combine, parse_modes


def test_the_defaults_show_an_owner_their_phones_on_the_page_only() -> None:
    modes = FieldModes()
    assert modes.of("mobile", place="page", own=True, sensitivity="C") == Mode.EDIT
    assert modes.of("mobile", place="page", own=False, sensitivity="C") == Mode.MASKED
    assert modes.of("mobile", place="list", own=True, sensitivity="C") == Mode.MASKED
    assert modes.of("id_number", place="page", own=True, sensitivity="S") == Mode.MASKED
    assert modes.of("level", place="list", own=False) == Mode.READ


@pytest.mark.parametrize("turn", [1, -1])
def test_a_narrow_line_of_one_role_does_not_take_from_another(turn: int) -> None:
    narrow = parse_modes({"mobile": {"own": "hidden", "other": "hidden", "list": "hidden", "export": "hidden"}})
    wide = parse_modes({"*C": {"other": "read"}})
    modes = combine([narrow, wide][::turn])
    assert modes.of("mobile", place="page", own=False, sensitivity="C") == Mode.READ
    assert modes.of("mobile", place="list", own=True, sensitivity="C") == Mode.MASKED


def test_a_role_alone_may_narrow() -> None:
    modes = combine([parse_modes({"*C": {"list": "hidden"}, "email": {"own": "read"}})])
    assert modes.of("mobile", place="list", own=True, sensitivity="C") == Mode.HIDDEN
    assert modes.of("email", place="page", own=True, sensitivity="C") == Mode.READ


def test_an_unknown_word_is_refused_at_once() -> None:
    with pytest.raises(KeyError):
        parse_modes({"mobile": {"own": "everything"}})
