"""Trials in which something is killed: a worker, everything, or politely the command."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import time
from pathlib import Path

from benchmarks.battery.starting import Place, begun, children, ended, gone, kill, must, until_begun

STEPS = ("written", "synced", "renamed")
RUNS_OF_A_JOB = 3
JOBS_OF_A_WORKER = 2
"""In flight: the job that a worker does, and the one before it, whose results may wait to be written."""
MOST_TRIES = 5
"""Commands started for each that is interrupted: some are done too soon."""
PER_FOLDER = 10
"""Kills in one sweep: more would leave too little between them."""


def workers(place: Place, times: int, expected: str, seed: int) -> str:
    """Kill a worker at random moments: no hang, all runs done."""
    random_one, killed = random.Random(seed), 0
    while killed < times:
        fresh(place)
        process = place.start()
        here = 0
        while here < min(PER_FOLDER, times - killed) and process.poll() is None:
            if not until_begun(place, process, len(begun(place.log)) + 1):
                break
            time.sleep(random_one.uniform(0.0, 12.0 * place.seconds))
            with contextlib.suppress(ProcessLookupError):
                os.kill(begun(place.log)[-1][0], signal.SIGKILL)
                here += 1
        said = ended(process)
        must(process.returncode == 0, f"ended with {process.returncode}: {said}")
        place.check(expected, in_flight=here * RUNS_OF_A_JOB)
        killed += here
    return f"a worker killed {killed} times: no hang, all runs done, the same table"


def everything(place: Place, times: int, expected: str, seed: int) -> str:
    """Kill everything, every other time at a named step of writing, and give the same command again."""
    random_one, done, named = random.Random(seed), 0, 0
    while done < times:
        fresh(place)
        here = 0
        while here < min(PER_FOLDER, times - done):
            if (done + here) % 2:
                process = place.start("--end-at", f"{random_one.choice(STEPS)}:{random_one.randint(1, 4)}")
                ended(process)
                named += process.returncode == -signal.SIGKILL
            else:
                process = place.start()
                until_begun(place, process, len(begun(place.log)) + random_one.randint(0, 6))
                time.sleep(random_one.uniform(0.0, 2.0 * place.seconds))
                kill(process)
            must(gone(process, 5.0), "workers live on after the command was killed")
            place.whole()
            here += process.returncode == -signal.SIGKILL
            if process.returncode == 0:
                break  # it had done all its work before the moment came
        place.finish()
        place.check(expected, in_flight=here * place.workers * JOBS_OF_A_WORKER * RUNS_OF_A_JOB)
        done += max(here, 0)
    return f"everything killed {done} times, {named} at named steps: 0 lost, 0 doubled, the same table"


def orphans(place: Place) -> str:
    """Kill the command alone: its workers must end by themselves."""
    fresh(place)
    process = place.start()
    until_begun(place, process, 2)
    must(len(children(process)) >= place.workers, "there are no workers")
    os.kill(process.pid, signal.SIGKILL)
    began = time.monotonic()
    must(gone(process, 5.0), "workers live on after the command was killed")
    process.communicate()
    return f"workers of a killed command gone after {time.monotonic() - began:.1f} s"


def politely(place: Place, times: int, expected: str) -> str:
    """Interrupt by Ctrl-C and SIGTERM: an end within three seconds, and the line that goes on."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background would have it ignored
    slowest, done, tries = 0.0, 0, 0
    fresh(place)
    while done < times:
        tries += 1
        must(tries <= MOST_TRIES * times, f"only {done} of {tries - 1} commands could be interrupted")
        process = place.start()
        if not until_begun(place, process, len(begun(place.log)) + 2):
            ended(process)
            fresh(place)  # there was too little left to do
            continue
        began = time.monotonic()
        with contextlib.suppress(ProcessLookupError):
            if done % 2:
                os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of them
            else:
                os.kill(process.pid, signal.SIGTERM)
        said = ended(process)
        took = time.monotonic() - began
        must(process.returncode in (130, 0), f"ended with {process.returncode}: {said}")
        if process.returncode == 130:
            slowest, done = max(slowest, took), done + 1
            must("to go on" in said, "the line that goes on is missing")
            must(took < 3.0, f"took {took:.1f} s to end")
        must(gone(process, 1.0), "workers live on")
    place.finish()
    place.check(expected, in_flight=times * place.workers * JOBS_OF_A_WORKER * RUNS_OF_A_JOB)
    return f"interrupted {times} times: at most {slowest:.1f} s, the same table afterwards"


def fresh(place: Place) -> None:
    """Begin with an empty folder."""
    shutil.rmtree(place.folder, ignore_errors=True)
    Path(place.log).unlink(missing_ok=True)
