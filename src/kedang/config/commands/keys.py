"""kedang keys"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kedang.config.cli import language, say, say_error
from kedang.config.commands.import_ import work_here
from kedang.config.prepare import make_tables, prepare
from kedang.kit.actor import Actor, system_actor
from kedang.operations import (
    index_exchanging,
    keys_cards,
    keys_copying,
    keys_escrow,
    keys_rotating,
    keys_standing,
    resealing,
)
from kedang.vault import envelopes

READ_CARDS = (
    "每行输入一张托管卡，空行结束：",
    "One card a line, an empty line ends:",
)
KEEP_APART = (
    "托管卡只显示这一次，系统不保存。请分别交给不同的人，各自锁好。",
    "The cards are shown this once and stored nowhere. Give them to different people, each to lock away.",
)


def add(sub: Any) -> None:
    """Declare the command."""
    command = sub.add_parser("keys", help="keys: how they stand, rotation, escrow cards, copies of the key store")
    deeds = command.add_subparsers(dest="deed", metavar="WHAT", required=True)
    _deed(deeds, "show", _show, "which keys there are, and what is due")
    rotate = _deed(deeds, "rotate", _rotate, "a new key, and everything under the old one wrapped anew")
    rotate.add_argument("level", choices=("master", "root", "customers", "index"))
    rotate.add_argument("--customer", default="", metavar="NUMBER", help="with customers: only this one")
    provider = _deed(deeds, "provider", _provider, "a new root key that opens in another way")
    provider.add_argument("kind", choices=(envelopes.FILE, *envelopes.KINDS))
    _deed(deeds, "renew", _renew, "the same root key under the newest key of its provider")
    escrow = _deed(deeds, "escrow", _escrow, "the root key on cards for several people")
    escrow.add_argument("--needed", type=int, default=3, help="how many cards give the key back (3)")
    escrow.add_argument("--of", type=int, default=5, help="how many cards there are (5)")
    escrow.add_argument("--pdf", type=Path, help="write a page a card to print, instead of showing them")
    _deed(deeds, "escrow-drill", _drill, "show that cards still open the key store; changes nothing", quiet=True)
    _deed(deeds, "recover", _recover, "bring a lost root key back from cards", quiet=True)
    _deed(deeds, "backup", _copy, "a copy of the key store, apart from backups of the data")
    restore = _deed(deeds, "restore", _restore, "bring a lost key store back from a copy", quiet=True)
    restore.add_argument("copy", type=Path)


def _deed(deeds: Any, name: str, do: Callable[..., int], text: str, *, quiet: bool = False) -> Any:
    deed = deeds.add_parser(name, help=text)
    deed.set_defaults(run=run, do=do, lost=quiet)
    return deed


def run(args: argparse.Namespace) -> int:
    """Do it. What brings lost keys back begins without them."""
    if args.lost:
        make_tables()
    else:
        prepare(searched=getattr(args, "level", "") != "index")
    done: int = args.do(system_actor("command", language=language()), args)
    return done


def _words(pair: tuple[str, str]) -> str:
    return pair[0 if language().startswith("zh") else 1]


def _show(actor: Actor, _: argparse.Namespace) -> int:
    stands = keys_standing.standing(actor)
    for each in stands.masters:
        say(f"{each.purpose:<6} {each.epoch:>4}  {each.created_at:%Y-%m-%d}  {each.wraps}")
    reseal = stands.reseal
    if reseal:
        state = "ended" if reseal.ended_at else reseal.waits_for or "dropping"
        say(
            f"customers {reseal.begun_at:%Y-%m-%d}  {state}  {reseal.done}/{reseal.total}  -{reseal.dropped} ={reseal.kept}"
        )
    say(f"root   {stands.fingerprint}  {stands.provider}")
    say(f"suite  {stands.suite}")
    due = stands.escrow
    say(f"escrow {due.needed}/{due.of}  {'!' if due.overdue else ''}{due.due_at:%Y-%m-%d}")
    return 0


def _rotate(actor: Actor, args: argparse.Namespace) -> int:
    if args.level == "root":
        say(keys_rotating.rotate_root_as_it_is(actor))
        return 0
    if args.level == "index":
        made = index_exchanging.exchange(actor, say)
        say(f"done {made.changed} {made.damaged}")
        return 0
    if args.level == "customers":
        return _reseal(actor, args.customer)
    keys_rotating.begin(actor)
    work_here(keys_rotating.SUBJECT)
    job = keys_rotating.progress()
    say(f"{job.state} {job.done}/{job.total}" if job else "")
    return 0 if job and job.state == "done" else 1


def _reseal(actor: Actor, number: str) -> int:
    begun = resealing.begin(actor, number)
    work_here(begun)
    row = resealing.newest()
    sealed = row is not None and row.sealed_at is not None
    if row is not None:
        say(f"{'done' if sealed else 'open'} {row.values} {row.damaged}")
    return 0 if sealed else 1


def _provider(actor: Actor, args: argparse.Namespace) -> int:
    say(keys_rotating.rotate_root(actor, args.kind))
    return 0


def _renew(actor: Actor, _: argparse.Namespace) -> int:
    say(keys_rotating.renew_at_provider(actor))
    return 0


def _escrow(actor: Actor, args: argparse.Namespace) -> int:
    cards = keys_escrow.make_cards(actor, needed=args.needed, of=args.of)
    if args.pdf:
        keys_cards.write_pdf(args.pdf, cards, language=actor.language)
    else:
        for number, text in enumerate(cards.texts, start=1):
            say(f"{number}/{args.of}  {text}")
    say_error(_words(KEEP_APART))
    return 0


def _cards() -> list[str]:
    if sys.stdin.isatty():
        say_error(_words(READ_CARDS))
    lines = list[str]()
    for line in sys.stdin:
        if not line.strip():
            break
        lines.append(line.strip())
    return lines


def _drill(actor: Actor, _: argparse.Namespace) -> int:
    say(keys_escrow.drill(actor, _cards()))
    return 0


def _recover(actor: Actor, _: argparse.Namespace) -> int:
    say(keys_escrow.recover(actor, _cards()))
    return 0


def _copy(actor: Actor, _: argparse.Namespace) -> int:
    say(keys_copying.copy(actor))
    return 0


def _restore(actor: Actor, args: argparse.Namespace) -> int:
    say(str(keys_copying.put_back(actor, args.copy)))
    return 0
