"""How a command tells the shell what became of it."""

FINE = 0
FAILED = 1
"""The request failed, or something could not be done."""
USAGE = 2
"""What was written cannot be meant."""
INTERRUPTED = 130
"""Ctrl-C: 128 and the number of SIGINT, as shells have it."""
