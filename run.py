"""Ongedeeld on the command line: run, compare and check scenarios. ``python run.py --help`` tells more."""

import sys

if sys.version_info < (3, 12):  # noqa: UP036 - whoever has an older Python must be told, not given a traceback
    sys.exit("Ongedeeld needs Python 3.12 or newer; this is %d.%d." % sys.version_info[:2])

if __name__ == "__main__":
    from sim.experiments.commands import main

    sys.exit(main())
