"""The settings of a policy and their defaults, from the YAML beside it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from sim.parameters import Parameter, read
from sim.strict_yaml import number_from


class Setting(Parameter):
    """A setting of a policy: a parameter that a scenario gives as text."""

    def read(self, text: Any) -> Any:
        """Turn what a file says into a checked value; ValueError says what does not fit."""
        if isinstance(self.value, bool):
            value = {"true": True, "false": False}.get(text, text)
        else:
            value = text if self.choices is not None else number_from(text)
        return self.with_value(value).value


@cache
def settings_of(policy: str) -> dict[str, Setting]:
    """Give the settings of a policy by name."""
    entries = read(Path(__file__).with_name(f"{policy}.yaml"))
    return {name: Setting(**vars(parameter)) for name, parameter in entries.items()}
