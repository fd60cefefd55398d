"""kedang bench"""

import argparse
import subprocess
import sys
from pathlib import Path
from typing import Any

from kedang.kit.errors import Refusal

ROOT = Path(__file__).resolve().parents[4]
NO_BENCHMARKS = Refusal(
    "bench.missing",
    404,
    "这里没有 benchmarks 目录：请在源代码目录中运行。",
    "There is no benchmarks folder here: run this in a checkout of the source.",
)


def add(sub: Any) -> None:
    """Declare the command."""
    command = sub.add_parser("bench", help="run the benchmarks of docs/benchmarks.md (long)", add_help=False)
    command.add_argument("rest", nargs=argparse.REMAINDER)
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Hand over to the benchmarks, which live beside the package."""
    if not (ROOT / "benchmarks" / "__main__.py").exists():
        raise NO_BENCHMARKS()
    return subprocess.run([sys.executable, "-m", "benchmarks", *args.rest], cwd=ROOT, check=False).returncode
