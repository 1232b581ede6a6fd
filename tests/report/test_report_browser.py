"""The page in a browser: no errors, no requests, both widths, both languages. Fails without Chromium."""

import invented
import pytest

from sim.report import write_report

pytestmark = pytest.mark.browser


LETTERS = """all => all.flatMap(one => {
    const walk = document.createTreeWalker(one, NodeFilter.SHOW_TEXT), found = [];
    for (let text = walk.nextNode(); text; text = walk.nextNode())
        for (const word of text.data.matchAll(/[^\\s\\u00ad+-]+/g)) {
            const part = document.createRange();
            part.setStart(text, word.index); part.setEnd(text, word.index + word[0].length);
            found.push([word[0], part.getClientRects().length]);
        }
    return found; })"""
"""Gives each word of some elements, and on how many lines it stands."""


@pytest.fixture(params=[1280, 390])
def page(request, browser, report):
    """Open the report and, when the test is done, ask that nothing was complained of or fetched."""
    opened = browser.new_page(viewport={"width": request.param, "height": 900})
    complaints, requests = [], []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("request", lambda asked: requests.append(asked.url))
    opened.goto(report.as_uri())
    opened.wait_for_selector("main:not([hidden]) .plot .main-svg")
    yield opened
    assert complaints == []
    assert [url for url in requests if not url.startswith(("blob:", "data:"))] == [report.as_uri()]
    opened.close()


def test_the_page_is_no_wider_than_the_screen(page):
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_on_a_phone_the_label_of_a_figure_wraps_beside_it(page):
    """A label in one line lay over its figure: labels and figures share a row of the stacked table there."""
    narrow = page.evaluate("window.innerWidth") <= 680
    ways = page.eval_on_selector_all(
        ".data:not(.long) td.n:not(:has(.nil))",
        "all => all.map(one => [getComputedStyle(one).display, getComputedStyle(one).whiteSpace])",
    )
    assert ways and set(map(tuple, ways)) == {("grid", "normal") if narrow else ("table-cell", "nowrap")}


def test_on_a_phone_a_payer_is_told_only_where_it_pays_and_its_sum(page):
    narrow = page.evaluate("window.innerWidth") <= 680
    cells = "main:not([hidden]) .per:not([hidden]) > .tabled > .data.paid td"
    assert (page.locator(f"{cells}:has(.nil):visible").count() == 0) == narrow
    shown = page.locator(f"{cells}:last-child:visible").all_inner_texts()
    assert len(shown) == 9 and all(shown)


def test_the_lines_over_time_are_drawn_in_every_panel(page):
    drawn = page.eval_on_selector_all("main:not([hidden]) .plot", "all => all.map(one => one._fullData.length)")
    assert len(drawn) == 4 and all(count > 21 for count in drawn)


def test_the_button_switches_the_language(page):
    page.click("main:not([hidden]) button[data-language]")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator("h1:visible").inner_text() == "What does other housing policy do to loneliness?"
    assert page.title().startswith("Ongedeeld: Groningen")


def test_choosing_a_scenario_changes_every_figure(page):
    page.select_option("main:not([hidden]) [data-chooser] >> nth=0", label="Magic mix 50/50")
    titles = page.locator("main:not([hidden]) .maps h3:visible, main:not([hidden]) .time h3:visible").all_inner_texts()
    assert len(titles) >= 6
    assert [title for title in titles if "Magic mix 50/50" not in title and "naast elkaar" not in title] == []


def test_the_map_has_names_where_there_is_room_and_numbers_where_there_is_not(page):
    wide = page.evaluate("window.innerWidth") > 680
    first = page.locator("main:not([hidden]) svg.map:visible").first
    assert ("Oosterparkwijk" in first.inner_html().split("<title>")[5]) or not wide
    assert first.get_attribute("class") == ("map wide" if wide else "map narrow")


def test_a_table_is_saved_as_csv_with_plain_numbers(page):
    page.locator("main:not([hidden]) .verdict details summary").first.click()
    with page.expect_download() as download:
        page.locator("main:not([hidden]) .verdict button[data-save=csv]").first.click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert len(text.splitlines()) == 11 and '"severely_lonely"' in text and "better" in text


@pytest.mark.parametrize("place", [".maps", ".time"])
def test_a_figure_is_saved_as_svg(page, place):
    with page.expect_download() as download:
        page.locator(f"main:not([hidden]) {place} button[data-save=svg]:visible").first.click()
    assert "<svg" in download.value.path().read_text(encoding="utf-8")


def test_printing_draws_the_lines_for_the_width_of_paper(page):
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    widths = page.eval_on_selector_all("main:not([hidden]) .plot", "all => all.map(one => one._fullLayout.width)")
    assert widths == [680] * 4
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")


@pytest.mark.parametrize("width", [1280, 390])
def test_two_policies_together_keep_to_the_screen_with_long_names_and_open_tables(browser, tmp_path, width):
    title = "Talenten benut in drie wijken + Verenigingen die mensen meenemen in drie wijken"
    arms = ("baseline", "close", "mix", "close+mix")
    made = invented.write_results(tmp_path, seeds=5, months=24, scenarios=arms, titles={"close+mix": title})
    opened = browser.new_page(viewport={"width": width, "height": 900})
    opened.goto(write_report(tmp_path, made).as_uri())
    for _ in ("nl", "en"):
        block = opened.locator("main:not([hidden]) .block.together")
        block.locator("details").evaluate("part => part.open = true")
        assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert block.locator(".tabled").evaluate_all("all => all.every(one => one.scrollWidth <= one.clientWidth)")
        opened.click("main:not([hidden]) button[data-language]")
    opened.close()


@pytest.mark.parametrize("width", [1280, 768, 390])
def test_the_years_below_a_panel_do_not_meet_and_are_whole(browser, tmp_path, width):
    """With quarters the axis wrote '2028-102026-01', and its last label was cut off."""
    made = invented.write_results(tmp_path, seeds=3, months=36, scenarios=("baseline", "close"))
    opened = browser.new_page(viewport={"width": width, "height": 900})
    opened.goto(write_report(tmp_path, made).as_uri())
    opened.wait_for_selector("main:not([hidden]) .plot .main-svg")
    found = opened.locator("main:not([hidden]) .plot").first.evaluate(
        """plot => [plot.getBoundingClientRect().right,
            [...plot.querySelectorAll('.xaxislayer-above text')].map(one => {
            const box = one.getBoundingClientRect();
            return [one.textContent, Math.round(box.top), box.left, box.right]; })]"""
    )
    end, labels = found
    assert {text for text, *_ in labels} == {"2026", "2027", "2028"}
    for text, top, left, right in labels:
        assert right <= end
        others = [one for one in labels if one[1] == top and (one[0], one[2]) != (text, left)]
        assert all(other[3] < left or other[2] > right for other in others)
    opened.close()


@pytest.mark.parametrize("width", [1280, 768, 390])
def test_names_of_scenarios_are_not_broken_inside_a_word(browser, tmp_path, width):
    names = {"close": "Verzorgingshuizen sluiten", "nothing": "Ontmoetingsplekken"}
    made = invented.write_results(tmp_path, seeds=3, months=24, titles=names)
    opened = browser.new_page(viewport={"width": width, "height": 900})
    opened.goto(write_report(tmp_path, made).as_uri())
    heads = "main:not([hidden]) .verdicts tbody th, main:not([hidden]) .matrix thead th"
    words = opened.eval_on_selector_all(heads, LETTERS)
    assert len(words) > 10 and [word for word, lines in words if lines > 1] == []
    assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    opened.close()


@pytest.mark.parametrize("width", [1280, 768, 390])
def test_drawings_with_words_or_intervals_stay_large_enough_to_read(browser, report, width):
    opened = browser.new_page(viewport={"width": width, "height": 900})
    opened.goto(report.as_uri())
    wide = "all => all.map(one => one.getBoundingClientRect().width).filter(Boolean)"
    intervals = opened.eval_on_selector_all("main:not([hidden]) .drawn svg", wide)
    assert intervals and min(intervals) >= 180
    assert min(opened.eval_on_selector_all("main:not([hidden]) .trust figure > svg", wide)) >= 680 * 11 / 12
    opened.close()
