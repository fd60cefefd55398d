"""A new index key, and everything that is searched made again with it, while nobody is at work.

The data says by which version it was made, the key store says which one counts: whatever comes between the two (a crash, an older backup, an
older key store) is seen at the next start, and nothing starts before they agree. Nothing here needs the former key.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connections, transaction

from kedang.accounts.stepup import require_stepup
from kedang.jobs.models import OPEN_STATES, Job
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import Refusal
from kedang.operations import index_places, keys_copying, keys_deeds, rights, serving
from kedang.operations.models import IndexStanding
from kedang.vault import indexing
from kedang.vault.blind import FIRST, forget_keys, index_version
from kedang.vault.root import newest_index

SERVED = Refusal(
    "index.served",
    409,
    "系统正在运行，没有改动。请先停止 kedang serve 和其他 kedang 命令，再更换检索密钥。",
    "The installation is in use; nothing was changed. Stop kedang serve and every other kedang command, then exchange the index key.",
)
WORK_BEGUN = Refusal(
    "index.work_begun",
    409,
    "有已开始而未完成的后台任务（{kinds}），没有改动。请启动系统，等它们完成，再更换检索密钥。",
    "Work in the background was begun and is not over ({kinds}); nothing was changed. Start the server, let it finish, then exchange the "
    "index key.",
)
UNFIT = Refusal(
    "index.unfit",
    503,
    "检索数据与当前的检索密钥不符，系统不能启动。请运行 kedang keys rotate index，它会从停下的地方继续。",
    "What is searched was not made by the index key of now, so nothing starts. Run kedang keys rotate index: it goes on where it stopped.",
)
UNSETTLED = Refusal(
    "index.unsettled",
    409,
    "检索数据一直在变化，没有完成。请确认没有其他程序在使用数据库，再运行一次。",
    "What is searched kept changing, and this was not finished. See that nothing else uses the database, then run it again.",
)
LOOKS = 5
KEY, FORMER, DROP = "key", "former", "drop"
_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user"
    " AND backend_type = 'client backend' AND NOT pid = ANY(%s)"
)
Told = Callable[[str], None]


def is_fit() -> bool:
    """Whether what is searched was made by the index key that counts."""
    row = IndexStanding.objects.filter(id=1).first() or IndexStanding()
    return not row.cursor and row.made_by == (newest_index() or FIRST)


def refuse_unfit() -> None:
    """For whatever opens the installation to people or files customers."""
    if not is_fit():
        raise UNFIT()


def exchange(actor: Actor, told: Told) -> IndexStanding:
    """A new index key, or the end of what was begun."""
    actor.require(rights.MANAGE)
    require_stepup(actor)
    with _alone():
        if is_fit():
            _begin(actor)
        return _work(actor, told)


def mend(actor: Actor, told: Told) -> None:
    """After a restore: make what is searched anew where it is not of the index key that counts."""
    actor.require(rights.MANAGE)
    if not is_fit():
        with _alone():
            _work(actor, told)


@transaction.atomic
def _begin(actor: Actor) -> None:
    """Decide for a new index key. From here on nothing else starts until it is done."""
    actor.require(rights.MANAGE)
    require_stepup(actor)
    begun = Job.objects.filter(state__in=OPEN_STATES, started_at__isnull=False).values_list("kind", flat=True)
    if begun:
        raise WORK_BEGUN(kinds=", ".join(sorted(set(begun))))
    row = _row()
    row.version, row.cursor, row.changed, row.again, row.damaged = indexing.next_version(row.version), KEY, 0, 0, 0
    row.save()
    keys_deeds.note(actor, keys_deeds.INDEXING, {"version": row.version})


def _row() -> IndexStanding:
    return IndexStanding.objects.select_for_update().get_or_create(id=1)[0]


@contextmanager
def _alone() -> Iterator[None]:
    """Nobody serves this installation from here on, and nobody else is in its database."""
    if serving.is_served():
        raise SERVED()
    held = serving.hold()
    try:
        if _others():
            raise SERVED()
        yield
    finally:
        held.release()


def _others() -> int:
    """How many else are in the database; of SQLite nobody can tell."""
    if connections["default"].vendor != "postgresql":
        return 0
    ours = list[int]()
    for connection in connections.all(initialized_only=True):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            ours.append(int(cursor.fetchone()[0]))
    with connections["default"].cursor() as cursor:
        cursor.execute(_OTHERS, [ours])
        return int(cursor.fetchone()[0])


def _work(actor: Actor, told: Told) -> IndexStanding:
    row = IndexStanding.objects.filter(id=1).first() or IndexStanding()
    if row.cursor == KEY:
        indexing.begin_version(row.version)
        # Before anything is made by it: a lost key store must not take what is searched with it.
        keys_copying.copy(actor)
        _keep(row, _first())
    forget_keys()
    if row.version != index_version() or not row.cursor:
        # The key store is another one than when this was begun, or a backup came back.
        row.version, row.again = index_version(), 0
        _keep(row, _first())
    for _ in range(LOOKS):
        if row.cursor in (FORMER, DROP):
            return _end(actor, row)
        _look(row, told)
    raise UNSETTLED()


def _first() -> str:
    return f"{next(iter(index_places.ROOMS))}:{index_places.BEFORE_ALL}"


def _keep(row: IndexStanding, cursor: str) -> None:
    row.cursor = cursor
    row.save()


def _look(row: IndexStanding, told: Told) -> None:
    """Go through everything once, and through it again when anything was not as the key makes it."""
    names = list(index_places.ROOMS)
    room, _, after = row.cursor.partition(":")
    for name in names[names.index(room) :]:
        last: int | None = int(after) if name == room else index_places.BEFORE_ALL
        while last is not None:
            last = _batch(row, name, last)
        told(f"{name}: {row.again}")
    found, row.again = row.again, 0
    _keep(row, _first() if found else FORMER)


@transaction.atomic
def _batch(row: IndexStanding, room: str, after: int) -> int | None:
    step = index_places.ROOMS[room](after)
    row.changed, row.again = row.changed + step.changed, row.again + step.changed
    # What does not open is met again in every look: those of the last one count.
    row.damaged = step.damaged if f"{room}:{after}" == _first() else row.damaged + step.damaged
    if step.last is not None:
        _keep(row, f"{room}:{step.last}")
    else:
        row.save()
    return step.last


def _end(actor: Actor, row: IndexStanding) -> IndexStanding:
    """Nothing of the former key is left: it goes."""
    if row.cursor == FORMER:
        with transaction.atomic():
            index_places.let_go()
            _keep(row, DROP)
    gone = indexing.drop_former()
    with transaction.atomic():
        row.made_by, row.ended_at = row.version, now()
        _keep(row, "")
        facts = {"version": row.version, "changed": row.changed, "damaged": row.damaged, "destroyed": len(gone)}
        keys_deeds.note(actor, keys_deeds.INDEXED, facts)
    return row
