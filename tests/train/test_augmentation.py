"""The augmentation a training asks for, before and when it starts."""

from dataclasses import replace

import pytest

from mlcore.augment import library, presets
from mlcore.augment.recipe import Recipe, StepUse
from mlcore.errors import ScanLabError
from mlcore.runs import folder
from mlcore.train import augmentation, checks, jobs
from mlcore.train.config import TrainConfig
from tests import scans

TINY = TrainConfig("squares", model="tiny", batch=8)
CROP = "- step: crop\n  size: 40\n  measure: pixels\n"


@pytest.fixture(autouse=True)
def nobody_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "start_waiting", lambda: None)


def test_a_run_keeps_the_text_of_its_recipe_though_the_saved_one_changes():
    scans.make()
    turn = Recipe((StepUse("rotate", 0.5, {"angle": (-3, 3)}),))
    library.save("mine", turn)
    run = jobs.start(replace(TINY, augmentation="mine"))
    library.delete("mine")
    assert run.config["augmentation"] == turn.to_yaml()
    assert augmentation.recipe_of(TrainConfig.from_json(run.config)) == turn


def test_a_recipe_that_changes_nothing_is_none():
    scans.make()
    off = "- step: flip\n  enabled: false\n"
    for text in ("none", off):
        assert jobs.start(replace(TINY, augmentation=text)).config["augmentation"] == "none"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            {"augmentation": "gentel"},
            "there is no recipe 'gentel'; expected none, gentle, strong, strong-mirrored",
        ),
        ({"augmentation": "missing.yaml"}, r"missing\.yaml cannot be read as a recipe"),
        ({"augmentation": "- step: rotat\n"}, "did you mean rotate"),
        ({"augmentation": CROP}, "'crop' cuts 40 x 40 pixels .* as small as 16 x 16"),
        ({"augmented_copies": 2}, "augmented_copies is 2 but the augmentation changes nothing"),
    ],
)
def test_what_cannot_work_is_refused_before_there_is_a_run(options, said):
    scans.make()
    with pytest.raises(ScanLabError, match=said) as refused:
        jobs.start(replace(TINY, **options))
    assert "\n" not in str(refused.value)
    assert folder.all_runs() == []


def test_an_augmentation_that_is_no_text_is_refused():
    with pytest.raises(ScanLabError, match="augmentation is 5; expected a text"):
        replace(TINY, augmentation=5)


def test_copies_are_counted():
    study = replace(TINY, augmentation="study", augmented_copies=10)
    assert augmentation.facts(study, 12_000) == {
        "name": "study",
        "digest": presets.get("study").recipe.digest,
        "scans": 12_000,
        "copies": 120_000,
    }
    assert augmentation.facts(TINY, 12_000) is None
    own = replace(TINY, augmentation="- step: flip\n")
    assert augmentation.facts(own, 10)["name"] is None
    assert augmentation.facts(own, 10)["copies"] == 0


def test_a_crop_that_fits_larger_scans_is_accepted_there():
    data = scans.make(side=64)
    assert checks.check(replace(TINY, augmentation=CROP)).fingerprint == data.fingerprint
