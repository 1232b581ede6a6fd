"""What policies may move: each month back at rest before they act (see ``levers``), so nothing has to be undone."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from sim.world.codes import DOMAINS
from sim.world.columns import Column

Array = np.ndarray
ROW = 2**31 - 1


class Levers(NamedTuple):
    """What policies may move; back at rest each month before policies act."""

    unit_closed: Annotated[Array, Column("?", "the unit is to be empty", 0, 1)]
    intake_stopped: Annotated[Array, Column("?", "nobody is admitted", 0, 1)]
    destination: Annotated[Array, Column("u1", "of those who lose this place, see codes", 0, 3)]
    group_size: Annotated[Array, Column("u1", "how many of a living group move together", 1, 25)]


class ProjectLevers(NamedTuple):
    """One row a project, at rest as if nothing were built; what policies may move, as with ``Levers``."""

    dwellings: Annotated[Array, Column("i4", "dwellings let, the first ones; 0 is closed", 0, ROW)]
    vulnerable_share: Annotated[Array, Column("f4", "share of those kept for vulnerable tenants", 0, 1)]
    who: Annotated[Array, Column("u1", "bits of the vulnerable tenants meant, see codes", 0, 63)]
    contract: Annotated[Array, Column("i2", "months a household may stay", 0, 600)]
    groups: Annotated[Array, Column("i4", "groups that meet, the first ones; 0 is closed", 0, ROW)]
    offered: Annotated[Array, Column("f4", "hours a week that each carrier offers the others", 0, 168)]
    least_comfort: Annotated[Array, Column("f4", "mean comfort with others asked of a carrier or senior", 0, 1)]
    age_from: Annotated[Array, Column("u1", "years of age asked of seniors; 0 is a project for carriers", 0, 120)]
    mutual_help: Annotated[Array, Column("f4", "hours a week more that each adult gives to the network", 0, 168)]
    reserved: Annotated[Array, Column("i4", "homes of the general stock kept, as they come vacant", 0, ROW)]
    within: Annotated[Array, Column("f4", "km from the middle of the site at most, of homes kept", 0, 100)]


class FocusLevers(NamedTuple):
    """One row a focus; what policies may move, as with ``Levers``."""

    closed: Annotated[Array, Column("?", "this class or workplace meets no more", 0, 1)]


class WijkLevers(NamedTuple):
    """One row a wijk, at rest as parameters say; what policies may move, as with ``Levers``."""

    fte: Annotated[Array, Column("f4", "FTE of professionals beside those of the city, by domain", 0, 1e5, (DOMAINS,))]
    joint_hours: Annotated[Array, Column("f4", "hours a month that each FTE of the social domain meets others", 0, 112)]
    invites: Annotated[Array, Column("f4", "added share of people asked to volunteer", 0, 100)]
    coordinator: Annotated[Array, Column("f4", "paid hours a month to coordinate volunteers", 0, 1e6)]
    green: Annotated[Array, Column("f4", "added share of green", 0, 1)]
    places: Annotated[Array, Column("f4", "added stock of places to meet", 0, 1)]
    course_places: Annotated[Array, Column("f4", "people who may attend a course of Dutch at a time", 0, 1e6)]
    club_invites: Annotated[Array, Column("f4", "added share of people who look for a club", 0, 100)]
    bring_along: Annotated[Array, Column("f4", "added share on top, of newcomers and people with few ties", 0, 100)]
    class_hours: Annotated[Array, Column("f4", "hours a week of support in the ordinary classes of a wijk", 0, 1e6)]
    ordinary_class: Annotated[Array, Column("f4", "share of pupils with extra support who begin in one", 0, 1)]
    employer_places: Annotated[Array, Column("f4", "people at a time in sheltered places of employers", 0, 1e6)]
    coach_hours: Annotated[Array, Column("f4", "hours a week of coaches with those people", 0, 1e6)]
    platform: Annotated[
        Array, Column("f4", "share who take part in a help platform if nothing keeps them from it", 0, 1)
    ]
    buddy_pairs: Annotated[Array, Column("f4", "pairs of buddies kept going for each 10,000 residents", 0, 1e6)]
    buddy_hours: Annotated[Array, Column("f4", "hours a week that they spend together", 0, 40)]
    buddy_months: Annotated[Array, Column("i2", "months that a buddy promises at least", 0, 600)]
    buddy_who: Annotated[Array, Column("u1", "bits of the vulnerable people who may have a buddy, see codes", 0, 63)]


class Rules(NamedTuple):
    """One row: rules that policies may set; back at rest each month before policies act."""

    allocation: Annotated[Array, Column("u1", "rule of the urgent queue, see codes", 0, 4)]
    max_share: Annotated[Array, Column("f4", "vulnerable inflow per wijk under a quota", 0, 1)]
    buys: Annotated[Array, Column("?", "the queue is also offered dwellings outside social rent", 0, 1)]
    joint_hours: Annotated[Array, Column("f4", "hours a month that housing and support meet, per FTE", 0, 112)]
    special_class: Annotated[Array, Column("f4", "hours a week of staff for each pupil of a special class", 0, 168)]
