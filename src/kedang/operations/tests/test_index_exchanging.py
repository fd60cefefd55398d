"""The index key is exchanged while nobody is at work: the same is found as before, nothing of the former key is left, and a crash anywhere
is only a longer way to the same end."""

import ast
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models

import kedang
from kedang.archive import customers
from kedang.archive.load import load_contents
from kedang.archive.models import ContactPoint, Customer, SearchEntry
from kedang.archive.tests.filing import content, file_customer
from kedang.documents.tests.scene import Scene, make_scene, work
from kedang.duplicates import entering, meeting
from kedang.duplicates.probes import probe_of
from kedang.finding.search import search
from kedang.history.models import Event
from kedang.jobs.models import Job
from kedang.kit.actor import system_actor
from kedang.kit.clock import now
from kedang.kit.errors import DomainError
from kedang.merging.blind_rows import blind_again
from kedang.merging.tests.world import World
from kedang.merging.undo import undo_merge
from kedang.operations import index_exchanging, index_places, keys_copying, keys_deeds, serving
from kedang.operations.models import IndexStanding
from kedang.operations.tests.scene import forget, own_keys
from kedang.portal.models import Invitation
from kedang.vault import indexing
from kedang.vault.blind import blind, blind_token, mark_apart, token_apart
from kedang.vault.models import MasterKey
from kedang.vault.passes import give_pass, read_pass
from kedang.vault.root import APART, INDEX
from kedang.verification.models import Fact, Request
from tests import people
from tests.state import unchanged

pytestmark = pytest.mark.django_db
EVERYONE = system_actor("command")
PERSON = {
    "name": "曾小贤",
    "mobile": "138 1234-5678",
    "email": "Zeng.XX@example.com",
    "id_number": "11010519491231002X",
    "birth_date": "1949-12-31",
}
# The first one is in the recycle bin.
ASKED = ("13700001111", "138 1234 5678", "5678", "zeng.xx@example.com", "11010519491231002X", "曾小贤", "13900001111")
# Columns with "blind" or "mark" in their names, or keys and pieces: made anew, or apart.
MADE_ANEW = {
    "archive_customer.birth_date_blind",
    "archive_identifier.blind",
    "archive_contact_point.blind",
    "archive_custom_value.blind",
    "verification_request.blind",
    "verification_fact.blind",
    "portal_invitation.link_blind",
    "portal_invitation.code_blind",
}


def cached_functions() -> Iterator[tuple[str, str]]:
    """(file, source) of every function in the package that remembers its answers."""
    for path in sorted(Path(kedang.__file__).parent.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                how = " ".join(ast.unparse(each) for each in node.decorator_list)
                if "cache" in how:
                    yield path.name, ast.unparse(node)


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    own_keys(tmp_path, monkeypatch)
    monkeypatch.setattr(index_exchanging, "_others", lambda: 0)
    yield
    forget()


@pytest.fixture
def scene() -> Scene:
    made = make_scene()
    file_customer(made.cast.zhou, **PERSON)
    file_customer(
        None, "organisation", name="浙江华盛科技有限公司", contact_name="李大刚", contact_mobile="13900001111"
    )
    made.filed(content="甲方委托乙方开发软件".encode())
    work()
    gone = file_customer(made.cast.zhou, name="曾小贤", mobile="13700001111")
    customers.trash(EVERYONE, gone)
    entering.follow()
    entering.catch_up(list(Customer.objects.values_list("id", flat=True)))
    return made


def quiet(_: str) -> None:
    """Nobody listens."""


def exchange() -> IndexStanding:
    return index_exchanging.exchange(EVERYONE, quiet)


def found(scene: Scene) -> list[Any]:
    """What everybody finds, and whom a new customer meets."""
    hits = [[(hit.id, hit.matched) for hit in search(EVERYONE, text).hits] for text in ASKED]
    said = [row["id"] for row in scene.found(scene.cast.zhou, "委托乙方")]
    return [hits, said, meeting.candidates([probe_of(content("person", PERSON))])]


def numbers() -> set[int]:
    """Every blind number that stands in a column."""
    named = (name.rsplit(".", 1) for name in MADE_ANEW)
    by_table = {model._meta.db_table: model for model in apps.get_models()}
    return {
        number
        for table, column in named
        for number in by_table[table]._base_manager.values_list(column, flat=True)
        if number is not None
    }


def words() -> set[str]:
    entries = SearchEntry.objects.values_list("tokens", flat=True)
    return {token for tokens in entries for token in tokens.split(" ") if token[0] in "fmts" and len(token) == 17}


def test_the_same_is_found_as_before_and_nothing_of_the_former_key_is_left(scene: Scene, tmp_path: Path) -> None:
    before, former, old_words = found(scene), numbers(), words()
    assert [len(hits) for hits in before[0]] == [0, 1, 1, 1, 1, 1, 1]
    contents = load_contents(list(Customer.objects.values_list("id", flat=True)))
    phone = blind("point", "+8613812345678")
    made = exchange()
    assert (found(scene), index_exchanging.is_fit()) == (before, True)
    assert (len(numbers()), former & numbers(), old_words & words()) == (len(former), set(), set())
    assert (len(old_words), len(words())) == (len(old_words), len(old_words))
    assert blind("point", "+8613812345678") != phone
    assert load_contents(list(contents)) == contents
    assert list(MasterKey.objects.filter(purpose=INDEX).values_list("epoch", flat=True)) == [made.version]
    verbs = Event.objects.filter(subject_kind="keys").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["keys.indexing", "keys.copied", "keys.indexed"]
    assert len(list((tmp_path / "copies").iterdir())) == 1
    later = exchange()
    assert (later.version > made.version, found(scene)) == (True, before)


def test_cut_off_at_any_moment_nothing_starts_until_it_is_done(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    before, former = found(scene), numbers()
    monkeypatch.setattr(index_places, "BATCH", 1)
    steps = {"left": 0}

    def mortal(what: Any) -> Any:
        def deed(*args: Any) -> Any:
            if not steps["left"]:
                raise KeyboardInterrupt
            steps["left"] -= 1
            return what(*args)

        return deed

    places = [(index_exchanging, "_batch"), (indexing, "begin_version"), (indexing, "drop_former")]
    places += [(index_places, "let_go"), (keys_copying, "copy"), (keys_deeds, "note")]
    for home, name in places:
        monkeypatch.setattr(home, name, mortal(getattr(home, name)))
    deaths = 0
    while True:
        steps["left"] = 2 + deaths % 2
        try:
            exchange()
            break
        except KeyboardInterrupt:
            deaths += 1
            forget()
            assert not index_exchanging.is_fit()
            with pytest.raises(DomainError, match=r"index\.unfit"):
                index_exchanging.refuse_unfit()
    assert deaths > 5
    assert (found(scene), former & numbers(), index_exchanging.is_fit()) == (before, set(), True)
    assert Event.objects.filter(verb="keys.indexed").count() == 1
    assert MasterKey.objects.filter(purpose=INDEX).count() == 1


def test_an_older_backup_and_an_older_key_store_are_made_fit(scene: Scene) -> None:
    before, former = found(scene), numbers()
    key = MasterKey.objects.get(purpose=INDEX)
    index_exchanging.mend(EVERYONE, quiet)
    assert numbers() == former
    made = exchange()
    # The key store comes back from before: its key is the one that counts, and nobody has the other.
    MasterKey.objects.filter(purpose=INDEX).delete()
    key.save(force_insert=True)
    forget()
    assert not index_exchanging.is_fit()
    index_exchanging.mend(EVERYONE, quiet)
    assert (found(scene), numbers(), IndexStanding.objects.get().made_by) == (before, former, 1)
    assert exchange().version >= made.version
    # And a backup from before, with the key store of after.
    IndexStanding.objects.all().delete()
    assert not index_exchanging.is_fit()
    exchange()
    assert (found(scene), Event.objects.filter(verb="keys.indexing").count()) == (before, 2)


@pytest.mark.parametrize("who", ["zhou", "lin", "wang", "chen"])
def test_only_who_runs_the_installation_may(scene: Scene, who: str) -> None:
    actor = people.actor(getattr(scene.cast, who))
    for deed in (index_exchanging.exchange, index_exchanging.mend, lambda one, _: index_exchanging._begin(one)):
        with unchanged(), pytest.raises(DomainError, match="denied"):
            deed(actor, quiet)


def test_a_screen_that_was_left_alone_does_not_begin_it(scene: Scene) -> None:
    stale = people.acting(scene.cast.admin, proved=False)
    with unchanged(), pytest.raises(DomainError, match="stepup"):
        index_exchanging.exchange(stale, quiet)


def test_not_while_somebody_works(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    held = serving.hold()
    with unchanged(), pytest.raises(DomainError, match=r"index\.served"):
        exchange()
    held.release()
    monkeypatch.setattr(index_exchanging, "_others", lambda: 1)
    with unchanged(), pytest.raises(DomainError, match=r"index\.served"):
        exchange()
    monkeypatch.setattr(index_exchanging, "_others", lambda: 0)
    assert not serving.is_served()
    begun = Job.objects.create(kind="import.commit", actor_id=1, state="queued", started_at=now())
    with unchanged(), pytest.raises(DomainError, match=r"index\.work_begun"):
        exchange()
    Job.objects.filter(id=begun.id).update(started_at=None)
    assert exchange().changed > 0


def test_two_at_once_are_one(scene: Scene) -> None:
    with index_exchanging._alone(), pytest.raises(DomainError, match=r"index\.served"):
        exchange()
    assert MasterKey.objects.filter(purpose=INDEX).count() == 1


def test_what_cannot_be_made_again_stays_as_it_is(scene: Scene) -> None:
    def told() -> list[Any]:
        return [mark_apart("mail", "<1@example.com>"), token_apart("sign_in.account", "zhou")]

    before, wording = told(), blind_token("query", "张伟")
    word = give_pass("collaborate", to=7, stands_for=42, until=now() + timedelta(minutes=5))
    exchange()
    assert (told(), read_pass("collaborate", word, of=7)) == (before, 42)
    forget()
    assert (told(), MasterKey.objects.filter(purpose=APART).count()) == (before, 1)
    assert blind_token("query", "张伟") != wording
    exchange()
    forget()
    assert told() == before


def test_what_names_a_value_by_its_number_goes_with_it(scene: Scene) -> None:
    point = ContactPoint.objects.get(blind=blind("point", "+8613812345678"))
    said = {"customer_id": point.customer_id, "kind": "mobile"}
    moment = now()
    asked = Request.objects.create(
        **said, point_id=point.id, blind=point.blind or 0, method="code", secret="", created_by=1, expires_at=moment
    )
    gone = {"point_id": 1, "method": "call", "by": 1, "at": moment, "valid_until": moment, "blind": 12345}
    facts = [Fact.objects.create(**said, **gone) for _ in range(2)]
    link = Invitation.objects.create(
        customer_id=point.customer_id,
        secret="s",
        link_kind="mobile",
        link_blind=point.blind or 0,
        created_by=1,
        expires_at=moment,
    )
    exchange()
    point.refresh_from_db()
    for row in (asked, link, *facts):
        row.refresh_from_db()
    assert point.blind == blind("point", "+8613812345678")
    assert (asked.blind, link.link_blind, link.code_blind) == (point.blind, point.blind, None)
    assert facts[0].blind == facts[1].blind != 12345


def test_a_way_back_from_before_is_found_again(root: None) -> None:
    cast = people.make_cast()
    world, lin = World(cast, 3), people.actor(cast.lin)
    merged = next(found for _ in range(20) if (found := world.merge(lin)))
    exchange()
    undo_merge(lin, merged.id)
    ids = list(Customer.objects.values_list("id", flat=True))
    told = blind_again(ids)
    assert (told.changed, len(ids) > 2) == (0, True)
    before = words()
    index_places.customers(index_places.BEFORE_ALL)
    assert words() == before


def test_who_does_not_open_is_counted_and_holds_nobody_up(scene: Scene) -> None:
    point = ContactPoint.objects.get(blind=blind("point", "+8613812345678"))
    ContactPoint.objects.filter(id=point.id).update(value_enc=bytes(point.value_enc)[:-1] + b"\x00\x00")
    made = exchange()
    assert (made.damaged, index_exchanging.is_fit()) == (1, True)
    assert [hit.name for hit in search(EVERYONE, "13900001111").hits] == ["浙江华盛科技有限公司"]


def test_no_blind_number_is_forgotten() -> None:
    """A new column of this kind must be made anew by an exchange, or be marked apart."""
    named = {
        f"{model._meta.db_table}.{field.attname}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if "blind" in field.attname and isinstance(field, models.BigIntegerField)
    }
    assert named == MADE_ANEW


def test_no_cache_outlives_the_key() -> None:
    """Found once: a cache of tokens that went on answering with the former key."""
    wrong = [name for name, text in cached_functions() if "blind(" in text or "blind_token(" in text]
    assert wrong == []
