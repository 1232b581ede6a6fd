"""What is said of a city file whose entries are too many, too few or not to be told apart."""

from pathlib import Path

import pytest

from sim.city.file import load_city
from sim.scenario import check

FILE = Path(__file__).resolve().parents[2] / "scenarios" / "cities" / "groningen.yaml"
TEXT = FILE.read_text(encoding="utf-8")
OUD_ZUID = "{code: WK001401, name: Oud-Zuid, tile: [4, 2]"


@pytest.mark.parametrize(
    ("written", "instead", "line"),
    [
        ("ages: [3, 44, 33, 11, 9]", "ages: [3, 44, 33, 20]", "95:12: ages must have five numbers; it has 4"),
        ("ages: [3, 44, 33, 11, 9]", "ages: [3, 44]", "95:12: ages must have five numbers; it has 2"),
        ("ages: [3, 44, 33, 11, 9]", "ages: [3, 44, 33, 1, 9, 9]", "95:12: ages must have five numbers; it has 6"),
        ("ages: [3, 44, 33, 11, 9]", "ages: 3", "95:12: ages must be a list; got '3'"),
        (
            "ages: [3, 44, 33, 11, 9]",
            "ages: [3, 44, 33, 11, 90]",
            "95:12: ages must add up to about 100, all five shares; they give 181",
        ),
        ("tile: [3, 2]", "tile: [3]", "93:43: tile must have two numbers; it has 1"),
        (
            OUD_ZUID,
            OUD_ZUID.replace("[4, 2]", "[3, 2]"),
            "98:44: Oud-Zuid has the same tile as Centrum: [3, 2]; change one of them",
        ),
        (
            OUD_ZUID,
            OUD_ZUID.replace("Oud-Zuid", "Centrum"),
            "98:28: WK001401 has the same name as WK001400: Centrum; change one of them",
        ),
        (
            OUD_ZUID,
            OUD_ZUID.replace("WK001401", "WK001400"),
            "98:12: Oud-Zuid has the same code as Centrum: WK001400; change one of them",
        ),
        (
            OUD_ZUID,
            OUD_ZUID.replace("Oud-Zuid", "Oud-Zuid, short: Centrum"),
            "98:45: Oud-Zuid has the same short name as Centrum: Centrum; change one of them",
        ),
        (
            "kind: sheltered_housing",
            "kind: care_home",
            "66:11: care_home stands under facilities already; join the two into one",
        ),
    ],
)
def test_a_fault_is_one_line_at_the_entry_that_is_wrong(tmp_path, written, instead, line):
    assert written in TEXT
    path = tmp_path / "city.yaml"
    path.write_text(TEXT.replace(written, instead, 1), encoding="utf-8")
    assert [str(fault).removeprefix(f"{path}:") for fault in check(path)] == [line]


def test_a_file_that_was_changed_is_read_again(tmp_path):
    path = tmp_path / "city.yaml"
    path.write_text(TEXT, encoding="utf-8")
    first = load_city(path)
    assert load_city(path) is first
    path.write_text(TEXT.replace("\nname: Groningen", "\nname: Elsewhere", 1), encoding="utf-8")
    second = load_city(path)
    assert (first.name, second.name) == ("Groningen", "Elsewhere") and first.sha256 != second.sha256
