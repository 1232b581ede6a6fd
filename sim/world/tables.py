"""What exists: residents, ties, dwellings, foci, seats, wijken, professionals, the city, and the levers of policy.

All state is in these columns. A reference to a row of another table is a whole number; -1 refers to nobody
or nowhere. The words for the codes are in ``codes``.
"""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

import numpy as np

from sim.world.codes import (
    CATEGORIES,
    DOMAINS,
    FACE_FIELDS,
    FEAR_MONTHS,
    FOCUS_KINDS,
    FOCUS_SLOTS,
    PLATFORM_COUNTS,
    SUPPORT_SOURCES,
    TIE_SLOTS,
    TOLERANCE_PARTS,
)
from sim.world.columns import Column, side_by_side
from sim.world.dwelling_tables import DwellingLevers, Dwellings
from sim.world.lever_tables import ROW, Array, FocusLevers, Levers, ProjectLevers, Rules, WijkLevers


class Residents(NamedTuple):
    """People of four years and older. Younger children are not modelled."""

    uid: Annotated[Array, Column("i8", "key, never used twice", 0, 2**62)]
    alive: Annotated[Array, Column("?", "lives in the city", 0, 1)]
    sex: Annotated[Array, Column("u1", "man 0, woman 1", 0, 1)]
    age: Annotated[Array, Column("i2", "months", 0, 1500)]
    dwelling: Annotated[Array, Column("i4", "row of dwellings", -1, ROW)]
    seat: Annotated[Array, Column("i4", "row of seats, at home", -1, ROW)]
    partner: Annotated[Array, Column("i4", "row of the partner they live with", -1, ROW)]
    parted: Annotated[Array, Column("u1", "how the last partnership ended, see codes", 0, 2)]
    income: Annotated[Array, Column("u1", "fifth of the national incomes", 0, 4)]
    education: Annotated[Array, Column("u1", "low 0, middle 1, high 2", 0, 2)]
    works: Annotated[Array, Column("?", "belongs to those who want paid work", 0, 1)]
    tongue: Annotated[Array, Column("u1", "mother tongue, Dutch 0", 0, 7)]
    dutch: Annotated[Array, Column("f4", "command of Dutch", 0, 1)]
    vulnerability: Annotated[Array, Column("u1", "bits, see codes", 0, 63)]
    category: Annotated[Array, Column("u1", "as perceived by others, see codes", 0, 4)]
    frailty: Annotated[Array, Column("u1", "loss of autonomy", 0, 4)]
    behaviour: Annotated[Array, Column("f4", "withdrawn or difficult", 0, 1)]
    sociability: Annotated[Array, Column("f4", "relative, mean 1", 0, 20)]
    desired_ties: Annotated[Array, Column("f4", "effective ties wished for", 1, 10)]
    talents: Annotated[Array, Column("u1", "bits of eight talents", 0, 255)]
    tolerance: Annotated[Array, Column("f4", "comfort with each category", 0, 1, (CATEGORIES,))]
    tolerance_start: Annotated[Array, Column("u1", "what it returns to, 1/250", 0, TOLERANCE_PARTS, (CATEGORIES,))]
    familiarity: Annotated[Array, Column("f4", "share of the own pool recognised", 0, 1)]
    trait_social: Annotated[Array, Column("f4", "trait in social loneliness", -20, 20)]
    trait_emotional: Annotated[Array, Column("f4", "trait in emotional loneliness", -20, 20)]
    thresholds: Annotated[Array, Column("i1", "of 5 social, 6 emotional items, 1/20 and a half", -128, 127, (11,))]
    social_feeling: Annotated[Array, Column("f4", "latent social loneliness", -50, 50)]
    emotional_feeling: Annotated[Array, Column("f4", "latent emotional loneliness", -50, 50)]
    social_score: Annotated[Array, Column("u1", "items, De Jong Gierveld", 0, 5)]
    emotional_score: Annotated[Array, Column("u1", "items, De Jong Gierveld", 0, 6)]
    chronic: Annotated[Array, Column("f4", "moving mean of score / 11", 0, 1)]
    loss: Annotated[Array, Column("f4", "recent losses, 600 hours = 1", 0, 100)]
    fear: Annotated[Array, Column("f4", "of nuisance", 0, 100)]
    effective_ties: Annotated[Array, Column("f4", "sum of H / (H + 60)", 0, 32)]
    without_confidant: Annotated[Array, Column("f4", "chance of having none", 0, 1)]
    local_ties: Annotated[Array, Column("f4", "effective ties in the own pool, outside the own home", 0, 32)]
    network: Annotated[Array, Column("u1", "ties of 50 hours or more", 0, 32)]
    dutch_hours: Annotated[Array, Column("f4", "hours this month with speakers of Dutch", 0, 1e4)]
    neighbour_meetings: Annotated[Array, Column("f4", "meetings a month in block or living group", 0, 1e4)]
    focus: Annotated[Array, Column("i4", "row of seats per slot, see codes", -1, ROW, (FOCUS_SLOTS,))]
    seeking: Annotated[Array, Column("u1", "looks for a dwelling: why", 0, 3)]
    urgent: Annotated[Array, Column("u1", "in the urgent queue: why", 0, 3)]
    urgent_since: Annotated[Array, Column("i2", "month", -32768, 32767)]
    lost_place: Annotated[Array, Column("i2", "month in which a place was lost", -1, 32767)]
    lost_work: Annotated[Array, Column("?", "sheltered place of work closed, and none found since", 0, 1)]
    moved: Annotated[Array, Column("i2", "month of the last move", -32768, 32767)]
    arrived: Annotated[Array, Column("i2", "month of arrival in the city", -32768, 32767)]
    known_pool: Annotated[Array, Column("i4", "pool in which familiarity grew", -1, ROW)]
    need: Annotated[Array, Column("f4", "hours a week of support needed", 0, 168)]
    unmet: Annotated[Array, Column("f4", "hours a week of it that nobody gives", 0, 168)]
    care_given: Annotated[Array, Column("f4", "hours a week of support given to household and network", 0, 168)]
    worker_hours: Annotated[Array, Column("f4", "effective shared hours with those paid to support", 0, 1e4)]
    strain: Annotated[Array, Column("f4", "of a volunteer or carer", 0, 1)]
    refractory: Annotated[Array, Column("u1", "months before a former volunteer may be asked again", 0, 255)]
    buddy: Annotated[Array, Column("i4", "row of their buddy, or of whose buddy they are", -1, ROW)]
    buddy_since: Annotated[Array, Column("i2", "month in which they became somebody's buddy, -1 if not", -1, 32767)]
    domains: Annotated[Array, Column("u1", "bits: domains whose professionals are needed", 0, 127)]
    served: Annotated[Array, Column("u1", "bits: domains in which a case runs", 0, 127)]
    incident: Annotated[Array, Column("i2", "month of the last incident they were the cause of", -32768, 32767)]
    changed: Annotated[Array, Column("u1", "which ties are to be measured anew, see codes", 0, 7)]
    face: Annotated[Array, Column("f4", "what others meet this month, see codes", -1, 2**23, (FACE_FIELDS,))]


class Ties(NamedTuple):
    """One row a resident, 32 slots, filled from the left; a tie stands on both sides with equal hours."""

    count: Annotated[Array, Column("i2", "slots in use", 0, TIE_SLOTS)]  # type: ignore[assignment]
    partner: Annotated[Array, Column("i4", "row of residents, or -2 outside the city", -2, ROW, (TIE_SLOTS,))]
    root_hours: Annotated[Array, Column("u2", "root of effective shared hours, 1/1024", 0, 65535, (TIE_SLOTS,))]
    kind: Annotated[Array, Column("u1", "type and nearness, see codes", 0, 15, (TIE_SLOTS,))]
    closeness: Annotated[Array, Column("u1", "hundredths; 0 is to be measured", 0, 255, (TIE_SLOTS,))]
    by_focus: Annotated[Array, Column("u1", "64ths of an hour a month by chance in joined foci", 0, 255, (TIE_SLOTS,))]


class Units(NamedTuple):
    """Living groups of care homes, sheltered housing and shelters."""

    facility: Annotated[Array, Column("u1", "kind, see codes", 0, 2)]
    wijk: Annotated[Array, Column("i2", "row of wijken", 0, 32767)]
    first_dwelling: Annotated[Array, Column("i4", "row of dwellings", 0, ROW)]
    places: Annotated[Array, Column("i2", "rooms or beds", 1, 1000)]
    rehoused: Annotated[Array, Column("i4", "residents who moved on after closing", 0, ROW)]
    last_dwelling: Annotated[Array, Column("i4", "where the last of them went", -1, ROW)]
    staff: Annotated[Array, Column("f4", "hours a week of staff for each resident", 0, 168)]


class Projects(NamedTuple):
    """Sites that policies build; their dwellings lie behind all others. No rows where no policy builds.

    A site may have no dwellings of its own: a support point that keeps homes of the general stock, or groups alone.
    """

    programme: Annotated[Array, Column("u1", "see codes", 0, 255)]
    call: Annotated[Array, Column("i2", "place of the policy among those of the scenario", 0, 32767)]
    wijk: Annotated[Array, Column("i2", "row of wijken", 0, 32767)]
    first_dwelling: Annotated[Array, Column("i4", "row of dwellings", 0, ROW)]
    dwellings: Annotated[Array, Column("i4", "dwellings built", 0, ROW)]
    scattered: Annotated[Array, Column("i4", "homes of the general stock that it may keep", 0, ROW)]
    x: Annotated[Array, Column("f4", "km, middle of the site", -1e3, 1e3)]
    y: Annotated[Array, Column("f4", "km, middle of the site", -1e3, 1e3)]
    first_room: Annotated[Array, Column("i4", "row of foci: groups that meet there", 0, ROW)]
    rooms: Annotated[Array, Column("i4", "number of those groups", 1, ROW)]


class Foci(NamedTuple):
    """Circles of people who meet (Feld 1981): each is a range of seats."""

    kind: Annotated[Array, Column("u1", "see codes", 0, 11)]
    start: Annotated[Array, Column("i4", "first row of seats", 0, ROW)]
    size: Annotated[Array, Column("i4", "seats", 1, ROW)]
    wijk: Annotated[Array, Column("i2", "row of wijken", 0, 32767)]
    open: Annotated[Array, Column("?", "meets", 0, 1)]


class Seats(NamedTuple):
    """Fixed places in dwellings and foci; an empty one is no meeting."""

    occupant: Annotated[Array, Column("i4", "row of residents", -1, ROW)]
    place: Annotated[Array, Column("i4", "row of dwellings (at home) or of foci", 0, ROW)]


class Wijken(NamedTuple):
    """The districts of the city."""

    x: Annotated[Array, Column("f4", "km", -1e3, 1e3)]
    y: Annotated[Array, Column("f4", "km", -1e3, 1e3)]
    meeting_places: Annotated[Array, Column("f4", "stock of places to meet", 0, 1)]
    green: Annotated[Array, Column("f4", "share of green", 0, 1)]
    work_share: Annotated[Array, Column("f4", "share of 15-75 in paid work", 0, 1)]
    education_high: Annotated[Array, Column("f4", "share with a degree", 0, 1)]
    first_focus: Annotated[Array, Column("i4", "first focus of each kind", 0, ROW, (len(FOCUS_KINDS),))]
    foci: Annotated[Array, Column("i4", "number of foci of each kind", 0, ROW, (len(FOCUS_KINDS),))]
    inflow: Annotated[Array, Column("f4", "adults who moved in, forgetting a twelfth a month", 0, 1e9)]
    vulnerable_inflow: Annotated[Array, Column("f4", "the vulnerable among them", 0, 1e9)]
    coordination: Annotated[Array, Column("f4", "within the social domain", 0, 1)]
    support: Annotated[Array, Column("f4", "hours a week residents get, by source", 0, 1e9, (len(SUPPORT_SOURCES),))]
    asked: Annotated[Array, Column("f4", "hours a week asked of network and volunteers, mean of some months", 0, 1e9)]
    helped: Annotated[Array, Column("f4", "hours a week of those that were given", 0, 1e9)]
    volunteer_load: Annotated[Array, Column("f4", "hours asked of volunteers over those they offer", 0, 1e6)]
    company: Annotated[Array, Column("f4", "hours a week of arranged company that residents give", 0, 1e9)]
    platform: Annotated[Array, Column("f4", "of a help platform this month, see codes", 0, 1e9, (PLATFORM_COUNTS,))]
    volunteers_quit: Annotated[Array, Column("f4", "volunteers who stopped this month", 0, 1e9)]
    caseload: Annotated[Array, Column("f4", "cases per FTE at work, by domain", 0, 1e9, (DOMAINS,))]
    unserved: Annotated[Array, Column("f4", "share of the hours asked of professionals not given", 0, 1, (DOMAINS,))]
    slack: Annotated[Array, Column("f4", "share of the hours of professionals left over", 0, 1)]
    incidents: Annotated[Array, Column("f4", "incidents this month", 0, 1e9)]
    registered: Annotated[Array, Column("f4", "incidents that were reported this month", 0, 1e9)]
    fear: Annotated[Array, Column("f4", "mean fear of adults, by month modulo twelve", 0, 100, (FEAR_MONTHS,))]


class Professionals(NamedTuple):
    """Who is paid to support others; each stands for as many as a resident does."""

    domain: Annotated[Array, Column("u1", "see codes", 0, 6)]
    wijk: Annotated[Array, Column("i2", "row of wijken, -1 for the whole city", -1, 32767)]
    fte: Annotated[Array, Column("f4", "of a working week", 0, 1)]
    strain: Annotated[Array, Column("f4", "of too many clients", 0, 1)]
    vacant: Annotated[Array, Column("?", "nobody holds the post now", 0, 1)]
    since: Annotated[Array, Column("i2", "month in which who holds it came, or the last one left", -32768, 32767)]


class City(NamedTuple):
    """One row: the clock, and what the municipality keeps count of."""

    month: Annotated[Array, Column("i2", "months since the start of the scenario", -32768, 32767)]
    band_target: Annotated[Array, Column("i4", "residents per age band at the start", 0, ROW, (6,))]
    waiting: Annotated[Array, Column("i4", "statushouder households not yet housed", 0, ROW)]
    housed: Annotated[Array, Column("i4", "statushouder households housed so far", 0, ROW)]
    not_found: Annotated[Array, Column("i4", "households that found no dwelling this month", 0, ROW)]
    bought: Annotated[Array, Column("i4", "dwellings outside social rent that the urgent queue got so far", 0, ROW)]
    coordination: Annotated[Array, Column("f4", "between housing and support", 0, 1)]


TABLES: dict[str, type[Any]] = {
    "residents": Residents,
    "ties": Ties,
    "dwellings": Dwellings,
    "units": Units,
    "projects": Projects,
    "foci": Foci,
    "seats": Seats,
    "wijken": Wijken,
    "city": City,
    "levers": Levers,
    "dwelling_levers": DwellingLevers,
    "project_levers": ProjectLevers,
    "focus_levers": FocusLevers,
    "wijk_levers": WijkLevers,
    "rules": Rules,
    "professionals": Professionals,
}


class World:
    """The whole state: the tables by name. Kernels take it as it is and write in place.

    ``address`` is where compiled code finds the columns (see ``native``).
    """

    __slots__ = ("_words", "address", *TABLES)

    residents: Residents
    ties: Ties
    dwellings: Dwellings
    units: Units
    projects: Projects
    foci: Foci
    seats: Seats
    wijken: Wijken
    city: City
    levers: Levers
    dwelling_levers: DwellingLevers
    project_levers: ProjectLevers
    focus_levers: FocusLevers
    wijk_levers: WijkLevers
    rules: Rules
    professionals: Professionals
    address: int

    def __init__(self, **tables: Any) -> None:
        if strange := tables.keys() - TABLES.keys():
            raise TypeError(f"a world has no table called {', '.join(sorted(strange))}")
        columns = iter(side_by_side([column for name in TABLES for column in tables[name]]))
        words: list[int] = []
        for name in TABLES:
            table = type(tables[name])(*(next(columns) for _ in tables[name]))
            object.__setattr__(self, name, table)
            words += [len(table[0]), *(column.ctypes.data for column in table)]
        block = np.array(words, dtype=np.int64)
        object.__setattr__(self, "_words", block)
        object.__setattr__(self, "address", block.ctypes.data)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{name}: tables are written in place, never rebound")

    def __reduce__(self) -> tuple[Any, ...]:
        return _world, (self.tables(),)

    def tables(self) -> dict[str, Any]:
        """Give the tables by name, in order."""
        return {name: getattr(self, name) for name in TABLES}

    def copy(self) -> World:
        """Give a world of its own with the same content: the start of another branch."""
        return World(**self.tables())

    def columns(self) -> dict[str, Array]:
        """Give every column of every table by its full name, such as ``residents.age``."""
        return {
            f"{table_name}.{name}": column
            for table_name, table in self.tables().items()
            for name, column in table._asdict().items()
        }


def _world(tables: dict[str, Any]) -> World:
    return World(**tables)
