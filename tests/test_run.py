"""The command line: what it promises, and what it says when it is asked for the impossible."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sim.experiments.commands import main

ROOT = Path(__file__).resolve().parents[1]
SCENARIOS = ROOT / "scenarios"
CLOSING = str(SCENARIOS / "close_care_homes.yaml")
BASELINE = str(SCENARIOS / "baseline.yaml")
SMALLER_CLOSING = str(SCENARIOS / "policies" / "close_care_homes.yaml")
TINY = ["--scale", "1:100", "--months", "13"]
"""The policies that are shipped begin in the thirteenth month."""


def said(arguments, capsys):
    try:
        code = main([str(argument) for argument in arguments])
    except SystemExit as left:
        code = left.code
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.mark.parametrize("command", [[], ["compare"], ["run"], ["sweep"], ["validate"], ["view"], ["check"], ["docs"]])
def test_help_has_an_example_at_every_level(command, capsys):
    code, out, _ = said([*command, "--help"], capsys)
    assert code == 0 and "example: python run.py" in out


@pytest.mark.parametrize("unbuilt", ["--ensemble", "--gpu"])
def test_help_does_not_promise_what_is_not_built(unbuilt, capsys):
    _, out, _ = said(["--help"], capsys)
    _, more, _ = said(["compare", "--help"], capsys)
    assert unbuilt not in out + more


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["compare", "--scale", "5"], "must be 1:k"),
        (["compare", "--scale", "1:0"], "must be 1:k"),
        (["compare", "--seeds", "0"], "from 1 to"),
        (["compare", "--months", "x"], "from 1 to 600"),
        (["compare", "--workers", "-1"], ""),
        (["compare", "--lang", "fr"], "invalid choice"),
        (["run"], "SCENARIO"),
        (["fly"], "invalid choice"),
        (["sweep"], "SWEEP"),
        (["sweep", "no-such.yaml"], "there is no such file"),
        (["sweep", "no-such.yaml", "--cluster", "foo"], "must be an address such as tcp://10.0.0.1:8786; got 'foo'"),
        (["sweep", "no-such.yaml", "--cluster", "foo://10.0.0.1:8786"], "must be an address such as"),
        (["sweep", "no-such.yaml", "--cluster", "tcp://10.0.0.1:99999"], "must be an address such as"),
        (["sweep", "no-such.yaml", "--cluster", "tcp://[::1]:8786"], "there is no such file"),
        (["sweep", "no-such.yaml", "--cluster", "node-1.local:8786"], "there is no such file"),
        (["run", "no-such.yaml"], "there is no such file"),
        (["run", str(SCENARIOS)], "is a folder"),
        (["view", "--port", "99999"], "from 0 to 65535"),
        (["run", str(SCENARIOS / "baseline.yaml"), "--city", "groninge"], "did you mean groningen?"),
        (["compare", BASELINE], f"{BASELINE}:1:1: is the baseline itself; name a scenario that adds to it"),
        (["compare", CLOSING, BASELINE], f"{BASELINE}:1:1: is the baseline itself"),
        (["compare", CLOSING, "--baseline", CLOSING], f"{CLOSING}:1:1: is the baseline itself"),
        (["compare", CLOSING, CLOSING], f"{CLOSING}:1:1: is named twice; name each scenario once"),
        (["compare", "--together", CLOSING], "--together takes two scenarios, here it has 1; name two files"),
        (["compare", "--together", CLOSING, CLOSING], "is named twice"),
        (
            ["compare", "--together", CLOSING, SMALLER_CLOSING],
            f"close_care_homes already holds in Centrum and 19 other wijken at that time ({CLOSING}:8)",
        ),
    ],
)
def test_bad_arguments_get_one_line_and_exit_two(arguments, words, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = said(arguments, capsys)
    assert code == 2 and out == "" and words in err
    assert len(err.strip().splitlines()) == 1 and "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_scenario_writes_nothing(tmp_path, capsys):
    scenario = tmp_path / "wrong.yaml"
    scenario.write_text(f"extends: {SCENARIOS / 'baseline.yaml'}\npolicies:\n  - close_care_homes: {{share: 2}}\n")
    code, _, err = said(["compare", scenario, "--out", tmp_path / "out"], capsys)
    assert code == 2 and err.count(f"{scenario}:3:") == 2
    assert not (tmp_path / "out").exists()


def test_a_file_in_the_way_of_the_results_is_named_before_anything_runs(tmp_path, capsys):
    (tmp_path / "out").write_text("mine")
    code, _, err = said(["run", SCENARIOS / "baseline.yaml", *TINY, "--out", tmp_path / "out"], capsys)
    assert code == 2 and "is a file" in err and (tmp_path / "out").read_text() == "mine"


def test_check_says_that_files_are_in_order(capsys):
    code, out, err = said(["check", SCENARIOS / "baseline.yaml", SCENARIOS / "cities" / "groningen.yaml"], capsys)
    assert code == 0 and out.count("in order") == 2 and err == ""


def test_check_lists_the_faults_of_all_files(tmp_path, capsys):
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text("months: x")
    code, _, err = said(["check", tmp_path / "one.yaml", tmp_path / "two.yaml"], capsys)
    assert code == 2 and len(err.splitlines()) == 2


@pytest.fixture
def short_burn_in(monkeypatch):
    """Burn in for a year: what these tests ask does not depend on it."""
    from sim import rulebook

    known = rulebook.defaults()
    shorter = {**known, "founding.burn_in_months": known["founding.burn_in_months"].with_value(12)}
    monkeypatch.setattr(rulebook, "defaults", lambda: shorter)


@pytest.mark.usefixtures("short_burn_in")
def test_compare_writes_tables_and_a_report_and_ends_with_its_name(tmp_path, capsys):
    code, out, err = said(["compare", *TINY, "--seeds", "2", "--workers", "1", "--csv", "--out", tmp_path], capsys)
    assert code == 0, err
    assert out.splitlines()[-1] == str(tmp_path / "report.html")
    assert max(map(len, out.splitlines()[:-1])) <= 80
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {
        "cost_summary.csv", "cost_summary.parquet", "costs.csv", "costs.parquet", "differences.csv",
        "differences.parquet", "groups.csv", "groups.parquet", "manifest.json", "report.html", "wijken.csv",
        "wijken.parquet",
    }  # fmt: skip
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert set(manifest["files"]) == names - {"manifest.json", "report.html"}
    assert manifest["baseline"] == "baseline" and len(manifest["city"]["wijken"]) == 20
    assert manifest["parameters"]["contact.half_hours"]["source"]


@pytest.mark.usefixtures("short_burn_in")
def test_compare_together_has_both_as_a_scenario_and_writes_what_they_do_beyond_their_sum(tmp_path, capsys):
    files = [SCENARIOS / "policies" / f"{name}.yaml" for name in ("clubs", "greening")]
    code, out, err = said(["compare", *files, "--together", "--scale", "1:100", "--months", "14", "--seeds", "2",
                           "--workers", "1", "--out", tmp_path], capsys)  # fmt: skip
    assert code == 0, err
    assert "both together less the sum of each alone" in out and max(map(len, out.splitlines()[:-1])) <= 80
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert [entry["key"] for entry in manifest["scenarios"]] == ["baseline", "clubs", "greening", "clubs+greening"]
    assert manifest["scenarios"][3]["policies"] == ["clubs", "greening"]
    assert "interactions.parquet" in manifest["files"]
    assert '<section class="block together">' in (tmp_path / "report.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("short_burn_in")
def test_run_tells_the_course_of_one_scenario(tmp_path, capsys):
    code, out, _ = said(["run", SCENARIOS / "baseline.yaml", *TINY, "--lang", "nl", "--out", tmp_path], capsys)
    assert code == 0 and "Eén doorrekening" in out
    assert out.splitlines()[-1] == str(tmp_path / "wijken.parquet")
    assert max(map(len, out.splitlines()[:-1])) <= 80


def test_check_reads_sweep_files_too(tmp_path, capsys):
    code, out, _ = said(["check", *sorted((SCENARIOS / "sweeps").glob("*.yaml"))], capsys)
    assert code == 0 and "in order" in out
    (tmp_path / "wrong.yaml").write_text("design: {kind: fly}\npolicies: [none.yaml]\n")
    code, _, err = said(["check", tmp_path / "wrong.yaml"], capsys)
    assert code == 2 and f"{tmp_path / 'wrong.yaml'}:1:16: kind must be one of" in err


def test_a_sweep_of_real_runs_writes_tables_and_a_page_and_goes_on(tmp_path, capsys):
    text = (ROOT / "benchmarks" / "battery" / "real.yaml").read_text().replace("../../", f"{ROOT}/")
    (tmp_path / "small.yaml").write_text(text.replace("levels: 3", "levels: 2").replace("seeds: 2", "seeds: 1"))
    arguments = ["sweep", tmp_path / "small.yaml", "--workers", "2", "--out", tmp_path / "out"]
    code, out, err = said(arguments, capsys)
    assert code == 0 and out.splitlines()[-1] == str(tmp_path / "out" / "sweep.html"), err
    assert max(map(len, out.splitlines()[:-1])) <= 80 and "12 runs to make" in err and "MB of memory each" in err
    before = (tmp_path / "out" / "runs.parquet").read_bytes()
    (tmp_path / "out" / "runs.parquet").unlink()
    code, _, err = said(arguments, capsys)
    assert code == 0 and err == "" and (tmp_path / "out" / "runs.parquet").read_bytes() == before
    code, _, err = said([*arguments, "--add-seeds", "1"], capsys)
    assert code == 0 and "12 runs to make" in err


@pytest.mark.usefixtures("short_burn_in")
def test_an_interrupted_comparison_goes_on_where_it_stopped(tmp_path, capsys, monkeypatch):
    from sim.experiments import engine, pieces

    arguments = ["compare", *TINY, "--seeds", "2", "--workers", "1", "--out", tmp_path]
    whole, seeds = engine.run_task, []

    def interrupted(task, tick):
        seeds.append(task.seed)
        if len(seeds) == 2:
            raise KeyboardInterrupt
        return whole(task, tick)

    def here(tasks, workers, finished, progress, work):
        engine.run_tasks(tasks, workers, finished, progress, interrupted)

    monkeypatch.setattr(pieces, "run_tasks", here)
    code, _, err = said(arguments, capsys)
    assert code == 130 and "python run.py compare" in err
    code, _out, _ = said(arguments, capsys)
    assert code == 0 and seeds == [1, 2, 2]


def test_validate_measures_every_pattern_and_writes_its_page(tmp_path, capsys):
    from sim.experiments.patterns import patterns
    from sim.experiments.store import read_table

    code, out, err = said(["validate", "--scale", "1:100", "--seeds", "1", "--out", tmp_path, "--lang", "nl"], capsys)
    assert code == 0, err
    assert out.strip().splitlines()[-1] == str(tmp_path / "validation.html")
    values = read_table(tmp_path / "patterns.parquet")
    assert values["pattern"].tolist() == list(patterns())
    page = (tmp_path / "validation.html").read_text(encoding="utf-8")
    assert all(known.what["nl"].replace("'", "&#x27;") in page for known in patterns().values())
    assert not (tmp_path / ".pieces").exists()


def test_an_older_python_is_told_which_version_is_needed(tmp_path):
    source = (ROOT / "run.py").read_text().replace("(3, 12)", "(9, 0)", 1)
    (tmp_path / "run.py").write_text(source)
    told = subprocess.run([sys.executable, tmp_path / "run.py"], capture_output=True, text=True, check=False)
    assert told.returncode == 1 and told.stderr.startswith("Ongedeeld needs Python")


def test_importing_the_package_does_not_load_mesa_or_the_compiler():
    code = "import sys, sim; print('mesa' in sys.modules or 'numba' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


@pytest.mark.long
def test_one_and_two_workers_write_the_same_bytes(tmp_path):
    policies = ("close_care_homes: {from: 2026-02}", "knarrenhof: {from: 2026-02, wijken: [Noordwest], hofjes: 40}")
    scenarios = [tmp_path / f"{policy.partition(':')[0]}.yaml" for policy in policies]
    for path, policy in zip(scenarios, policies, strict=True):
        path.write_text(f"extends: {SCENARIOS / 'baseline.yaml'}\npolicies:\n  - {policy}\n")
    for workers in (1, 2):
        command = [sys.executable, "run.py", "compare", *scenarios, "--together", *TINY, "--seeds", "3"]
        command += ["--workers", str(workers), "--out", str(tmp_path / str(workers))]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    tables = ("wijken", "groups", "differences", "costs", "cost_summary", "interactions")
    for name in (f"{table}.parquet" for table in tables):
        one, two = ((tmp_path / workers / name).read_bytes() for workers in ("1", "2"))
        assert one == two, name
