"""The small whole numbers that stand in columns, by name."""

from __future__ import annotations

NOBODY = -1
NOWHERE = -1
NEVER = -1

# sex
MAN, WOMAN = 0, 1

# vulnerability bits (a resident may have several)
OLD80, PSY, LVB, NEW, EXHOMELESS, EXTRA_SUPPORT = 1, 2, 4, 8, 16, 32

# perceived category: belongs to the eye of the observer
MAINSTREAM, FRAIL_ELDER, WITHDRAWN, NEWCOMER, FORMERLY_HOMELESS = 0, 1, 2, 3, 4
CATEGORIES = 5

# parts of a logit in which the thresholds of loneliness items are kept: one byte an item, up to 6.35; a threshold
# lies in the middle of its part, so that rounding moves answers neither way
THRESHOLD_PARTS = 20

# tenure of a dwelling
OWNER, SOCIAL, PRIVATE, INSTITUTION = 0, 1, 2, 3
TENURES = ("owner", "social", "private", "institution")

# kind of dwelling
FAMILY_HOME, FLAT, SENIOR_HOME, SHARED_HOUSE, CARE_ROOM, SHELTERED_ROOM, SHELTER_BED = 0, 1, 2, 3, 4, 5, 6
DWELLING_KINDS = (
    "family_home",
    "flat",
    "senior_home",
    "shared_house",
    "care_room",
    "sheltered_room",
    "shelter_bed",
)
SEATS_OF_KIND = (8, 4, 2, 6, 1, 1, 1)
"""How many residents a dwelling of each kind can hold."""

# kind of focus (Feld 1981); block, pool and unit follow from the dwelling, the others are joined
BLOCK, POOL, UNIT, WORKPLACE, SOCIAL_WORKPLACE, SCHOOL_CLASS, SCHOOL_GATE, CLUB, CENTRE_GROUP, TEAM = range(10)
COMMON_ROOM, SPECIAL_CLASS = 10, 11
FOCUS_KINDS = (
    "block",
    "pool",
    "unit",
    "workplace",
    "social_workplace",
    "school_class",
    "school_gate",
    "club",
    "centre_group",
    "volunteer_team",
    "common_room",
    "special_class",
)
BLOCKS_PER_POOL = 8
DWELLINGS_PER_BLOCK = 9

# slots of a resident for the foci that are joined
DAY, GATE, LEISURE, CENTRE, VOLUNTEERING, COMMON = 0, 1, 2, 3, 4, 5
FOCUS_SLOTS = 6

# kind of a tie: its type in the low two bits, how near the two live in the next two
HOUSEHOLD_TIE, KIN_TIE, SOCIAL_TIE = 0, 1, 2
TYPE_BITS = 3
APART, SAME_POOL, SAME_BLOCK, SAME_DWELLING = 0, 4, 8, 12
NEARNESS_BITS = 12
TIE_SLOTS = 32
EXTERNAL = -2
"""Stands in a tie slot for somebody who lives outside the city."""

# why someone looks for a dwelling of their own
SETTLED, LEAVES_HOME, SEPARATED, CONTRACT_ENDS = 0, 1, 2, 3

# how the last partnership of somebody ended
NONE_ENDED, BY_DEATH, BY_PARTING = 0, 1, 2

# why someone is in the urgent queue
NOT_URGENT, LOST_PLACE, STATUSHOUDER, LEAVES_SHELTER = 0, 1, 2, 3

# allocation rules of the urgent queue, and destinations of those whose place closes
CHEAPEST, RANDOM, QUOTA, ALL_TENURES, INFORMED = 0, 1, 2, 3, 4
ALLOCATION_RULES = ("cheapest", "random", "quota", "all_tenures", "informed")
BY_RULE, OLD_WIJK, NEAR_KIN, GROUP_MOVE = 0, 1, 2, 3
DESTINATIONS = ("cheapest", "old_wijk", "near_kin", "group_move")

# facilities people live in
CARE_HOME, SHELTERED_HOUSING, SHELTER = 0, 1, 2
LIVE_IN_FACILITIES = ("care_home", "sheltered_housing", "shelter")

# what professionals are for
HOME_CARE, WELFARE, MENTAL_HEALTH_CARE, WORK, EDUCATION, LIVEABILITY, PHYSICAL_SPACE = range(7)
PROFESSIONAL_DOMAINS = (
    "home_care",
    "welfare",
    "mental_health_care",
    "work",
    "education",
    "liveability",
    "physical_space",
)
DOMAINS = len(PROFESSIONAL_DOMAINS)
WHOLE_CITY = -1
"""Stands for a wijk where somebody works everywhere."""

# who supports somebody, in the strict order in which they are turned to
FACILITY, HOUSEHOLD, NETWORK, VOLUNTEERS, PROFESSIONALS = range(5)
SUPPORT_SOURCES = ("facility", "household", "network", "volunteers", "professionals")

# what is counted of a help platform in each wijk: members who can help and who could ask, and matches made
OFFERING, ASKING, MATCHED = 0, 1, 2
PLATFORM_COUNTS = 3

TOLERANCE_PARTS = 250
"""Parts of 1 in which the tolerance that somebody returns to is kept: one byte a category."""
LONG_AGO = -10_000
"""Month of what has not happened yet."""
FEAR_MONTHS = 12
"""Months for which the mean fear of a wijk is remembered."""

# programmes that build: each of their sites is a project
MAGIC_MIX, KNARRENHOF, GESPIKKELD_WONEN, MEETING_PLACES, CLUBS = 1, 2, 3, 4, 5

# age bands in which arrivals fill what is missing: first month of each, children last
AGE_BANDS = (216, 300, 420, 540, 780)
CHILDREN_BAND = 5
ADULT = 216
SCHOOL_AGE = 48
RETIREMENT = 804

# what the next contact has to measure anew: all ties of a resident, those that are new, those in a joined focus
EVERY_TIE, NEW_TIES, SHARED_FOCI = 1, 2, 4

# what others meet of a resident, and what a tie asks of them: one packed row of eight float32, half a line of cache
FACE_FIELDS = 8
RATE, QUALITY, DRIVE, NEAR_DRIVE, TOKEN, BEHAVIOUR, FAMILIARITY, OPENNESS = range(FACE_FIELDS)
"""QUALITY is negative for who does not speak Dutch well enough to teach it."""
TOKENS = 1 << 23
"""A TOKEN is a hash of the uid below this, exact in float32: with it a pair draws without looking up uids."""
