"""The sub-commands of `kedang`, one module each: `add(sub)` declares it, `run(args)` does it and returns the exit code."""
