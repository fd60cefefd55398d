"""Typesetting in a process of its own: data comes in on one pipe, the PDF goes out on another. It knows no secrets."""

import json
import resource
import sys
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

TEMPLATE = Path(__file__).with_name("paper.typ")
MEMORY = 3 * 1024**3
CPU_SECONDS = 60


def main() -> None:
    """One paper."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    paper = typst.compile(
        TEMPLATE,
        font_paths=[pylopdf_fonts_zh_cn.sans_path().parent],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(json.load(sys.stdin.buffer), ensure_ascii=False)},
    )
    sys.stdout.buffer.write(paper)


if __name__ == "__main__":
    main()
