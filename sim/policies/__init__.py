"""Policies: each is a module that moves levers, with its settings in the YAML of the same name.

``act(world, call, wijken, draws, month)`` sets this month's levers, and ``WRITES`` names them. A policy that
builds also has ``sites(call, wijken, scale, world)``: what is added to the city at its start, empty until a lever
lets or opens it. ``remark(call, scale, city)``, where there is one, gives what whoever runs it should know
beforehand (a ``Remark`` of ``remarks``, whose words stand in ``sim/report``; ``city`` is its file), or None.
``costs(world, call, wijken, scale, month)``, where there is one, gives the lines of a month for the ledger (see
``sim.ledger``); it is asked from the first month of the policy on, also after its end. ``DOMAIN`` is what budget lines
of a scenario are for; ``MAY_HELP`` and ``MAY_HARM`` tell what it may do in either direction.
"""

POLICIES = (
    "allocation",
    "buddies",
    "city_deal",
    "close_care_homes",
    "close_sheltered_housing",
    "close_shelters",
    "close_special_schools",
    "close_social_workplaces",
    "clubs",
    "employer_places",
    "gespikkeld_wonen",
    "greening",
    "inclusive_classes",
    "knarrenhof",
    "language_places",
    "magic_mix",
    "meeting_places",
    "participation",
    "renewal",
    "village_deal",
    "wehelpen",
    "whole_society",
    "wijkteam",
)
"""The policies a scenario may name. Adding one is a module, its YAML and a word here."""
BUNDLES = ("whole_society",)
"""Policies that stand for others: ``parts(call)`` gives the calls that take their place when a scenario is read."""
WHOLE_CITY = ("allocation", "city_deal", "whole_society")
"""Policies that hold in the whole city, so that a scenario may not name wijken for them."""
AT_ONCE = ("allocation",)
"""Policies without a phase."""
CAPPED = (
    "buddies",
    "clubs",
    "employer_places",
    "greening",
    "inclusive_classes",
    "language_places",
    "meeting_places",
    "participation",
    "wehelpen",
    "wijkteam",
)
"""Policies that are paid by the month, so that a cap can make them smaller: the others are built, or rules."""
