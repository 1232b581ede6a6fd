"""The form of a scenario file: which keys it may have and what each of them holds."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from sim.strict_yaml import Text, Whole

LONGEST = 600
LANGUAGES = ("en", "nl")
MONTH = re.compile(r"(\d{4})-(\d{2})")
SPAN = re.compile(r"(\d{1,4}) ?(months?|years?)")


def month_from(value: Any) -> tuple[int, int]:
    """Turn ``2027-01`` into year and month; ValueError says what to write instead."""
    match = MONTH.fullmatch(value) if isinstance(value, str) else None
    if match is None or not 1 <= int(match[2]) <= 12:
        raise ValueError(f"must be a month such as 2027-01; got {_shown(value)}")
    return int(match[1]), int(match[2])


def span_from(value: Any) -> int:
    """Turn ``36 months`` or ``3 years`` into months; ValueError says what to write instead."""
    match = SPAN.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError(f"must be a length of time such as 36 months or 3 years; got {_shown(value)}")
    months = int(match[1]) * (12 if match[2].startswith("year") else 1)
    if not 1 <= months <= LONGEST:
        raise ValueError(f"must be between 1 and {LONGEST} months; got {value}")
    return months


def _shown(value: Any) -> str:
    return "nothing" if value is None else repr(value) if isinstance(value, str) else f"a {type(value).__name__}"


def _in_languages(value: Any) -> Any:
    """Let a plain text stand for a name in every language."""
    if isinstance(value, str):
        return {"en": value, "nl": value}
    if isinstance(value, dict) and value and set(value) <= set(LANGUAGES):
        return value
    raise ValueError("must be a text, or texts under en and nl")


def _start(value: tuple[int, int]) -> tuple[int, int]:
    if not 1900 <= value[0] <= 2200:
        raise ValueError(f"must lie between 1900 and 2200; got {value[0]}")
    return value


Month = Annotated[tuple[int, int], BeforeValidator(month_from), AfterValidator(_start)]
InLanguages = Annotated[dict[str, Annotated[Text, Field(max_length=2000)]], BeforeValidator(_in_languages)]
LONGEST_STORY = 400
"""Letters: two sentences, told to a room."""
Story = Annotated[dict[str, Annotated[Text, Field(max_length=LONGEST_STORY)]], BeforeValidator(_in_languages)]


class ScenarioForm(BaseModel):
    """The keys of a scenario file. All may be left to the file that it extends."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: InLanguages | None = None
    extends: Text | None = None
    city: Text | None = None
    start: Month | None = None
    months: Annotated[Whole, Field(ge=1, le=LONGEST)] | None = None
    policies: list[Any] | None = None
    parameters: dict[str, Any] | None = None
    story: Story | None = None
