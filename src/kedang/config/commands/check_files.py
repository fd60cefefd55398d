"""kedang check-files"""

import argparse
from typing import Any

from kedang.config.cli import language, say
from kedang.config.prepare import prepare
from kedang.documents.fixity import Checked, check_all
from kedang.kit.actor import system_actor


def add(sub: Any) -> None:
    """Declare the command."""
    command = sub.add_parser("check-files", help="read every stored file back and compare it with what was filed")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check everything; 1 when something is damaged."""
    prepare()
    zh = language().startswith("zh")
    words = "已核对 {files} 个文件版本，损坏 {damaged} 个" if zh else "{files} versions checked, {damaged} damaged"

    def told(found: Checked) -> None:
        say(words.format(files=found.files, damaged=found.damaged))

    found = check_all(system_actor("command", language=language()), told=told)
    if not found.files:
        told(found)
    return 1 if found.damaged else 0
