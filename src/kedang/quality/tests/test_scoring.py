"""What a customer's scores come from, on whole customers as the archive stores them."""

from dataclasses import asdict
from datetime import date

import pytest

from kedang.archive.load import load_content
from kedang.archive.models import ContactPoint, Customer, Figures
from kedang.archive.tests.filing import file_customer
from kedang.fields import templates
from kedang.kit.actor import system_actor
from kedang.quality import rules
from kedang.quality.defaults import Item
from kedang.quality.facts import Facts, facts_of, read_facts
from kedang.quality.models import QualityScore
from kedang.quality.rescore import completeness_of, measured, score_customers
from kedang.quality.scoring import share
from kedang.quality.tests.builders import age
from tests.people import Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def complete(customer_id: int) -> int:
    return completeness_of(Customer.objects.get(id=customer_id), load_content(customer_id))


def kept(customer_id: int) -> QualityScore:
    score_customers([customer_id])
    return QualityScore.objects.get(customer_id=customer_id)


def lacking(customer_id: int) -> list[str]:
    ((_, found),) = measured([customer_id])
    return [item.fields[0] for item in found.missing]


def test_a_name_alone_and_a_full_record(cast: Cast) -> None:
    bare = file_customer(cast.zhou, name="张伟")
    full = file_customer(
        cast.zhou, name="李娜", mobile="13812345678", email="li@example.com", id_number="11010519491231002X",
        region="330100", address="杭州市西湖区文三路1号", level="A", source="展会", gender="女", birth_date="1990-01-01",
        occupation="教师", remark="老客户",
    )  # fmt: skip
    assert complete(bare) == 15
    assert lacking(bare)[:3] == ["mobile", "email", "id_number"]
    assert complete(full) == 100
    assert lacking(full) == []


def test_completeness_stands_in_the_figures_that_lists_filter_by(cast: Cast) -> None:
    bare = file_customer(cast.zhou, name="张伟")
    score_customers([bare])
    assert Figures.objects.get(customer_id=bare).completeness == 15


def test_an_organisation_is_reached_through_its_people(cast: Cast) -> None:
    company = file_customer(
        cast.zhou, "organisation", name="杭州华盛科技有限公司", contact_name="王一", contact_mobile="13812345678"
    )
    assert "mobile" not in lacking(company)
    assert "contact_name" not in lacking(company)
    assert "credit_code" in lacking(company)


def test_an_invalid_value_is_there_but_does_not_count(cast: Cast) -> None:
    customer = file_customer(cast.zhou, name="张伟", mobile="1381234", birth_date="1990-13-45", occupation="教师")
    ((facts, found),) = measured([customer])
    assert sorted(facts.invalid) == ["birth_date", "mobile"]
    assert found.validity == 50  # name, occupation; mobile, birth date
    assert found.completeness == 20
    # What is invalid is to be corrected, not to be asked for again.
    assert "birth_date" not in [code for item in found.missing for code in item.fields]


def test_values_grow_stale_each_at_its_own_time(cast: Cast) -> None:
    customer = file_customer(cast.zhou, name="张伟", mobile="13812345678", address="杭州市西湖区文三路1号", level="A")
    assert kept(customer).freshness == 100
    age(customer, 200)  # the level holds for 180 days, the mobile for 365, the address for 730
    ((_, found),) = measured([customer])
    assert [code for code, _ in found.stale] == ["level"]
    assert kept(customer).freshness == 75  # level, mobile, address, and the region that the address told
    age(customer, 400)
    assert [code for code, _ in measured([customer])[0][1].stale] == ["level", "mobile"]
    age(customer, 1, "level")
    assert [code for code, _ in measured([customer])[0][1].stale] == ["mobile"]


def test_verified_counts_ways_to_reach_somebody(cast: Cast) -> None:
    nobody = file_customer(cast.zhou, name="张伟")
    assert kept(nobody).verified is None
    customer = file_customer(cast.zhou, name="李娜", mobile="13812345678", email="li@example.com")
    assert kept(customer).verified == 0
    ContactPoint.objects.filter(customer_id=customer, kind="mobile").update(state="verified")
    assert kept(customer).verified == 50
    ContactPoint.objects.filter(customer_id=customer).update(state="expired")
    assert kept(customer).verified == 0


def test_uniqueness_is_unknown_until_somebody_looks(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = file_customer(cast.zhou, name="张伟"), file_customer(cast.zhou, name="张玮")
    monkeypatch.setattr("kedang.archive.suspects._finders", [])
    assert kept(one).suspects is None
    alone = kept(one).overall
    monkeypatch.setattr("kedang.archive.suspects._finders", [lambda ids: {one} & set(ids)])
    assert (kept(one).suspects, kept(two).suspects) == (1, 0)
    assert kept(one).overall < alone


def test_weights_of_a_template(cast: Cast) -> None:
    customer = file_customer(cast.zhou, name="张伟", mobile="13812345678")
    demo = system_actor("demo")
    before = complete(customer)
    rules.save_standard_template(demo, "bank")
    # Its custom fields do not exist yet: nobody is asked for what cannot be filled in.
    assert all(not code.startswith("custom:") for code in lacking(customer))
    templates.apply(demo, "bank")
    assert "custom:risk_tolerance" in lacking(customer)
    after = complete(customer)
    assert after < before
    rules.save_weights(demo, template="bank", kind="person", items=[Item(("name",), 1), Item(("mobile", "email"), 1)])
    assert complete(customer) == 100
    rules.save_weights(demo, template="bank", kind="person", items=None)
    assert complete(customer) == after


def test_only_the_whole_is_a_hundred() -> None:
    assert [share(999, 1000), share(0, 5), share(5, 5), share(0, 0)] == [99, 0, 100, 100]


def test_review_is_due_by_level(cast: Cast) -> None:
    a, b, none = (
        file_customer(cast.zhou, name=name, level=level) for name, level in (("甲", "A"), ("乙", "B"), ("丙", ""))
    )
    score_customers([a, b, none])
    due = {score.customer_id: score.review_due or date.max for score in QualityScore.objects.all()}
    assert (due[b] - due[a]).days == 90
    assert (due[none] - due[a]).days == 275


def test_read_in_bulk_or_from_an_opened_page_the_facts_are_the_same(cast: Cast) -> None:
    templates.apply(system_actor("demo"), "key_account")
    made = [
        file_customer(
            cast.zhou, name="李娜", mobile=["13812345678", "1381"], email="li@example.com", id_number="11010519491231002X",
            birth_date="1990-13-45", former_name="李那", address="杭州市西湖区文三路1号", external_id="A1", tags=["甲"],
        ),
        file_customer(
            cast.zhou, "organisation", name="杭州华盛科技有限公司", contact_name="王一", contact_mobile="13812345678",
            employees="很多", credit_code="1", registered_capital="100", **{"custom:credit_days": "30"},
        ),
        file_customer(cast.zhou, name="张伟"),
    ]  # fmt: skip
    ContactPoint.objects.filter(kind="email").update(state="verified")
    codes = rules.current().custom_codes
    opened = [facts_of(Customer.objects.get(id=each), load_content(each), codes) for each in made]
    assert [comparable(facts) for facts in read_facts(made)] == [comparable(facts) for facts in opened]
    assert "custom:credit_days" in opened[1].present


def comparable(facts: Facts) -> dict[str, object]:
    return {**asdict(facts), "invalid": sorted(facts.invalid)}
