"""The text of a version, read in the background and kept sealed."""

from django.db import transaction

from kedang.documents.extracting import extract
from kedang.documents.indexing import keep_text
from kedang.documents.keeping import content_of
from kedang.documents.kinds import MOST
from kedang.documents.models import Document, Version
from kedang.documents.sealing import key_of
from kedang.engine.files.recognising import KINDS
from kedang.jobs.running import Running
from kedang.vault.keys import key_for


def read_text(job: Running) -> None:
    """Read one version. What was replaced, trashed for good or made most sensitive meanwhile is left alone."""
    version = Version.objects.filter(id=job.subject_id).first()
    document = _wanted(version)
    if version is None or document is None:
        return
    key = key_of(key_for(document.customer_id), document).of_content(version.id)
    content = b"".join(content_of(version, key))
    found = extract(KINDS[version.ending].inside, content, beat=job.beat)
    with transaction.atomic():
        document = _wanted(version, lock=True)
        if document is not None:
            keep_text(key_for(document.customer_id), document, version, found.text, found.pages)


def _wanted(version: Version | None, *, lock: bool = False) -> Document | None:
    """The document, if this is still the version to be read."""
    if version is None:
        return None
    found = Document.objects.filter(id=version.document_id, latest=version.number).exclude(sensitivity=MOST)
    return (found.select_for_update() if lock else found).first()
