"""The schematic map as a Mesa grid: a cell is a tile of the city file, and indicators are property layers."""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from mesa.discrete_space import Cell, OrthogonalVonNeumannGrid
from mesa.discrete_space.property_layer import PropertyLayer


class Inhabitants:
    """Who lives in a wijk, found when somebody asks; it stands where Mesa's cells keep a list of agents."""

    def __init__(self, model: Any, wijk: int) -> None:
        self._model, self._wijk = weakref.ref(model), wijk  # Mesa caches neighbourhoods, and so cells, for ever

    def copy(self) -> Any:
        """Give the residents as a set of agents."""
        model = self._model()
        if model is None:
            raise ReferenceError("the model of this grid is gone: keep the model as long as its grid")
        return model.residents.where(lambda r: model.world.dwellings.wijk[r.dwelling] == self._wijk)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.copy())

    def __len__(self) -> int:
        return len(self.copy())


class WijkCell(Cell):
    """A tile of the map. ``wijk`` is the name of the wijk that lies there, None where none lies.

    ``agents`` are its residents, as a set. Each indicator of the record is an attribute.
    """

    __slots__ = ("wijk",)


class WijkGrid(OrthogonalVonNeumannGrid):
    """Rows by columns of the schematic map; a coordinate is the tile (row, column) of the city file.

    ``layers`` (indicators, rows, columns) float32 is what the property layers show, one each: a write to the
    one is seen in the other. Not a number where no wijk lies, and everywhere before the first month.
    ``wijken`` are the cells in the order of the city file. The grid lives as long as its model is kept.
    """

    def __init__(self, model: Any, indicators: Sequence[str]) -> None:
        tiles = np.array([wijk.tile for wijk in model.city.wijken])
        height, width = (int(size) for size in tiles.max(axis=0) + 1)
        super().__init__((height, width), random=model.random, cell_klass=WijkCell)
        self._model, self._tiles = weakref.ref(model), tiles
        self.layers = np.full((len(indicators), height, width), np.nan, dtype=np.float32)
        for name, shown in zip(indicators, self.layers, strict=True):
            self.add_property_layer(_layer_on(shown, name))
        for cell in self:
            cell.wijk = None
        self.wijken = tuple(self[row, column] for row, column in tiles.tolist())
        for number, cell in enumerate(self.wijken):
            cell.wijk, cell.empty = model.city.wijken[number].name, False
            cell._agents = Inhabitants(model, number)

    @property
    def agents(self) -> Any:
        """All residents of the city."""
        model = self._model()
        return model.residents if model is not None else []

    def publish(self, values: np.ndarray) -> None:
        """Show the indicators of a month: (wijken, indicators)."""
        self.layers[:, self._tiles[:, 0], self._tiles[:, 1]] = values.T


def _layer_on(shown: np.ndarray, name: str) -> PropertyLayer:
    """Make a property layer over memory that is already there; Mesa itself always allocates."""
    layer = PropertyLayer(name, shown.shape, dtype=np.float32)
    layer._data = shown
    return layer
