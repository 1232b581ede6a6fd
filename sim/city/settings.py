"""The numbers with which people are put together into households and homes, and the codes they use.

The values, their units, ranges and sources stand in ``households.yaml`` beside this file.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.parameters import bind, read

HOUSEHOLDS = Path(__file__).with_name("households.yaml")

BAND_LIMITS = np.array((4, 15, 25, 45, 65, 75, 85, 100)) * 12
"""First month of the seven age bands, and the end of the last."""
BANDS = len(BAND_LIMITS) - 1
FROM_4, FROM_15, FROM_25, FROM_45, FROM_65, FROM_75, FROM_85 = range(BANDS)

SINGLE, SHARED, SINGLE_PARENT, COUPLE, FAMILY = range(5)
"""Types of household, and the position of the adults in them; a vacant home is of type VACANT."""
TYPES = 5
VACANT = -1
HOME_TENURES = 3
ORIGINS = 2


class Households(NamedTuple):
    """Parameters of ``households.yaml``; lists by tenure, position or age, as the units say."""

    vacancy: float
    elderly_split: np.ndarray
    position_15_24: np.ndarray
    position_25_44: np.ndarray
    position_45_64: np.ndarray
    position_65_74: np.ndarray
    position_75_84: np.ndarray
    position_85: np.ndarray
    tenure_single: np.ndarray
    tenure_shared: np.ndarray
    tenure_single_parent: np.ndarray
    tenure_couple: np.ndarray
    tenure_family: np.ndarray
    origin_by_tenure: np.ndarray
    own_tongue: float
    tongue_weights: np.ndarray
    mixed_couples: float
    coupled_share: np.ndarray
    home_years: float
    late_home_years: float
    home_ceiling: float
    children_per_family: float
    single_parents: np.ndarray
    sharing_ceiling: np.ndarray
    sharers_per_house: float
    fewest_singles: float
    within_band: np.ndarray
    leaning_home: float
    leaning_shared: float
    leaning_family: float
    leaning_empty_nest: float
    age_gap: float
    same_sex: float
    men_among_singles: np.ndarray
    men_among_single_parents: float
    men_among_sharers: float
    men_among_children: float
    parent_gap: np.ndarray
    sibling_spread: float
    family_home_by_tenure: np.ndarray
    senior_home_share: float
    flat_families: float
    scattered_homes: float
    blocks_alike: float
    rent_tenure: np.ndarray
    rent_value: float
    rent_spread: float
    rent_matching: float
    income_tenure: np.ndarray
    income_student: float
    income_couple: float
    income_spread: float
    degree_age: np.ndarray
    degree_tenure: np.ndarray
    low_education: np.ndarray
    work_age: np.ndarray
    work_tenure: np.ndarray
    work_ceiling: float
    facility_occupancy: float
    care_home_ages: np.ndarray
    sheltered_ages: np.ndarray
    men_in_facilities: np.ndarray
    work_in_facilities: np.ndarray
    income_in_facilities: float
    own_wijk_share: float
    kin_in_city: float
    kin_total: float
    sibling_share: float
    grandchild_share: float
    generation: np.ndarray
    generation_limits: np.ndarray
    sibling_gap: float
    kin_distance: float
    starting_meeting_places: float
    green_density: float


def read_households(path: Path = HOUSEHOLDS) -> Households:
    """Read the values as they are shipped."""
    return bind(Households, read(path))
