"""Strict reading: what is written is what is meant, and every fault has a place, a cause and a remedy."""

from typing import Annotated

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from sim.strict_yaml import Flag, InputFault, Number, Text, Whole, number_from, parse, read


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: Annotated[Text, Field(max_length=30)]
    months: Whole = 1
    share: Number = 0.0
    open: Flag = True
    wijken: Annotated[list[str], Field(min_length=1)] = ["a"]


def faults(tmp_path, content):
    path = tmp_path / "x.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InputFault) as found:
        parse(Form, read(path))
    return [str(fault).removeprefix(f"{path}:") for fault in found.value.faults]


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        ("", "1:1:", "empty"),
        ("# only a comment\n", "1:1:", "empty"),
        (b"name: \xff\xfe", "1:1:", "UTF-8"),
        (b"PK\x03\x04\x00\x00", "1:1:", "binary"),
        ("name: a\nname: b", "2:1:", "stands twice (first in line 1)"),
        ("name: &x a", "1:7:", "anchor"),
        ("name: *x", "1:7:", "alias"),
        ("name: !!str a", "1:7:", "tag"),
        ("<<: {name: a}", "1:1:", "merge"),
        ("name: a\n---\nname: b", "2:1:", "second document"),
        ("[" * 100_000, "1:41:", "nested"),
        ("name: [1\nmonths: 2", "1:7:", "add the ], or a comma"),
        ("name: {a: 1\nmonths: 2", "1:7:", "add the }, or a comma"),
        ("name: 'abc\nmonths: 3\nshare: 1\n", "1:7:", "a quote opens here that is not closed"),
        ("list:\n  - a: 1\n   b: 2\n", "3:4:", "is indented otherwise"),
        ("name: a\n]", "2:1:", "a ] closes what nothing opened"),
        ("name: a\nmonths\nshare: 1", "2:1:", "write it as 'key: value'"),
        ("name: @x", "1:7:", "@ cannot begin a value; put the value in quotes"),
        ("name: [a,, b]", "1:10:", "leave the comma out"),
        ("name: a\x07b", "1:8:", "cannot be seen stands here (U+0007); remove it"),
        (f"name: {'x' * 31}", "1:7:", "name must have at most 30 letters; it has 31"),
        ("name: a\nwijken: []", "2:9:", "wijken must have at least 1 entry; it has 0"),
        ("name: a: b", "1:8:", "quotes"),
        ("name: a\n\tmonths: 2", "2:1:", "tab"),
        ("name: a\nmonth: 3", "2:1:", "did you mean months?"),
        ("name: a\nmonths: many", "2:9:", "must be a number; got 'many'"),
        ("name: a\nmonths: 1.5", "2:9:", "whole number"),
        ("name: a\nshare: .nan", "2:8:", "must be a number"),
        ("name: a\nshare: .inf", "2:8:", "must be a number"),
        ("name: a\nshare: 012", "2:8:", "write 12"),
        ("name: a\nshare: 1:30", "2:8:", "must be a number"),
        ("name: a\nshare: 50%", "2:8:", "0.5"),
        ("name: a\nshare: 0,5", "2:8:", "decimal point"),
        ("{name: a, share: 0,5}", "1:18:", "share must be written with a decimal point; got 0,5"),
        ("{name: a, share: -0,5, months: 1,5}", "1:18:", "share must be written with a decimal point; got -0,5"),
        ("{name: a, share: 0,5, months: 2,5}", "1:18:", "decimal point"),
        ("{name: a, share: 400,000 EUR}", "1:18:", "write 400_000 EUR"),
        ("{name: a, 5}", "1:11:", "unknown key '5'"),
        ("name: a\nshare: 1e300", "2:8:", "too large"),
        ("name: a\nopen: no", "2:7:", "true or false"),
        ("name: [a]", "1:7:", "must be a text; got a list"),
        ("months: 3", "1:1:", "name is missing"),
        ("- name", "1:1:", "must be a mapping"),
        ("? [a, b]\n: c", "1:3:", "key must be a word"),
    ],
)
def test_a_fault_is_named_with_place_and_cause(tmp_path, content, place, words):
    (line,) = faults(tmp_path, content)
    assert line.startswith(place) and words in line


def test_all_faults_are_named_at_once(tmp_path):
    assert len(faults(tmp_path, "nam: a\nmonths: x\nshare: y")) == 4


def test_a_folder_and_a_missing_file_are_named(tmp_path):
    (tmp_path / "scenario.yaml").write_text("name: a")
    with pytest.raises(InputFault, match="is a folder"):
        read(tmp_path)
    with pytest.raises(InputFault, match=r"did you mean scenario\.yaml\?"):
        read(tmp_path / "scenari.yaml")


def test_a_link_to_nothing_is_named_with_what_it_links_to(tmp_path):
    (tmp_path / "dangling.yaml").symlink_to("gone.yaml")
    with pytest.raises(InputFault, match=r"is a link to gone\.yaml, which is not there; name the file itself"):
        read(tmp_path / "dangling.yaml")


def test_words_that_yaml_would_twist_stay_what_they_are(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("name: no\nmonths: 1_20\nshare: 1e-1\nopen: false")
    form = parse(Form, read(path))
    assert (form.name, form.months, form.share, form.open) == ("no", 120, 0.1, False)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_every_number_python_writes_is_read_back(value):
    assert number_from(repr(value)) == value


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(content=st.binary(max_size=200) | st.text(alphabet="ab:-[]{}&*!#'\"|>%@`?, \n\t0.1", max_size=120))
def test_no_input_raises_anything_but_an_input_fault(tmp_path, content):
    path = tmp_path / "x.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    try:
        parse(Form, read(path))
    except InputFault as found:
        assert all("\n" not in str(fault) and str(fault).startswith(f"{path}:") for fault in found.faults)
