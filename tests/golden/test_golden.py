"""The course of a small city, month by month, is the one on record; only update.py changes the record."""

import json

import pytest
from golden.update import FILE, golden_run


def test_the_golden_run_is_as_recorded():
    """Five digits: other machines may round the sixth otherwise."""
    recorded, found = json.loads(FILE.read_text(encoding="utf-8")), golden_run()
    assert found.keys() == recorded.keys()
    for name, course in found.items():
        assert course == pytest.approx(recorded[name], rel=1e-5), name
