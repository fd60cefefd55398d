"""The command line. Sub-commands register themselves: every module in `config/commands` has `add(sub)` and `run(args)`.

A command acts as the system actor `command`, through the same verbs as the screens.
"""

import argparse
import os
import pkgutil
import sys
from collections.abc import Sequence
from importlib import import_module

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from kedang.kit.errors import DomainError
from kedang.kit.release import VERSION


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; refusals are printed, everything else is a bug with its trace."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kedang.config.settings")
    if arguments[:1] == ["django"]:
        execute_from_command_line(["kedang django", *arguments[1:]])
        return 0
    django.setup()
    args = parser(arguments[:1]).parse_args(arguments)
    try:
        return int(args.run(args))
    except DomainError as refusal:
        say_error(refusal.text(language()))
        return 1
    except ImproperlyConfigured as wrong:
        say_error(str(wrong))
        return 1
    except KeyboardInterrupt:
        return 130


def parser(wanted: Sequence[str] = ()) -> argparse.ArgumentParser:
    """The commands; only the wanted one is loaded when there is a module of its name, else all are."""
    top = argparse.ArgumentParser(prog="kedang", description="Kedang 客档: customer archive")
    top.add_argument("--version", action="version", version=f"kedang {VERSION}")
    sub = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    package = import_module("kedang.config.commands")
    modules = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    alone = [name for name in modules if name.rstrip("_").replace("_", "-") in wanted]
    for name in alone or modules:
        import_module(f"kedang.config.commands.{name}").add(sub)
    return top


def language() -> str:
    """The language of the terminal: Chinese unless the environment says English."""
    return "en" if os.environ.get("LANG", "").lower().startswith("en") else "zh-CN"


def say(text: str = "") -> None:
    """Tell the person at the terminal."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def say_error(text: str) -> None:
    """Tell the person at the terminal what went wrong."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
