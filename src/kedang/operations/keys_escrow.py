"""The root key on cards: made, tried every quarter, and used when the key is lost. A share is never stored, logged or sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.crypto import Tampered
from kedang.kit.errors import Refusal
from kedang.operations import keys_deeds, rights
from kedang.vault import rootfile, rotating, shares
from kedang.vault.models import MasterKey
from kedang.vault.root import ProviderAway, RootKeyMissing, fitting_root, master, unwrapped

DRILL_EVERY = timedelta(days=92)
FIRST_DAYS = timedelta(days=30)
BAD_NUMBERS = Refusal(
    "keys.card_numbers",
    422,
    "托管卡至少 2 张、最多 16 张，需要的张数不能多于总数。",
    "Between 2 and 16 cards, and no more needed than there are.",
)
BAD_CARDS = Refusal(
    "keys.cards",
    422,
    "这些托管卡打不开根密钥：{why}",
    "These cards do not give the root key: {why}",
)
NOT_THIS_STORE = Refusal(
    "keys.cards_of_another_key",
    409,
    "这些托管卡本身有效，但属于另一把根密钥，打不开现在的密钥库。",
    "The cards are good, but of another root key: they do not open this key store.",
)
NOT_LOST = Refusal(
    "keys.root_not_lost",
    409,
    "现有的根密钥可以打开密钥库，没有什么需要恢复。",
    "The root key that is there opens the key store; nothing needs to be brought back.",
)
_WHY = {
    "card": ("有一张卡抄写有误", "a card was copied wrongly"),
    "few": ("张数不够", "there are too few"),
    "twice": ("同一张卡出现了两次", "one card stands there twice"),
    "mixed": ("混有不同根密钥的卡", "they are of different keys"),
    "which": ("它们拼不成一把密钥", "they do not make one key"),
}


@dataclass(frozen=True, slots=True)
class Cards:
    """The cards of one root key, for paper only."""

    fingerprint: str
    needed: int
    texts: tuple[str, ...]


@transaction.atomic
def make_cards(actor: Actor, *, needed: int, of: int) -> Cards:
    """Split the root key. Whoever asks gets the cards this once; nothing of them stays here."""
    actor.require(rights.MANAGE)
    if not 2 <= needed <= of <= shares.MOST:
        raise BAD_NUMBERS()
    root = fitting_root()
    made = Cards(
        fingerprint=rotating.fingerprint(root),
        needed=needed,
        texts=tuple(shares.to_card(share) for share in shares.split(root, needed=needed, of=of)),
    )
    keys_deeds.note(actor, keys_deeds.ESCROWED, {"fingerprint": made.fingerprint, "needed": needed, "of": of})
    return made


def _joined(actor: Actor, cards: Sequence[str]) -> bytes:
    try:
        return shares.joined([shares.from_card(each) for each in cards])
    except shares.BadCards as bad:
        why = _WHY[str(bad.args[0])]
        raise BAD_CARDS(why=why[0 if actor.language.startswith("zh") else 1]) from None


def _opens_everything(root: bytes) -> bool:
    """Whether this root key opens every master key, and there is one."""
    rows = list(MasterKey.objects.all())
    try:
        return bool(rows) and all(unwrapped(row, root) for row in rows)
    except Tampered:
        return False


@transaction.atomic
def drill(actor: Actor, cards: Sequence[str]) -> str:
    """Show that these cards open the key store as it is; changes nothing. The fingerprint of the root key."""
    actor.require(rights.MANAGE)
    root = _joined(actor, cards)
    if not _opens_everything(root):
        raise NOT_THIS_STORE()
    fingerprint = rotating.fingerprint(root)
    keys_deeds.note(actor, keys_deeds.DRILLED, {"fingerprint": fingerprint, "cards": len(cards)})
    return fingerprint


@transaction.atomic
def recover(actor: Actor, cards: Sequence[str]) -> str:
    """Bring the root key back from cards, when it is lost. What stands in its place is kept beside it."""
    actor.require(rights.MANAGE)
    root, path = _joined(actor, cards), rootfile.root_path()
    # When the key store is lost too, the cards vouch for themselves, and a copy of the store comes after.
    everything_lost = not MasterKey.objects.exists() and not rootfile.exists()
    if not everything_lost and not _opens_everything(root):
        raise NOT_THIS_STORE()
    try:
        lost = everything_lost or fitting_root() != root
    except RootKeyMissing:
        lost = True
    if not lost:
        raise NOT_LOST()
    if path.exists():
        path.replace(path.with_name(f"{path.name}.unfit-{now():%Y%m%d%H%M%S}"))
    rootfile.write(path, root)
    fingerprint = rotating.fingerprint(root)
    keys_deeds.note(actor, keys_deeds.RECOVERED, {"fingerprint": fingerprint})
    return fingerprint


@dataclass(frozen=True, slots=True)
class Escrow:
    """How the escrow stands: whether there are cards of the present root key, when they were tried, and by when they must be."""

    made_at: datetime | None
    fits: bool
    needed: int
    of: int
    drilled_at: datetime | None
    due_at: datetime
    overdue: bool


def escrow() -> Escrow:
    """How it stands. Without cards there are thirty days from the first key on."""
    made = keys_deeds.last(keys_deeds.ESCROWED)
    facts = keys_deeds.facts_of(made)
    fits = bool(made) and facts["fingerprint"] == present_fingerprint()
    drilled = keys_deeds.last(keys_deeds.DRILLED)
    proven = [deed.at for deed in (made, drilled) if deed]
    if proven and fits:
        due = max(proven) + DRILL_EVERY
    else:
        first = MasterKey.objects.order_by("created_at").values_list("created_at", flat=True).first() or now()
        # Cards of a former root key prove nothing: a week for new ones.
        exchanged = keys_deeds.last_at(keys_deeds.ROOT)
        due = exchanged + timedelta(days=7) if made and exchanged else first + FIRST_DAYS
    return Escrow(
        made_at=made.at if made else None,
        fits=fits,
        needed=int(str(facts.get("needed", 0))),
        of=int(str(facts.get("of", 0))),
        drilled_at=drilled.at if drilled else None,
        due_at=due,
        overdue=due < now(),
    )


def present_fingerprint() -> str:
    """Which root key is in use; empty when it does not open. While its provider is away, what was noted last."""
    try:
        if not master().tenure.answering.reason:
            return rotating.fingerprint(fitting_root())
    except ProviderAway:
        return _last_noted()
    except RootKeyMissing:
        return ""
    return _last_noted()


def _last_noted() -> str:
    named = (keys_deeds.ROOT, keys_deeds.RECOVERED, keys_deeds.RENEWED, keys_deeds.ESCROWED, keys_deeds.DRILLED)
    deeds = [deed for kind in named if (deed := keys_deeds.last(kind))]
    return str(keys_deeds.facts_of(max(deeds, key=lambda deed: deed.id))["fingerprint"]) if deeds else ""
