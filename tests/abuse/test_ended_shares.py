"""周 shared a customer with 林 until yesterday. What he could read then as his own he must not be able to search for today.

The search index still says that it was shared with him, until it is made again. Shared customers count as one's own, and
one's own numbers can be searched; so the search asks the grants, and a job takes the remains out of the index.
"""

from datetime import timedelta

import pytest

from kedang.archive import jobs, sharing
from kedang.archive.models import Grant, SearchEntry
from kedang.kit.clock import now
from tests.abuse import scene
from tests.abuse.scene import ID_NUMBER, PERSON, Scene, get, give_modes, where
from tests.people import actor, browser, send

pytestmark = pytest.mark.django_db
WORDS = ("13877665544", "5544", PERSON["email"], PERSON["wechat"], "碧落 5544")
OWN_ONLY = {"own": "edit", "other": "masked"}


@pytest.fixture
def there() -> Scene:
    """The scene; 林's roles show sensitive fields of his own customers only."""
    made = scene.build()
    for user, role in ((made.cast.lin, "lead"), (made.cast.chen, "lead"), (made.cast.wang, "manager")):
        give_modes(user, {"*C": OWN_ONLY, "*S": OWN_ONLY}, like=role)
        sharing.share(actor(made.cast.zhou), made.person, user_id=user.id, level="edit")
    return made


def _end() -> None:
    Grant.objects.update(until=now() - timedelta(seconds=1))


def _own_token(user_id: int, customer: int) -> bool:
    return f"o{user_id:x}" in SearchEntry.objects.get(customer_id=customer).tokens.split(" ")


@pytest.mark.parametrize("name", ["lin", "chen", "wang"])
def test_a_number_is_no_longer_found_or_counted_once_the_share_has_ended(there: Scene, name: str) -> None:
    """林 still sees her in his tree, 王 sees everybody, 陈 sees her no more: to none of them the number is confirmed."""
    user = getattr(there.cast, name)
    eyes = browser(user)
    for word in (*WORDS, ID_NUMBER):
        answer = get(eyes, "/search", q=word).json()
        assert ([hit["name"] for hit in answer["hits"]], answer["count"]["value"]) == ([PERSON["name"]], 1), word
    _end()
    assert _own_token(user.id, there.person), "the index does not know yet"
    for word in (*WORDS, ID_NUMBER):
        answer = get(eyes, "/search", q=word).json()
        assert (answer["hits"], answer["count"]) == ([], {"value": 0, "capped": False}), word
    for condition in (("mobile", "eq", "13877665544"), ("mobile", "tail", "5544")):
        assert get(eyes, "/customers", filter=where(condition)).json()["count"]["value"] == 0
        assert get(eyes, "/customers/count", filter=where(condition)).json()["value"] == 0
    named = get(eyes, "/search", q=PERSON["name"]).json()
    seen = 0 if name == "chen" else 1
    assert (len(named["hits"]), named["count"]["value"]) == (seen, seen)
    assert [row["id"] for row in get(eyes, "/customers").json()["rows"] if row["id"] == str(there.person)] == [
        str(there.person)
    ] * seen


def test_a_name_is_not_said_to_match_by_the_number_any_more(there: Scene) -> None:
    """He gives her a former name that is his guess; a right guess must look like a wrong one."""
    _end()
    lin = browser(there.cast.lin)
    matched = []
    for guess in ("13877665544", "13877665545"):
        path = f"/customers/{there.person}"
        assert send(lin, "PATCH", path, {"values": {"former_name": guess}}).status_code in (200, 422)
        matched.append([hit["matched"] for hit in get(lin, "/search", q=guess).json()["hits"]])
    assert matched[0] == matched[1]


def test_the_job_takes_ended_shares_out_of_the_index_and_nothing_else(there: Scene) -> None:
    cast = there.cast
    before = dict(SearchEntry.objects.values_list("customer_id", "tokens"))
    jobs.drop_ended_shares()
    assert dict(SearchEntry.objects.values_list("customer_id", "tokens")) == before
    Grant.objects.filter(user_id=cast.chen.id).update(until=now() - timedelta(seconds=1))
    jobs.drop_ended_shares()
    assert [_own_token(user.id, there.person) for user in (cast.chen, cast.lin, cast.wang, cast.zhou)] == [
        False,
        True,
        True,
        True,
    ]
    after = dict(SearchEntry.objects.values_list("customer_id", "tokens"))
    assert set(before[there.person].split(" ")) - set(after[there.person].split(" ")) == {f"o{cast.chen.id:x}"}
    assert {i: t for i, t in after.items() if i != there.person} == {
        i: t for i, t in before.items() if i != there.person
    }
    assert get(browser(cast.lin), "/search", q="5544").json()["count"]["value"] == 1
    assert get(browser(cast.chen), "/search", q=PERSON["name"]).json()["count"]["value"] == 0


def test_a_share_that_is_prolonged_after_its_end_is_found_again(there: Scene) -> None:
    grant = Grant.objects.get(user_id=there.cast.chen.id)
    _end()
    jobs.drop_ended_shares()
    chen = browser(there.cast.chen)
    assert get(chen, "/search", q=PERSON["name"]).json()["count"]["value"] == 0
    sharing.change(actor(there.cast.zhou), there.person, grant.id, {"until": now() + timedelta(days=1)})
    assert get(chen, "/search", q=PERSON["name"]).json()["count"]["value"] == 1
    assert get(chen, "/search", q="5544").json()["count"]["value"] == 1
