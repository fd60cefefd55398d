"""What documents adds to the matrix: a file of every customer, by its owner."""

from django.core.files.uploadedfile import SimpleUploadedFile

from kedang.documents.arriving import arrival_of
from kedang.documents.filing import Described, file
from tests.house.matrix.asked import Asked, Body, fixed
from tests.house.matrix.table import Line
from tests.house.matrix.world import World, world_author


def _upload(world: World, line: Line, person: str) -> Asked:
    return Asked(form={"file": SimpleUploadedFile("合同.txt", "新的合同".encode()), "type": "contract"})


def _version(world: World, line: Line, person: str) -> Asked:
    return Asked(form={"file": SimpleUploadedFile("合同.txt", "改过的合同".encode()), "version": "1"})


BODIES: dict[str, Body] = {
    "POST /api/customers/{}/documents": _upload,
    "PATCH /api/documents/{}": fixed(title="改过", version=1),
    "POST /api/documents/{}/versions": _version,
    "POST /api/documents/{}/trash": fixed(version=1),
    "POST /api/documents/{}/restore": fixed(version=1),
    "POST /api/documents/{}/destroy": fixed(version=1),
}


def add(world: World) -> None:
    """A contract of every customer that has parts, which everybody comes to as the customer itself."""
    made: dict[str, str] = {}
    for customer, owner in world.owners.items():
        said = Described(type="contract", title="框架合同")
        arrival = arrival_of("合同.png", b"\x89PNG\r\n\x1a\n")
        made[str(customer)] = str(file(world_author(owner), customer, arrival, said))
    for (resource, ownership, person), customer_id in list(world.ids.items()):
        if resource == "customers" and customer_id in made:
            world.ids[("documents", ownership, person)] = made[customer_id]
    world.ids[("versions", "any", "")] = "1"
