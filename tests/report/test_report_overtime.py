"""Lines over time: what their titles tell, and where in time they tell it of."""

import pytest

from sim.indicators.catalogue import PRIMARY
from sim.report.overtime import overtime
from sim.report.words import decimals


@pytest.mark.parametrize("indicator", PRIMARY)
def test_a_title_tells_the_difference_of_the_verdict_with_its_interval(context, indicator):
    """A mean of the last quarter has no interval, and its first month is no moment."""
    words, row = context.words, context.results.difference("close", indicator)
    interval = words("format.with_interval", x=words.unit(indicator, "sentence"),
                     interval=words.interval(*row.interval, decimals(indicator)))  # fmt: skip
    assert str(overtime(context)).count(f"{words.signed(row.difference, decimals(indicator))} {interval}") == 2
