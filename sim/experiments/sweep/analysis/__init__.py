"""What a sweep says: to what it answers, which policy holds up, and where each fails."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sim.experiments.sweep.analysis import sensitivity
from sim.experiments.sweep.analysis.discovery import discovery
from sim.experiments.sweep.analysis.robustness import robustness
from sim.experiments.sweep.design import Sweep


@dataclass(frozen=True)
class Analysis:
    """The tables of an analysis."""

    sensitivity: pd.DataFrame
    robustness: pd.DataFrame
    discovery: pd.DataFrame


def analyse(sweep: Sweep, table: pd.DataFrame) -> Analysis:
    """Analyse the table of a sweep; it is the same for the same table."""
    answers = pd.concat([sensitivity.of_differences(sweep, table), sensitivity.of_ranking(sweep, table)])
    return Analysis(answers.reset_index(drop=True), robustness(sweep, table), discovery(sweep, table))
