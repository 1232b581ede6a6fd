"""Every indicator by name: its unit, which way is better, and the smallest difference that matters.

The words shown to people stand in the catalogues of the report, under the same names.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Better = Literal["lower", "higher", "neither"]


class Indicator(NamedTuple):
    """One column of the results. ``matters`` is in the unit of the indicator, None where nobody set it.

    ``city_only``: a figure of the city as a whole, not a number in wijken.
    """

    name: str
    unit: str
    better: Better
    decimals: int
    matters: float | None = None
    city_only: bool = False


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
        Indicator("need_hours", "hours a week per 1000 residents", "neither", 0),
        Indicator("unmet_hours", "hours a week per 1000 residents", "lower", 0),
        Indicator("unmet_share", "% of hours needed", "lower", 1),
        Indicator("short_of_support", "% of those in need", "lower", 1),
        Indicator("by_facility", "hours a week per 1000 residents", "neither", 0),
        Indicator("by_household", "hours a week per 1000 residents", "neither", 0),
        Indicator("by_network", "hours a week per 1000 residents", "neither", 0),
        Indicator("by_volunteers", "hours a week per 1000 residents", "neither", 0),
        Indicator("by_professionals", "hours a week per 1000 residents", "neither", 0),
        Indicator("care_givers", "% of all adults", "neither", 1),
        Indicator("overburdened", "% of adults who care or volunteer", "lower", 1),
        Indicator("volunteers", "% of all adults", "higher", 1),
        Indicator("volunteers_quit", "a month per 1000 adults", "lower", 2),
        Indicator("volunteer_load", "hours asked over hours offered", "lower", 2),
        Indicator("strained_volunteers", "% of volunteers", "lower", 1),
        Indicator("caseload", "cases per FTE at work", "lower", 1),
        Indicator("cases_waiting", "% of cases needed", "lower", 1),
        Indicator("vacant_posts", "% of FTE", "lower", 1),
        Indicator("coordination", "points, 0-1", "higher", 2),
        Indicator("housing_coordination", "points, 0-1", "higher", 2, city_only=True),
        Indicator("incidents", "a month per 1000 residents", "lower", 2),
        Indicator("registered", "a month per 1000 residents", "lower", 2),
        Indicator("fear", "points", "lower", 3),
        Indicator("tolerance", "points, 0-1", "higher", 3),
        Indicator("dissimilarity_wijken", "points above chance, at most 1", "neither", 3, city_only=True),
        Indicator("isolation_wijken", "points above chance, at most 1", "neither", 3, city_only=True),
        Indicator("entropy_wijken", "points above chance, at most 1", "neither", 3, city_only=True),
        Indicator("dissimilarity_blocks", "points above chance, at most 1", "neither", 3, city_only=True),
        Indicator("isolation_blocks", "points above chance, at most 1", "neither", 3, city_only=True),
        Indicator("entropy_blocks", "points above chance, at most 1", "neither", 3, city_only=True),
        Indicator("clustering", "points, -1 to 1", "neither", 2, city_only=True),
        Indicator("clustering_p", "chance, 0-1", "neither", 3, city_only=True),
        Indicator("severely_lonely_gap", "% points, P90 less P10", "lower", 2, city_only=True),
        Indicator("severely_lonely_spread", "% points, standard deviation", "lower", 2, city_only=True),
        Indicator("severely_lonely_by_income", "points, -1 to 1", "neither", 3, city_only=True),
        Indicator("cohesion_gap", "points, P90 less P10", "lower", 2, city_only=True),
        Indicator("cohesion_spread", "points, standard deviation", "lower", 2, city_only=True),
        Indicator("bridging", "ties across categories over those by chance", "higher", 2),
        Indicator("ties_kept", "% of strong ties of a year ago", "neither", 1, city_only=True),
        Indicator("social_rent_turnover", "% of social-rent homes a year", "neither", 1),
        Indicator("social_rent_vacant", "% of social-rent homes", "neither", 1),
        Indicator("social_rent_causes", "a month per 1000 social-rent homes", "lower", 2),
    )
}
"""Columns of wijken.parquet after the keys and ``residents`` and ``simulated``, in this order."""

COLUMNS = {**INDICATORS, "residents": Indicator("residents", "residents", "neither", 0)}
"""Whatever can be compared wijk by wijk: the indicators, and how many live there, which no table of differences has."""

PRIMARY = ("severely_lonely", "cohesion")
"""Outcomes on which a verdict is given, with intervals simultaneous over scenarios and outcomes."""

GROUP_INDICATORS = (
    "lonely",
    "severely_lonely",
    "socially_lonely",
    "emotionally_lonely",
    "loneliness_score",
    "severely_lonely_expected",
    "network",
    "unmet_share",
)
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
    "in_projects",
    "in_need",
    "volunteers",
)
"""Adults by group; a resident may belong to several. ``lost_place``: their place closed or their home is renewed;
``in_projects``: tenants of what a policy built."""
