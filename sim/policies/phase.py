"""How far a policy has come in."""

from __future__ import annotations

from typing import Any


def reached(call: Any, month: int) -> float:
    """Give the part of a policy that is in force in a month, 0-1: evenly over its phase, all at its end.

    Of a policy with a cap it is the part of that which is paid for (``sim.ledger.funding``).
    """
    if month < call.start:
        return 0.0
    return call.funded * min(1.0, (month - call.start + 1) / max(call.over, 1))
