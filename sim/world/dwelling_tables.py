"""Homes, rooms and beds, and what policies may have done to them.

All columns are as in ``tables``, where the other tables stand.
"""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from sim.world.codes import NEVER, NOBODY
from sim.world.columns import Column
from sim.world.lever_tables import ROW, Array


class Dwellings(NamedTuple):
    """Homes, and the rooms and beds of facilities that people live in."""

    wijk: Annotated[Array, Column("i2", "row of wijken", 0, 32767)]
    block: Annotated[Array, Column("i4", "row of foci", 0, ROW)]
    pool: Annotated[Array, Column("i4", "row of foci", 0, ROW)]
    x: Annotated[Array, Column("f4", "km", -1e3, 1e3)]
    y: Annotated[Array, Column("f4", "km", -1e3, 1e3)]
    kind: Annotated[Array, Column("u1", "see codes", 0, 6)]
    tenure: Annotated[Array, Column("u1", "see codes", 0, 3)]
    rent: Annotated[Array, Column("u1", "fifth of the rents and prices", 0, 4)]
    unit: Annotated[Array, Column("i4", "row of units, -1 for a home", -1, ROW)]
    project: Annotated[Array, Column("i4", "row of projects, -1 for the general stock", -1, ROW)]
    first_seat: Annotated[Array, Column("i4", "row of seats", 0, ROW)]
    seats: Annotated[Array, Column("i2", "residents it can hold", 1, 8)]
    occupants: Annotated[Array, Column("i2", "residents in it", 0, 8)]
    open: Annotated[Array, Column("?", "may be let", 0, 1)]
    delivered: Annotated[Array, Column("i2", "month in which works in it end or ended, -1 never renewed", -1, 32767)]
    renewed_by: Annotated[Array, Column("i2", "place of the policy that renewed it, -1 for none", -1, 32767)]
    tenant: Annotated[Array, Column("i8", "uid of who had to leave it for works, -1 for nobody", -1, 2**62)]
    vacated: Annotated[Array, Column("i2", "month in which they were gone, -1 for never", -1, 32767)]


class DwellingLevers(NamedTuple):
    """One row a dwelling; what policies may move, as with ``Levers``. Nothing is asked of a home that is at rest."""

    renewed_as: Annotated[Array, Column("u1", "to be emptied and renewed: 1 + the tenure it comes back in", 0, 3)]
    works: Annotated[Array, Column("u1", "months of works in it", 0, 120)]
    destination: Annotated[Array, Column("u1", "of those who have to leave it, see codes", 0, 3)]
    may_return: Annotated[Array, Column("?", "they may come back where it is social rent again", 0, 1)]
    call: Annotated[Array, Column("i2", "place of the policy among those of the scenario", 0, 32767)]


def never_renewed(dwellings: Dwellings, rows: Any) -> None:
    """Let dwellings (rows, or a slice of them) be as they were built."""
    for column in (dwellings.delivered, dwellings.renewed_by, dwellings.vacated):
        column[rows] = NEVER
    dwellings.tenant[rows] = NOBODY
