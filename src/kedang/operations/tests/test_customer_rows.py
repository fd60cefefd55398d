"""Rows of a customer come back from a backup only if they open, and so that they go on opening."""

from kedang.activity.models import Interaction
from kedang.archive.models import Note
from kedang.documents.models import Document, Version
from kedang.kit.crypto import key_id_of
from kedang.operations.customer_blending import Line
from kedang.operations.customer_bringing import NOTHING_MISSING
from kedang.operations.resealing_places import reseal
from kedang.operations.tests.backup_scene import Backups
from kedang.operations.tests.test_customer_bringing import bring, filed, look, refused
from kedang.vault import renewing
from tests.people import browser


def test_what_does_not_open_in_the_backup_does_not_come_back_and_is_counted(backups: Backups) -> None:
    customer = filed(backups)
    for model, column in ((Note, "body_enc"), (Interaction, "body_enc"), (Document, "key_enc")):
        row = model._base_manager.get(customer_id=customer)
        sealed = bytes(getattr(row, column))
        model._base_manager.filter(pk=row.pk).update(**{column: sealed[:-1] + bytes((sealed[-1] ^ 1,))})
    made = backups.made()
    vanished(customer)
    lines = [Line("notes", 1, 0, 0, 0, 1), Line("interactions", 1, 0, 0, 0, 1), Line("documents", 1, 0, 0, 0, 1)]
    assert look(backups, made, customer) == lines
    with refused(NOTHING_MISSING.code):
        bring(backups, made, customer)


def test_rows_come_back_under_the_newest_version_of_the_key(backups: Backups) -> None:
    """The one they lay under may be destroyed by an exchange of keys that has looked at this customer already."""
    customer = filed(backups)
    made = backups.made()
    vanished(customer)
    renewing.give([customer], 7)
    reseal([customer])
    bring(backups, made, customer)
    assert key_id_of(bytes(Note.objects.get(customer_id=customer).body_enc)) == 7
    assert renewing.drop_before([customer], 7) == 1
    zhou = browser(backups.people.cast.zhou)
    assert zhou.get(f"/api/customers/{customer}").json()["notes"][0]["body"] == "爱喝龙井"
    (document,) = zhou.get(f"/api/customers/{customer}/documents").json()["rows"]
    content = zhou.get(f"/api/documents/{document['id']}/versions/1/content")
    assert "采购合同" in b"".join(content).decode()


def vanished(customer_id: int) -> None:
    """Rows are gone without anybody having taken them away."""
    Note.objects.filter(customer_id=customer_id).delete()
    Interaction.objects.filter(customer_id=customer_id).delete()
    Version.objects.filter(document__customer_id=customer_id).delete()
    Document.objects.filter(customer_id=customer_id).delete()
