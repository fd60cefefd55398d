"""kedang seed"""

import argparse
from typing import Any

from kedang.config.cli import say
from kedang.config.demo.seed import seed
from kedang.config.prepare import prepare
from kedang.kit.env import settings
from kedang.kit.errors import Refusal

NOT_DEMO = Refusal(
    "seed.not_demo",
    409,
    "只有演示模式（KEDANG_DEMO=1）才填充演示数据。",
    "Demo data is made in demo mode only (KEDANG_DEMO=1).",
)


def add(sub: Any) -> None:
    """Declare the command."""
    command = sub.add_parser("seed", help="fill a demonstration with an organisation and customers")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Fill it, once."""
    if not settings().demo:
        raise NOT_DEMO()
    prepare()
    say("ok" if seed() else "-")
    return 0
