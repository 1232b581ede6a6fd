"""The adapter to a cluster: what it says when something is missing."""

import dataclasses
import sys

import pytest

from benchmarks.battery import figures, stub
from sim.experiments.crew import CrewFault
from sim.experiments.sweep import cluster

JOBS = list(stub.sweep("latin_hypercube", 3).jobs(1))


def on_cluster(jobs, work, address):
    found, failed = {}, {}
    cluster.run_each(jobs, work, lambda job, what: found.update({job.name: what}),
                     lambda job, why: failed.update({job.name: why}), lambda lived: None, address)  # fmt: skip
    return found, failed


def test_without_the_extra_the_line_that_installs_it_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(CrewFault, match=r"pip install -e '\.\[cluster\]'"):
        on_cluster(JOBS, stub.pretend, "tcp://127.0.0.1:1")


def test_a_scheduler_that_is_not_there_is_named_with_the_command_that_starts_one(monkeypatch):
    monkeypatch.setattr(cluster, "SECONDS_FOR_SCHEDULER", 1)
    with pytest.raises(CrewFault, match=r"no scheduler at tcp://127.0.0.1:1 .*dask scheduler --host"):
        on_cluster(JOBS, stub.pretend, "tcp://127.0.0.1:1")


def test_a_scheduler_without_workers_is_left_with_its_client_closed(monkeypatch):
    monkeypatch.setattr(cluster, "SECONDS_FOR_WORKERS", 1)
    closed = []
    monkeypatch.setattr("distributed.Client.close", lambda self, timeout: closed.append(self))
    monkeypatch.setattr("distributed.Client.__init__", lambda self, *said, **options: None)
    monkeypatch.setattr("distributed.Client.__del__", lambda self: None)
    monkeypatch.setattr("distributed.Client.wait_for_workers", _nobody_comes)
    with pytest.raises(CrewFault, match=r"no worker has joined tcp://127.0.0.1:1; start one"):
        on_cluster(JOBS, stub.pretend, "tcp://127.0.0.1:1")
    assert len(closed) == 1


def _nobody_comes(client, number, timeout):
    raise TimeoutError


def test_a_job_that_fails_on_a_cluster_does_not_stop_the_others():
    odd = dataclasses.replace(JOBS[1], runs=(dataclasses.replace(JOBS[1].runs[0], subject=None),))
    with figures.started_cluster(1) as address:
        found, failed = on_cluster([JOBS[0], odd, JOBS[2]], stub.pretend, address)
    assert sorted(found) == [JOBS[0].name, JOBS[2].name] and "AttributeError" in failed[odd.name]
