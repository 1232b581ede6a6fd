"""How a command ends: what run.py returns, and the fault of whoever asked."""

DONE, FAILED, AT_FAULT, INTERRUPTED = 0, 1, 2, 130


class UsageFault(Exception):
    """What was asked for cannot be done; the text says why and what to do instead."""
