"""The generated documentation: it says what the code says, and says so when it does not."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sim.docs import DocsFault, differences, generate, renew
from sim.docs.blocks import filled
from sim.docs.markdown import anchor, first_sentence, inline, prose, table
from sim.docs.parameters import parameter_table
from sim.experiments.commands import main
from sim.parameters import Parameter
from sim.policies import POLICIES
from sim.policies.settings import settings_of
from sim.processes import MONTH
from sim.rulebook import defaults
from sim.world.tables import TABLES

ROOT = Path(__file__).resolve().parents[2]
ODD = ROOT / "docs" / "odd.md"
POLICY_PAGE = ROOT / "docs" / "policies.md"
BLOCK = re.compile(r"<!-- generated: .*? -->\n.*?<!-- end -->", re.DOTALL)


@pytest.fixture
def copy(tmp_path):
    """Give a folder with a copy of the documentation."""
    (tmp_path / "docs").mkdir()
    shutil.copy(ODD, tmp_path / "docs")
    shutil.copy(POLICY_PAGE, tmp_path / "docs")
    return tmp_path


@pytest.fixture
def project(copy):
    """Give a copy of the whole program, with its documentation."""
    shutil.copytree(ROOT / "sim", copy / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "docs" / "policies.csv", copy / "docs")
    shutil.copy(ROOT / "run.py", copy)
    return copy


def docs(project, *options):
    command = [sys.executable, "run.py", "docs", *options]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_documentation_is_what_the_code_says():
    assert differences(ROOT) == [], "run: python run.py docs"


def test_every_process_of_the_month_has_a_submodel_and_the_schedule_leads_to_it():
    text = ODD.read_text(encoding="utf-8")
    for name in MONTH:
        assert text.count(f"\n### Process `{name}`\n") == 1, name
        assert f"](#process-{name})" in text, name


def test_every_table_of_the_state_and_every_policy_is_described():
    text = ODD.read_text(encoding="utf-8") + POLICY_PAGE.read_text(encoding="utf-8")
    for heading in [*(f"Table `{name}`" for name in TABLES), *(f"Policy `{name}`" for name in POLICIES)]:
        assert text.count(f"\n### {heading}\n") == 1, heading


def test_every_parameter_and_setting_stands_there_exactly_once():
    text = ODD.read_text(encoding="utf-8") + POLICY_PAGE.read_text(encoding="utf-8")
    settings = [f"{policy}.{name}" for policy in POLICIES for name in settings_of(policy)]
    wrong = [name for name in [*defaults(), *settings] if text.count(f"\n| `{name}` | ") != 1]
    assert wrong == []


@pytest.mark.parametrize("page", [ODD, POLICY_PAGE])
def test_links_within_the_page_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    headings = {anchor(heading) for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= headings


@pytest.mark.parametrize("page", [ODD, POLICY_PAGE])
def test_files_that_the_page_links_to_exist(page):
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (ODD.parent / link).exists()] == []


def test_a_changed_parameter_is_noticed_named_and_mended(project):
    replace(project / "sim" / "processes" / "ties.yaml", "value: 14.0", "value: 15.0")
    told = docs(project, "--check")
    assert told.returncode == 1 and told.stdout == ""
    assert told.stderr == "docs/odd.md: the block 'submodels' is not what the code says; run: python run.py docs\n"
    assert docs(project).returncode == 0
    assert "| `ties.household_hours` | 15 |" in (project / "docs" / "odd.md").read_text(encoding="utf-8")
    assert docs(project, "--check").returncode == 0


def test_a_process_without_a_docstring_gets_one_line_and_exit_two(project):
    path = project / "sim" / "processes" / "language.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[text.index('"""', 3) + 3 :], encoding="utf-8")
    told = docs(project, "--check")
    assert told.returncode == 2
    assert told.stderr == "run.py: sim/processes/language.py: has no docstring; say what it does and why\n"


def test_the_command_loads_neither_mesa_nor_the_processes_and_compiles_nothing():
    code = (
        "import sys; from sim.experiments.commands import main; main(['docs', '--check']);"
        "print([m for m in sys.modules if m == 'mesa' or m.startswith(('sim.processes.', 'pandas'))])"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip().splitlines()[-1] == "[]"


def test_running_twice_changes_nothing(copy):
    replace(copy / "docs" / "odd.md", "Everyone grows a month older", "Everyone grows a year older")
    assert renew(copy) == ["docs/odd.md"]
    once = (copy / "docs" / "odd.md").read_bytes()
    assert renew(copy) == [] and (copy / "docs" / "odd.md").read_bytes() == once
    assert sorted(path.name for path in (copy / "docs").iterdir()) == ["odd.md", "policies.md"]


def test_what_is_written_by_hand_stays_as_it_is(copy):
    path = copy / "docs" / "odd.md"
    by_hand = "  Two spaces, | a bar and \t a tab.  \n"
    path.write_text(BLOCK.sub(by_hand + r"\g<0>", path.read_text(encoding="utf-8")), encoding="utf-8")
    replace(path, "Everyone grows a month older", "Everyone grows a year older")
    before = BLOCK.split(path.read_text(encoding="utf-8"))
    assert renew(copy) == ["docs/odd.md"]
    assert BLOCK.split(path.read_text(encoding="utf-8")) == before and by_hand in before[0]


def test_files_with_the_ends_of_lines_of_windows_keep_them(copy):
    path = copy / "docs" / "odd.md"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert differences(copy) == []
    replace(path, "Everyone grows a month older", "Everyone grows a year older")
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    renew(copy)
    assert path.read_bytes() == ODD.read_bytes().replace(b"\n", b"\r\n")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("no block", "page.md: lacks the block 'one'; add <!-- generated: one --> and <!-- end -->"),
        ("<!-- generated: one -->", "page.md:1: the block 'one' does not end"),
        ("<!-- generated: one -->\n<!-- generated: one -->", "page.md:2: the block 'one' has not ended yet"),
        ("<!-- end -->", "page.md:1: <!-- end --> ends no block"),
        ("<!-- generated: two -->\n<!-- end -->", "page.md:1: no block is called 'two'; there are one"),
        ("<!-- generated one -->\n<!-- end -->", "page.md:1: is no marker"),
        (2 * "<!-- generated: one -->\n<!-- end -->\n", "page.md:3: the block 'one' stands twice"),
    ],
)
def test_markers_that_do_not_fit_are_named_with_their_line(text, words):
    with pytest.raises(DocsFault) as fault:
        filled(text, {"one": "made"}, "page.md")
    assert str(fault.value).startswith(words) and "\n" not in str(fault.value)


@pytest.mark.parametrize("options", [[], ["--check"]])
def test_a_missing_marker_gets_one_line_and_exit_two_and_nothing_is_written(copy, options, capsys, monkeypatch):
    path = copy / "docs" / "odd.md"
    replace(path, "<!-- generated: schedule -->\n", "")
    before = path.read_bytes()
    monkeypatch.setattr("sim.experiments.files_at_rest.ROOT", copy)
    assert main(["docs", *options]) == 2
    told = capsys.readouterr()
    assert told.out == "" and len(told.err.splitlines()) == 1 and told.err.startswith("run.py: docs/odd.md:")
    assert path.read_bytes() == before


def test_without_the_file_one_is_told_which_is_missing(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sim.experiments.files_at_rest.ROOT", tmp_path)
    assert main(["docs"]) == 2
    assert capsys.readouterr().err == f"run.py: docs/odd.md: there is no such file in {tmp_path}\n"


def test_a_second_file_takes_one_line(copy, monkeypatch):
    page = copy / "docs" / "policies.md"
    page.write_text("# Policies\n\n<!-- generated: policies -->\n<!-- end -->\n", encoding="utf-8")
    monkeypatch.setitem(generate.FILES, "docs/policies.md", ("policies",))
    assert differences(copy) == [("docs/policies.md", "policies")]
    assert renew(copy) == ["docs/policies.md"] and "### Policy `magic_mix`" in page.read_text(encoding="utf-8")


def test_a_docstring_becomes_paragraphs_that_mean_the_same():
    text = (
        "Grows by ``rate`` · H\n+ 2 * loss [1].\n\nFrom __init__ of tie_hours::\n\n    a = 1\n\n- one\n  two\n- three"
    )
    assert prose(text).split("\n\n") == [
        "Grows by `rate` · H + 2 \\* loss \\[1\\].",
        "From \\__init_\\_ of tie_hours:",
        "```\na = 1\n```",
        "- one two\n- three",
    ]


@pytest.mark.parametrize("start", ["+ 2", "- 2", "# a", "> b", "3. c"])
def test_no_line_of_prose_becomes_a_list_or_a_heading(start):
    line = prose(f"{115 * 'x'} {start}").splitlines()[1]
    assert line != start and line.replace("\\", "") == start


def test_cells_of_a_table_keep_their_bars():
    assert table(("a",), [("x|y",)]).splitlines()[-1] == "| x\\|y |"


def test_first_sentences_end_where_sentences_do():
    assert first_sentence("Shares of 0.5 (e.g. of wijken)\nhold. Then more.\n\nAnd more.") == (
        "Shares of 0.5 (e.g. of wijken) hold."
    )


def test_inline_code_is_left_alone():
    assert inline("``a_*|b`` and <c>") == "`a_*|b` and \\<c>"


def test_long_lists_of_numbers_are_shortened():
    numbers = tuple(float(number) for number in range(60))
    long = Parameter("x", numbers, "u", "assumed", "s", range=(0, 100))
    assert "| 0, 1, 2, 3, … 59 (60 numbers) | u | 0 to 100 |" in parameter_table({"a.x": long})
