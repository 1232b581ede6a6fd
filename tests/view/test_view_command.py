"""The command ``view``: what it says when it cannot serve."""

import socket

import pytest

from sim.experiments.commands import main
from sim.view import serve


def said(arguments, capsys):
    code = main(["view", *map(str, arguments)])
    captured = capsys.readouterr()
    assert captured.out == "" and len(captured.err.strip().splitlines()) == 1
    return code, captured.err


@pytest.fixture
def installed(monkeypatch):
    monkeypatch.setattr(serve, "missing", list)


def test_without_the_extra_it_names_the_line_that_installs_it(capsys, monkeypatch):
    monkeypatch.setattr(serve, "missing", lambda: ["solara"])
    code, told = said([], capsys)
    assert code == 2 and "solara" in told and "pip install -e '.[view]'" in told


def test_a_file_elsewhere_is_refused_with_a_remedy(capsys, installed, tmp_path, scenarios):
    elsewhere = tmp_path / "mine.yaml"
    elsewhere.write_text((scenarios / "baseline.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    code, told = said([elsewhere], capsys)
    assert code == 2 and "copy it there" in told


def test_three_scenarios_are_one_too_many(capsys, installed, scenarios):
    code, told = said([scenarios / "baseline.yaml"] * 3, capsys)
    assert code == 2 and "one or two" in told


def test_a_port_that_is_taken_is_said_with_a_remedy(capsys, installed):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, told = said(["--port", taken.getsockname()[1]], capsys)
    assert code == 2 and "choose another --port" in told


@pytest.mark.parametrize("host", ["192.0.2.1", "foo.invalid"])
def test_a_host_that_is_not_this_machine_is_said_with_a_remedy(host, capsys, installed):
    code, told = said(["--host", host], capsys)
    assert code == 2 and f"cannot listen on {host}:" in told and "choose another --host" in told
