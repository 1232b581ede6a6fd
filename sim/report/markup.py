"""HTML built from functions, so that every text is escaped unless it already is markup."""

from __future__ import annotations

import html
from collections.abc import Iterable

type Child = str | int | float | Iterable[Child] | None

VOID = {"br", "meta", "input"}


class Markup(str):
    """Text that is HTML already. Plain ``str`` is not, and is escaped when it enters a tag."""

    __slots__ = ()


def tag(name: str, /, *children: Child, **attributes: object) -> Markup:
    """Return one element. ``class_`` and ``data_x`` give class and data-x; None and False are left out."""
    opening = f"<{name}{''.join(_attribute(key, value) for key, value in attributes.items())}>"
    return Markup(opening if name in VOID else f"{opening}{join(children)}</{name}>")


def _attribute(key: str, value: object) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    if value is True:
        return f" {name}"
    text = f"{value:.6g}" if isinstance(value, float) else str(value)
    return f' {name}="{html.escape(text)}"'


def join(children: Child) -> Markup:
    """Return the children one after another, escaped where they are plain text."""
    if children is None:
        return Markup("")
    if isinstance(children, Markup):
        return children
    if isinstance(children, str | int | float):
        return Markup(html.escape(str(children)))
    return Markup("".join(join(child) for child in children))


def svg(width: float, height: float, label: str, *children: Child, class_: str | None = None) -> Markup:
    """Return a drawing that keeps its size in pixels where there is room and shrinks where there is not.

    All looks are attributes, not style rules: a saved SVG must look the same outside the page.
    """
    return tag(
        "svg",
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:g} {height:g}",
        width=f"{width:g}",
        height=f"{height:g}",
        role="img",
        aria_label=label,
        font_family="system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif",
        class_=class_,
    )
