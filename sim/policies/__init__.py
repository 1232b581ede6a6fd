"""Policies: each is a module that moves levers, with its settings in the YAML of the same name."""

POLICIES = ("close_care_homes",)
"""The policies a scenario may name. Adding one is a module, its YAML and a word here."""
