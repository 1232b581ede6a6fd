"""Levers are moved as a person moves them: with the mouse and with the keys."""

import pytest
from served import opened

pytestmark = pytest.mark.browser
SHARE = "policy:1:0:share"
LEVER = f"[data-lever='{SHARE}']"
TOLD = f"[data-shown='{SHARE}']"


@pytest.fixture
def levers(browser, of_a_copy):
    """Open the page with a lever that stands at a half, and know the folder of its scenarios."""
    program, folder = of_a_copy
    tab = opened(browser, program)
    tab.page.locator(LEVER).scroll_into_view_if_needed()
    assert tab.page.input_value(LEVER) == "0.5"
    yield tab, folder
    assert tab.complaints == []
    tab.page.context.close()


def point(tab, share):
    """Give the place of a share on the track: the thumb is as wide as the track is high."""
    box = tab.page.locator(LEVER).bounding_box()
    thumb = box["height"]
    return box["x"] + thumb / 2 + share * (box["width"] - thumb), box["y"] + box["height"] / 2


def saved_share(tab, folder, name):
    """Save what is set now as a scenario, and give the share that stands in it."""
    tab.page.wait_for_selector(".og-pending")
    tab.page.fill("[data-name]", name)
    tab.do("save")
    tab.page.wait_for_selector("[data-saved]")
    lines = (folder / f"{name}.yaml").read_text(encoding="utf-8").splitlines()
    return next(float(line.split(":")[1]) for line in lines if line.strip().startswith("share:"))


def told(tab):
    return float(tab.page.inner_text(TOLD).replace(",", "."))


def has_focus(tab):
    return tab.page.evaluate("document.activeElement.dataset.lever") == SHARE


def test_a_lever_that_is_dragged_stays_where_it_was_let_go_and_is_saved_so(levers):
    tab, folder = levers
    tab.page.mouse.move(*point(tab, 0.5))
    tab.page.mouse.down()
    for share in (0.6, 0.7, 0.8, 0.9):
        tab.page.mouse.move(*point(tab, share))
        tab.page.wait_for_timeout(50)
    tab.page.mouse.up()
    assert saved_share(tab, folder, "dragged") == told(tab) == pytest.approx(0.9, abs=0.03)
    assert float(tab.page.input_value(LEVER)) == told(tab)


def test_a_click_on_the_track_moves_the_lever_there(levers):
    tab, folder = levers
    tab.page.mouse.click(*point(tab, 0.2))
    assert has_focus(tab)
    assert saved_share(tab, folder, "clicked") == told(tab) == pytest.approx(0.2, abs=0.03)


def test_each_key_moves_the_lever_one_step_on_and_it_keeps_the_focus(levers):
    tab, folder = levers
    tab.page.focus(LEVER)
    for _ in range(3):
        tab.page.keyboard.press("ArrowRight")
    tab.page.wait_for_selector(".og-pending")
    assert has_focus(tab)
    tab.page.keyboard.press("ArrowRight")
    assert saved_share(tab, folder, "by_key") == told(tab) == pytest.approx(0.54)


def test_levers_back_takes_the_thumb_and_its_figure_back(levers):
    tab, _ = levers
    tab.page.mouse.click(*point(tab, 0.9))
    tab.page.wait_for_selector(".og-pending")
    tab.do("levers-back")
    tab.page.wait_for_selector(".og-pending", state="detached")
    assert (told(tab), tab.page.input_value(LEVER)) == (0.5, "0.5")


def test_a_lever_of_yes_or_no_stands_below_its_own_name(browser, of_a_copy):
    tab = opened(browser, of_a_copy[0])
    tab.page.select_option("[data-file='1']", "policies/city_deal.yaml")
    tab.page.wait_for_selector(".og-yes")
    gaps = tab.page.eval_on_selector_all(
        ".og-yes",
        "all => all.map(one => one.getBoundingClientRect().top"
        " - one.parentNode.querySelector('label').getBoundingClientRect().bottom)",
    )
    assert min(gaps) >= 0
