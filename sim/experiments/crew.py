"""Workers on this machine: processes that are given one task at a time, and replaced when they die.

A pool of the standard library loses all its work when one process is killed, and leaves its processes behind when
it is killed itself. Here each worker has a line of its own to whoever hired it: a line that breaks names the one
task that has to be done again, and a worker whose line breaks leaves.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import connection as lines
from multiprocessing.connection import Connection
from typing import Any, Protocol

MOST_TRIES = 4
"""Deaths of a worker after which its task is given up: a memory that is too small kills every time."""
MOST_STARTS = 10
"""Workers in a row that may die before they say a word; then something is wrong with all of them."""
LOOK_EVERY = 0.5
TELL_EVERY = 0.1
"""Seconds: a month at 1:100 takes milliseconds, and telling each would be most of the work."""
PATIENCE = 1.0
"""Seconds a worker has to leave when it is asked to, before it is made to."""
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")

Work = Callable[[Any, Callable[[int], None]], Any]
"""Does a task and gives what comes of it; it tells how many months it lived through."""


class Named(Protocol):
    """A task: whatever can be told apart by name."""

    @property
    def name(self) -> str:
        """What a failure calls it."""
        ...


class RunFailure(Exception):
    """A run stopped; the text says which and why."""


class CrewFault(Exception):
    """No worker can be had; the text says why and what to do."""


def run_each[T: Named](
    tasks: Iterable[T],
    work: Work,
    finished: Callable[[T, Any], None],
    failed: Callable[[T, str], None],
    progress: Callable[[int], None],
    workers: int,
) -> None:
    """Do all tasks on so many workers; ``finished`` and ``failed`` get each as it ends, in whatever order.

    Tasks are taken from ``tasks`` as workers come free, so there may be millions. What ``finished`` raises, and an
    interrupt, end the workers and are passed on.
    """
    crew = _Crew(iter(tasks), work, workers)
    try:
        for task, kind, what in crew.outcomes(progress):
            if kind == "done":
                finished(task, what)
            else:
                failed(task, what)
    finally:
        crew.dismiss()


@dataclass
class _Worker:
    process: Any
    line: Connection
    task: Any = None
    spoke: bool = False


class _Crew:
    """The workers and what is still to be done."""

    def __init__(self, tasks: Iterator[Any], work: Work, size: int) -> None:
        os.environ.update({name: os.environ.get(name, "1") for name in ONE_THREAD})  # workers take these over
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload([work.__module__])  # imported once instead of by every worker
        self.tasks, self.work, self.size = tasks, work, size
        self.again: deque[Any] = deque()
        self.tries: dict[str, int] = {}
        self.workers: list[_Worker] = []
        self.lived = self.unlucky = 0

    def outcomes(self, progress: Callable[[int], None]) -> Iterator[tuple[Any, str, Any]]:
        """Give (task, "done" or "failed", result or reason) until nothing is left."""
        while len(self.workers) < self.size and self._give(None):
            pass
        while self.workers:
            ready = set(lines.wait([line for w in self.workers for line in (w.line, w.process.sentinel)], LOOK_EVERY))
            for worker in [w for w in self.workers if w.line in ready or w.process.sentinel in ready]:
                told = self._hear(worker)
                if told is not None:
                    yield told
            progress(self.lived)

    def _give(self, worker: _Worker | None) -> bool:
        """Give the next task to a worker, a new one if it is None; without a task it is sent home."""
        task = next(self.tasks, None)
        if task is None and self.again:
            task = self.again.popleft()  # last: what kills its worker must not keep others waiting
        if task is None:
            if worker is not None:
                self._let_go(worker)
            return False
        if worker is None:
            worker = self._hire()
        worker.task = task
        with contextlib.suppress(OSError):  # it may have died: its end of the line tells so when it is next heard
            worker.line.send((task, self.work))
        return True

    def _hire(self) -> _Worker:
        ours, theirs = self.context.Pipe()
        process = self.context.Process(target=_serve, args=(theirs,), daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self.workers.append(worker)
        return worker

    def _hear(self, worker: _Worker) -> tuple[Any, str, Any] | None:
        """Take one message of a worker; None where it is no outcome."""
        try:
            if not worker.line.poll():
                raise EOFError
            kind, what, lived = worker.line.recv()
        except (EOFError, OSError):
            return self._lost(worker)
        worker.spoke, self.unlucky, self.lived = True, 0, self.lived + lived
        if kind == "lived":
            return None
        task = worker.task
        self._give(worker)  # before the outcome is looked at: nobody waits for the disk
        return task, kind, what

    def _lost(self, worker: _Worker) -> tuple[Any, str, Any] | None:
        """Replace a worker that died, and do its task once more unless that happened too often."""
        task = worker.task
        if not worker.spoke:
            self.unlucky += 1
            if self.unlucky >= MOST_STARTS:
                raise CrewFault(f"{MOST_STARTS} workers in a row ended before they began; is there memory for one?")
        self._let_go(worker)
        self.tries[task.name] = self.tries.get(task.name, 0) + 1
        over = self.tries[task.name] >= MOST_TRIES
        if not over:
            self.again.append(task)
        self._give(None)
        reason = f"{task.name}: the worker was ended {MOST_TRIES} times (too little memory?)"
        return (task, "failed", reason) if over else None

    def _let_go(self, worker: _Worker) -> None:
        self.workers.remove(worker)
        worker.line.close()  # the sign for it to leave
        worker.process.join(PATIENCE)
        worker.process.kill()

    def dismiss(self) -> None:
        """End all workers at once: what they were doing is begun anew, or not wanted any more."""
        for worker in self.workers:
            worker.process.terminate()
        deadline = time.monotonic() + PATIENCE
        for worker in self.workers:
            worker.process.join(max(deadline - time.monotonic(), 0.0))
            worker.process.kill()
            worker.line.close()
        self.workers.clear()


def watch_parent() -> None:
    """In a worker: end as soon as the process that started it has ended, whatever else is going on."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: Any) -> None:
    lines.wait([sentinel])
    os._exit(1)


def _serve(line: Connection) -> None:
    """Do tasks as they come; an interrupt is the affair of whoever hired this worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    watch_parent()
    with contextlib.suppress(EOFError, OSError):  # nobody is left to work for
        while True:
            task, work = line.recv()
            teller = _Teller(line)
            line.send((*done(task, work, teller), teller.lived))


def done(task: Named, work: Work, tick: Callable[[int], None]) -> tuple[str, Any]:
    """Do a task and give "done" and its result, or "failed" and the reason in one line."""
    try:
        return "done", work(task, tick)
    except RunFailure as failure:
        return "failed", str(failure)
    except Exception as error:
        return "failed", f"{task.name}: {type(error).__name__}: {error}".splitlines()[0]


class _Teller:
    """Tells how many months were lived, now and then."""

    def __init__(self, line: Connection) -> None:
        self.line, self.lived, self.told = line, 0, time.monotonic()
        line.send(("lived", None, 0))

    def __call__(self, months: int) -> None:
        self.lived += months
        if time.monotonic() - self.told >= TELL_EVERY:
            self.line.send(("lived", None, self.lived))
            self.lived, self.told = 0, time.monotonic()
