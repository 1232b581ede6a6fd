"""What can be read of residents and professionals: the columns of their table, and what follows from them.

The same words serve a view (one row) and a set (many rows): ``resident.loneliness`` and
``residents.where(lambda r: r.loneliness >= 9)`` read the one definition here.
"""

from __future__ import annotations

import difflib
from typing import Any, ClassVar

import numpy as np

from sim.world.codes import NOWHERE, PROFESSIONAL_DOMAINS, VOLUNTEERING

Array = np.ndarray
DOMAIN_NAMES = np.array(PROFESSIONAL_DOMAINS, dtype=object)


class Columns:
    """Columns of a table at ``rows``: a whole number for one agent, an array (n,) for n of them.

    Every column can be read by its name; AttributeError suggests a name that is nearly right. What is read is
    a copy: writing to it does not reach the world.
    """

    TABLE: ClassVar[str]
    NOUN: ClassVar[str]

    def __init__(self, model: Any, rows: Any) -> None:
        self._model, self._rows = model, rows

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self._table._fields:
            raise AttributeError(self._unknown(name))
        return self._column(name)

    def __dir__(self) -> list[str]:
        return [*self.derived(), *self._table._fields]

    @classmethod
    def derived(cls) -> list[str]:
        """Give the names of what is no column but follows from columns."""
        return [name for name, value in vars(cls).items() if isinstance(value, property)]

    @property
    def _table(self) -> Any:
        return getattr(self._model.world, self.TABLE)

    def _column(self, name: str) -> Any:
        return getattr(self._table, name)[self._rows]

    def _unknown(self, name: str) -> str:
        near = difflib.get_close_matches(name, dir(self), n=1)
        return f"a {self.NOUN} has no {name!r}" + (f"; did you mean {near[0]!r}?" if near else "")


class ResidentColumns(Columns):
    """Columns of residents."""

    TABLE, NOUN = "residents", "resident"

    @property
    def unique_id(self) -> Any:
        """The uid, never used twice in a run."""
        return self._column("uid")

    @property
    def loneliness(self) -> Any:
        """De Jong Gierveld score, 0-11: the social and the emotional items together."""
        return self._column("social_score") + self._column("emotional_score")

    @property
    def wijk(self) -> Any:
        """Name of the wijk in which they live."""
        return self._model.wijk_names[self._model.world.dwellings.wijk[self._column("dwelling")]]

    @property
    def pos(self) -> Array:
        """Where the dwelling lies: x and y in km, (2,) or (n, 2)."""
        d, homes = self._model.world.dwellings, self._column("dwelling")
        return np.stack([d.x[homes], d.y[homes]], axis=-1)

    @property
    def volunteers(self) -> Any:
        """Whether they have a seat in a volunteer team."""
        return self._column("focus")[..., VOLUNTEERING] != NOWHERE

    def present(self, uids: Any) -> Any:
        """Tell whether those who had these uids still live in these rows."""
        return self._column("alive") & (self._column("uid") == uids)


class ProfessionalColumns(Columns):
    """Columns of professionals: posts, held or vacant."""

    TABLE, NOUN = "professionals", "professional"

    @property
    def unique_id(self) -> Any:
        """The row: it is a post, and stays when who holds it leaves."""
        return self._rows

    @property
    def domain(self) -> Any:
        """Name of what they are for, see ``PROFESSIONAL_DOMAINS``."""
        return DOMAIN_NAMES[self._column("domain")]

    @property
    def wijk(self) -> Any:
        """Name of the wijk in which they work, None for the whole city."""
        return self._model.wijk_names[self._column("wijk")]

    @property
    def caseload(self) -> Any:
        """Cases that run on this post: the mean of its domain (and wijk) per FTE at work; 0 while it is vacant."""
        wijken = np.maximum(self._column("wijk"), 0)  # the figures of who serves the whole city stand in every wijk
        per_fte = self._model.world.wijken.caseload[wijken, self._column("domain")]
        return per_fte * self._column("fte") * ~self._column("vacant")

    def present(self, uids: Any) -> Any:
        """Tell whether the post is still there: always."""
        return self._rows == uids


def plain(value: Any) -> Any:
    """Give what one row holds as Python values: a number, a text, or a tuple of numbers."""
    if isinstance(value, np.ndarray):
        return tuple(value.tolist())
    return value.item() if isinstance(value, np.generic) else value


def plain_list(column: Array) -> list[Any]:
    """Give what many rows hold as a list of Python values."""
    return [tuple(value) for value in column.tolist()] if column.ndim > 1 else column.tolist()
