"""Ids: unique, rising, positive 64-bit, known before the row is written."""

import multiprocessing
import threading

from kedang.kit.ids import IdMaker, id_time_ms, new_id, new_ids


def test_ids_rise_and_fit_a_bigint() -> None:
    ids = [new_id() for _ in range(5000)]
    assert ids == sorted(set(ids))
    assert 0 < ids[0] < ids[-1] < 2**63


def test_a_block_larger_than_a_millisecond_borrows_and_stays_unique() -> None:
    maker = IdMaker()
    first, second = maker.take(50_000), maker.take(50_000)
    assert len({*first, *second}) == 100_000
    assert first[-1] < second[0]


def test_threads_never_share_an_id() -> None:
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.extend(new_ids(2000))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 16_000


def _child(queue: "multiprocessing.SimpleQueue[list[int]]") -> None:
    queue.put(new_ids(2000))


def test_a_forked_child_takes_another_lane() -> None:
    context = multiprocessing.get_context("fork")
    queue: multiprocessing.SimpleQueue[list[int]] = context.SimpleQueue()
    children = [context.Process(target=_child, args=(queue,)) for _ in range(3)]
    for child in children:
        child.start()
    found = [*new_ids(2000), *(i for _ in children for i in queue.get())]
    for child in children:
        child.join()
    assert len(set(found)) == 8000


def test_an_id_tells_its_time() -> None:
    one = new_id()
    assert abs(id_time_ms(one) - id_time_ms(new_id())) < 60_000
