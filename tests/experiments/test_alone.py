"""A folder for one command at a time."""

import os
import subprocess
import sys

import pytest

from sim.experiments.alone import LOCK, Taken, alone

HOLDS = "import sys, time\nfrom pathlib import Path\nfrom sim.experiments.alone import alone\n" \
        "with alone(Path(sys.argv[1]), 'first'):\n    print('in', flush=True)\n    time.sleep(60)\n"  # fmt: skip


def test_the_second_is_told_who_the_first_is(tmp_path):
    words = rf"process {os.getpid()} on .* \(sweep one\)"
    with alone(tmp_path, "sweep one"), pytest.raises(Taken, match=words), alone(tmp_path, "sweep two"):
        pass


def test_a_folder_that_was_left_can_be_entered_again(tmp_path):
    for _ in range(2):
        with alone(tmp_path, "sweep"):
            pass
    assert (tmp_path / LOCK).read_text() == ""


def test_a_killed_process_leaves_no_lock(tmp_path):
    first = subprocess.Popen([sys.executable, "-c", HOLDS, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert first.stdout.readline() == "in\n"
    with pytest.raises(Taken, match=f"process {first.pid} "), alone(tmp_path, "second"):
        pass
    first.kill()
    first.wait()
    first.stdout.close()
    with alone(tmp_path, "second"):
        pass
