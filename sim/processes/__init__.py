"""The behaviours of a month. MONTH is their order; each stands in the file of its name.

A process has a docstring that says what it does and why, ``WRITES`` (the columns it may change), a
NamedTuple of its parameters, filled from the YAML beside it, and ``step(world, parameters, draws, month)``.
"""

MONTH = (
    "ageing",
    "mortality",
    "partnership",
    "children",
    "leaving_home",
    "migration",
    "programme_housing",
    "urgent_housing",
    "statushouders",
    "admission",
    "moving",
    "participation",
    "contact",
    "ties",
    "encounters",
    "familiarity",
    "language",
    "attitudes",
    "need",
    "facility_care",
    "household_care",
    "buddies",
    "network_care",
    "help_platform",
    "volunteer_care",
    "cases",
    "professional_care",
    "incidents",
    "volunteering",
    "professionals",
    "coordination",
    "loneliness",
)
