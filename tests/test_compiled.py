"""Compiled code is kept for the source as it is: what changed, and what calls it, is compiled anew."""

from pathlib import Path

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
