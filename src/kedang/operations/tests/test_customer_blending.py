"""What comes back of a content: what is missing, never at the price of what came since; and nothing that names somebody who is gone."""

from dataclasses import replace

from kedang.archive.content import (
    AddressItem,
    ContactItem,
    Content,
    CustomItem,
    IdentifierItem,
    NameItem,
    PointItem,
)
from kedang.fields.queries import FieldDefinition
from kedang.operations.customer_blending import Line, Standing, blend

HOBBY = FieldDefinition(id=5, code="hobby", label_zh="爱好", label_en="Hobby", kinds=("person",), type="multi_choice")
SHOE = FieldDefinition(id=6, code="shoe", label_zh="鞋码", label_en="Shoe size", kinds=("person",), type="text")
STANDING = Standing(frozenset({77}), {1: 1, 2: 9}, frozenset({4}), {5: HOBBY, 6: SHOE}, frozenset({("", "TAKEN")}))


def blended(now: Content, then: Content, *only: str) -> tuple[Content, list[Line]]:
    """The outcome; neither content was touched."""
    kept = now.copy(), then.copy()
    found = blend(now, then, STANDING, only)
    assert (now, then) == kept
    return found


def test_the_same_twice_brings_nothing() -> None:
    content = Content("person", fields={"name": "张伟"}, points=[PointItem(1, "mobile", "+8613800000001")])
    assert blended(content, content.copy()) == (content, [])


def test_a_value_then_replaces_a_value_now_and_an_empty_one_replaces_nothing() -> None:
    then = Content("person", fields={"name": "张伟", "level": "A"}, given={"level": ["a级", ""]}, name_key="张伟")
    now = Content("person", fields={"name": "张玮", "remark": "新"}, extras={"列": "乙"}, name_key="张玮")
    made, lines = blended(now, then)
    assert made.fields == {"name": "张伟", "level": "A", "remark": "新"}
    assert (made.given, made.extras, made.name_key) == ({"level": ["a级", ""]}, {"列": "乙"}, "张伟")
    assert lines == [Line("level", 1, 0, 1), Line("name", 1, 1, 1, 1)]


def test_what_was_not_valid_then_does_not_replace_what_stands_now() -> None:
    then = Content("person", given={"birth_date": ["1980-13-01", "date"], "level": ["?", "choice"]})
    made, lines = blended(Content("person", fields={"birth_date": "1980-01-01"}), then)
    assert (made.fields, made.given) == ({"birth_date": "1980-01-01"}, {"level": ["?", "choice"]})
    assert lines == [Line("level", 1, 0, 1)]


def test_contact_points_come_back_unverified_and_the_present_preferred_one_stays() -> None:
    verified = PointItem(1, "mobile", "+8613800000001", preferred=True, state="verified")
    bounced = PointItem(2, "email", "a@example.com", preferred=True, state="bounced")
    present = PointItem(1, "mobile", "+8613900000009", preferred=True, state="verified")
    made, lines = blended(Content("person", points=[present]), Content("person", points=[verified, bounced]))
    assert lines == [Line("mobile", 1, 1, 1), Line("email", 1, 0, 1)]
    assert (made.points[0], made.points[2]) == (present, bounced)
    back = made.points[1]
    assert (back.value, back.state, back.preferred) == ("+8613800000001", "unverified", False)
    assert back.id != present.id


def test_a_number_of_which_there_is_one_is_replaced_and_a_former_name_is_added() -> None:
    then = Content(
        "person", identifiers=[IdentifierItem(1, "id_number", "A")], names=[NameItem(2, "former_name", "旧")]
    )
    now = Content(
        "person", identifiers=[IdentifierItem(3, "id_number", "B")], names=[NameItem(4, "former_name", "更旧")]
    )
    made, lines = blended(now, then)
    assert [item.value for item in made.identifiers] == ["A"]
    assert [item.value for item in made.names] == ["更旧", "旧"]
    assert lines == [Line("former_name", 1, 1, 1), Line("id_number", 1, 1, 1, 1)]


def test_addresses_are_added() -> None:
    then = Content("person", addresses=[AddressItem(1, "文三路1号", preferred=True), AddressItem(2, "文三路2号")])
    made, lines = blended(Content("person", addresses=[AddressItem(2, "文三路2号", preferred=True)]), then)
    assert [(item.value, item.preferred) for item in made.addresses] == [("文三路2号", True), ("文三路1号", False)]
    assert lines == [Line("address", 2, 1, 1)]


def test_a_contact_person_who_was_erased_is_left_out() -> None:
    then = Content(
        "organisation", contacts=[ContactItem(1, "王小明", person_id=76), ContactItem(2, "李四", person_id=77)]
    )
    made, lines = blended(Content("organisation"), then)
    assert [contact.name for contact in made.contacts] == ["李四"]
    assert lines == [Line("contacts", 2, 0, 1, 0, 1)]


def test_a_contact_person_gets_back_what_is_missing_and_keeps_what_was_added() -> None:
    was = ContactItem(1, "李四", title="经理", points=[PointItem(11, "mobile", "+8613800000001", state="verified")])
    now = replace(was, title="", note="新", points=[PointItem(12, "mobile", "+8613900000009")])
    made, lines = blended(Content("organisation", contacts=[now]), Content("organisation", contacts=[was]))
    (contact,) = made.contacts
    assert (contact.title, contact.note) == ("经理", "新")
    assert [(point.value, point.state) for point in contact.points] == [
        ("+8613900000009", "unverified"),
        ("+8613800000001", "unverified"),
    ]
    assert lines == [Line("contacts", 1, 1, 1, 1)]


def test_a_field_of_a_contact_person_that_has_one_value_has_one_afterwards() -> None:
    was = ContactItem(1, "李四", customs=[CustomItem(1, 5, "茶"), CustomItem(2, 6, "42")])
    now = ContactItem(1, "李四", customs=[CustomItem(3, 5, "棋"), CustomItem(4, 6, "43")])
    made, _ = blended(Content("organisation", contacts=[now]), Content("organisation", contacts=[was]))
    assert [(item.field_id, item.value) for item in made.contacts[0].customs] == [(5, "棋"), (5, "茶"), (6, "42")]


def test_custom_values_come_back_where_their_field_is_still_there() -> None:
    then = Content("person", customs=[CustomItem(1, 5, "茶"), CustomItem(2, 6, "42"), CustomItem(3, 8, "没了")])
    made, lines = blended(Content("person", customs=[CustomItem(4, 5, "棋"), CustomItem(5, 6, "43")]), then)
    assert [(item.field_id, item.value) for item in made.customs] == [(5, "棋"), (5, "茶"), (6, "42")]
    assert lines == [
        Line("custom:hobby", 1, 1, 1),
        Line("custom:shoe", 1, 1, 1, 1),
        Line("custom:8", 1, 0, 0, 0, 1),
    ]


def test_tags_groups_and_external_ids_come_back_as_far_as_they_are_there_and_free() -> None:
    then = Content("person", tag_ids=[1, 2, 3], group_ids=[4, 5], external_ids=[("", "E1"), ("", "TAKEN")])
    made, lines = blended(Content("person", tag_ids=[1]), then)
    assert (made.tag_ids, made.group_ids, made.external_ids) == ([1, 9], [4], [("", "E1")])
    assert lines == [
        Line("external_id", 2, 0, 1, 0, 1),
        Line("tags", 3, 1, 1, 0, 1),
        Line("groups", 2, 0, 1, 0, 1),
    ]


def test_only_the_chosen_names_are_touched() -> None:
    then = Content("person", fields={"level": "A", "remark": "旧"}, tag_ids=[1])
    made, lines = blended(Content("person"), then, "level", "tags")
    assert (made.fields, made.tag_ids) == ({"level": "A"}, [1])
    assert [line.code for line in lines] == ["level", "tags"]
