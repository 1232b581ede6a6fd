"""Stand-ins for runs, importable by worker processes."""

import os
import time
from pathlib import Path

import pandas as pd

from sim.experiments.engine import RunFailure


def frames(task):
    table = pd.DataFrame({"scenario": ["a", "b"], "seed": task.seed, "value": [task.seed * 1.5, task.seed * 2.0]})
    return table, table


def honest(task, tick):
    tick(12)
    return frames(task)


def failing(task, tick):
    if task.seed == 2:
        raise RunFailure("seed 2, scenario a: ValueError: no such thing")
    return frames(task)


def killed_once(task, tick):
    """End the worker the first time seed 2 is tried; the scale's field names the folder of the mark."""
    mark = Path(task.scenarios[0]) / "killed"
    if task.seed == 2 and not mark.exists():
        mark.write_text("")
        os._exit(9)
    return frames(task)


def killed_always(task, tick):
    if task.seed == 2:
        os._exit(9)
    return frames(task)


def doubled(task, tick):
    tick(1)
    return 2 * task.seed


def faulty(task, tick):
    return 2 * task.seed / (task.seed != 2)


def killed_always_doubled(task, tick):
    if task.seed == 2:
        os._exit(9)
    return 2 * task.seed


def endless(task, tick):
    """Say which process this is, in the folder the environment names, and never end."""
    (Path(os.environ["ENDLESS"]) / f"worker-{os.getpid()}").write_text("")
    while True:
        time.sleep(1)
