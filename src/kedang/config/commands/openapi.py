"""kedang openapi"""

import argparse
import sys
from pathlib import Path
from typing import Any

import orjson

from kedang.config.api import api

OPTIONS = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS | orjson.OPT_APPEND_NEWLINE


def add(sub: Any) -> None:
    """Declare the command."""
    command = sub.add_parser("openapi", help="print the API's OpenAPI 3.1 document")
    command.add_argument("--out", type=Path, help="write it here instead")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the document, always in the same order."""
    content = document()
    if args.out:
        args.out.write_bytes(content)
    else:
        sys.stdout.write(content.decode())
    return 0


def document() -> bytes:
    """The document as it is compared in CI."""
    schema = api.get_openapi_schema(path_prefix="/api/")
    return orjson.dumps(schema, option=OPTIONS)
