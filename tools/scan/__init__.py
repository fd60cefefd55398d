"""`make scan`: other people's scanners against a running Kedang on this machine, each with a planted control it must find."""
