"""What the links register must say of every table, so that a merge can do what it says."""

from kedang.archive.links import Combine, Link, links

FATES = {"move", "adopt", "keep", "recompute", "refuse"}
# Sealed under the key of the customer the row belongs to, which does not change with the person.
SEALED_ELSEWHERE = {"archive_contact.person_id", "strategy_stakeholder.person_id"}


def has_sealed_columns(link: Link) -> bool:
    return any(field.attname.endswith("_enc") for field in link.model._meta.concrete_fields)


def test_every_linked_table_takes_part() -> None:
    assert [
        link.name for link in links() if not isinstance(link.on_merge, Combine) and link.on_merge not in FATES
    ] == []


def test_rows_that_move_have_a_name_for_people() -> None:
    moving = [link for link in links() if link.on_merge in ("move", "refuse")]
    assert [link.name for link in moving if not all(link.label)] == []


def test_rows_that_move_say_under_whose_key_they_are_sealed() -> None:
    moving = [link for link in links() if link.on_merge == "move" and has_sealed_columns(link)]
    assert [link.name for link in moving if not link.sealed_as and link.name not in SEALED_ELSEWHERE] == []


def test_rows_that_move_have_an_id_of_their_own() -> None:
    keys = {link.name: link.model._meta.pk for link in links() if link.on_merge == "move"}
    assert [name for name, key in keys.items() if f".{key.column}" in name] == []
