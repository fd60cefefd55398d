"""Enough cards give the root key back, too few tell nothing, and a slip of the pen is seen."""

from itertools import combinations

import pytest

from kedang.vault import shares
from kedang.vault.shares import BadCards, Share, from_card, interpolated, joined, split, to_card

SECRET = bytes(range(100, 132))


def test_arithmetic_is_that_of_aes() -> None:
    # The worked examples of FIPS 197, sections 4.2 and 4.2.1, and the inverse that its S-box rests on.
    assert shares._times(0x57, 0x83) == 0xC1
    assert shares._times(0x57, 0x13) == 0xFE
    assert shares._inverse(0x53) == 0xCA
    assert all(shares._times(each, shares._inverse(each)) == 1 for each in range(1, 256))


def test_a_line_through_two_known_points() -> None:
    # f(x) = 0x2A + 0x57·x: f(1) = 0x7D, f(0x83) = 0x2A ^ 0xC1 = 0xEB.
    assert interpolated([(1, b"\x7d"), (0x83, b"\xeb")]) == b"\x2a"


@pytest.mark.parametrize(("needed", "of"), [(2, 2), (3, 5), (5, 5)])
def test_every_sufficient_choice_gives_the_secret(needed: int, of: int) -> None:
    made = split(SECRET, needed=needed, of=of)
    assert {joined(chosen) for chosen in combinations(made, needed)} == {SECRET}


def test_two_of_three_are_too_few_and_fit_any_secret() -> None:
    made = split(SECRET, needed=3, of=5)
    with pytest.raises(BadCards, match="few"):
        joined(made[:2])
    # With a third share of our choice the two give whatever first byte we like: they say nothing about it.
    pairs = [(share.number, share.content[:1]) for share in made[:2]]
    assert {interpolated([*pairs, (3, bytes((third,)))]) for third in range(256)} == {bytes((b,)) for b in range(256)}


def test_a_card_comes_back_however_it_is_typed() -> None:
    made = split(SECRET, needed=3, of=5)
    card = to_card(made[4])
    assert (len(card), card.count("-")) == (83, 11)
    assert from_card(card) == made[4]
    assert from_card(card.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == made[4]


def test_a_known_card() -> None:
    share = Share(named=b"\x01\x02\x03\x04", needed=3, number=2, content=bytes(32))
    assert to_card(share)[:13] == "041G40-01081G"
    assert from_card(to_card(share)) == share


def test_every_wrong_letter_is_seen() -> None:
    card = to_card(split(SECRET, needed=3, of=5)[0])
    for place, letter in enumerate(card):
        if letter != "-":
            other = "A" if letter != "A" else "B"
            with pytest.raises(BadCards, match="card"):
                from_card(card[:place] + other + card[place + 1 :])
    with pytest.raises(BadCards, match="card"):
        from_card(card[:-1])


def test_cards_of_two_keys_do_not_mix() -> None:
    mine, theirs = split(SECRET, needed=2, of=3), split(bytes(32), needed=2, of=3)
    with pytest.raises(BadCards, match="mixed"):
        joined([mine[0], theirs[1]])
    with pytest.raises(BadCards, match="twice"):
        joined([mine[0], mine[0]])
    with pytest.raises(BadCards, match="which"):
        joined([mine[0], Share(mine[1].named, 2, 2, bytes(32))])


@pytest.mark.parametrize(("needed", "of"), [(1, 3), (4, 3), (2, 17)])
def test_senseless_numbers_are_refused(needed: int, of: int) -> None:
    with pytest.raises(ValueError, match="between"):
        split(SECRET, needed=needed, of=of)
