"""Start the page as a user would, and drive it in Chromium. Fails without the browser."""

import contextlib
import os
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAIR = ("scenarios/baseline.yaml", "scenarios/close_care_homes.yaml")
PATIENCE = 240_000
"""Milliseconds: the first time, the engine is compiled."""
OF_SOLARA = "find module.exports, falling back to old method"
"""What a template of Solara itself (its Navigator) lets the console say."""


class Served:
    """A running program: ``url``, and ``said``, the lines it has written on stderr."""

    def __init__(self, process):
        self.process, self.said = process, []
        self.url = process.stdout.readline().strip()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        for line in self.process.stderr:
            self.said.append(line.rstrip())

    @property
    def port(self):
        return int(self.url.rstrip("/").rsplit(":", 1)[1])


@contextlib.contextmanager
def serving(*arguments):
    command = [sys.executable, str(ROOT / "tests" / "view" / "alone.py"), *map(str, arguments)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               env={**os.environ, "PYTHONUNBUFFERED": "1"})  # fmt: skip
    served = Served(process)
    try:
        assert served.url.startswith("http://127.0.0.1:"), served.said
        yield served
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


class Watched:
    """A page of the program: what a person sees and does."""

    def __init__(self, page, url):
        self.page, self.complaints, self.requests = page, [], []
        page.set_default_timeout(30_000)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda asked: self.requests.append(asked.url))
        page.goto(url)
        page.wait_for_selector(".og-tile, .og-wijk, [data-card]", state="attached", timeout=PATIENCE)
        page.wait_for_selector("[data-clock][data-status=paused]", timeout=PATIENCE)

    def _hear(self, told):
        if told.type in ("error", "warning") and OF_SOLARA not in told.text:
            self.complaints.append(told.text)

    @property
    def months(self):
        return int(self.page.get_attribute("[data-clock]", "data-months"))

    def opened(self, which, title):
        """Wait until an arm is another scenario and the new city is there."""
        self.page.wait_for_function(f"document.querySelector('.og-map-{which} h2').textContent.includes('{title}')")
        self.until(0, "===")
        self.page.wait_for_selector("[data-clock][data-status=paused]", timeout=PATIENCE)

    def do(self, what):
        self.page.click(f"[data-do={what}]")

    def until(self, months, compare=">="):
        self.page.wait_for_function(
            "[...document.querySelectorAll('[data-months]')]"
            f".every(one => Number(one.dataset.months) {compare} {months})",
            timeout=PATIENCE,
        )

    def step(self, times=1):
        for _ in range(times):
            before = self.months
            self.do("step")
            self.until(before + 1)

    def begin_anew(self):
        self.do("reset")
        self.until(0, "===")
        self.page.wait_for_selector("[data-clock][data-status=paused]", timeout=PATIENCE)

    def play_until(self, months):
        self.page.select_option("[data-speed]", "0")
        self.do("play")
        self.until(months)
        self.do("play")
        self.page.wait_for_selector("[data-clock][data-status=paused]")

    def tiles(self, which):
        return self.page.eval_on_selector_all(f".og-map-{which} .og-tile b", "all => all.map(one => one.textContent)")

    def total(self, which):
        return self.page.locator(f"[data-total='{which}'] [data-city]").text_content()


def opened(browser, program, width=1280, address=""):
    """Open the page in a tab of its own."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    return Watched(context.new_page(), program.url + address)
