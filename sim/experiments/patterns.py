"""The known patterns: what ``patterns.yaml`` says of each, how it is measured, and whether a result passes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import yaml
from scipy.stats import t as student

from sim.experiments import measures as m
from sim.experiments.seen import Seen
from sim.world.codes import BY_DEATH, BY_PARTING

Role = Literal["calibrated", "held_out", "plumbing", "not_modelled"]
ROLES = ("calibrated", "held_out", "plumbing", "not_modelled")
PATTERNS = Path(__file__).with_name("patterns.yaml")
CONFIDENCE = 0.95


def partnered(people: Any) -> Any:
    """Choose those who live with a partner or have one elsewhere."""
    return people["partnered"]


def _holds(column: str) -> m.Group:
    return lambda people: people[column]


BANDS = {
    "18-34": (18, 35),
    "35-49": (35, 50),
    "50-64": (50, 65),
    "65-74": (65, 75),
    "75-84": (75, 85),
    "85+": (85, 200),
}
MOVERS = {"18-24": (18, 25), "25-34": (25, 35), "35-44": (35, 45), "45-64": (45, 65), "65-74": (65, 75)}
STATEMENTS = ("hardly_know", "pleasant", "help_each_other", "at_home")
SEVERE_BY_HEALTH = m.share("severe", _holds("mental_health"))
SEVERE_ON_BENEFIT = m.share("severe", m.benefit_or_poor_health)
SEVERE_IN_NEED = m.share("severe", m.in_need_at_home)
SEVERE_IN_CARE_HOMES = m.share("severe", _holds("in_care_home"))

MEASURES: dict[str, m.Measure] = {
    "P1": m.share("lonely"),
    "P2.severe": m.share("severe"),
    "P2.ratio": m.severe_of_lonely,
    "P40.emotional": m.share("emotional"),
    "P40.social": m.share("social"),
    **{f"P4.{name}": m.share("emotional", m.aged(*band)) for name, band in BANDS.items()},
    **{f"P5.{name}": m.share("social", m.aged(*band)) for name, band in BANDS.items()},
    "P6.ratio": m.ratio("severe", m.without_partner, partnered),
    "P6.order": m.less(m.share("severe", m.parted_by(BY_PARTING)), m.share("severe", m.parted_by(BY_DEATH))),
    "P7.spread": m.spread_over_wijken,
    "P7.income": m.lonely_by_high_income,
    "P9.mental_health": SEVERE_BY_HEALTH,
    "P9.benefit": SEVERE_ON_BENEFIT,
    "P9.support": m.less(lambda seen: min(SEVERE_BY_HEALTH(seen), SEVERE_ON_BENEFIT(seen)), SEVERE_IN_NEED),
    "P9.care_homes": m.less(SEVERE_IN_NEED, SEVERE_IN_CARE_HOMES),
    "P9.oldest": m.less(SEVERE_IN_CARE_HOMES, m.share("severe", m.aged(75))),
    "P11.mean": m.mean("cohesion"),
    "P11.urban": m.cohesion_in("extremely urbanised"),
    "P11.rural": m.cohesion_in("not urbanised"),
    **{f"P41.{name}": m.share(name) for name in STATEMENTS},
    **{f"P12.{name}": m.less(m.share(name, m.in_income(0)), m.share(name)) for name in STATEMENTS},
    "P14.18-34": m.share("neighbours", m.aged(18, 35)),
    "P14.35-64": m.share("neighbours", m.aged(35, 65)),
    "P14.65+": m.share("neighbours", m.aged(65)),
    "P15": m.yearly_change_of_neighbours,
    "P16.age": m.less(m.share("neighbours", m.aged(65)), m.share("neighbours", m.aged(18, 35))),
    "P16.owners": m.less(m.share("neighbours", m.owners), m.share("neighbours", m.tenants)),
    "P16.tenure": m.less(m.share("neighbours", m.lived_here(10)), m.share("neighbours", m.lived_here(0, 3))),
    "P17": m.ties_kept_all_years,
    "P18": m.nearby_of_network,
    "P19.social": m.ratio("nuisance", m.in_mostly_social),
    "P19.worst": m.ratio("nuisance", m.most_vulnerable_tenth),
    "P20.mental_health": m.at_start("mental_health"),
    "P20.mild_disability": m.at_start("mild_disability"),
    "P23.education": m.ratio("volunteers", m.with_education(0), m.with_education(2)),
    "P23.wijken": m.volunteers_by_income_of_wijk,
    "P25": m.offers_per_request,
    **{f"P31.within.{name}": m.moved_within(*band) for name, band in MOVERS.items()},
    **{f"P31.all.{name}": m.moved(*band) for name, band in MOVERS.items()},
    "P31.magic_mix": m.leave_projects,
    "P42": m.share("volunteers"),
    "P43.family": m.share("family"),
    "P43.friends": m.share("friends"),
}
"""How each pattern is measured on a run, by its name."""

NOT_YET: dict[str, str] = {}
"""Patterns that nothing in the model can show yet, and why."""


@dataclass(frozen=True)
class Pattern:
    """One known figure. ``low`` and ``high`` are the ends of its tolerance, None where it has none on that side."""

    id: str
    what: dict[str, str]
    unit: str
    target: float | None
    low: float | None
    high: float | None
    role: Role
    source: str
    year: int

    def holds(self, value: float) -> bool:
        """Tell whether a value lies within the tolerance; what is not a number does not."""
        above = self.low is None or value >= self.low
        return math.isfinite(value) and above and (self.high is None or value <= self.high)


@dataclass(frozen=True)
class Result:
    """A pattern with its value in each run (seeds in order); ``passes`` is None where it is not scored."""

    pattern: Pattern
    values: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Mean over the runs in which it could be measured; nan where there is none."""
        found = self._found
        return float(np.mean(found)) if found else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """The 95% interval of the mean (Student's t over seeds); nan with fewer than two runs."""
        found = self._found
        if len(found) < 2:
            return math.nan, math.nan
        half = float(student.ppf(0.5 + CONFIDENCE / 2, len(found) - 1) * np.std(found, ddof=1) / math.sqrt(len(found)))
        return self.mean - half, self.mean + half

    @property
    def passes(self) -> bool | None:
        """Whether the mean lies within the tolerance; None where it is not measured or not scored."""
        if self.pattern.role == "not_modelled" or not self._found:
            return None
        return self.pattern.holds(self.mean)

    @property
    def certain(self) -> bool:
        """Whether the whole interval lies on the side of the verdict: more runs would hardly change it."""
        ends = self.interval
        if not all(math.isfinite(end) for end in ends):
            return False
        p = self.pattern
        if self.passes:
            return all(p.holds(end) for end in ends)
        return (p.low is not None and ends[1] < p.low) or (p.high is not None and ends[0] > p.high)

    @property
    def _found(self) -> list[float]:
        return [value for value in self.values if math.isfinite(value)]


@cache
def patterns() -> dict[str, Pattern]:
    """Read ``patterns.yaml``: id → pattern. ValueError where an entry is out of order or nothing measures it."""
    entries = yaml.safe_load(PATTERNS.read_text(encoding="utf-8"))
    found = {name: Pattern(id=name, **fields) for name, fields in entries.items()}
    for pattern in found.values():
        if pattern.role not in ROLES:
            raise ValueError(f"{PATTERNS.name}: {pattern.id}: role must be one of {', '.join(ROLES)}")
    if odd := set(found) ^ (set(MEASURES) | set(NOT_YET)):
        raise ValueError(f"{PATTERNS.name}: {', '.join(sorted(odd))}: in the file or among the measures, not in both")
    return found


def measured(seen: Seen) -> dict[str, float]:
    """Measure every pattern on one run: id → value, nan where the run does not show it."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return {name: float(MEASURES[name](seen)) if name in MEASURES else math.nan for name in patterns()}
