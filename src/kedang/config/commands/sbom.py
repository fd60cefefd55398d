"""kedang sbom"""

import argparse
import sys
from pathlib import Path
from typing import Any

LIST = Path(__file__).resolve().parents[1] / "sbom.json"


def add(sub: Any) -> None:
    """Declare the command."""
    command = sub.add_parser("sbom", help="print the parts from elsewhere that this version contains (CycloneDX)")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the list that came with the package."""
    sys.stdout.write(LIST.read_text(encoding="utf-8"))
    return 0
