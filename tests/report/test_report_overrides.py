"""What scenarios change in parameters, and that ‘the same people’ is said only where that is so."""

import pytest

from sim.report.again import again
from sim.report.context import Context
from sim.report.head import head
from sim.report.overrides import overrides
from sim.report.overtime import overtime
from sim.report.trust import trust
from sim.report.words import LANGUAGES, Words

CHANGED = {"meeting.rate_3": 1.75}
SAME = {"nl": "dezelfde mensen", "en": "the same people"}


@pytest.fixture(params=LANGUAGES)
def told(request, results, monkeypatch):
    """The report of results of which some scenarios say more in the manifest."""

    def tell(**changes):
        listed = [entry | changes.get(entry["key"], {}) for entry in results.manifest["scenarios"]]
        monkeypatch.setattr(results, "manifest", results.manifest | {"scenarios": listed})
        return Context(results, Words(request.param))

    return tell


def test_the_same_people_are_claimed_where_no_city_is_another(told):
    context = told()
    assert SAME[context.words.language] in str(head(context))
    assert SAME[context.words.language] in str(overtime(context))
    assert overrides(context) is None


def test_a_scenario_with_other_people_is_named_where_the_people_are_called_the_same(told):
    context = told(mix={"parameters": CHANGED, "own_burn_in": True})
    page = str(head(context))
    assert context.words("page.what_some_other_people", scenarios=context.words.counted("page.scenarios", 5),
                         baseline=context.baseline, own=context.quoted("mix")) in page  # fmt: skip
    assert SAME[context.words.language] not in str(overtime(context))
    assert context.words("overrides.own_city", scenarios=context.quoted("mix")) in str(trust(context))


def test_where_every_city_has_other_people_none_are_called_the_same(told):
    keys = told().results.scenarios
    context = told(**{key: {"parameters": CHANGED, "own_burn_in": True} for key in keys})
    counted = context.words.counted("page.scenarios", len(keys))
    assert context.words("page.what_other_people", scenarios=counted, baseline=context.baseline) in str(head(context))


def test_prices_of_a_scenario_are_listed_and_leave_the_people_the_same(told):
    context = told(mix={"parameters": CHANGED, "own_burn_in": False})
    assert SAME[context.words.language] in str(head(context))
    assert "1.75" in str(overrides(context))


def test_what_a_scenario_changes_stands_beside_the_shipped_value_and_these_are_called_shipped(told):
    context = told(mix={"parameters": CHANGED, "own_burn_in": True})
    rows = str(overrides(context))
    assert rows.index("meeting.rate_3") < rows.index("1.75") < rows.index("0.3") < rows.index("per week")
    page = str(trust(context))
    assert context.words("trust.assumptions_shipped") in page
    assert context.words("trust.assumptions_subtitle") not in page


def test_the_texts_of_extended_files_stand_in_the_recipe_once(told):
    page = {"file": "shared.yaml", "text": "policies: [] # of both"}
    block = str(again(told(mix={"extends": [page]}, close={"extends": [page]})))
    assert block.count("shared.yaml") == 1 and block.count("# of both") == 1
