"""The commands that read files and run nothing: check and docs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sim.experiments.outcome import AT_FAULT, DONE, FAILED, UsageFault

ROOT = Path(__file__).resolve().parents[2]


def check(options: argparse.Namespace, said: list[str]) -> int:
    """Print every fault of scenario, city and sweep files, one a line; give the exit code."""
    from sim.experiments.sweep.load import check as check_sweep
    from sim.experiments.sweep.load import is_sweep
    from sim.scenario import check as check_scenario

    faults = [fault for path in options.files for fault in (check_sweep if is_sweep(path) else check_scenario)(path)]
    for fault in faults:
        print(fault, file=sys.stderr)
    if not faults:
        print("\n".join(f"{path}: in order" for path in options.files))
    return AT_FAULT if faults else DONE


def docs(options: argparse.Namespace, said: list[str]) -> int:
    """Write the generated blocks of the documentation anew, or say which differ; give the exit code."""
    from sim.docs import DocsFault, differences, renew

    try:
        if not options.check:
            print("\n".join(f"{name}: renewed" for name in renew(ROOT)) or "the documentation is as the code says")
            return DONE
        found = differences(ROOT)
    except DocsFault as fault:
        raise UsageFault(str(fault)) from fault
    for name, block in found:
        print(f"{name}: the block '{block}' is not what the code says; run: python run.py docs", file=sys.stderr)
    return FAILED if found else DONE
