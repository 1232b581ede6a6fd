"""Parameters as tables, and how many of them are measured, calibrated or assumed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from sim.docs.markdown import code, inline, table
from sim.parameters import STATUSES, Parameter, Value
from sim.policies import POLICIES
from sim.policies.settings import settings_of
from sim.processes import MONTH
from sim.rulebook import defaults

HEAD = ("parameter", "value", "unit", "range", "status", "source")
MOST_SHOWN, SHOWN = 12, 4


def of_file(stem: str) -> dict[str, Parameter]:
    """Give the parameters of one file under their full names."""
    return {name: parameter for name, parameter in defaults().items() if name.split(".")[0] == stem}


def parameter_table(parameters: Mapping[str, Parameter]) -> str:
    """Show parameters with all that their file says of them."""
    return table(HEAD, [_row(name, parameter) for name, parameter in parameters.items()])


def _row(name: str, parameter: Parameter) -> tuple[str, ...]:
    texts = (_shown(parameter.value), inline(parameter.unit), _range(parameter), parameter.status)
    return (code(name), *texts, inline(parameter.source))


def _shown(value: Value) -> str:
    """Write a value; of a long list the beginning and the end."""
    if not isinstance(value, tuple):
        return inline(_one(value))
    numbers = [_one(number) for number in value]
    if len(numbers) > MOST_SHOWN:
        return f"{', '.join(numbers[:SHOWN])}, … {numbers[-1]} ({len(numbers)} numbers)"
    return ", ".join(numbers)


def _one(value: float | int | bool | str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else f"{value:.10g}"


def _range(parameter: Parameter) -> str:
    if parameter.choices is not None:
        return "one of " + ", ".join(inline(choice) for choice in parameter.choices)
    return "true or false" if parameter.range is None else " to ".join(_one(end) for end in parameter.range)


def parameter_count() -> str:
    """Count parameters by where they stand and what they rest on; a list counts as one."""
    of_month = [p for name, p in defaults().items() if name.split(".")[0] in MONTH]
    shared = [p for name, p in defaults().items() if name.split(".")[0] not in MONTH]
    settings = [p for policy in POLICIES for p in settings_of(policy).values()]
    rows = [
        _counted("processes of the month", of_month),
        _counted("people, city and scales", shared),
        _counted("settings of policies", settings),
        _counted("all", [*of_month, *shared, *settings]),
    ]
    return table(("", *STATUSES, "together"), rows)


def _counted(label: str, parameters: Iterable[Parameter]) -> tuple[str, ...]:
    found: Counter[str] = Counter(parameter.status for parameter in parameters)
    return (label, *(str(found[status]) for status in STATUSES), str(found.total()))
