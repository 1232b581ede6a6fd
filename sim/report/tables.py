"""Tables that can be read on a narrow screen and saved as CSV."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from sim.report.markup import Child, Markup, tag
from sim.report.words import Words

Raw = str | float | None


class Cell(NamedTuple):
    """What a cell shows and, where that differs, the plain value a CSV file gets."""

    shown: Child
    raw: Raw = None
    numeric: bool = True


def text(shown: Child, raw: Raw = None) -> Cell:
    """Return a cell of words, which stands to the left."""
    return Cell(shown, raw, numeric=False)


def table(
    words: Words,
    columns: list[str],
    rows: list[list[Cell]],
    class_: str = "data",
    over: Sequence[tuple[str, int]] = (),
) -> Markup:
    """Return a table whose first column heads its rows; on a narrow screen each row becomes a card.

    Each cell carries the label of its column for the cards, and its unrounded value for the CSV file. A table
    of class ``long`` has too many columns for cards and scrolls instead. ``over`` names groups of columns.
    """
    numeric = [all(row[i].numeric for row in rows) for i in range(len(columns))]
    labels = _labels(columns, over) if "long" not in class_ else [None] * len(columns)
    head = [tag("th", name, scope="col", class_="n" if numeric[i] else None) for i, name in enumerate(columns)]
    groups = [tag("th", name, colspan=span, scope="colgroup", class_="over") for name, span in over]
    body = [tag("tr", [_cell(labels[i], cell, first=i == 0) for i, cell in enumerate(row)]) for row in rows]
    heads = tag("thead", tag("tr", groups, class_="overs") if groups else None, tag("tr", head))
    save = tag("button", words("figure.csv"), type="button", class_="save", data_save="csv",
               aria_label=words("figure.csv_label"))  # fmt: skip
    return tag("div", tag("table", heads, tag("tbody", body), class_=class_), save, class_="tabled")


def _labels(columns: list[str], over: Sequence[tuple[str, int]]) -> list[str | None]:
    """Return the label of each column, after the name of its group where it has one."""
    groups = [name for name, span in over for _ in range(span)] or [""] * len(columns)
    return [f"{group}: {name}" if group else name for group, name in zip(groups, columns, strict=True)]


def _cell(label: str | None, cell: Cell, first: bool) -> Markup:
    raw = cell.raw
    value = None if raw is None else "" if isinstance(raw, float) and not math.isfinite(raw) else raw
    if isinstance(value, float):
        value = f"{value:.6g}"
    attributes = {"data_label": label, "data_v": value, "class_": "n" if cell.numeric else None}
    if first:
        return tag("th", cell.shown, scope="row", **attributes)
    return tag("td", cell.shown, **attributes)
