"""The list of contents of a backup. It is written last and signed: without it there is no backup, only remains of one."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import orjson

from kedang.documents.unavailable import Missing
from kedang.kit.errors import DomainError, Refusal
from kedang.operations.backup_places import Place
from kedang.operations.backup_sealed import Part, pieces_of
from kedang.vault.backups import KeyStore, has_backup_key, is_signed, signature

FORMAT = 1
NAME = "manifest.json"
PROOF = "proof.json"
PREFIX = "backup-"
NOT_A_BACKUP = Refusal(
    "backup.not_one",
    404,
    "这里没有完整的备份：{name}。没有目录文件 manifest.json 的文件夹是中断留下的，不能恢复。",
    "There is no whole backup here: {name}. A folder without manifest.json was left by an interruption and cannot be restored.",
)
NOT_OURS = Refusal(
    "backup.not_ours",
    409,
    "这份备份不能用：目录的签名与当前密钥库不符。要么密钥库不是这套系统的，要么目录被改过。",
    "This backup cannot be used: its list of contents is not signed by this key store. Either the key store is not the one that "
    "belongs to it, or the list was changed.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds."""

    format: int
    id: int
    name: str
    made_at: str
    release: str
    vendor: str
    key_store: KeyStore
    migrations: dict[str, list[str]]
    counts: dict[str, dict[str, int]]
    parts: dict[str, Part]
    files: Part
    file_count: int
    file_bytes: int
    missing: list[str]

    @property
    def at(self) -> datetime:
        """The moment of the picture."""
        return datetime.fromisoformat(self.made_at)

    @property
    def size(self) -> int:
        """Bytes of its own, without the files that all backups share."""
        return self.files.size + sum(part.size for part in self.parts.values())


def write(place: Place, manifest: Manifest) -> None:
    """Sign and keep the list of contents: from now on this is a backup."""
    _put_signed(place, f"{manifest.name}/{NAME}", asdict(manifest))


def write_proof(place: Place, name: str, proof: dict[str, Any]) -> None:
    """Keep beside a backup what its proof found, signed as well."""
    _put_signed(place, f"{name}/{PROOF}", proof)


def _put_signed(place: Place, name: str, said: dict[str, Any]) -> None:
    text = orjson.dumps(said, option=orjson.OPT_SORT_KEYS)
    whole = {"signature": signature(text), "contents": said}
    place.put(name, [orjson.dumps(whole, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)])


def read(place: Place, name: str) -> Manifest:
    """The list of contents of a backup, if it is ours."""
    said = _signed(place, f"{name}/{NAME}")
    parts = {alias: Part(**part) for alias, part in said.pop("parts").items()}
    files, store = Part(**said.pop("files")), KeyStore(**said.pop("key_store"))
    if said["name"] != name:
        raise NOT_OURS()
    return Manifest(**said, parts=parts, files=files, key_store=store)


def read_proof(place: Place, name: str) -> dict[str, Any] | None:
    """What the last proof of a backup found; None before the first, and when what lies there is not ours."""
    try:
        return _signed(place, f"{name}/{PROOF}")
    except (Missing, DomainError):
        return None


def _signed(place: Place, name: str) -> dict[str, Any]:
    try:
        with place.open(name) as read_some:
            text = b"".join(pieces_of(read_some))
    except Missing:
        if name.endswith(PROOF):
            raise
        raise NOT_A_BACKUP(name=name.rsplit("/", 1)[0]) from None
    if not has_backup_key():
        raise NOT_OURS()
    try:
        whole = orjson.loads(text)
        said: dict[str, Any] = dict(whole["contents"])
        claimed = str(whole["signature"])
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        raise NOT_OURS() from None
    if not is_signed(orjson.dumps(said, option=orjson.OPT_SORT_KEYS), claimed):
        raise NOT_OURS()
    return said


def names(place: Place) -> list[str]:
    """Every whole backup in a place, the newest first."""
    found = {name.split("/", 1)[0] for name in place.names(PREFIX) if name.endswith("/" + NAME)}
    return sorted(found, reverse=True)


def remains(place: Place) -> list[str]:
    """Files of backups that were cut off before their list was written."""
    whole = set(names(place))
    return [name for name in place.names(PREFIX) if name.split("/", 1)[0] not in whole]
