"""The page of ``run.py view``: how soon it is there, how many months a second it shows, what watching long takes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAIR = ("scenarios/baseline.yaml", "scenarios/close_care_homes.yaml")
CHROMIUM = "/usr/bin/chromium"
OPENINGS, PLAYED, PAUSES = 5, 60, 5
LONG, FROM, EVERY = 620, 120, 100
READY = "[data-clock][data-status=paused]"
PAUSE = """() => new Promise(answer => {
    const clock = document.querySelector('[data-clock]'), began = performance.now()
    new MutationObserver(() => { if (clock.dataset.status === 'paused') answer(performance.now() - began) })
        .observe(clock, {attributes: true})
    document.querySelector('[data-do=play]').click()
})"""


@dataclass(frozen=True)
class Shown:
    """Seconds until the first picture, months a second, milliseconds of pauses, and MB grown per hundred months."""

    openings: list[float]
    pace: float
    pauses: list[float]
    grown: list[float]


def measure(scale: int) -> Shown:
    """Serve two scenarios and watch them in Chromium; then live through many months without a browser."""
    command = [sys.executable, "run.py", "view", *PAIR, "--scale", f"1:{scale}", "--port", "0"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        openings, pace, pauses = _watch(process.stdout.readline().strip())
    finally:
        process.terminate()
        process.wait()
    return Shown(openings, pace, pauses, memory(scale))


def _watch(url: str) -> tuple[list[float], float, list[float]]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        _open(browser, url)  # the burn-in is waited for here
        openings = [_open(browser, url)[1] for _ in range(OPENINGS)]
        page = _open(browser, url)[0]
        page.select_option("[data-speed]", "0")
        page.click("[data-do=play]")
        _until(page, 1)
        began = time.perf_counter()
        _until(page, 1 + PLAYED)
        pace = PLAYED / (time.perf_counter() - began)
        pauses = []
        for _ in range(PAUSES):
            pauses.append(page.evaluate(PAUSE))
            page.click("[data-do=play]")
            page.wait_for_timeout(500)
        browser.close()
    return openings, pace, pauses


def _open(browser: Any, url: str) -> tuple[Any, float]:
    """Open the page in a browser that has seen nothing yet; give it and the seconds until the maps are drawn."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(300_000)
    began = time.perf_counter()
    page.goto(url)
    page.wait_for_selector(".og-tile")
    seconds = time.perf_counter() - began
    page.wait_for_selector(READY)
    return page, seconds


def _until(page: Any, months: int) -> None:
    page.wait_for_function(f"Number(document.querySelector('.og-city').dataset.months) >= {months}")


def memory(scale: int) -> list[float]:
    """Give by how many MB the program grew over each hundred months after month 120, everything shown each month."""
    from sim.scenario import load_scenario
    from sim.view.library import Library
    from sim.view.pair import Pair, Setup
    from sim.view.session import Chosen, Session
    from sim.view.shown.city import city
    from sim.view.shown.controls import controls
    from sim.view.shown.events import events
    from sim.view.shown.lines import lines
    from sim.view.worlds import Worlds

    first, second = (replace(load_scenario(ROOT / path), months=LONG) for path in PAIR)
    session = Session(Library(ROOT / "scenarios"), Worlds(), Chosen([Path(path).name for path in PAIR], 1, scale))
    pair = Pair(Setup((first, second), 1, scale), Worlds(), lambda step, part: None)
    session.player.pair = pair
    sizes = []
    for month in range(1, LONG + 1):
        pair.step()
        for part in (city, controls, events, lines):
            part(session)
        if month >= FROM and (month - FROM) % EVERY == 0:
            sizes.append(_resident())
    return [later - earlier for earlier, later in pairwise(sizes)]


def _resident() -> float:
    """Give the memory in use, MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def page(shown: Shown, scale: int) -> str:
    """Write what was found as Markdown."""
    grown = ", ".join(f"{size:.2f}" for size in shown.grown)
    rows = [
        ("first picture, a browser that has kept nothing", f"{median(shown.openings):.1f} s ({_span(shown.openings)})"),
        ("shown, as fast as it goes", f"{shown.pace:.1f} months a second"),
        ("pause", f"{median(shown.pauses):.0f} ms ({_span(shown.pauses, 0)})"),
        (f"memory per {EVERY} months after month {FROM}", f"{grown} MB"),
    ]
    return "\n".join(
        [
            "### The page",
            "",
            f"Two scenarios side by side at 1:{scale} in Chromium, compiled and burnt in, by the clock on the wall;",
            "the middle one (least to most):",
            "",
            "| | |",
            "|---|---|",
            *(f"| {name} | {value} |" for name, value in rows),
        ]
    )


def _span(values: list[float], decimals: int = 1) -> str:
    return f"{min(values):.{decimals}f} to {max(values):.{decimals}f}"
