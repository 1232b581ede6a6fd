"""In which wijken a policy holds: all, some by name, or those that have most or least of something in the city file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.city.file import CityFile, Wijk
from sim.strict_yaml import nearest, number_from

BY: dict[str, Callable[[Wijk], float]] = {
    "social_rent": lambda wijk: wijk.imputed_social_rent_share,
    "owners": lambda wijk: wijk.owner_share,
    "low_incomes": lambda wijk: wijk.income_low,
    "high_incomes": lambda wijk: wijk.income_high,
    "elderly": lambda wijk: wijk.ages[4],
    "residents": lambda wijk: wijk.population_2024,
}
"""Figures of the city file by which wijken may be chosen."""
RULE = "{most: social_rent, number: 3}"
EXAMPLE = f"'all', a list such as [Noordwest, Oud-Noord], or a rule such as {RULE}"


def wijken_of(city: CityFile, value: Any) -> tuple[tuple[str, ...], list[tuple[tuple[str | int, ...], str]]]:
    """Give the names of the wijken meant, in the order of the city file, and faults as (place below wijken, words)."""
    everywhere = tuple(wijk.name for wijk in city.wijken)
    if value == "all":
        return everywhere, []
    if isinstance(value, dict):
        try:
            return _by_rule(city, value), []
        except ValueError as fault:
            return (), [((), str(fault))]
    if not isinstance(value, list) or not value:
        return (), [((), f"wijken must be {EXAMPLE}")]
    return _by_name(city, everywhere, value)


def _by_name(city: CityFile, everywhere: tuple[str, ...], value: list[Any]) -> Any:
    other = {other: wijk.name for wijk in city.wijken for other in (wijk.label, wijk.code)}
    found: list[str] = []
    faults: list[tuple[tuple[str | int, ...], str]] = []
    for place, name in enumerate(value):
        known = name if name in everywhere else other.get(name) if isinstance(name, str) else None
        if known is None:
            faults.append(((place,), f"no wijk is called {name!r}{nearest(str(name), [*everywhere, *other])}"))
        elif known in found:
            faults.append(((place,), f"the wijk {known} stands twice"))
        else:
            found.append(known)
    return tuple(name for name in everywhere if name in found), faults


def _by_rule(city: CityFile, rule: dict[str, Any]) -> tuple[str, ...]:
    """Choose the wijken with most or least of a figure; of equals the earlier in the city file."""
    order = [key for key in ("most", "least") if key in rule]
    if len(order) != 1 or set(rule) != {order[0], "number"}:
        raise ValueError(f"wijken by a rule need 'most' or 'least', and 'number', such as {RULE}")
    figure = rule[order[0]]
    if figure not in BY:
        hint = nearest(str(figure), list(BY)) or f"; there are {', '.join(BY)}"
        raise ValueError(f"wijken cannot be chosen by {figure!r}{hint}")
    number = number_from(rule["number"])
    if number != int(number) or not 1 <= number <= len(city.wijken):
        raise ValueError(f"number must be a whole number from 1 to {len(city.wijken)}; got {rule['number']}")
    sign = -1 if order[0] == "most" else 1
    ranked = sorted(city.wijken, key=lambda wijk: sign * BY[figure](wijk))  # stable: equals keep their order
    chosen = {wijk.name for wijk in ranked[: int(number)]}
    return tuple(wijk.name for wijk in city.wijken if wijk.name in chosen)
