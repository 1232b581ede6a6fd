"""The table under the lines."""

import pytest
from served import opened

pytestmark = pytest.mark.browser
TABLE = ".og-lines details:not([data-by-wijk])"


@pytest.mark.parametrize("address", ["", "#wijk/4"])
def test_the_table_scrolls_in_its_own_box_on_a_phone(browser, served, address):
    tab = opened(browser, served, 390, address)
    tab.page.select_option("[data-indicator]", "unmet_hours")
    tab.step()
    tab.page.click(f"{TABLE} summary")
    tab.page.wait_for_selector(f"{TABLE} table", state="visible")
    tab.page.eval_on_selector(f"{TABLE} thead th", "one => { one.textContent = 'Verzorgingshuizen'.repeat(5) }")
    box, table = (
        tab.page.eval_on_selector(f"{TABLE} {what}", "one => one.getBoundingClientRect().width")
        for what in (".og-scroll", "table")
    )
    assert box < table
    assert tab.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
