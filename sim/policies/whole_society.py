"""The whole society takes part, in all wijken: housing, work, school, leisure and departments that work as one.

This policy is no lever of its own but a bundle of others, each with its own settings (``PARTS``), which hold in every
wijk from the same month and come in over the same phase: a quota in all wijken, for which the gemeente buys where there
is little social rent; a deal of the whole city with pooled budgets; places with ordinary employers; inclusive classes;
talents asked for and supervised; as many centre groups for each resident everywhere; clubs that take people along;
buddies; and a help platform. ``size`` makes all of them larger or smaller together.

``money`` says who pays. ``free``: all of it is carried out, and the ledger tells what it costs. ``neutral``: what is
paid by the month has no money of its own and lives on savings of other policies of the scenario that may be reinvested
(see ``reinvest``), which pooled budgets let it use; the quota, joint hours and invitations cost no euros and hold
anyway, and nothing is bought.

Its parts stand in the results by their own names, so that the costs of each are seen.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sim.policies import AT_ONCE
from sim.policies.settings import settings_of

WRITES = ()
DOMAIN = "welfare"
MAY_HELP = "All parts of society move at once and in all wijken: housing, work, school and leisure."
MAY_HARM = "Much at once asks many hours of volunteers and workers, and each part may harm as it does alone."

PARTS: dict[str, dict[str, Any]] = {
    "allocation": {"rule": "quota", "buys": True},
    "city_deal": {"pools_budgets": True, "rijk_pools_budgets": True},
    "employer_places": {},
    "inclusive_classes": {},
    "participation": {},
    "meeting_places": {},
    "clubs": {},
    "buddies": {},
    "wehelpen": {},
}
"""The policies of the bundle, and in what their settings differ from their own defaults."""
SIZED = {
    "city_deal": ("joint_hours", "joint_hours_with_housing"),
    "employer_places": ("places",),
    "inclusive_classes": ("hours", "share"),
    "participation": ("invites", "supervision"),
    "meeting_places": ("places", "groups"),
    "clubs": ("invites", "bring_along", "groups"),
    "buddies": ("pairs",),
    "wehelpen": ("share",),
}
"""Settings that ``size`` multiplies, within their ranges."""
WITHOUT_EUROS = ("allocation", "city_deal")
"""Parts that are not paid by the month, so that a cap cannot hold for them."""


def parts(call: Any) -> list[Any]:
    """Give the calls that a call of the whole society stands for; none at size 0."""
    if call.settings["size"] == 0:
        return []
    return [_part(call, name) for name in PARTS]


def _part(call: Any, name: str) -> Any:
    known = settings_of(name)
    settings = {key: setting.value for key, setting in known.items()} | PARTS[name]
    for key in SIZED.get(name, ()):
        low, high = known[key].range or (0.0, 0.0)
        settings[key] = min(max(settings[key] * call.settings["size"], low), high)
    neutral = call.settings["money"] == "neutral"
    if name == "allocation":
        settings |= {"max_share": call.settings["max_share"], "buys": not neutral}
    cap = 0.0 if neutral and name not in WITHOUT_EUROS else None
    over = 1 if name in AT_ONCE else call.over
    return replace(call, name=name, over=over, settings=settings, cap=cap)
