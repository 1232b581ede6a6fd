"""How the model stands beside what is known, as the block on certainty tells it."""

import re

from sim.report.known import PARTS, known, validated
from sim.report.trust import trust


def block(context):
    return "".join(str(part) for part in known(context))


def test_the_lead_counts_what_passes_of_all_groups(context):
    for part in PARTS:
        passed, scored = (sum(group[part][k] for group in validated()["groups"].values()) for k in (0, 1))
        assert 0 < passed < scored and f"{scored} " in block(context) and f" {passed}" in block(context)


def test_each_group_has_its_counts_and_the_names_of_what_fails(context):
    text = block(context)
    for name, group in validated()["groups"].items():
        row = re.search(rf'<tr><th scope="row"[^>]*data-v="{name}".*?</tr>', text)[0]
        for part in PARTS:
            assert context.words("known.count", passed=group[part][0], scored=group[part][1]) in row
        assert row.count("; ") == max(len(group["failed"]) - 1, 0)


def test_a_fitted_figure_that_fails_is_told_apart_from_one_that_chose_nothing(context):
    fitted = [row for group in validated()["groups"].values() for row in group["failed"] if row["part"] == "calibrated"]
    marked = [context.words("known.fitted_fails", what=row[context.words.language]) for row in fitted]
    assert marked and all(text in block(context) for text in marked)


def test_it_stands_in_the_block_on_certainty_with_scale_and_seeds_of_the_validation(context):
    told = validated()
    assert f"1:{told['scale']}, {told['seeds']} " in str(trust(context))
    assert context.words("known.title") in str(trust(context))
