"""The table of verdicts: numbers below each other are written alike."""

import re

from sim.indicators.catalogue import PRIMARY
from sim.report.verdicts import verdicts


def test_an_outcome_has_one_number_of_decimals_for_all_scenarios(context):
    """−0.04 above −0.1 looked larger in precision and was read as such."""
    mark = context.words("format.decimal")
    rows = re.findall(r"<tbody>.*?</tbody>", str(verdicts(context)).split('class="tools"')[0], flags=re.S)
    for column in range(len(PRIMARY)):
        cells = [re.findall(r'<td class="outcome".*?</td>', row, flags=re.S)[column] for row in rows]
        told = [re.findall(r'class="(?:estimate|interval)">(.*?)</div>', cell) for cell in cells]
        decimals = {
            len(digits) for cell in told for text in cell for digits in re.findall(rf"\d{re.escape(mark)}(\d+)", text)
        }
        assert len(decimals) == 1
