"""Agents: views on rows. They are read; what residents do stands in the processes of the month."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple, NoReturn, cast

import mesa
import numpy as np

from sim.agents.columns import Columns, ProfessionalColumns, ResidentColumns, plain
from sim.world.codes import NOBODY, NOWHERE, TYPE_BITS, VOLUNTEERING
from sim.world.hours import hours_of

TIE_KINDS = ("household", "kin", "social")


class GoneError(ReferenceError):
    """Somebody is asked for who died or left the city since the view was made."""


class Tie(NamedTuple):
    """One tie of a resident.

    ``resident`` is None for somebody outside the city. ``hours`` are effective shared hours, ``kind`` is
    household, kin or social.
    """

    resident: Resident | None
    hours: float
    kind: str


class View(mesa.Agent):
    """An agent that is a row: ``row``, the ``model`` it belongs to, and the ``unique_id`` of who lives there.

    Every column of its table can be read by its name. Nothing can be set, since kernels write the columns in
    place. Two views are equal if they are of the same one in the same model. The class of a view is that of
    the moment it was made. Mesa's ``Agent.__init__`` is not called: a view is registered nowhere.
    """

    __slots__ = ("model", "row", "unique_id")
    COLUMNS: ClassVar[type[Columns]]

    def __init__(self, model: Any, row: int, unique_id: int) -> None:
        object.__setattr__(self, "model", model)
        object.__setattr__(self, "row", row)
        object.__setattr__(self, "unique_id", unique_id)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return plain(getattr(self._columns(), name))

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise AttributeError(
            f"{name} cannot be set on an agent: agents are views on columns, and what happens to them stands in "
            "sim/processes and sim/policies; those write model.world in place"
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, View):
            return NotImplemented
        return self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.unique_id}{'' if self.present else ', gone'}>"

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *dir(self.COLUMNS(self.model, self.row))]

    def __copy__(self) -> View:
        return self

    def __deepcopy__(self, memo: Any) -> View:
        return self  # a view refers to its model; copying that would copy the city

    def __reduce__(self) -> NoReturn:
        raise TypeError("an agent is a view on a running model and cannot be pickled; take its values instead")

    @property
    def present(self) -> bool:
        """Whether who this view is of is still there; all else raises GoneError once they are not."""
        columns: Any = self.COLUMNS(self.model, self.row)
        return bool(columns.present(self.unique_id))

    @classmethod
    def types(cls, columns: Any) -> list[type[View]]:
        """Give the class of the agent in each row."""
        return [cls] * len(columns.unique_id)

    @classmethod
    def are(cls, columns: Any, agent_type: Any) -> np.ndarray:
        """Tell for each row whether its agent is an ``agent_type``: truth values, (rows,)."""
        return np.full(len(columns.unique_id), issubclass(cls, agent_type))

    def remove(self) -> NoReturn:
        """Raise AttributeError: people die and leave in the processes of the month."""
        raise AttributeError("an agent cannot be removed: people die and leave in sim/processes")

    def _columns(self) -> Any:
        columns: Any = self.COLUMNS(self.model, self.row)
        if not columns.present(self.unique_id):
            who = f"{columns.NOUN} {self.unique_id}"
            raise GoneError(f"{who} is no longer in the city: died or left since this view was made")
        return columns

    def _identity(self) -> tuple[str, int, int]:
        return self.COLUMNS.TABLE, id(self.model), self.unique_id


class Resident(View):
    """Somebody of four years or older who lives in the city: ``age`` in months, ``loneliness`` 0-11, and so on."""

    __slots__ = ()
    COLUMNS = ResidentColumns

    @property
    def partner(self) -> Resident | None:
        """Who they live with as partners."""
        row = self._columns().partner
        return None if row == NOBODY else resident_at(self.model, row)

    @property
    def buddy(self) -> Resident | None:
        """The buddy that a policy has found them, or whose buddy they are."""
        row = self._columns().buddy
        return None if row == NOBODY else resident_at(self.model, row)

    @property
    def ties(self) -> tuple[Tie, ...]:
        """Everybody they are tied to, inside the city and outside."""
        self._columns()
        t, row = self.model.world.ties, self.row
        slots = range(t.count[row])
        return tuple(_tie(self.model, *(c[row, slot] for c in (t.partner, t.root_hours, t.kind))) for slot in slots)

    @property
    def cell(self) -> Any:
        """The cell of ``model.grid`` in which they live."""
        return self.model.grid.wijken[self.model.world.dwellings.wijk[self._columns().dwelling]]

    @classmethod
    def types(cls, columns: Any) -> list[type[View]]:
        """Give the class of the resident in each row."""
        return [Volunteer if volunteers else Resident for volunteers in columns.volunteers.tolist()]

    @classmethod
    def are(cls, columns: Any, agent_type: Any) -> np.ndarray:
        """Tell for each row whether its resident is an ``agent_type``: truth values, (rows,)."""
        return np.where(columns.volunteers, issubclass(Volunteer, agent_type), issubclass(Resident, agent_type))


class Volunteer(Resident):
    """A resident with a seat in a volunteer team, as long as they have it."""

    __slots__ = ()


class Professional(View):
    """A post of somebody paid to support others: ``domain``, ``wijk`` (None for the whole city) and ``fte``.

    ``caseload`` is how many cases run on it and ``strain`` (0-1) what falling short does to who holds it; whoever
    leaves makes the post ``vacant`` until somebody is found. What they do stands in the processes ``cases``,
    ``professional_care`` and ``professionals``.
    """

    __slots__ = ()
    COLUMNS = ProfessionalColumns

    @property
    def cell(self) -> Any:
        """The cell of ``model.grid`` in which they work, None for the whole city."""
        wijk = self.model.world.professionals.wijk[self.row]
        return None if wijk == NOWHERE else self.model.grid.wijken[wijk]


def resident_at(model: Any, row: Any) -> Resident:
    """Make a view of who lives in a row."""
    r = model.world.residents
    view = Volunteer if r.focus[row, VOLUNTEERING] != NOWHERE else Resident
    return view(model, int(row), int(r.uid[row]))


def _tie(model: Any, partner: Any, root_hours: Any, kind: Any) -> Tie:
    resident = resident_at(model, partner) if partner >= 0 else None
    return Tie(resident, float(hours_of(root_hours)), TIE_KINDS[cast("int", kind & TYPE_BITS)])
