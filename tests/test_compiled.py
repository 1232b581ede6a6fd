"""Compiled code is kept for the source as it is: what changed, and what calls it, is compiled anew."""

import os
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sim import compiled

PROCESSES = compiled.PACKAGE / "processes"


@pytest.fixture
def changed(monkeypatch):
    """Give the fingerprint that one module has after another was edited."""

    def after(source: Path, edited: Path) -> str:
        read = Path.read_bytes
        with monkeypatch.context() as patch:
            patch.setattr(Path, "read_bytes", lambda path: read(path) + (b"#" if path == edited else b""))
            compiled.fingerprint.cache_clear()
            found = compiled.fingerprint(source)
        compiled.fingerprint.cache_clear()
        return found

    return after


def test_a_module_is_compiled_anew_when_it_or_what_it_imports_changes(changed):
    ties = PROCESSES / "ties.py"
    before = compiled.fingerprint(ties)
    for edited in (ties, compiled.PACKAGE / "world" / "bonds.py", compiled.PACKAGE / "native.py"):
        assert changed(ties, edited) != before, edited


def test_a_module_keeps_its_code_when_something_else_changes(changed):
    ties = PROCESSES / "ties.py"
    for edited in (PROCESSES / "moving.py", compiled.PACKAGE / "model.py"):
        assert changed(ties, edited) == compiled.fingerprint(ties), edited


def test_imports_over_several_lines_are_seen():
    assert compiled.PACKAGE / "world" / "codes.py" in compiled._imports(PROCESSES / "ties.py")
    assert compiled.PACKAGE / "world" / "bonds.py" in compiled._imports(PROCESSES / "ties.py")


UNCOMPILED = """
import pickle, sys
from sim.model import live
from sim.randomness import Draws
from sim.rulebook import rulebook
from sim.world import levers

world, parameters = pickle.load(open(sys.argv[1], "rb")), rulebook({}).bound
for month in range(2):
    world.city.month[0] = month
    levers.rest(world, parameters)
    live(world, parameters, Draws(3), month)
pickle.dump(world.columns(), open(sys.argv[2], "wb"))
"""


@pytest.mark.long
def test_the_month_does_the_same_uncompiled(burnt_in, tmp_path):
    """Everything whole is equal; what is kept in 32 bits may differ in the last of seven digits, since uncompiled
    arithmetic rounds at other moments."""
    (tmp_path / "world").write_bytes(pickle.dumps(burnt_in))
    found = []
    for switch in ("0", "1"):
        command = [sys.executable, "-W", "ignore", "-c", UNCOMPILED, str(tmp_path / "world"), str(tmp_path / switch)]
        subprocess.run(command, check=True, cwd=compiled.PACKAGE.parent, env=os.environ | {"NUMBA_DISABLE_JIT": switch})
        found.append(pickle.loads((tmp_path / switch).read_bytes()))
    for name, column in found[0].items():
        other = found[1][name]
        if column.dtype.kind == "f":
            np.testing.assert_allclose(column, other, rtol=1e-5, atol=1e-5, err_msg=name)
        else:
            assert np.array_equal(column, other), name
