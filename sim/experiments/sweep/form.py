"""The form of a sweep file: which keys it may have and what each of them holds."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from sim.experiments.options import LARGEST_SEED, MOST_SEEDS, SMALLEST
from sim.experiments.sweep.points import MOST_POINTS
from sim.scenario.form import LONGEST, InLanguages
from sim.strict_yaml import Number, Text, Whole, number_from


def scale_from(value: Any) -> int:
    """Read 1:25 as 25; ValueError says what to write instead."""
    first, colon, rest = str(value).partition(":")
    if first.strip() != "1" or not colon or not rest.strip().isdigit() or not 1 <= int(rest) <= SMALLEST:
        raise ValueError(f"must be 1:k with k from 1 to {SMALLEST}, such as 1:25; got {value!r}")
    return int(rest)


def points_from(value: Any) -> int | list[Any] | None:
    """Read how many points there are, or leave those that are written out; ValueError says what to write instead."""
    if value is None or isinstance(value, list):
        return value
    number = number_from(value)
    if number != int(number) or not 1 <= number <= MOST_POINTS:
        raise ValueError(f"must be a whole number from 1 to {MOST_POINTS:,}, or a list of points; got {value!r}")
    return int(number)


class DesignForm(BaseModel):
    """How points are placed; which keys go with which kind is checked with the uncertainties."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["grid", "list", "latin_hypercube", "sobol", "morris"]
    points: Annotated[int | list[Any] | None, BeforeValidator(points_from)] = None
    trajectories: Annotated[Whole, Field(ge=2, le=MOST_POINTS)] | None = None
    levels: Annotated[Whole, Field(ge=2, le=100)] | None = None
    seed: Annotated[Whole, Field(ge=0, le=LARGEST_SEED)] = 1


class PolicyForm(BaseModel):
    """A scenario file, and fields of its policies that take several values."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    scenario: Text
    fields: dict[str, Annotated[list[Any], Field(min_length=1)]] | None = None


class OutcomeForm(BaseModel):
    """What is looked at: an indicator, of everybody or of a group, in the city or in a wijk.

    A policy fails on it where it is worse than the baseline by more than ``worse_by``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    indicator: Text
    group: Text | None = None
    wijk: Text | None = None
    worse_by: Annotated[Number, Field(ge=0)] = 0.0


class UncertaintiesForm(BaseModel):
    """Parameters, in the burn-in too, and futures, from the start of the scenario only."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    parameters: dict[str, Any] | None = None
    futures: dict[str, Any] | None = None


def _as_policy(value: Any) -> Any:
    return {"scenario": value} if isinstance(value, str) else value


def _as_outcome(value: Any) -> Any:
    return {"indicator": value} if isinstance(value, str) else value


class SweepForm(BaseModel):
    """The keys of a sweep file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: InLanguages | None = None
    story: InLanguages | None = None
    baseline: Text = "../baseline.yaml"
    policies: Annotated[list[Annotated[PolicyForm, BeforeValidator(_as_policy)]], Field(min_length=1)]
    uncertainties: UncertaintiesForm = UncertaintiesForm()
    design: DesignForm
    seeds: Annotated[Whole, Field(ge=1, le=MOST_SEEDS)] = 1
    scale: Annotated[int, BeforeValidator(scale_from)] = 25
    months: Annotated[Whole, Field(ge=1, le=LONGEST)] | None = None
    outcomes: Annotated[list[Annotated[OutcomeForm, BeforeValidator(_as_outcome)]], Field(min_length=1)] | None = None
