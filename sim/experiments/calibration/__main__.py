"""Run the waves of the fit that are missing, choose among the best points, and tell; go on where a call stopped."""

from __future__ import annotations

import argparse
import sys

import pandas as pd

from sim.experiments.calibration import choice
from sim.experiments.calibration.choice import run_candidates
from sim.experiments.calibration.plan import read_plan
from sim.experiments.calibration.ship import ship
from sim.experiments.calibration.summary import PATH, renew_validated, write_summary
from sim.experiments.calibration.waves import MixedWaves, finished_wave
from sim.experiments.engine import default_workers


def main() -> None:
    """Run waves, then the candidates, then write the summary; or only what is asked for."""
    try:
        _carry_out(_options())
    except MixedWaves as fault:
        sys.exit(str(fault))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sim.experiments.calibration", description=__doc__)
    parser.add_argument("--wave", type=int, help="only this wave")
    parser.add_argument("--candidates", action="store_true", help="only the candidates")
    parser.add_argument("--summary", action="store_true", help="only docs/calibration/fit.md")
    parser.add_argument("--validated", action="store_true", help="only its last part, from validation-*.csv beside it")
    parser.add_argument("--ship", type=int, metavar="N", help="write the N-th best candidate into the parameter files")
    parser.add_argument("--workers", type=int, help="processes (one per core)")
    return parser.parse_args()


def _carry_out(options: argparse.Namespace) -> None:
    plan, workers = read_plan(), options.workers or default_workers(2**10)
    everything = not (options.wave or options.candidates or options.summary or options.validated or options.ship)
    for wave in range(1, plan.waves + 1) if everything else filter(None, [options.wave]):
        print(f"wave {wave}: {len(finished_wave(plan, wave, workers, say))} runs")
    if everything or options.candidates:
        print(run_candidates(plan, workers, say)[["largest_miss", "sum_of_squares"]].to_string())
    if options.ship:
        best = pd.read_csv(choice.PATH)[plan.names].to_numpy()[options.ship - 1]
        print("\n".join(str(path) for path in ship(plan, best)))
    if options.validated:
        renew_validated()
        print(PATH)
    if everything or options.summary:
        write_summary(plan)
        print(PATH)


def say(text: str) -> None:
    """Tell how far it is."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
