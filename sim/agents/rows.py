"""A Mesa AgentSet whose agents are row numbers: it counts over columns, and makes a view only to hand it out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, NoReturn

import numpy as np
from mesa.agentset import AgentSet, GroupBy

from sim.agents.columns import plain, plain_list
from sim.agents.views import View

AGGREGATES: dict[Any, Callable[[np.ndarray], Any]] = {
    "mean": np.mean, "sum": np.sum, "min": np.min, "max": np.max,
    sum: np.sum, min: np.min, max: np.max,
}  # fmt: skip
"""By name, and the Python functions that would go through an array number by number."""
WIDE = {"f": np.float64, "b": np.bool_}
"""What a column becomes before it is aggregated, by kind; else int64."""


class Rows(AgentSet):
    """An ordered set of agents of one table; everything a Mesa AgentSet does, over columns where it can.

    ``where`` and attributes by name (``get``, ``agg``, ``groupby``, ``sort``) read columns; functions handed
    to ``select``, ``groupby``, ``sort``, ``do`` and ``map`` get views, as in Mesa. Whoever dies or leaves drops
    out of every set. A set can be narrowed, shuffled and so on without any effect on the model.
    """

    _members: frozenset[int] | None  # uids, made when membership is asked for

    def __init__(self, model: Any, view: type[View], rows: np.ndarray) -> None:
        self._model, self._view, self.random = model, view, model.random
        self._keep(rows, view.COLUMNS(model, rows).unique_id)

    # who is in it

    @property
    def rows(self) -> np.ndarray:
        """Rows of those still there, in the order of the set: int64, (agents,)."""
        present = self._view.COLUMNS(self._model, self._rows).present(self._uids)
        if not present.all():
            self._keep(self._rows[present], self._uids[present])
        return self._rows

    @property
    def columns(self) -> Any:
        """Columns of those still there, by name: arrays of (agents, ...), copies."""
        return self._view.COLUMNS(self._model, self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Any]:
        return self._views(np.arange(len(self)))

    def __contains__(self, agent: object) -> bool:
        if not isinstance(agent, self._view) or agent.model is not self._model or not agent.present:
            return False
        if self._members is None:
            self._members = frozenset(self._uids.tolist())
        return agent.unique_id in self._members

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self)} {self._view.COLUMNS.TABLE}>"

    def add(self, agent: View) -> None:
        """Add an agent of the same table and model."""
        if agent not in self:
            self._update([*self, agent])

    def discard(self, agent: View) -> None:
        """Take an agent out of this set (not out of the city), if it is in."""
        if agent in self:
            staying = self._uids != agent.unique_id
            self._keep(self._rows[staying], self._uids[staying])

    def remove(self, agent: View) -> None:
        """Take an agent out of this set (not out of the city); KeyError if it is not in."""
        if agent not in self:
            raise KeyError(agent)
        self.discard(agent)

    # other sets

    def where(self, condition: Callable[[Any], np.ndarray] | np.ndarray) -> Rows:
        """Select by columns: ``residents.where(lambda r: r.age >= 960)``, or a mask (agents,).

        The function gets the columns of all agents at once. TypeError if it gives no truth value for each.
        """
        mask = np.asarray(condition(self.columns) if callable(condition) else condition)
        if mask.dtype != bool or mask.shape != (len(self),):
            raise TypeError(
                f"where takes one truth value for each of {len(self)} agents; got {mask.dtype} {mask.shape}"
            )
        return self._taken(np.flatnonzero(mask))

    def select(
        self,
        filter_func: Callable[[Any], bool] | None = None,
        at_most: int | float = float("inf"),
        inplace: bool = False,
        agent_type: Any = None,
    ) -> Rows:
        """Select as Mesa does; only ``filter_func`` makes views, and no more than it takes for ``at_most``."""
        if isinstance(at_most, float) and at_most <= 1.0:
            at_most = int(len(self) * at_most)
        most = len(self) if at_most == float("inf") else int(at_most)
        every = np.full(len(self), True) if agent_type is None else self._view.are(self.columns, agent_type)
        places: np.ndarray = np.flatnonzero(every)
        if filter_func is not None:
            pairs = zip(places.tolist(), self._views(places), strict=True)
            found = islice((place for place, view in pairs if filter_func(view)), most)
            places = np.fromiter(found, dtype=np.int64)
        return self._taken(places[:most], inplace)

    def groupby(self, by: Callable[[Any], Any] | str, result_type: str = "agentset") -> Groups:
        """Group by an attribute or by what a function gives for each view; groups are sets or lists of views."""
        places: dict[Any, list[int]] = defaultdict(list)
        for place, key in enumerate(self._keys(by)):
            places[key].append(place)
        groups = {key: self._taken(np.array(members)) for key, members in places.items()}
        if result_type == "list":
            return Groups({key: group.to_list() for key, group in groups.items()})
        return Groups(groups)

    def shuffle(self, inplace: bool = False) -> Rows:
        """Give the same agents in an order drawn from ``model.random``, on which no result depends."""
        places = list(range(len(self)))
        self.random.shuffle(places)
        return self._taken(np.array(places, dtype=np.int64), inplace)

    def sort(self, key: Callable[[Any], Any] | str, ascending: bool = False, inplace: bool = False) -> Rows:
        """Sort by an attribute or a function of views; the highest first unless ``ascending``."""
        keys = self._keys(key)
        places = sorted(range(len(keys)), key=keys.__getitem__, reverse=not ascending)
        return self._taken(np.array(places, dtype=np.int64), inplace)

    def copy(self) -> Rows:
        """Give a set of its own with the same agents."""
        return self._taken(np.arange(len(self)))

    def __copy__(self) -> Rows:
        return self.copy()

    def __deepcopy__(self, memo: Any) -> Rows:
        return self.copy()  # a set refers to its model; copying that would copy the city

    def __reduce__(self) -> NoReturn:
        raise TypeError("agents are views on a running model and cannot be pickled; take their values with get")

    # what they are like

    def get(self, attr_names: Any, handle_missing: str = "error", default_value: Any = None) -> list[Any]:
        """Give an attribute of each agent as a list, or a list of several attributes of each."""
        if handle_missing not in ("error", "default"):
            raise ValueError(f"handle_missing is 'error' or 'default'; got {handle_missing!r}")
        if not isinstance(attr_names, str):
            lists = [self.get(name, handle_missing, default_value) for name in attr_names]
            return [list(values) for values in zip(*lists, strict=True)]
        column = self._column(attr_names)
        if column is not None:
            return plain_list(column)
        if handle_missing == "default":
            return [getattr(view, attr_names, default_value) for view in self]
        return [getattr(view, attr_names) for view in self]

    def set(self, attr_name: str, value: Any) -> NoReturn:
        """Raise AttributeError: agents are read, the columns of ``model.world`` are written in place."""
        raise AttributeError(
            f"{attr_name} cannot be set through agents: write model.world.{self._view.COLUMNS.TABLE}.{attr_name}[rows] "
            "in a process or policy (or in an experiment of your own), where rows is the attribute of this set"
        )

    def agg(self, attribute: str, func: Any) -> Any:
        """Aggregate an attribute: ``func`` is mean, sum, min or max by name, a function, or a list of those.

        Numbers are widened first (whole ones to 64 bits, others to double precision), so the result is what
        Mesa would get from Python numbers. ValueError for another name.
        """
        if not isinstance(func, str) and not callable(func):
            return [self.agg(attribute, one) for one in func]
        if isinstance(func, str) and func not in AGGREGATES:
            raise ValueError(f"agg knows mean, sum, min and max by name, or takes a function; got {func!r}")
        call: Any = AGGREGATES[func] if isinstance(func, str) else func
        column = self._column(attribute)
        fast = func in AGGREGATES or _is_of_numpy(func)
        if fast and column is not None and column.ndim == 1 and column.dtype != object:
            wide: np.ndarray = column.astype(WIDE.get(column.dtype.kind, np.int64))
            return plain(AGGREGATES.get(func, func)(wide))
        return call(self.get(attribute))

    def do(self, method: Callable[..., Any] | str, *args: Any, **kwargs: Any) -> Rows:
        """Call a method, or a function of a view, for each agent."""
        self.map(method, *args, **kwargs)
        return self

    def shuffle_do(self, method: Callable[..., Any] | str, *args: Any, **kwargs: Any) -> Rows:
        """Do so in an order drawn from ``model.random``; the order of the set stays."""
        self.shuffle().map(method, *args, **kwargs)
        return self

    def map(self, method: Callable[..., Any] | str, *args: Any, **kwargs: Any) -> list[Any]:
        """Call a method, or a function of a view, for each agent and give the results."""
        if isinstance(method, str):
            return [getattr(view, method)(*args, **kwargs) for view in self]
        return [method(view, *args, **kwargs) for view in self]

    def to_list(self) -> list[Any]:
        """Give a view of each agent."""
        return list(self)

    # within

    def _keep(self, rows: np.ndarray, uids: np.ndarray) -> None:
        self._rows, self._uids = rows, uids
        self._members = None

    def _views(self, places: np.ndarray) -> Iterator[Any]:
        rows = self.rows[places]
        columns = self._view.COLUMNS(self._model, rows)
        uids, types = self._uids[places], self._view.types(columns)
        return (make(self._model, r, u) for make, r, u in zip(types, rows.tolist(), uids.tolist(), strict=True))

    def _taken(self, places: np.ndarray, inplace: bool = False) -> Rows:
        rows = self.rows[places.astype(np.int64)]
        if not inplace:
            return Rows(self._model, self._view, rows)
        self._keep(rows, self._uids[places.astype(np.int64)])
        return self

    def _column(self, name: str) -> np.ndarray | None:
        """Give a column where an attribute is no more than that, None where it takes a view."""
        columns = self.columns
        shadowed = isinstance(getattr(self._view, name, None), property)
        return None if shadowed or name not in dir(columns) else getattr(columns, name)

    def _keys(self, by: Callable[[Any], Any] | str) -> list[Any]:
        return self.get(by) if isinstance(by, str) else [by(view) for view in self]

    def _update(self, agents: Iterable[View]) -> Rows:
        views = list(agents)
        if any(not isinstance(view, self._view) or view.model is not self._model for view in views):
            raise TypeError(f"this set holds {self._view.COLUMNS.TABLE} of one model")
        unique = dict.fromkeys(views)
        rows = np.array([view.row for view in unique], dtype=np.int64)
        self._keep(rows, np.array([view.unique_id for view in unique], dtype=np.int64))
        return self

    def _from_iterable(self, agents: Iterable[View]) -> Rows:
        """Make the result of ``|``, ``&`` and ``-``."""
        return self.copy()._update(agents)


class Groups(GroupBy):
    """What ``groupby`` gives; as Mesa's, and ``agg`` reads columns and knows mean, sum, min and max by name."""

    def agg(self, attr_name: str, func: Any) -> dict[Any, Any]:
        """Aggregate an attribute in each group."""
        if all(isinstance(group, Rows) for group in self.groups.values()):
            return {key: group.agg(attr_name, func) for key, group in self.groups.items()}
        return super().agg(attr_name, AGGREGATES[func] if isinstance(func, str) else func)


def _is_of_numpy(func: Any) -> bool:
    return isinstance(func, np.ufunc) or (getattr(func, "__module__", None) or "").startswith("numpy")
