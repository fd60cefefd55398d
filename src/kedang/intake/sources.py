"""The staged file: sealed under its run's key from the first byte to the last."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from kedang.engine.tables import open_table
from kedang.engine.tables.refusals import REFUSALS, TableRefused
from kedang.engine.tables.rows import Sheet, Workbook
from kedang.kit.crypto import Tampered
from kedang.kit.env import settings
from kedang.kit.errors import DomainError, Refusal
from kedang.vault.files import EncryptedWriter, read_encrypted
from kedang.vault.keys import SubjectKey

FILE_DAMAGED = Refusal(
    "import.file_damaged",
    410,
    "暂存的文件已损坏或丢失，请重新上传。已导入的客户不受影响。",
    "The staged file is damaged or gone: send it again. Customers that were imported are not affected.",
)
TABLE_REFUSALS = {code: Refusal(code, 422, zh, en) for code, (zh, en) in REFUSALS.items()}


def staged_path(run_id: int) -> Path:
    """Where a run's file lies."""
    return settings().uploads / f"run-{run_id}"


def stage(run_id: int, key: SubjectKey, pieces: Iterable[bytes]) -> int:
    """Seal a file as it arrives; its size in bytes. A broken arrival leaves nothing behind."""
    path = staged_path(run_id)
    writer = EncryptedWriter(path, key, file_id=run_id)
    size = 0
    try:
        for piece in pieces:
            writer.write(piece)
            size += len(piece)
        writer.close()
    except BaseException:
        writer.abandon()
        path.unlink(missing_ok=True)
        raise
    return size


def pieces_of(path: Path) -> Iterator[bytes]:
    """A plain file in pieces, for the command line."""
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            yield piece


class Staged:
    """A staged file, opened as a table as often as needed, never in clear on the disk."""

    def __init__(self, run_id: int, filename: str, key: SubjectKey) -> None:
        self.run_id, self.filename, self._key = run_id, filename, key

    def _chunks(self) -> Iterator[bytes]:
        try:
            yield from read_encrypted(staged_path(self.run_id), self._key, file_id=self.run_id)
        except (Tampered, FileNotFoundError) as failure:
            raise FILE_DAMAGED() from failure

    def workbook(self) -> Workbook:
        """The file as a workbook; a file that is no table is refused in words."""
        try:
            return open_table(self._chunks, filename=self.filename)
        except TableRefused as refused:
            raise table_refusal(refused) from refused

    def sheet(self, name: str | None) -> Sheet:
        """One sheet by name, or the one a person would mean."""
        book = self.workbook()
        return chosen_sheet(book, name)


def chosen_sheet(book: Workbook, name: str | None) -> Sheet:
    """The sheet of this name; without a name the one a person would mean."""
    if not name:
        return book.first()
    found = next((s for s in book.sheets if s.name == name), None)
    if found is None:
        raise table_refusal(TableRefused("sheet.missing", sheet=name))
    return found


def table_refusal(refused: TableRefused) -> DomainError:
    """What the engine cannot read, as a refusal people understand."""
    return TABLE_REFUSALS[refused.code](**refused.details)
