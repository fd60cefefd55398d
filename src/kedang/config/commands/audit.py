"""kedang audit"""

import argparse
import sys
from pathlib import Path
from typing import Any

import orjson
from django.db import transaction

from kedang.config.cli import say
from kedang.history import standalone
from kedang.history.exporting import export
from kedang.history.proving import prove, prove_growth
from kedang.history.record import record
from kedang.history.sealing import LOG_SUBJECT, introduce_key, seal_all
from kedang.history.signing import make_key, newest_epoch, signer
from kedang.kit.actor import system_actor


def add(sub: Any) -> None:
    """Declare the commands."""
    command = sub.add_parser("audit", help="the audit log's key, proofs and export")
    kinds = command.add_subparsers(dest="what", metavar="WHAT", required=True)
    kinds.add_parser("key", help="print the public key that checkpoints are signed with").set_defaults(run=key)
    kinds.add_parser("new-key", help="make a new signing key; the old one introduces it").set_defaults(run=new_key)
    kinds.add_parser("seal", help="seal what is not sealed yet, now").set_defaults(run=seal)
    proof = kinds.add_parser("prove", help="the proof that an event stands in the sealed log")
    proof.add_argument("event", type=int)
    proof.set_defaults(run=run_prove)
    growth = kinds.add_parser("consistency", help="the proof that the log of one checkpoint only grew into another's")
    growth.add_argument("old", type=int)
    growth.add_argument("new", type=int)
    growth.set_defaults(run=run_growth)
    out = kinds.add_parser("export", help="write the sealed log as files for the stand-alone verifier")
    out.add_argument("folder")
    out.set_defaults(run=run_export)
    kinds.add_parser("verifier", help="print the stand-alone verifier, to be kept elsewhere").set_defaults(run=verifier)


def key(args: argparse.Namespace) -> int:
    """The key in force; keep it where nobody here can write."""
    say(signer(newest_epoch()).printed())
    return 0


def new_key(args: argparse.Namespace) -> int:
    """A new key, introduced at once."""
    with transaction.atomic():
        epoch = make_key()
        record(system_actor("command"), "audit.key_made", subject=LOG_SUBJECT, details={"epoch": epoch})
    introduce_key()
    return key(args)


def seal(args: argparse.Namespace) -> int:
    """For whoever runs no worker."""
    say(str(seal_all()))
    return 0


def run_prove(args: argparse.Namespace) -> int:
    """The proof as JSON."""
    say(orjson.dumps(prove(args.event), option=orjson.OPT_INDENT_2).decode())
    return 0


def run_growth(args: argparse.Namespace) -> int:
    """The proof as JSON."""
    say(orjson.dumps(prove_growth(args.old, args.new), option=orjson.OPT_INDENT_2).decode())
    return 0


def run_export(args: argparse.Namespace) -> int:
    """The files; they hold who did what, and no value of a customer."""
    say(str(export(system_actor("command"), Path(args.folder))))
    return 0


def verifier(args: argparse.Namespace) -> int:
    """The file as it stands in the package."""
    sys.stdout.write(Path(standalone.__file__).read_text(encoding="utf-8"))
    return 0
