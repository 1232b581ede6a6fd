"""Invented results in the shape of real ones, so that every verdict and every mark of the map occurs.

None of these figures comes from the model. Names of wijken are those of Groningen, for the length of names.
"""

import hashlib
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.experiments.comparison import differences
from sim.experiments.cost_summary import cost_summary
from sim.experiments.interactions import interactions
from sim.indicators.catalogue import GROUP_INDICATORS, GROUPS, INDICATORS

PLACES = """
Centrum | Centrum | 3 | 2 | 24920
Oud-Zuid | Oud-Zuid | 4 | 2 | 22200
Oud-West | Oud-West | 3 | 1 | 14600
Oud-Noord | Oud-Noord | 2 | 2 | 19120
Oosterparkwijk | Oosterpark | 3 | 3 | 12970
Zuidoost | Zuidoost | 4 | 3 | 3525
Helpman e.o. | Helpman | 5 | 2 | 19725
Zuidwest | Zuidwest | 4 | 1 | 10740
Hoogkerk e.o. | Hoogkerk | 4 | 0 | 11335
Nieuw-West | Nieuw-West | 3 | 0 | 19570
Noordwest | Noordwest | 2 | 1 | 19600
Noordoost | Noordoost | 2 | 3 | 15580
Noorddijk e.o. | Noorddijk | 2 | 4 | 16160
Meerdorpen | Meerdorpen | 3 | 4 | 1075
Meerstad e.o. | Meerstad | 3 | 5 | 4390
Ten Boer e.o. | Ten Boer | 1 | 4 | 5850
Ten Post e.o. | Ten Post | 1 | 5 | 1320
Haren-West e.o. | Haren-West | 6 | 2 | 13400
Haren-Oost e.o. | Haren-Oost | 6 | 3 | 5025
Glimmen-Onnen-Noordlaren | Glimmen | 7 | 2 | 2645
"""
WIJKEN = [
    (name, short, *map(int, numbers))
    for name, short, *numbers in (line.split(" | ") for line in PLACES.split("\n") if line)
]
SCENARIOS = {  # title nl, en; effect on severe loneliness and on cohesion; spread between runs
    "baseline": ("Huidig beleid", "Current policy", 0.0, 0.0, 0.0),
    "close": ("Verzorgingshuizen dicht", "Care homes close", 1.4, -0.16, 0.5),
    "reinvest": ("Dicht, met herbesteding", "Closing, with reinvestment", 0.1, 0.03, 0.9),
    "mix": ("Magic mix 50/50", "Magic mix 50/50", -0.9, 0.15, 0.35),
    "deal": ("Dorpsdeal overal", "Village deal everywhere", -0.02, 0.004, 0.12),
    "nothing": ("Lege lijst van maatregelen", "Empty list of policies", 0.0, 0.0, 0.0),
}
TOGETHER = {"close+mix": ("Dicht + magic mix", "Closing + magic mix", -0.6, 0.05, 0.3)}
"""A scenario that puts two of the others together; not there unless asked for."""
WIJK_EFFECTS = (
    0,
    -1.2,
    -0.9,
    -2.6,
    -1.7,
    -0.4,
    0.9,
    1.6,
    0.1,
    0.0,
    2.9,
    -0.5,
    0.1,
    0,
    0.3,
    0,
    0,
    -0.7,
    0.5,
    0,
)


class Call(NamedTuple):
    name: str


class Arm(NamedTuple):
    key: str
    policies: tuple[Call, ...]
    together: tuple[str, ...] = ()


POLICIES = {
    "close": (Call("close_care_homes"),),
    "reinvest": (Call("close_care_homes"), Call("wijkteam")),
    "mix": (Call("magic_mix"),),
    "close+mix": (Call("close_care_homes"), Call("magic_mix")),
}
EUROS = {  # a year: payer, domain, account, amount
    "close_care_homes": (("zorgkantoor", "care", "saved", -12e6), ("zorgverzekeraar", "home_care", "spent", 5e6)),
    "magic_mix": (("corporatie", "housing", "spent", 4e6), ("corporatie", "liveability", "spent", 4e5)),
    "wijkteam": (
        ("gemeente", "welfare", "spent", 4e6),
        ("zorgkantoor", "welfare", "reinvested", 1e6),
        ("gemeente", "welfare", "wanting", 2e6),
    ),
}
SCALE = 25
SPREAD = {"severely_lonely": 1.0, "cohesion": 0.12}


def write_results(folder, seeds=8, months=120, scenarios=tuple(SCENARIOS), titles=None):
    """Write the tables of an invented comparison and return its manifest."""
    draws = np.random.default_rng(7)
    names = ["2026-01"] + [f"{2026 + m // 12}-{m % 12 + 1:02d}" for m in range(1, months)]
    wijken = pd.concat([_wijken(draws, key, seeds, names) for key in scenarios], ignore_index=True)
    groups = pd.concat([_groups(draws, key, seeds, names) for key in scenarios], ignore_index=True)
    wijken.to_parquet(folder / "wijken.parquet")
    groups.to_parquet(folder / "groups.parquet")
    differences(wijken, groups, "baseline", [key for key in scenarios if key != "baseline"]).to_parquet(
        folder / "differences.parquet"
    )
    costs = _costs(draws, scenarios, seeds, sorted({int(name[:4]) for name in names}))
    costs.to_parquet(folder / "costs.parquet")
    arms = [Arm(key, POLICIES.get(key, ()), _parts(key)) for key in scenarios]
    both = interactions(wijken, groups, costs, arms)
    if len(both):
        both.to_parquet(folder / "interactions.parquet")
    cost_summary(costs, wijken, groups, arms).to_parquet(folder / "cost_summary.parquet")
    return manifest(seeds, names, scenarios, titles or {})


def _parts(key):
    return tuple(key.split("+")) if key in TOGETHER else ()


def _known(key):
    return (SCENARIOS | TOGETHER)[key]


def _costs(draws, scenarios, seeds, years):
    rows = [
        {"scenario": key, "seed": seed + 1, "parameter_set": "fitted", "year": year, "payer": payer, "domain": domain,
         "policy": f"{number + 1} {call.name}", "account": account, "euros": euros * draws.normal(1, 0.02)}
        for key in scenarios
        for number, call in enumerate(POLICIES.get(key, ()))
        for payer, domain, account, euros in EUROS[call.name]
        for seed in range(seeds)
        for year in years
    ]  # fmt: skip
    names = ["scenario", "seed", "parameter_set", "year", "payer", "domain", "policy", "account", "euros"]
    return pd.DataFrame(rows, columns=names).astype({"euros": "float64"})


def manifest(seeds, months, scenarios, titles):
    """Return the manifest that belongs to the tables."""
    places = [
        {"code": f"WK0014{i:02d}", "name": name, "short": short, "tile": [row, column]}
        for i, (name, short, row, column, _) in enumerate(WIJKEN)
    ]
    listed = []
    for key in scenarios:
        dutch, english, *_ = _known(key)
        text = f"name: {titles.get(key, english)}\ncity: groningen\nmonths: {len(months)}\npolicies: []\n"
        listed.append(
            {
                "key": key,
                "title": {"nl": titles.get(key, dutch), "en": titles.get(key, english)},
                "text": text,
                "sha256": hashlib.sha256(text.encode()).hexdigest(),
                "policies": [],
                "policy_calls": _calls(key),
                "together": list(_parts(key)),
            }
        )
    return {
        "project": "Ongedeeld",
        "version": "0.1.0",
        "command": "run.py compare --scale 1:25 --seeds 8",
        "lang": "nl",
        "city": {
            "name": "Groningen",
            "code": "GM0014",
            "file": "groningen.yaml",
            "sha256": "c" * 64,
            "wijken": places,
        },
        "scale": SCALE,
        "seeds": list(range(1, seeds + 1)),
        "months": len(months),
        "start": months[0],
        "end": months[-1],
        "baseline": "baseline",
        "scenarios": listed,
        "parameter_sets": ["fitted"],
        "versions": {"python": "3.12.4", "numpy": "2.1.0"},
        "commit": "0123abc",
        "parameters": _parameters(),
        "files": {"wijken.parquet": "a" * 64, "groups.parquet": "b" * 64},
    }


def _calls(key):
    """Name the wijken of what a scenario holds: a deal has policies too, though no euros."""
    names = [name for name, *_ in WIJKEN]
    calls = [call.name for call in POLICIES.get(key, ())] or (["village_deal"] if key == "deal" else [])
    return [{"name": name, "wijken": names[3:6] if name == "magic_mix" else names} for name in calls]


def _parameters():
    rows = {
        "mortality.level": (1.0, "times the table", "measured", "Invented source 1", [0.5, 2]),
        "contact.by_age": ([0.1, 0.25], "meetings a week", "calibrated", "Invented source 2", [0, 1]),
    }
    rows |= {f"meeting.rate_{i}": (0.1 * i, "per week", "assumed", f"Invented source {i}", [0, 2]) for i in range(9)}
    names = ("value", "unit", "status", "source", "range")
    return {name: dict(zip(names, row, strict=True)) for name, row in rows.items()}


def _noise(draws, key, seeds, indicator):
    """Return one number a seed: what chance adds to the effect of the scenario in that run."""
    return draws.normal(0, SPREAD.get(indicator, 1.0) * _known(key)[4], seeds)


def _wijken(draws, key, seeds, months):
    rows, ramp = [], np.minimum(np.arange(len(months)) / max(len(months) * 0.6, 1), 1)
    _, _, lonely, cohesion, _ = _known(key)
    chance = {name: _noise(draws, key, seeds, name) for name in INDICATORS}
    for index, (name, *_, residents) in enumerate([*WIJKEN, ("*", "*", 0, 0, sum(w[4] for w in WIJKEN))]):
        code = "*" if name == "*" else f"WK0014{index:02d}"
        local = 0.0 if code == "*" or key in ("baseline", "nothing", "deal") else WIJK_EFFECTS[index]
        for seed in range(seeds):
            same = np.random.default_rng([index, seed])  # the chance all scenarios share
            own = np.random.default_rng([index, seed, len(key)]).normal(0, 0.5 if code != "*" else 0)
            own = own if key not in ("baseline", "nothing") else 0.0
            wave = np.cumsum(same.normal(0, 0.08, len(months))) * 40 / np.sqrt(residents / 30)
            values = _levels(index, wave, ramp, chance, seed, lonely + local, cohesion - local / 10, own, len(months))
            rows.append(
                pd.DataFrame(
                    {
                        "scenario": key,
                        "seed": seed + 1,
                        "parameter_set": "fitted",
                        "month": months,
                        "wijk": code,
                        "residents": residents,
                        "simulated": residents // SCALE,
                        **values,
                    }
                )
            )
    return pd.concat(rows, ignore_index=True)


def _levels(index, wave, ramp, chance, seed, lonely, cohesion, own, months):
    values = {name: np.full(months, 20.0) + wave + chance[name][seed] * ramp for name in INDICATORS}
    severe = 8 + (index * 7 % 5) + wave * 0.4
    values["severely_lonely"] = severe + ramp * (lonely + chance["severely_lonely"][seed] + own)
    values["loneliness_score"] = values["loneliness_score"] / 6
    values["cohesion"] = 6.4 - (index % 4) / 5 - wave / 20 + ramp * (cohesion + chance["cohesion"][seed] - own / 10)
    return {name: column.astype("float32") for name, column in values.items()}


def _groups(draws, key, seeds, months):
    rows = []
    for number, group in enumerate(GROUPS):
        for seed in range(seeds):
            same = np.random.default_rng([number, seed])
            for year in sorted({month[:4] for month in months}):
                values = {
                    name: 10
                    + 3 * number % 20
                    + same.normal()
                    + _known(key)[2] * number / 3
                    + draws.normal(0, _known(key)[4])
                    for name in GROUP_INDICATORS
                }
                values["loneliness_score"] /= 4
                if key == "baseline" and group == "lost_place":
                    values = dict.fromkeys(values, np.nan)
                people = 190_000 // (number**2 + 1)
                rows.append(
                    {
                        "scenario": key,
                        "seed": seed + 1,
                        "parameter_set": "fitted",
                        "year": int(year),
                        "wijk": "*",
                        "group": group,
                        "residents": people,
                        "simulated": people // SCALE,
                        **values,
                    }
                )
    return pd.DataFrame(rows)
