"""The words a document is described with."""

from typing import Literal

Type = Literal["contract", "identity", "licence", "invoice", "correspondence", "photo", "other"]
Sensitivity = Literal["normal", "most"]
Retention = Literal["permanent", "d30", "d10"]
TYPES: dict[str, tuple[str, str]] = {
    "contract": ("合同", "Contract"),
    "identity": ("身份证明", "Proof of identity"),
    "licence": ("营业执照", "Business licence"),
    "invoice": ("发票", "Invoice"),
    "correspondence": ("往来函件", "Correspondence"),
    "photo": ("照片", "Photograph"),
    "other": ("其他", "Other"),
}

NORMAL, MOST = "normal", "most"
# What became of the text of a version: still to be looked for, found, none in it, could not be read.
WAITING, FOUND, NONE, FAILED = "waiting", "found", "none", "failed"
