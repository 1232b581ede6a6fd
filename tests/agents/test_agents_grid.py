"""The grid of wijken is the schematic map, and its layers are the indicators of the month."""

import numpy as np
import pytest


def test_the_grid_is_the_schematic_map(lived):
    for wijk, cell in zip(lived.city.wijken, lived.grid.wijken, strict=True):
        assert cell.coordinate == wijk.tile and cell.wijk == wijk.name
        assert len(cell.agents) == len(lived.agents.where(lambda r, name=wijk.name: r.wijk == name))
    centrum = lived.grid.wijken[0]
    names = {cell.wijk for cell in centrum.neighborhood} - {None}
    assert names == {"Oud-Noord", "Oud-Zuid", "Oud-West", "Oosterparkwijk"}
    assert len(list(centrum.neighborhood.agents)) == sum(len(cell.agents) for cell in centrum.neighborhood)
    assert len(lived.grid.agents) == len(lived.agents)
    assert len(lived.grid.empties) == lived.grid.width * lived.grid.height - 20


def test_property_layers_show_the_indicators_of_the_month(model):
    grid = model.grid
    assert np.isnan(grid.severely_lonely.data).all()
    model.run(2)
    table = model.results()
    last = table[(table["month"] == "2026-02") & (table["wijk"] != "*")]
    for name in ("severely_lonely", "cohesion", "residents"):
        assert [getattr(cell, name) for cell in grid.wijken] == pytest.approx(last[name].tolist(), nan_ok=True)
    nowhere = [cell for cell in grid if cell.wijk is None]
    assert nowhere and all(np.isnan(cell.cohesion) for cell in nowhere)


def test_a_grid_first_asked_for_later_shows_the_last_month(lived):
    shown = [cell.residents for cell in lived.grid.wijken]
    assert sum(shown) == len(lived.agents) * 100


def test_a_property_layer_shares_the_memory_it_is_written_in(model):
    grid = model.grid
    place = grid.layers[0]
    assert np.shares_memory(grid.residents.data, place)
    place[3, 2] = 7.0
    assert grid.residents.data[3, 2] == grid[3, 2].residents == 7.0
    assert grid.select_cells({"residents": lambda values: values == 7.0}) == [(3, 2)]
