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
        written = [
            found for cell in told for text in cell for found in re.findall(rf"(\d+){re.escape(mark)}(\d+)", text)
        ]
        common = min(len(digits) for _, digits in written)
        longer = [whole + digits[:common] for whole, digits in written if len(digits) > common]
        assert all(not digits.strip("0") for digits in longer)  # would be written as 0
