"""What privacy adds to the matrix: a consent and an identified request of every customer, a purpose, and somebody to be erased."""

from kedang.accounts.models import User
from kedang.archive import customers
from kedang.archive.filing import content_of
from kedang.engine.standardise.record import standardise_record
from kedang.finding.conditions import today
from kedang.kit.actor import system_actor
from kedang.kit.clock import now
from kedang.privacy import consents, erasing, purposes, requests
from kedang.privacy.consents import ConsentDraft
from kedang.privacy.models import Comeback
from kedang.privacy.purposes import PurposeDraft
from kedang.privacy.requests import RequestDraft
from tests.house.matrix.asked import Body, fixed, naming
from tests.house.matrix.world import World, world_author

_DAY = str(today())
_PURPOSE = {"name_zh": "回访", "name_en": "Calling back", "basis": "contract"}
BODIES: dict[str, Body] = {
    "PUT /api/privacy/policy": fixed(answer_days=15, four_eyes=True, invoice_years=10),
    "POST /api/privacy/purposes": fixed(**_PURPOSE),
    "PUT /api/privacy/purposes/{}": fixed(**_PURPOSE, version=1),
    "POST /api/privacy/purposes/{}/end": fixed(version=1),
    "POST /api/privacy/notices": fixed(text_zh="声明", text_en="Notice", valid_from=_DAY),
    "POST /api/privacy/retention": fixed(customer_ids=["1"]),
    "POST /api/privacy/erasures/{}/confirm": fixed(version=1),
    "POST /api/privacy/erasures/{}/reject": fixed(version=1),
    "POST /api/privacy/erasures/{}/release": fixed(version=1),
    "POST /api/privacy/erasures/{}/look": fixed(reason="核对应收款"),
    "POST /api/customers/{}/consents": naming("purpose_id", "purposes", act="share", channel="paper", evidence="表单"),
    "POST /api/customers/{}/data-requests": fixed(kind="access", channel="phone"),
    "POST /api/customers/{}/data-requests/{}/identify": fixed(how="document", version=2),
    "POST /api/customers/{}/data-requests/{}/answer": fixed(words="已当面说明", version=2),
    "POST /api/customers/{}/data-requests/{}/refuse": fixed(words="没有您的信息", reason="no_data", version=2),
    "POST /api/customers/{}/erasures": fixed(reason="purpose_over"),
}


def add(world: World) -> None:
    """A notice and a purpose for all; what there can be of every customer that has parts, by its owner."""
    demo = system_actor("demo")
    purposes.publish_notice(demo, text_zh="声明", text_en="Notice", valid_from=today(), renew=False)
    purpose = purposes.add_purpose(demo, PurposeDraft(name_zh="营销", name_en="Marketing", basis="consent"))
    world.ids[("purposes", "any", "")] = str(purpose)
    world.ids[("erasures", "any", "")] = str(_proposed(world.cast.chen))
    for customer, owner in world.owners.items():
        given = ConsentDraft(purpose_id=purpose, channel="paper", evidence="表单 1")
        world.ids[("part:consents", str(customer), "")] = str(consents.give(world_author(owner), customer, given))
        asked = requests.take_down(demo, customer, RequestDraft(kind="access", channel="phone"))
        requests.identify(demo, customer, asked, how="document", version=1)
        world.ids[("part:data-requests", str(customer), "")] = str(asked)
        Comeback.objects.create(customer_id=customer, erased_at=now())


def _proposed(owner: User) -> int:
    filed = content_of(standardise_record("person", {"name": "将被删除"}))
    made = customers.create(world_author(owner), filed.content, owner_id=owner.id)
    return erasing.propose(system_actor("demo"), made.id, reason="purpose_over")
