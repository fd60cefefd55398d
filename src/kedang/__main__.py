"""`python -m kedang` is the command line."""

import sys

from kedang.config.cli import main

sys.exit(main())
