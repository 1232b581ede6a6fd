"""Check what a scenario says of money: ``budget``, ``reinvest`` and ``cap`` of a policy."""

from __future__ import annotations

import re
from typing import Any

from sim.ledger import PAYERS, BudgetLine
from sim.scenario.form import span_from
from sim.strict_yaml import nearest, number_from

MONEY = ("budget", "reinvest", "cap")
LINE = ("payer", "capital", "over", "yearly")
EXAMPLE = "{payer: gemeente, yearly: 40_000 EUR}"
_EUROS = re.compile(r"(\S+) ?EUR")
_THOUSANDS = re.compile(r"[+-]?\d[\d_]*(?P<mark>[.,])\d{3}((?P=mark)\d{3})*")
"""400.000 and 400,000: three decimals are never an amount of euros, so thousands are meant."""


def euros_from(value: Any) -> float:
    """Turn ``40_000 EUR`` into a number; ValueError says what to write instead."""
    match = _EUROS.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        said = f"; got {value!r}" if isinstance(value, str) else ""
        raise ValueError(f"must be an amount such as 40_000 EUR{said}")
    if _THOUSANDS.fullmatch(match[1]):
        meant = re.sub(r"[.,]", "_", match[1])
        raise ValueError(f"has a mark between thousands that would be read as decimal; write {meant} EUR; got {value}")
    amount = number_from(match[1])
    if amount < 0:
        raise ValueError(f"must be 0 EUR or more; got {value}")
    return amount


def money(reader: Any, said: dict[str, Any], location: Any) -> dict[str, Any]:
    """Give the fields of a call that are about money, from what its file says; faults are noted by ``reader``."""
    found: dict[str, Any] = {}
    if "budget" in said:
        found["budget"] = _lines(reader, said["budget"], (*location, "budget"))
    if "cap" in said:
        found["cap"] = _read(reader, said, "cap", location, euros_from)
    if "reinvest" in said:
        found["reinvest"] = _read(reader, said, "reinvest", location, _share)
    return found


def _share(value: Any) -> float:
    share = number_from(value)
    if not 0 <= share <= 1:
        raise ValueError(f"must lie between 0 and 1; got {value}")
    return share


def _read(reader: Any, said: dict[str, Any], key: str, location: Any, turn: Any) -> Any:
    try:
        return turn(said[key])
    except ValueError as fault:
        reader.note((*location, key), f"{key} {fault}")
        return 0


def _lines(reader: Any, value: Any, location: Any) -> tuple[BudgetLine, ...]:
    if not isinstance(value, list):
        reader.note(location, f"budget must be a list of lines such as [{EXAMPLE}]")
        return ()
    lines = [_line(reader, said, (*location, place)) for place, said in enumerate(value)]
    return tuple(line for line in lines if line is not None)


def _line(reader: Any, said: Any, location: Any) -> BudgetLine | None:
    """Read one line; what does not fit is one fault, and then there is no line."""
    fault = _fault(said)
    if fault is not None:
        key, message = fault
        reader.note((*location, key) if key else location, message, key=key not in (None, "payer"))
        return None
    before = len(reader.faults)
    read = {key: _read(reader, said, key, location, euros_from) for key in ("capital", "yearly") if key in said}
    over = _read(reader, said, "over", location, span_from) if "over" in said else 0
    if len(reader.faults) == before and not any(read.values()):
        reader.note(location, "a budget line of 0 EUR pays for nothing; leave it out, or say 'cap: 0 EUR' instead")
    return BudgetLine(said["payer"], over=over, **read) if len(reader.faults) == before else None


def _fault(said: Any) -> tuple[str | None, str] | None:
    """Tell what is wrong with the keys of a line: the key at which it is (None: the whole line), and a remedy."""
    if not isinstance(said, dict):
        return None, f"a budget line must be a mapping such as {EXAMPLE}"
    for key in said:
        if key not in LINE:
            return key, f"unknown key {key!r}{nearest(key, LINE) or f'; a budget line knows {", ".join(LINE)}'}"
    if "payer" not in said:
        return None, f"a budget line does not say who pays; add 'payer: ', one of {', '.join(PAYERS)}"
    if said["payer"] not in PAYERS:
        hint = nearest(str(said["payer"]), PAYERS) or f"; there are {', '.join(PAYERS)}"
        return "payer", f"no payer is called {said['payer']!r}{hint}"
    if "capital" in said and "over" not in said:
        return "capital", "capital needs the time over which it is spread; add 'over: 30 years'"
    if "over" in said and "capital" not in said:
        return "over", "over is for capital only; add 'capital: 1_500_000 EUR' or leave over out"
    if "capital" not in said and "yearly" not in said:
        return None, "a budget line has no amount; add 'yearly: 40_000 EUR', or capital with over"
    return None
