"""What a merge tells of values its maker does not get in clear: nothing that the masks do not say."""

import pytest

from kedang.archive.load import load_content
from kedang.archive.tests.filing import file_customer
from kedang.kit.actor import Actor
from kedang.kit.errors import DomainError
from kedang.kit.modes import FieldModes, parse_modes
from kedang.merging import schemas as out
from kedang.merging.kept import kept_record
from kedang.merging.merge import merge
from kedang.merging.undo import undo_merge
from kedang.merging.workbench import plan
from tests.people import Cast, acting, actor, make_cast
from tests.state import unchanged

pytestmark = pytest.mark.django_db
SECRET = "11010519491231002X"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def lines(planned: out.MergePlan) -> dict[str, out.MergeLine]:
    return {line.code: line for line in planned.lines}


def said(who: Actor, mine: int, theirs: int, code: str) -> tuple[object, ...]:
    planned = plan(who, [mine, theirs], survivor_id=mine)
    line = lines(planned)[code]
    return (
        [cell.value and cell.value[:3] for cell in line.cells],
        line.result and line.result.split("；"),
        line.choice,
        line.reason,
        planned.clashes,
    )


def test_the_outcome_is_masked_as_whoever_it_comes_from(cast: Cast) -> None:
    lin = actor(cast.lin)
    mine = file_customer(cast.lin, name="张伟")
    theirs = file_customer(
        cast.zhou, name="张玮", mobile="13900139000", birth_date="1980-03-07", address="杭州市文三路9号"
    )
    planned = plan(lin, [mine, theirs], survivor_id=mine)
    text = planned.model_dump_json()
    assert not [value for value in ("13900139000", "1980-03-07", "文三路") if value in text]
    assert (lines(planned)["birth_date"].result, lines(planned)["birth_date"].reason) == ("1980-**-**", "only")
    assert lines(planned)["mobile"].result == "139****9000"


def test_masked_values_are_not_compared(cast: Cast) -> None:
    """Guessing at a masked value tells no more than its mask: hit and miss get one answer."""
    lin = actor(cast.lin)
    theirs = file_customer(cast.zhou, name="张玮", birth_date="1980-01-01", mobile="13900139000")
    hit = file_customer(cast.lin, name="张玮", birth_date="1980-01-01", mobile="13900139000")
    miss = file_customer(cast.lin, name="张玮", birth_date="1980-01-02", mobile="13911119000")
    for code, result in (("birth_date", ["1980-**-**"]), ("mobile", ["139****9000"])):
        answer = said(lin, hit, theirs, code)
        assert answer == said(lin, miss, theirs, code)
        assert answer[1:] == (result, None, "", [])
    assert said(actor(cast.wang), hit, theirs, "name")[3] == "same", "what is clear is compared as ever"


def test_a_clash_that_cannot_be_told_is_decided_for_the_survivor_and_loses_nothing(cast: Cast) -> None:
    lin = actor(cast.lin)
    a = file_customer(cast.lin, name="张伟", birth_date="1980-01-02")
    b = file_customer(cast.zhou, name="张伟", birth_date="1980-01-01")
    made = merge(lin, a, [b])
    assert load_content(a).fields["birth_date"] == "1980-01-02"
    kept = {line.code: [cell.value for cell in line.cells] for line in kept_record(lin, made.id).lines}
    assert kept["birth_date"] == ["1980-01-02", "1980-01-01"]
    undo_merge(lin, made.id)
    assert load_content(b).fields["birth_date"] == "1980-01-01"


def test_a_clash_that_masks_show_is_still_somebodys_to_decide(cast: Cast) -> None:
    lin = actor(cast.lin)
    a = file_customer(cast.lin, name="张伟", id_number=SECRET)
    b = file_customer(cast.lin, name="张伟", id_number="330106199003078518")
    clashes = plan(lin, [a, b], survivor_id=a).clashes
    assert "id_number" in clashes
    with unchanged(), pytest.raises(DomainError) as refusal:
        merge(lin, a, [b])
    assert (refusal.value.code, refusal.value.details["fields"]) == ("merge.clash", clashes)


def test_of_hidden_fields_not_even_the_line_is_told(cast: Cast) -> None:
    hidden = {"own": "hidden", "other": "hidden"}
    reader = acting(cast.lin, modes=FieldModes((parse_modes({"gender": hidden, "mobile": {"other": "hidden"}}),)))
    a = file_customer(cast.lin, name="张伟", gender="男", mobile="13800138000")
    b = file_customer(cast.zhou, name="张伟", gender="女", mobile="13900139000")
    planned = plan(reader, [a, b], survivor_id=a)
    assert planned.clashes == []
    assert not {"gender", "mobile"} & set(lines(planned))
    merge(reader, a, [b])
    assert load_content(a).fields["gender"] == "male"


def test_a_name_that_is_masked_is_not_told_as_a_former_one(cast: Cast) -> None:
    reader = acting(cast.lin, modes=FieldModes((parse_modes({"name": {"other": "masked"}}),)))
    a = file_customer(cast.lin, name="张伟", former_name="张大伟")
    b = file_customer(cast.zhou, name="欧阳玮")
    planned = plan(reader, [a, b], survivor_id=a)
    assert "欧阳玮" not in planned.model_dump_json()
    assert lines(planned)["former_name"].cells[0].value == "张大伟"
