"""The fingerprint of the model covers all that a run passes through, so that runs of two programs are never mixed."""

import subprocess
import sys
from pathlib import Path

import pytest

from sim.experiments import identity

SIM = identity.ROOT / "sim"
LOADED = """
import importlib, pkgutil, sys
import sim.indicators, sim.model, sim.policies, sim.processes
for package in (sim.indicators, sim.policies, sim.processes):
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
print(*(module.__file__ for name, module in sys.modules.items() if name.split(".")[0] == "sim"), sep="\\n")
"""


def test_every_module_that_the_model_loads_is_in_its_fingerprint():
    told = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True, cwd=SIM.parent)
    loaded = {Path(line).resolve() for line in told.stdout.split()}
    assert len(loaded) > 100 and loaded <= set(identity.lived_by())


def test_every_parameter_file_beside_a_module_of_the_model_is_in_its_fingerprint():
    beside = {path for source in identity.lived_by() for path in source.parent.glob("*.yaml")}
    assert {path for path in beside if path.parts[len(SIM.parts)] not in identity.APART} <= set(identity.lived_by())
    assert SIM / "processes" / "ties.yaml" in identity.lived_by()


@pytest.mark.parametrize("name", identity.APART + identity.LIVING)
def test_nothing_that_is_named_is_missing(name):
    assert (SIM / name).exists()


@pytest.mark.parametrize(("name", "lived"), [
    ("lanes/arithmetic.py", True), ("agents/rows.py", True), ("files.py", True), ("strict_yaml/typed.py", True),
    ("processes/ties.yaml", True), ("experiments/sweep/living.py", True), ("report/page.py", False),
])  # fmt: skip
def test_a_line_added_to_a_file_changes_the_fingerprint_if_a_run_passes_through_it(monkeypatch, name, lived):
    before, of_file = identity.of_model(), identity.of_file
    monkeypatch.setattr(identity, "of_file", lambda path: of_file(path) + "#" * (path == SIM / name))
    identity._of.cache_clear()
    changed = identity.of_model() != before
    identity._of.cache_clear()
    assert changed == lived
