import pytest
from hypothesis import given
from hypothesis import strategies as st

from kedang.engine.standardise.phones import split_phones, standardise_phone, standardise_phones

VALID = {
    "13800138000": ("+8613800138000", "mobile", ""),
    "+86 138 0013 8000": ("+8613800138000", "mobile", ""),
    "0086-13800138000": ("+8613800138000", "mobile", ""),
    "8613800138000": ("+8613800138000", "mobile", ""),
    "(+86)13800138000": ("+8613800138000", "mobile", ""),
    "013800138000": ("+8613800138000", "mobile", ""),
    "１３８－００１３－８０００": ("+8613800138000", "mobile", ""),
    "138.0013.8000": ("+8613800138000", "mobile", ""),
    "13800138000.0": ("+8613800138000", "mobile", ""),
    "1.3800138000E+10": ("+8613800138000", "mobile", ""),
    "13,800,138,000": ("+8613800138000", "mobile", ""),
    "'13800138000": ("+8613800138000", "mobile", ""),
    "\t13800138000": ("+8613800138000", "mobile", ""),
    "手机：13800138000": ("+8613800138000", "mobile", ""),
    "0571-87654321": ("+8657187654321", "landline", ""),
    "(0571)8765 4321": ("+8657187654321", "landline", ""),
    "057187654321": ("+8657187654321", "landline", ""),
    "+86 571 87654321": ("+8657187654321", "landline", ""),
    "+86 (0)571 8765 4321": ("+8657187654321", "landline", ""),
    "86-571-87654321": ("+8657187654321", "landline", ""),
    "０５７１－８７６５４３２１": ("+8657187654321", "landline", ""),
    "Tel: 021-58888888": ("+862158888888", "landline", ""),
    "0993-2012345": ("+869932012345", "landline", ""),
    "0571-87654321-801": ("+8657187654321", "landline", "801"),
    "0571-87654321转801": ("+8657187654321", "landline", "801"),
    "0571-87654321 分机 801": ("+8657187654321", "landline", "801"),
    "010 62345678 ext. 12": ("+861062345678", "landline", "12"),
    "(010)62345678x12": ("+861062345678", "landline", "12"),
    "(10) 6234 5678": ("+861062345678", "landline", ""),
    "400-650-0000": ("+864006500000", "service", ""),
    "8008100000": ("+868008100000", "service", ""),
    "+1 415 555 2671": ("+14155552671", "foreign", ""),
    "001 415 555 2671": ("+14155552671", "foreign", ""),
    "+44 20 7946 0958": ("+442079460958", "foreign", ""),
    "+852 2345 6789": ("+85223456789", "foreign", ""),
    "852-23456789": ("+85223456789", "foreign", ""),
    "00886-2-27208889": ("+886227208889", "foreign", ""),
}


@pytest.mark.parametrize(("text", "expected"), VALID.items())
def test_valid(text: str, expected: tuple[str, str, str]) -> None:
    phone = standardise_phone(text)
    assert phone.valid, phone
    assert (phone.e164, phone.kind, phone.extension) == expected
    again = standardise_phone(phone.standard)
    assert (again.e164, again.kind) == expected[:2]


INVALID = {
    "": "phone.empty",
    "-": "phone.empty",
    "无": "phone.letters",
    "1.38E+10": "phone.scientific",
    "12345678901": "phone.prefix",
    "1380013800": "phone.length",
    "138001380001": "phone.length",
    "021-5888888": "phone.length",
    "010-12345678": "phone.prefix",
    "0300-1234567": "phone.area",
    "415-555-0000": "phone.country",
    "+999123": "phone.foreign",
    "+86abc": "phone.letters",
}


@pytest.mark.parametrize(("text", "reason"), INVALID.items())
def test_invalid(text: str, reason: str) -> None:
    phone = standardise_phone(text)
    assert not phone.valid
    assert phone.reason == reason
    assert phone.standard == ""
    assert phone.e164 == ""


def test_bare_landline_stays_unqualified_unless_an_area_is_given() -> None:
    bare = standardise_phone("8765-4321")
    assert (bare.valid, bare.e164, bare.national, bare.reason) == (True, "", "87654321", "phone.no_area")
    known = standardise_phone("8765-4321", "0571")
    assert (known.e164, known.reason) == ("+8657187654321", "phone.area_assumed")
    wrong = standardise_phone("8765432", "010")
    assert (wrong.valid, wrong.e164) == (True, "")


def test_short_numbers_and_labels() -> None:
    assert standardise_phone("95588").reason == "phone.short"
    assert standardise_phone("95588").standard == "95588"
    assert standardise_phone("13800138000（妻子）").label == "妻子"
    assert standardise_phone("张经理 13800138000").label == "张经理"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("13800138000", ["+8613800138000"]),
        ("13800138000 / 13900139000", ["+8613800138000", "+8613900139000"]),
        ("13800138000、13900139000", ["+8613800138000", "+8613900139000"]),
        ("13800138000；13900139000，13700137000", ["+8613800138000", "+8613900139000", "+8613700137000"]),
        ("13800138000 13900139000", ["+8613800138000", "+8613900139000"]),
        ("138 0013 8000 139 0013 9000", ["+8613800138000", "+8613900139000"]),
        ("138 0013 8000", ["+8613800138000"]),
        ("13800138000\n0571-87654321", ["+8613800138000", "+8657187654321"]),
        ("13800138000或13900139000", ["+8613800138000", "+8613900139000"]),
        ("0571-87654321/87654322", ["+8657187654321", "+8657187654322"]),
        ("13,800,138,000", ["+8613800138000"]),
        ("+1 415 555 2671", ["+14155552671"]),
    ],
)
def test_several_in_a_cell(cell: str, expected: list[str]) -> None:
    assert [phone.e164 for _, phone in standardise_phones(cell)] == expected


def test_pieces_stay_as_given() -> None:
    assert split_phones("１３８００１３８０００ / 139-0013-9000") == ["１３８００１３８０００", "139-0013-9000"]


@given(st.text() | st.text(alphabet="0123456789+-() 转/、extE."))
def test_total_and_stable(text: str) -> None:
    for _, phone in standardise_phones(text):
        assert phone.valid or phone.reason
        if phone.e164:
            assert standardise_phone(phone.e164).e164 == phone.e164
        if phone.standard:
            assert standardise_phone(phone.standard).standard == phone.standard
