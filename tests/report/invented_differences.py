"""Paired differences of invented results: simple intervals, enough for every verdict to occur."""

import numpy as np
import pandas as pd
from scipy import stats

from sim.indicators.catalogue import GROUP_INDICATORS, GROUPS, INDICATORS, PRIMARY


def differences(wijken, groups, scenarios):
    """Return the rows of differences.parquet."""
    last = wijken[wijken["month"].isin(sorted(wijken["month"].unique())[-12:])]
    ends = groups[groups["year"] == groups["year"].max()].rename(columns={"year": "month"})
    rows = []
    for key in scenarios:
        for indicator in INDICATORS:
            city = [_row(last, key, indicator, "*", "everyone", len(scenarios) * len(PRIMARY))]
            local = [_row(last, key, indicator, code, "everyone", 0) for code in last["wijk"].unique() if code != "*"]
            rows += city + _mapped(local)
        rows += [_row(ends[ends["group"] == g], key, name, "*", g, 0) for name in GROUP_INDICATORS for g in GROUPS[1:]]
    return pd.DataFrame(rows)


def _row(frame, scenario, indicator, wijk, group, family):
    chosen = frame[frame["wijk"] == wijk].astype({indicator: "float64"})
    means = chosen.groupby(["scenario", "seed"])[indicator].mean()
    own, base = means[scenario], means["baseline"]
    paired, n = (own - base).to_numpy(), len(own)
    mean, error = paired.mean(), paired.std(ddof=1) / np.sqrt(n)
    single = stats.t.ppf(0.975, n - 1) * error
    wide = stats.t.ppf(1 - 0.025 / family, n - 1) * error if family and indicator in PRIMARY else np.nan
    row = {
        "scenario": scenario,
        "baseline": "baseline",
        "indicator": indicator,
        "wijk": wijk,
        "group": group,
        "period": "final",
        "baseline_level": base.mean(),
        "scenario_level": own.mean(),
        "difference": mean,
        "low": mean - single,
        "high": mean + single,
        "family_low": mean - wide,
        "family_high": mean + wide,
        "p": 2 * stats.t.sf(abs(mean) / error, n - 1) if error else 1.0,
        "p_adjusted": np.nan,
        "runs": n,
        "runs_lower": int((paired < 0).sum()),
        "runs_higher": int((paired > 0).sum()),
        "simulated": int(chosen["simulated"].mean()),
        "runs_needed": np.nan,
        "verdict": "",
    }
    if wijk == "*" and indicator in PRIMARY and group == "everyone":
        row |= {
            "verdict": _verdict(row, n),
            "runs_needed": np.ceil(n * (wide / INDICATORS[indicator].matters) ** 2),
        }
    return row


def _side(row):
    return "better" if (row["difference"] < 0) == (INDICATORS[row["indicator"]].better == "lower") else "worse"


def _verdict(row, runs):
    if row["difference"] == 0 and row["low"] == row["high"]:
        return "same"
    if runs < 5:
        return "too_few_runs"
    return _side(row) if row["family_low"] > 0 or row["family_high"] < 0 else "not_distinguishable"


def _mapped(rows):
    for row, adjusted in zip(rows, stats.false_discovery_control([row["p"] for row in rows]), strict=True):
        row["p_adjusted"] = adjusted
        if row["difference"] == 0 and row["low"] == row["high"]:
            row["verdict"] = "same"
        elif row["simulated"] < 300:
            row["verdict"] = "too_small"
        elif adjusted < 0.05:
            row["verdict"] = f"certain_{_side(row)}"
        else:
            row["verdict"] = f"indication_{_side(row)}" if row["p"] < 0.05 else "not_distinguishable"
    return rows
