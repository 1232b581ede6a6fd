"""Every indicator by name: its unit, which way is better, and the smallest difference that matters.

The words shown to people stand in the catalogues of the report, under the same names.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Better = Literal["lower", "higher", "neither"]


class Indicator(NamedTuple):
    """One column of the results. ``matters`` is in the unit of the indicator, None where nobody set it."""

    name: str
    unit: str
    better: Better
    decimals: int
    matters: float | None = None


INDICATORS = {
    indicator.name: indicator
    for indicator in (
        Indicator("lonely", "% of adults", "lower", 1, 0.5),
        Indicator("severely_lonely", "% of adults", "lower", 1, 0.5),
        Indicator("socially_lonely", "% of adults", "lower", 1, 0.5),
        Indicator("emotionally_lonely", "% of adults", "lower", 1, 0.5),
        Indicator("loneliness_score", "points, 0-11", "lower", 2, 0.1),
        Indicator("severely_lonely_expected", "% of adults", "lower", 2, 0.5),
        Indicator("cohesion", "points, 0-10", "higher", 2, 0.1),
        Indicator("hardly_know", "% agree", "lower", 1),
        Indicator("pleasant", "% agree", "higher", 1),
        Indicator("help_each_other", "% agree", "higher", 1),
        Indicator("at_home", "% agree", "higher", 1),
        Indicator("network", "ties of 50 hours or more", "higher", 2),
        Indicator("neighbour_contact", "% weekly", "higher", 1),
        Indicator("vulnerable_share", "% of adults", "neither", 1),
        Indicator("moved_in", "residents", "neither", 0),
        Indicator("vacant", "% of dwellings", "neither", 1),
        Indicator("waiting", "people in the urgent queue", "lower", 0),
        Indicator("in_care_homes", "residents", "neither", 0),
    )
}
"""Columns of wijken.parquet after the keys and ``residents`` and ``simulated``, in this order."""

PRIMARY = ("severely_lonely", "cohesion")
"""Outcomes on which a verdict is given, with intervals simultaneous over scenarios and outcomes."""

GROUP_INDICATORS = ("lonely", "severely_lonely", "loneliness_score", "severely_lonely_expected", "network")
"""Columns of groups.parquet after the keys and ``residents`` and ``simulated``."""

GROUPS = (
    "everyone",
    "oldest",
    "mental_health",
    "mild_intellectual_disability",
    "newcomers",
    "formerly_homeless",
    "others",
    "high_frailty",
    "in_care_homes",
    "lost_place",
    "moved",
)
"""Adults by group; a resident may belong to several. ``lost_place``: their place in a facility closed."""
