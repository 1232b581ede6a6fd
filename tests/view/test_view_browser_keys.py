"""Shortcuts work wherever the focus is, but where a key has a meaning of its own; their dialog keeps and returns it."""

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("mode", ["diff", "side"])
def test_after_a_click_on_a_view_the_keys_still_work(tab, mode):
    if mode == "side":
        tab.page.click("[data-mode=diff]")
    tab.page.click(f"[data-mode={mode}]")
    tab.page.wait_for_selector(f".og-mode-{mode}")
    tab.page.keyboard.press("l")
    tab.page.wait_for_function("document.documentElement.lang === 'en'")
    tab.page.keyboard.press(" ")
    tab.until(1)
    tab.page.keyboard.press(" ")
    tab.page.wait_for_selector("[data-clock][data-status=paused]")
    tab.page.keyboard.press("d")
    tab.page.wait_for_selector(".og-mode-side" if mode == "diff" else ".og-mode-diff")


def test_where_a_key_has_a_meaning_of_its_own_it_keeps_it(tab):
    for field in ("[data-name]", "[data-lever='policy:1:0:share']", "[data-indicator]"):
        tab.page.focus(field)
        tab.page.keyboard.press("l")
    assert tab.page.input_value("[data-name]") == "l"
    tab.page.wait_for_timeout(500)
    assert tab.page.evaluate("document.documentElement.lang") == "nl"


def focus_in(tab, what):
    return tab.page.evaluate(f"!!document.activeElement.closest('{what}')")


def test_the_dialog_of_shortcuts_keeps_the_focus_until_it_is_closed_and_then_gives_it_back(tab):
    tab.page.focus("[data-do=help]")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_selector(".og-help", state="visible")
    assert focus_in(tab, ".og-help")
    for _ in range(6):
        assert not focus_in(tab, ".og-top, .og-play, .og-city, .og-levers")
        tab.page.keyboard.press("Tab")
    tab.page.keyboard.press("Escape")
    tab.page.wait_for_selector(".og-help", state="hidden")
    assert focus_in(tab, "[data-do=help]")


def test_escape_in_the_dialog_closes_it_and_leaves_one_where_one_was(tab):
    tab.page.click(".og-map-0 .og-tile[data-wijk='10']")
    tab.page.wait_for_selector("[data-wijk-name]")
    tab.page.keyboard.press("?")
    tab.page.wait_for_selector(".og-help", state="visible")
    tab.page.keyboard.press("Escape")
    tab.page.wait_for_selector(".og-help", state="hidden")
    tab.page.wait_for_timeout(300)
    assert tab.page.inner_text("[data-wijk-name]") == "Noordwest" and focus_in(tab, "[data-wijk-name]")
