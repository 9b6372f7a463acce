"""Recipes as values and as files."""

import pytest

from mlcore.clean.recipe import CleaningRecipe, Decision
from mlcore.errors import ScanLabError

ALL = CleaningRecipe(
    (
        Decision("drop_black", {"keep": "one_of_each", "parts": "train"}),
        Decision("merge_exact_duplicates", {"labels": "own"}),
        Decision("drop_contradictions"),
        Decision("drop_near_duplicates"),
        Decision("exclude", {"ids": ["1.png", "0012", "é漢: #"], "reason": 'it\'s "odd"'}),
        Decision("set_label", {"id": "7", "label": "yes", "value": "blank"}),
        Decision("set_label", {"id": "8.png", "label": "cyst", "value": 1}),
        Decision("resplit", {"val": 0.15, "seed": 3}),
    )
)


def test_a_recipe_is_written_and_read_back():
    text = ALL.to_yaml()
    assert CleaningRecipe.from_yaml(text) == ALL
    assert CleaningRecipe.from_yaml(text).digest == ALL.digest
    assert text.splitlines()[:4] == [
        "# A cleaning recipe of ScanLab: its decisions are made from top to bottom.",
        "- decision: drop_black",
        "  keep: one_of_each",
        "  parts: train",
    ]


def test_an_empty_recipe_is_written_and_read_back():
    assert CleaningRecipe.from_yaml(CleaningRecipe().to_yaml()) == CleaningRecipe()


def test_thousands_of_excluded_scans_are_written_and_read_back():
    many = CleaningRecipe((Decision("exclude", {"ids": [f"{i}.png" for i in range(5000)]}),))
    assert CleaningRecipe.from_yaml(many.to_yaml()) == many


def test_what_is_left_out_gets_its_default():
    short = CleaningRecipe.from_yaml("- decision: drop_black\n- decision: resplit\n")
    values = {"val": "as now", "test": "as now", "seed": 0, "unlabelled_test": "stays"}
    assert short.decisions[0].values == {"keep": "none", "parts": "all"}
    assert short.decisions[1].values == values
    blank = CleaningRecipe.from_yaml("- {decision: set_label, id: a, label: b, value: }")
    assert blank.decisions[0].values["value"] == "blank"


def test_the_digest_is_that_of_what_is_done():
    short = CleaningRecipe.from_yaml("[{seed: 0, decision: resplit, val: 0}]")
    spelt = CleaningRecipe((Decision("resplit", {"val": 0.0, "test": "as now"}),))
    assert short.digest == spelt.digest
    assert len(short.digest) == 12
    turned = CleaningRecipe(ALL.decisions[::-1])
    assert len({ALL.digest, turned.digest, short.digest, CleaningRecipe().digest}) == 4
    assert len({ALL, turned, CleaningRecipe(ALL.decisions)}) == 2


def test_decisions_are_added_undone_and_moved():
    a, b, c = ALL.decisions[:3]
    recipe = CleaningRecipe().adding(a).adding(b, c)
    assert recipe.decisions == (a, b, c)
    assert recipe.without(1).decisions == (a, c)
    assert recipe.moved(0, 2).decisions == (b, c, a)
    assert recipe.moved(2, 0).decisions == (c, a, b)
    assert recipe.decisions == (a, b, c)


BAD = {
    "": "the cleaning recipe is empty",
    "drop_black": "the cleaning recipe is 'drop_black'; expected a list",
    "decision: drop_black": "the cleaning recipe is .*expected a list",
    "- drop_black": "decision 1 .* is 'drop_black'; expected 'decision: NAME'",
    "- decision: drop_black\n-": "decision 2 of the cleaning recipe is empty",
    "- keep: none": "decision 1 .* is {'keep': 'none'}; expected 'decision: NAME'",
    "- decision: drop_blak": "decision 1 .*no decision 'drop_blak'; expected drop_black",
    "- decision: [1]": "decision 1 .*there is no decision .1.",
    "- decision:": "decision 1 .*there is no decision None; expected drop_black or merge",
    "- decision: drop_black\n  keep: two": "'drop_black': keep is 'two'; expected none, one_absent",
    "- decision: drop_black\n  keep: [none]": "keep is .'none'.; expected none",
    "- decision: drop_black\n  kep: none": "'drop_black' has no parameter 'kep'; expected keep",
    "- decision: drop_near_duplicates\n  x: 1": "no parameter 'x'; expected no other key",
    "- decision: exclude": "'exclude' has no ids; expected a list of texts",
    "- decision: exclude\n  ids: 1.png": "ids is '1.png'; expected a list",
    "- decision: exclude\n  ids: []": r"ids is \[\]; expected a list",
    "- decision: exclude\n  ids: [0012]": r"ids is \[10\]; expected .* in quotes",
    "- decision: exclude\n  ids: [a]\n  reason: ''": "reason is ''; expected text",
    "- decision: exclude\n  ids: [a]\n  reason: 3": "reason is 3; expected text",
    "- {decision: set_label, id: a, label: b}": "'set_label' has no value; expected 0",
    "- {decision: set_label, id: a, label: b, value: yes}": "value is True; expected 0",
    "- {decision: set_label, id: a, label: b, value: 2}": "value is 2; expected 0",
    "- {decision: set_label, id: a, label: b, value: .5}": "value is 0.5; expected 0",
    "- {decision: set_label, id: 12, label: b, value: 1}": "id is 12; expected text, in quotes",
    "- {decision: resplit, val: 1}": "val is 1; expected a number from 0 to 0.9 or 'as now'",
    "- {decision: resplit, val: -0.1}": "val is -0.1; expected",
    "- {decision: resplit, test: .nan}": "test is nan; expected",
    "- {decision: resplit, test: true}": "test is True; expected",
    "- {decision: resplit, seed: 1.5}": "seed is 1.5; expected a whole number",
    "- {decision: resplit, seed: -1}": "seed is -1; expected a whole number",
    "- {decision: resplit, unlabelled_test: no}": "unlabelled_test is False; expected stays or",
    "- decision: drop_black\n- decision: !!python/name:os.system": "decision 2 .* line 2, uses",
    "- &a {decision: drop_black}\n- *a": "decision 1 .*uses 'a'; expected plain words",
    "- decision: " + "[" * 20: "decision 1 .*nested deeper",
    "- decision: " + "x" * 600: "decision 1 .*value of 600 characters; expected at most 500",
    "- {decision: drop_black": "not readable YAML at line 1",
    "- decision: 'drop": "not readable YAML at line 1",
    "- \x00": "not readable YAML",
    "- decision: 2024-13-45": "put it in quotes",
    " " * 600_000: "has 600,000 characters; expected at most 500,000",
}


@pytest.mark.parametrize("text", BAD, ids=[repr(text[:40]) for text in BAD])
def test_a_bad_recipe_is_told_in_one_sentence_that_names_the_decision(text):
    with pytest.raises(ScanLabError, match=BAD[text]) as caught:
        CleaningRecipe.from_yaml(text)
    assert "\n" not in str(caught.value)


def test_a_file_is_read_with_or_without_a_mark_at_its_beginning(tmp_path):
    path = tmp_path / "r.yaml"
    path.write_text(ALL.to_yaml(), encoding="utf-8-sig")
    assert CleaningRecipe.read(path) == ALL
    path.write_bytes(b"\xff\xfe\x00")
    for bad in (path, tmp_path, tmp_path / "missing.yaml"):
        with pytest.raises(ScanLabError, match="cannot be read as a recipe"):
            CleaningRecipe.read(bad)
