"""What an answer must not say: nobody gets, on any route, a value that the policy masks or hides from them, or one of a
customer they must not know of."""

import io
import zipfile
from dataclasses import dataclass
from functools import cache

import pypdf
from django.http import HttpResponseBase, StreamingHttpResponse

from kedang.archive import customers
from kedang.archive.load import load_content
from kedang.archive.models import Customer
from kedang.archive.policy import policy_for, present
from kedang.kit.modes import Place
from tests import people
from tests.house.matrix.world import World

# What shows values for a reason that is recorded, each with its own right.
SHOWN_ON_RECORD = frozenset(
    {
        "POST /api/customers/{id}/reveal",
        "POST /api/customers/{id}/break-glass",
        "GET /api/customers/{id}/data-requests/{sub}/copy.json",
        "GET /api/customers/{id}/data-requests/{sub}/copy.pdf",
    }
)
# Where the policy is stricter than on a customer's page.
PLACES: dict[str, Place] = {
    "GET /api/customers": "list",
    "GET /api/search": "list",
    "GET /api/customers/export": "export",
    "GET /api/export-requests/{id}/file": "export",
}


@dataclass(frozen=True, slots=True)
class Secret:
    """A sensitive value of a customer, as people read it."""

    customer: int
    field: str
    value: str


def secrets() -> list[Secret]:
    """Every sensitive value of the world. Values are told apart by their numbers, so that each is one customer's."""
    found: list[Secret] = []
    for customer in Customer.objects.values_list("id", flat=True):
        content = load_content(customer)
        points = [(p.kind, p.value) for p in content.points]
        points += [(f"contact_{p.kind}", p.value) for c in content.contacts for p in c.points]
        points += [(i.kind, i.value) for i in content.identifiers if i.kind == "bank_account"]
        points += [("address", a.value) for a in content.addresses]
        found += [Secret(customer, code, present(code, value).replace(" ", "")) for code, value in points]
    return found


class Silence:
    """What nobody may be told, by person and place."""

    def __init__(self, whole: World) -> None:
        self._whole = whole
        self._secrets = secrets()
        self.forbidden = cache(self._forbidden)

    def _forbidden(self, person: str, place: Place) -> tuple[Secret, ...]:
        user = self._whole.users.get(person)
        if user is None:
            return tuple(self._secrets)
        actor = people.actor(user)
        rows = {row.id: row for row in Customer.objects.all()}
        seen = set(Customer.objects.visible_to(actor, trashed=None).values_list("id", flat=True))
        readable = {
            secret
            for secret in self._secrets
            if secret.customer in seen
            and policy_for(actor, own=customers.is_own(actor, rows[secret.customer]), place=place).clear(secret.field)
        }
        # A value that a merge or a shared number gave to two customers is no secret of the one when the other's may be read.
        known = {secret.value for secret in readable}
        return tuple(secret for secret in self._secrets if secret.value not in known)

    def broken_by(self, route: str, person: str, response: HttpResponseBase) -> list[str]:
        """The fields of customers whose value stands in an answer although this person may not read it."""
        if route in SHOWN_ON_RECORD:
            return []
        body = told(response)
        return [
            f"{s.field} of {s.customer}" for s in self.forbidden(person, PLACES.get(route, "page")) if s.value in body
        ]


def told(response: HttpResponseBase) -> str:
    """An answer as text, workbooks and papers unfolded; spaces between digits are no disguise."""
    content = _content(response)
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    if content.startswith(b"%PDF"):
        return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return content.decode("utf-8-sig", "replace").replace(" ", "")


def _content(response: HttpResponseBase) -> bytes:
    if isinstance(response, StreamingHttpResponse):
        return b"".join(response.streaming_content)  # type: ignore[arg-type]
    return getattr(response, "content", b"")
