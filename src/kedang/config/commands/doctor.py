"""kedang doctor"""

import argparse
from typing import Any

from kedang.config import doctor
from kedang.config.cli import say


def add(sub: Any) -> None:
    """Declare the command."""
    command = sub.add_parser("doctor", help="look for what is wrong with this installation")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """One line a finding; the exit code is 1 when something is wrong."""
    findings = doctor.examine()
    for finding in findings:
        say(f"{'ok  ' if finding.fine else 'FAIL'}  {finding.what}{f': {finding.detail}' if finding.detail else ''}")
    return 0 if all(finding.fine for finding in findings) else 1
