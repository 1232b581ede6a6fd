"""How much common random numbers gain: ``python -m sim.experiments.shared_chance results/compare``.

Reads the tables of a comparison and sets the standard deviation over seeds of a paired difference (the same
seed in both scenarios) against that of two runs that share no chance, √(var of one + var of the other).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from sim.experiments.comparison import CITY
from sim.experiments.store import read_table

INDICATORS = ("severely_lonely", "severely_lonely_expected", "loneliness_score", "cohesion")
MONTHS = (12, 24, 60)


def gains(wijken: pd.DataFrame, first: str, baseline: str = "baseline") -> pd.DataFrame:
    """Give, per scenario, indicator and month since ``first`` (such as 2027-01): spreads over seeds and their ratio.

    Month 12 is the twelfth month of the policy. Months beyond the end are left out.
    """
    city = wijken[wijken["wijk"] == CITY]
    months = sorted(city["month"].unique())
    rows = []
    for scenario in [name for name in city["scenario"].unique() if name != baseline]:
        for since in MONTHS:
            at = months.index(first) + since - 1
            if at >= len(months):
                continue
            levels = city[city["month"] == months[at]].set_index(["scenario", "seed"])
            for indicator in INDICATORS:
                base, own = (levels.loc[name, indicator].astype(float) for name in (baseline, scenario))
                apart = float(np.hypot(base.std(), own.std()))
                paired = float((own - base).std())
                rows.append((scenario, indicator, since, base.std(), paired, apart / paired if paired else np.inf))
    return pd.DataFrame(rows, columns=["scenario", "indicator", "month", "spread", "paired_spread", "gain"])


def main() -> None:
    """Print the table for a folder of results."""
    options = argparse.ArgumentParser(description="what common random numbers gain in a comparison")
    options.add_argument("folder", type=Path)
    options.add_argument("--first", default="2027-01", help="first month of the policy (2027-01)")
    asked = options.parse_args()
    print(gains(read_table(asked.folder / "wijken.parquet"), asked.first).to_string(index=False, float_format="%.3g"))


if __name__ == "__main__":
    main()
