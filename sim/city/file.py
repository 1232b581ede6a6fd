"""Read a city file: the wijken of a gemeente, its facilities, and where each figure comes from.

``load_city(path)`` gives a frozen ``CityFile`` or raises InputFault with one line a fault. Shares are per
cent as statistics print them; whoever computes with them divides by 100.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, model_validator

from sim.city.plausible import misfits
from sim.strict_yaml import InputFault, Number, Text, Whole, content, parse, understand

AGE_BANDS = ("0-14", "15-24", "25-44", "45-64", "65+")
ROUNDING = 2.0
"""Published shares are whole per cents, so five of them may miss 100 by this much."""

APART = {"name": "name", "code": "code", "tile": "tile", "label": "short name"}
"""What no two wijken may have alike, and how it is called."""

Status = Literal["measured", "imputed", "assumed"]
FacilityKind = Literal["care_home", "sheltered_housing", "shelter"]
Urbanity = Literal[
    "extremely urbanised",
    "strongly urbanised",
    "moderately urbanised",
    "hardly urbanised",
    "not urbanised",
]


def _as_many(number: int, word: str) -> BeforeValidator:
    """Refuse a list that is shorter or longer; what is no list is refused by its form."""

    def counted(values: Any) -> Any:
        if isinstance(values, list) and len(values) != number:
            raise ValueError(f"must have {word} numbers; it has {len(values)}")
        return values

    return BeforeValidator(counted)


def _add_up(ages: tuple[float, ...]) -> tuple[float, ...]:
    if abs(math.fsum(ages) - 100.0) > ROUNDING:
        raise ValueError(f"must add up to about 100, all five shares; they give {math.fsum(ages):g}")
    return ages


def _nearby(tile: tuple[int, int]) -> tuple[int, int]:
    if not all(0 <= place <= 99 for place in tile):
        raise ValueError(f"must have a row and a column between 0 and 99; got {list(tile)}")
    return tile


Share = Annotated[Number, Field(ge=0, le=100)]
Count = Annotated[Whole, Field(gt=0, le=10_000_000)]
Positive = Annotated[Number, Field(gt=0, le=1e6)]
Name = Annotated[Text, Field(min_length=1, max_length=80)]
Ages = Annotated[tuple[Share, Share, Share, Share, Share], _as_many(5, "five"), AfterValidator(_add_up)]
Tile = Annotated[tuple[Whole, Whole], _as_many(2, "two"), AfterValidator(_nearby)]


class _Entry(BaseModel):
    """What all parts of the file share: nothing may be added, nothing changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Entry):
    """Where the figures of one column come from."""

    source: Annotated[Text, Field(min_length=1, max_length=500)]
    year: Annotated[Whole, Field(ge=1900, le=2100)]
    status: Status


class CityFigures(_Entry):
    """What is known for the city as a whole only, in per cent."""

    single_share: Share
    migration_share: Share


class Wijk(_Entry):
    """One wijk: shares in per cent, value in thousands of euros, area in square kilometres."""

    code: Annotated[Text, Field(pattern=r"^WK[0-9]{6}$")]
    name: Name
    short: Name | None = None
    tile: Tile
    urbanity: Urbanity
    area_km2: Positive
    population: Count
    population_2024: Count
    ages: Ages
    dwellings: Count
    dwellings_2024: Count
    dwelling_value: Positive
    owner_share: Share
    imputed_social_rent_share: Share
    employment: Share
    income_low: Share
    income_high: Share
    education_high: Share

    @property
    def label(self) -> str:
        """Give the short name where there is one."""
        return self.short or self.name

    @model_validator(mode="after")
    def _shares_fit(self) -> Self:
        if self.owner_share + self.imputed_social_rent_share > 100:
            raise ValueError(f"{self.name}: owner_share and imputed_social_rent_share exceed 100 together")
        if self.income_low + self.income_high > 100:
            raise ValueError(f"{self.name}: income_low and income_high exceed 100 together")
        return self


class Facility(_Entry):
    """Places of one kind in the whole city, and how they are spread over the wijken."""

    kind: FacilityKind
    places: Annotated[Whole, Field(ge=0, le=1_000_000)]
    unit_size: Annotated[Whole, Field(ge=1, le=1000)]
    autonomy: Annotated[Number, Field(ge=0.5, le=1)]
    spread: Literal["elderly", "social_rent"]
    status: Status
    source: Annotated[Text, Field(min_length=1, max_length=500)]


class DayPlaces(_Entry):
    """Places where people spend the day, in the whole city, and how they are spread over the wijken."""

    kind: Literal["social_workplace"]
    places: Annotated[Whole, Field(ge=0, le=1_000_000)]
    spread: Literal["residents", "social_rent"]
    status: Status
    source: Annotated[Text, Field(min_length=1, max_length=500)]


class CityFile(_Entry):
    """A city as its file describes it."""

    name: Name
    gemeente: Annotated[Text, Field(pattern=r"^GM[0-9]{4}$")]
    city: CityFigures
    sources: dict[str, Source]
    facilities: tuple[Facility, ...]
    day_places: tuple[DayPlaces, ...] = ()
    wijken: Annotated[tuple[Wijk, ...], Field(min_length=1, max_length=1000)]
    _sha256: str = PrivateAttr(default="")

    @property
    def sha256(self) -> str:
        """Fingerprint of the file as read, 64 hexadecimal digits."""
        return self._sha256

    @model_validator(mode="after")
    def _sourced(self) -> Self:
        unsourced = {"code", "name", "short"}
        figures = (set(Wijk.model_fields) | set(CityFigures.model_fields)) - unsourced
        if missing := sorted(figures - set(self.sources)):
            raise ValueError(f"sources: nothing says where {', '.join(missing)} come from")
        if unknown := sorted(set(self.sources) - figures):
            raise ValueError(f"sources: no figures are called {', '.join(unknown)}")
        return self


def _twins(city: CityFile) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Give the entries that cannot be told from an earlier one: where, and which two have what in common."""
    first: dict[tuple[str, Any], Wijk] = {}
    for row, wijk in enumerate(city.wijken):
        values = {key: getattr(wijk, key) for key in APART}
        earlier = [(key, first[key, value]) for key, value in values.items() if (key, value) in first]
        for key, other in earlier[:1]:
            one, two = (which.code if key == "name" else which.name for which in (wijk, other))
            shown = list(values[key]) if key == "tile" else values[key]
            message = f"{one} has the same {APART[key]} as {two}: {shown}; change one of them"
            yield ("wijken", row, "short" if key == "label" else key), message
        first |= dict.fromkeys(values.items(), wijk)
    for part in ("facilities", "day_places"):
        kinds = [entry.kind for entry in getattr(city, part)]
        for row, kind in enumerate(kinds):
            if kind in kinds[:row]:
                yield (part, row, "kind"), f"{kind} stands under {part} already; join the two into one"


def load_city(path: Path | str) -> CityFile:
    """Read and check a city file; InputFault names file, line and column of every fault."""
    return _checked(Path(path), content(path))


@lru_cache(maxsize=16)
def _checked(path: Path, raw: bytes) -> CityFile:
    """Check what is in a city file: once, since each arm and each page asks for its city again."""
    document = understand(path, raw)
    city: CityFile = parse(CityFile, document)
    for found in (_twins(city), misfits(city)):
        if faults := [document.fault(location, message) for location, message in found]:
            raise InputFault(faults)
    city._sha256 = document.sha256
    return city
