"""Credit codes, ID numbers and bank cards: the check characters against an independent implementation."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric, uscc

from kedang.engine.standardise import bank_cards, credit_codes, id_numbers

TODAY = date(2026, 1, 1)
USCC = "91110000600037341L"
ID = "110101199003077758"


@pytest.mark.parametrize(
    "text",
    [USCC, USCC.lower(), f" {USCC} ", "9111 0000 6000 3734 1L", "９１１１００００６０００３７３４１Ｌ", "\t" + USCC],
)
def test_credit_code(text: str) -> None:
    found = credit_codes.standardise_credit_code(text)
    assert (found.standard, found.valid, found.region) == (USCC, True, 110000)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("12345", "uscc.length"),
        ("", "uscc.length"),
        ("A1110000600037341L", "uscc.format"),
        ("9111000060003IOZSV", "uscc.alphabet"),
        ("91110000600037341N", "uscc.checksum"),
        ("9111000060003734张L", "uscc.format"),
    ],
)
def test_no_credit_code(text: str, reason: str) -> None:
    found = credit_codes.standardise_credit_code(text)
    assert (found.valid, found.standard, found.reason) == (False, "", reason)


def test_a_misread_letter_gives_a_hint_only() -> None:
    found = credit_codes.standardise_credit_code("9111OOOO6OOO37341L")
    assert (found.valid, found.reason, found.hint) == (False, "uscc.alphabet", USCC)


_CODE = st.text(alphabet=credit_codes.ALPHABET, min_size=9, max_size=9)


@given(st.sampled_from("159"), st.sampled_from("12391"), st.integers(110000, 659999), _CODE)
def test_credit_code_agrees_with_stdnum(authority: str, kind: str, region: int, body: str) -> None:
    first = f"{authority}{kind}{region}{body}"
    code = first + credit_codes.check_character(first)
    assert uscc.is_valid(code)
    assert credit_codes.standardise_credit_code(code).valid


@given(st.integers(0, 17), st.sampled_from(credit_codes.ALPHABET))
def test_every_single_mutation_of_a_credit_code_is_caught(position: int, letter: str) -> None:
    mutated = USCC[:position] + letter + USCC[position + 1 :]
    assert credit_codes.standardise_credit_code(mutated).valid == (mutated == USCC)


@pytest.mark.parametrize(
    "text", [ID, f" {ID} ", "110101 19900307 7758", "１１０１０１１９９００３０７７７５８", "'" + ID, ID + ".0"]
)
def test_id_number(text: str) -> None:
    found = id_numbers.standardise_id_number(text, today=TODAY)
    assert found.valid
    assert (found.standard, found.birth_date, found.gender, found.region) == (ID, "1990-03-07", "male", 110101)


def test_id_number_of_fifteen_digits_and_lower_x() -> None:
    old = id_numbers.standardise_id_number("110101900307775", today=TODAY)
    assert (old.standard, old.valid, old.reason, old.birth_date) == (
        "110101199003077758",
        True,
        "id.upgraded",
        "1990-03-07",
    )
    lower = id_numbers.standardise_id_number("11010119800101001x", today=TODAY)
    assert lower.standard == "11010119800101001X" or lower.reason == "id.checksum"


def test_dissolved_county_and_residents() -> None:
    first = "33010319900307002"
    found = id_numbers.standardise_id_number(first + id_numbers.check_digit(first), today=TODAY)
    assert (found.region, found.gender) == (330100, "female")
    first = "83000019900307001"
    assert id_numbers.standardise_id_number(first + id_numbers.check_digit(first), today=TODAY).region == 710000


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "id.format"),
        ("1101011990030777", "id.length"),
        ("110101199003077759", "id.checksum"),
        ("110101199002307758", "id.birth_date"),
        ("110101209003077758", "id.birth_date"),
        ("990101199003077758", "id.checksum"),
        ("590101199003077758", "id.region"),
        ("1.10101199003078E+17", "number.scientific"),
        ("11010119900307775张", "id.format"),
    ],
)
def test_no_id_number(text: str, reason: str) -> None:
    found = id_numbers.standardise_id_number(text, today=TODAY)
    assert (found.valid, found.standard, found.reason) == (False, "", reason)


@given(st.dates(date(1900, 1, 1), date(2025, 12, 31)), st.integers(0, 999))
def test_id_number_agrees_with_stdnum(birth: date, serial: int) -> None:
    first = f"110101{birth:%Y%m%d}{serial:03d}"
    number = first + id_numbers.check_digit(first)
    assert number[-1] == ric.calc_check_digit(number)
    found = id_numbers.standardise_id_number(number, today=TODAY)
    assert (found.valid, found.birth_date) == (True, birth.isoformat())
    assert found.gender == ("male" if serial % 2 else "female")


@given(st.integers(0, 17), st.sampled_from("0123456789X"))
def test_every_single_mutation_of_an_id_number_is_caught(position: int, digit: str) -> None:
    mutated = ID[:position] + digit + ID[position + 1 :]
    assert id_numbers.standardise_id_number(mutated, today=TODAY).valid == (mutated == ID)


CARD = "6222021234567890128"


def test_bank_card() -> None:
    card = "622202123456789012" + luhn.calc_check_digit("622202123456789012")
    spaced = " ".join(card[start : start + 4] for start in range(0, 19, 4))
    for text in (card, spaced, spaced.replace(" ", "-"), card + ".0"):
        found = bank_cards.standardise_bank_account(text)
        assert (found.standard, found.valid, found.card) == (card, True, True)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1234567", "bank.length"),
        ("6222021234567890120", "bank.checksum"),
        ("6.22202123456789E+18", "number.scientific"),
        ("账号待补", "bank.format"),
    ],
)
def test_no_bank_account(text: str, reason: str) -> None:
    assert bank_cards.standardise_bank_account(text).reason == reason


def test_company_accounts_have_no_check_digit() -> None:
    found = bank_cards.standardise_bank_account("1202 0214 0990 0012 345")
    assert (found.standard, found.valid, found.card) == ("1202021409900012345", True, False)
    assert bank_cards.standardise_bank_account("DE89 3704 0044 0532 0130 00").valid


@given(st.text(alphabet="0123456789", min_size=2, max_size=30))
def test_luhn_agrees_with_stdnum(digits: str) -> None:
    assert bank_cards.passes_luhn(digits) == luhn.is_valid(digits)


@given(st.text() | st.text(alphabet="0123456789XEx.+- "))
def test_total_and_stable(text: str) -> None:
    code = credit_codes.standardise_credit_code(text)
    number = id_numbers.standardise_id_number(text, today=TODAY)
    account = bank_cards.standardise_bank_account(text)
    for found in (code, number, account):
        assert found.valid == bool(found.standard)
        assert found.valid or found.reason
    if account.valid:
        assert bank_cards.standardise_bank_account(account.standard) == account
    if number.valid:
        assert id_numbers.standardise_id_number(number.standard, today=TODAY).standard == number.standard
