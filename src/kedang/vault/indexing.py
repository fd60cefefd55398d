"""New versions of the index key, and old ones destroyed. Whoever calls this sees to it that nobody else works meanwhile.

The newest version counts in every process that starts. What was made with another is made again from the values by whoever asked for the
new one; this room only keeps the keys.
"""

import time

from django.db import transaction

from kedang.vault import apart
from kedang.vault.blind import FIRST, forget_keys
from kedang.vault.models import MasterKey
from kedang.vault.root import INDEX, make_master, master, newest_index, wait_turn


def next_version(made: int) -> int:
    """Later than every version there is and than the one that was made last, also after an older key store came back: the minutes of the
    clock, as far as they go up."""
    return max(int(time.time()) // 60, made + 1, (newest_index() or FIRST) + 1)


def begin_version(version: int) -> None:
    """A new index key: from now on it is what this process and every later one works with. Doing it twice changes nothing."""
    master().key(INDEX, newest_index() or FIRST)
    apart.put_down()
    make_master(INDEX, version)
    forget_keys()


def drop_former() -> tuple[int, ...]:
    """Destroy every index key but the newest; those that are destroyed."""
    with transaction.atomic(using="keys"):
        wait_turn()
        former = MasterKey.objects.filter(purpose=INDEX, epoch__lt=newest_index()).order_by("epoch")
        gone = tuple(former.values_list("epoch", flat=True))
        former.delete()
    for version in gone:
        master().forget(version, INDEX)
    forget_keys()
    return gone
