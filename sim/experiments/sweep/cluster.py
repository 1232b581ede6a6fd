"""The same jobs on many machines: a thin adapter to dask.distributed, which finds workers and replaces those that die.

Every worker does one job at a time in one thread, as workers of this machine do. What comes back is bytes; they are
written here, by the command that has the folder, so workers need no disk in common.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sim.experiments.crew import CrewFault, Work, done
from sim.experiments.sweep.runs import Job

AHEAD = 2
"""Jobs handed over for each worker: one at work and one waiting, so that it need not wait for the network."""
SECONDS_FOR_SCHEDULER, SECONDS_FOR_WORKERS = 15, 120
INSTALL = "pip install -e '.[cluster]'"


def run_each(
    tasks: Iterable[Job],
    work: Work,
    finished: Callable[[Job, Any], None],
    failed: Callable[[Job, str], None],
    progress: Callable[[int], None],
    address: str,
) -> None:
    """Do all jobs on the workers of a cluster; the same as ``crew.run_each`` does on this machine."""
    client, workers, ended = _client(address)
    try:
        waiting = iter(tasks)
        given: dict[Any, Job] = {}
        lived = 0

        def give() -> None:
            for job in waiting:
                future = client.submit(_done, job, work, pure=False)
                given[future] = job
                ended.add(future)
                return

        for _ in range(AHEAD * workers):
            give()
        for future in ended:
            job = given.pop(future)
            kind, what = _outcome(future, job, address)
            future.release()
            give()
            if kind == "done":
                finished(job, what)
            else:
                failed(job, what)
            lived += job.months
            progress(lived)
    finally:
        client.close(timeout=1)


def _client(address: str) -> tuple[Any, int, Any]:
    """Reach the scheduler; CrewFault says what is missing."""
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise CrewFault(f"--cluster needs dask.distributed; install it: {INSTALL}") from None
    try:
        client = Client(address, timeout=SECONDS_FOR_SCHEDULER, set_as_default=False)
    except (OSError, TimeoutError, ValueError, RuntimeError) as error:
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise CrewFault(f"no scheduler at {address} ({why}); start one: dask scheduler --host ADDRESS") from None
    try:
        workers = _workers(client, address)
    except BaseException:
        client.close(timeout=1)
        raise
    return client, workers, as_completed([], loop=client.loop)


def _workers(client: Any, address: str) -> int:
    """Count the workers of a scheduler; CrewFault where there is none, or one that does several jobs at a time."""
    try:
        client.wait_for_workers(1, timeout=SECONDS_FOR_WORKERS)
    except TimeoutError:
        raise CrewFault(f"no worker has joined {address}; start one: dask worker {address} --nthreads 1") from None
    threads = client.nthreads()
    many = sorted(name for name, number in threads.items() if number != 1)
    if many:
        raise CrewFault(f"the worker {many[0]} has {threads[many[0]]} threads; start it with --nthreads 1")
    return len(threads)


def _done(job: Job, work: Work) -> tuple[str, Any]:
    return done(job, work, _untold)


def _untold(months: int) -> None:
    """Tell nobody how many months were lived: what has ended is counted instead."""


def _outcome(future: Any, job: Job, address: str) -> tuple[str, Any]:
    if future.status == "finished":
        kind, what = future.result()
        return kind, what
    if future.status == "error":
        error = future.exception()
        if type(error).__name__ == "KilledWorker":
            return "failed", f"{job.name}: its worker was ended again and again (too little memory?)"
        return "failed", f"{job.name}: {type(error).__name__}: {error}".splitlines()[0]
    raise CrewFault(f"the scheduler at {address} is gone; what is finished is kept")
