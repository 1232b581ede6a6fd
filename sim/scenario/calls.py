"""Check the policies of a scenario: which, from when, where, and how much of each."""

from __future__ import annotations

import importlib
from typing import Any

from sim.city.file import CityFile
from sim.policies import AT_ONCE, BUNDLES, CAPPED, POLICIES, WHOLE_CITY
from sim.policies.settings import settings_of
from sim.scenario.budget import MONEY, money
from sim.scenario.form import month_from, span_from
from sim.scenario.types import PolicyCall
from sim.scenario.where import wijken_of
from sim.strict_yaml import Document, Fault, nearest

COMMON = ("from", "over", "until", "wijken", *MONEY)
"""Keys that every policy understands; the others are its own settings."""


MONTHS = "months"
"""The unit of settings that are lengths of time, written as 36 months or 3 years."""


class _Reader:
    """Reads the calls of one file and notes the faults it meets."""

    def __init__(self, document: Document, city: CityFile, faults: list[Fault]) -> None:
        self.document, self.city, self.faults = document, city, faults

    def note(self, location: tuple[str | int, ...], message: str, key: bool = False) -> None:
        """Note a fault at a place of the file."""
        self.faults.append(self.document.fault(location, message, key))

    def month(self, said: dict[str, Any], key: str, location: Any, start: tuple[int, int]) -> int | None:
        """Give a month relative to the start of the scenario, None where the file does not say."""
        if key not in said:
            return None
        try:
            year, month = month_from(said[key])
        except ValueError as fault:
            self.note((*location, key), f"{key} {fault}")
            return None
        return 12 * (year - start[0]) + month - start[1]

    def names(self, said: dict[str, Any], location: Any) -> tuple[str, ...]:
        """Resolve the wijken of a call."""
        names, faults = wijken_of(self.city, said.get("wijken", "all"))
        for place, message in faults:
            self.note((*location, "wijken", *place), message)
        return names

    def settings(self, name: str, said: dict[str, Any], location: Any) -> dict[str, Any]:
        """Check the settings of a policy, with its defaults for what is not said."""
        known = settings_of(name)
        values = {key: parameter.value for key, parameter in known.items()}
        for key, value in said.items():
            if key in COMMON:
                continue
            if key not in known:
                near = nearest(key, [*COMMON, *known]) or f"; {name} knows {', '.join([*COMMON, *known])}"
                self.note((*location, key), f"unknown key {key!r}{near}", key=True)
                continue
            try:
                values[key] = known[key].read(str(span_from(value)) if known[key].unit == MONTHS else value)
            except ValueError as fault:
                near = nearest(str(value), known[key].choices or ())
                self.note((*location, key), f"{key} {fault}{near}")
        return values


def check_calls(
    said: list[tuple[Document, list[Any]]],
    city: CityFile,
    start: tuple[int, int],
    months: int,
    faults: list[Fault],
) -> list[PolicyCall]:
    """Turn what files say under ``policies`` into calls, those of the extended file first.

    Whatever does not fit is added to ``faults``.
    """
    calls: list[tuple[PolicyCall, Document, Any]] = []
    for document, entries in said:
        reader = _Reader(document, city, faults)
        for place, entry in enumerate(entries):
            call = _call(reader, entry, place, start, months)
            if call is not None:
                calls += [(part, document, ("policies", place, call.name)) for part in _unfolded(call)]
    _refuse_overlaps(calls, faults)
    return [call for call, _, _ in calls]


def _unfolded(call: PolicyCall) -> list[PolicyCall]:
    """Give the calls that a bundle stands for, or the call itself."""
    if call.name not in BUNDLES:
        return [call]
    parts: list[PolicyCall] = importlib.import_module(f"sim.policies.{call.name}").parts(call)
    return parts


def _call(reader: _Reader, entry: Any, place: int, start: tuple[int, int], months: int) -> PolicyCall | None:
    if not isinstance(entry, dict) or len(entry) != 1:
        reader.note(("policies", place), "a policy is one name with its settings, such as 'close_care_homes: {...}'")
        return None
    name, said = next(iter(entry.items()))
    location = ("policies", place, name)
    if name not in POLICIES:
        near = nearest(name, POLICIES) or f"; there are {', '.join(POLICIES)}"
        reader.note(location, f"no policy is called {name!r}{near}", key=True)
        return None
    if not isinstance(said, dict):
        reader.note(location, f"{name} needs settings, at least 'from: {start[0] + 1}-01'")
        return None
    for key, policies in (("wijken", WHOLE_CITY), ("over", AT_ONCE)):
        if key in said and name in policies:
            reader.note((*location, key), f"{name} {_WITHOUT[key]}; leave {key} out", key=True)
    if name in BUNDLES:
        for key in (key for key in MONEY if key in said):
            reader.note((*location, key), f"{name} {_BUNDLE}", key=True)
    elif "cap" in said and name not in CAPPED:
        reader.note((*location, "cap"), f"{name} {_NOT_CAPPED}", key=True)
    begins = reader.month(said, "from", location, start)
    until = reader.month(said, "until", location, start)
    if "from" not in said:
        reader.note(location, f"{name} does not say from when; add 'from: {start[0] + 1}-01'", key=True)
    _check_period(reader, location, said, begins, until, start, months)
    over = 1
    if "over" in said:
        try:
            over = span_from(said["over"])
        except ValueError as fault:
            reader.note((*location, "over"), f"over {fault}")
    names, settings = reader.names(said, location), reader.settings(name, said, location)
    paid = money(reader, said, location)
    return None if begins is None else PolicyCall(name, begins, over, until, names, settings, **paid)


_BUNDLE = "stands for several policies; name these one by one to say what each may spend"
_NOT_CAPPED = "is not paid by the month, so a cap cannot make it smaller; leave cap out and ask for less of it"
_WITHOUT = {"wijken": "holds in the whole city", "over": "holds or does not, it has no phase"}


def _check_period(
    reader: _Reader,
    location: Any,
    said: dict[str, Any],
    begins: int | None,
    until: int | None,
    start: tuple[int, int],
    months: int,
) -> None:
    if begins is None:
        return
    if begins < 0:
        reader.note((*location, "from"), f"from {said['from']} is before the scenario starts ({_named(start)})")
    if begins >= months:
        end = (start[0] + (start[1] - 2 + months) // 12, (start[1] - 2 + months) % 12 + 1)
        late = f"from {said['from']} is after the scenario ends ({_named(end)}); begin sooner, or give more months"
        reader.note((*location, "from"), late)
    if until is not None and until <= begins:
        reader.note((*location, "until"), f"until {said['until']} is not after from {said['from']}")


def _named(month: tuple[int, int]) -> str:
    return f"{month[0]}-{month[1]:02d}"


def _refuse_overlaps(calls: list[tuple[PolicyCall, Document, Any]], faults: list[Fault]) -> None:
    """Refuse two closures of one kind that hold in the same wijk at the same time."""
    for place, (call, document, location) in enumerate(calls):
        for earlier, other, there in calls[:place]:
            if call.name != earlier.name or not call.name.startswith("close_"):
                continue
            both = [name for name in call.wijken if name in earlier.wijken]
            apart = (call.until is not None and call.until <= earlier.start) or (
                earlier.until is not None and earlier.until <= call.start
            )
            if both and not apart:
                where = both[0] if len(both) == 1 else f"{both[0]} and {len(both) - 1} other wijken"
                said = "" if other is document else f" ({other.path}:{other.where(there, key=True)[0]})"
                message = f"{call.name} already holds in {where} at that time{said}; join the two into one"
                faults.append(document.fault(location, message, key=True))
