"""Loading is authorising, within one answer too: what is held for it is held for the one who asked."""

import pytest

from kedang.archive import customers
from kedang.archive.load import load_content
from kedang.archive.tests.filing import file_customer
from kedang.kit.errors import DomainError
from kedang.kit.glance import one_glance
from tests.people import acting, actor, make_cast

pytestmark = pytest.mark.django_db


def test_a_customer_loaded_for_one_is_not_loaded_for_another() -> None:
    cast = make_cast()
    zhang = file_customer(cast.zhou, name="张伟")
    with one_glance():
        assert customers.load_visible(actor(cast.zhou), zhang).id == zhang
        with pytest.raises(DomainError, match="not_found"):
            customers.load_visible(actor(cast.chen), zhang)
        less = acting(cast.zhou, rights=frozenset())
        with pytest.raises(DomainError, match="not_found"):
            customers.load_visible(less, zhang)


def test_the_recycle_bin_is_told_apart_whatever_was_asked_first() -> None:
    cast = make_cast()
    wang = actor(cast.wang)
    zhang = file_customer(cast.zhou, name="张伟")
    customers.trash(wang, zhang)
    with one_glance():
        assert customers.load_visible(wang, zhang, trashed=None).id == zhang
        assert customers.load_visible(wang, zhang, trashed=True).id == zhang
        with pytest.raises(DomainError, match="not_found"):
            customers.load_visible(wang, zhang)


def test_who_locks_a_customer_gets_it_as_it_is_now() -> None:
    cast = make_cast()
    zhou = actor(cast.zhou)
    zhang = file_customer(cast.zhou, name="张伟")
    with one_glance():
        held = customers.load_visible(zhou, zhang)
        type(held).objects.filter(id=zhang).update(version=9)
        assert customers.load_visible(zhou, zhang).version == held.version
        assert customers.load_visible(zhou, zhang, lock=True).version == 9
    assert customers.load_visible(zhou, zhang).version == 9


def test_the_content_of_one_answer_is_read_once() -> None:
    cast = make_cast()
    zhang = file_customer(cast.zhou, name="张伟")
    with one_glance():
        assert load_content(zhang) is load_content(zhang)
    assert load_content(zhang) is not load_content(zhang)
