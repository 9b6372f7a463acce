import random
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from PIL import Image

from mlcore.augment import presets, stream
from mlcore.augment.presets import PRESETS
from mlcore.augment.recipe import Choose, Recipe, StepUse
from mlcore.augment.solt_import import private_copy
from mlcore.augment.steps import STEPS

PROJECT = Path(__file__).resolve().parents[2]
STUDY = presets.get("study").recipe
GENTLE = presets.get("gentle").recipe
ALL = Recipe(tuple(StepUse(step.name, 0.5) for step in STEPS))

FRESH = """
import sys
import numpy as np
from mlcore.augment import presets, stream
scan = np.full((64, 64, 1), 99, np.uint8)
stream.apply(presets.get("study").recipe, scan, 1)
print(*(name for name in ("torch", "torchvision", "solt", "tensorflow") if name in sys.modules))
"""


@pytest.mark.parametrize("recipe", [STUDY, GENTLE, ALL], ids=["study", "gentle", "all"])
def test_the_same_seed_gives_the_same_pixels_and_other_seeds_give_others(recipe, scan):
    pictures = [stream.apply(recipe, scan(), seed).pixels.tobytes() for seed in range(50)]
    assert pictures == [stream.apply(recipe, scan(), seed).pixels.tobytes() for seed in range(50)]
    assert len(set(pictures)) > 35


def test_what_was_drawn_belongs_to_the_pixels(scan):
    first, again = (stream.apply(STUDY, scan(), 8) for _ in range(2))
    assert first.drawn == again.drawn
    assert first.drawn != stream.apply(STUDY, scan(), 9).drawn


def test_the_scan_itself_stays_as_it_is(scan):
    original = scan()
    original.setflags(write=False)
    stream.apply(Recipe((StepUse("cutout", 1, {"size": 50}),)), original, 0)
    assert (original == scan()).all()


def test_the_random_numbers_of_the_program_are_left_alone(scan):
    random.seed(5)
    np.random.seed(5)
    before = random.getstate(), np.random.get_state()[1].tolist()
    stream.apply(ALL, scan(), 1)
    stream.apply(STUDY, scan(), 1)
    assert before == (random.getstate(), np.random.get_state()[1].tolist())


def test_threads_give_the_pixels_of_a_single_thread(scan):
    jobs = [(recipe, seed) for seed in range(100) for recipe in (STUDY, ALL, GENTLE)]

    def work(job: tuple[Recipe, int]) -> bytes:
        return stream.apply(job[0], scan(3), job[1]).pixels.tobytes()

    alone = [work(job) for job in jobs]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, jobs)) == alone


@pytest.mark.parametrize("channels", [1, 3])
def test_many_scans_at_once_are_the_scans_one_by_one(channels, scan):
    scans = np.stack([scan(channels), scan(channels)[::-1], scan(channels)[:, ::-1]])
    seeds = np.array([stream.seed_for(7, 2, index) for index in range(3)])
    many = stream.apply_many(ALL, scans, seeds)
    assert many.dtype == np.uint8
    for pixels, original, seed in zip(many, scans, seeds, strict=True):
        assert (pixels == stream.apply(ALL, original, seed).pixels).all()
    assert stream.apply_many(ALL, scans[:0], seeds[:0]).shape == (0, 64, 64, channels)


def test_no_recipe_changes_nothing(scan):
    result = stream.apply(Recipe(), scan(3), 1)
    assert (result.pixels == scan(3)).all()
    assert result.drawn == []


def test_a_step_switched_off_is_as_if_it_were_not_there(scan):
    with_off = Recipe((StepUse("blur", on=False), StepUse("rotate")))
    assert (
        stream.apply(with_off, scan(), 3).pixels
        == stream.apply(Recipe((StepUse("rotate"),)), scan(), 3).pixels
    ).all()


def test_a_probability_is_the_share_of_scans_that_a_step_is_applied_to(scan):
    for step in STEPS:
        recipe = Recipe((StepUse(step.name, 0.3),))
        applied = sum(len(stream.apply(recipe, scan(), seed).drawn) for seed in range(500))
        assert 110 < applied < 190, step.name


def test_growing_is_kept_inside_a_choice():
    turn = StepUse("rotate", 1, {"angle": (45, 45), "grow": True})
    white = np.full((64, 64, 1), 255, np.uint8)
    chosen = stream.apply(Recipe((Choose(1, (turn,)),)), white, 0).pixels
    assert (chosen == stream.apply(Recipe((turn,)), white, 0).pixels).all()


def test_a_scan_need_not_be_square(scan):
    # After a quarter turn, 72 x 40 pixels no longer hold the piece that the default crop keeps.
    upright = Recipe(tuple(use for use in ALL.steps if use.name != "quarter-turn"))
    turned = Recipe((StepUse("quarter-turn", 0.5), StepUse("crop", 1, {"size": 50})))
    for recipe in (STUDY, GENTLE, upright, turned):
        for seed in range(20):
            assert stream.apply(recipe, scan(1, 40, 72), seed).pixels.shape == (40, 72, 1)


WRONG = [np.zeros((64, 64), np.uint8), np.zeros((64, 64, 1), np.float32)]


@pytest.mark.parametrize("wrong", WRONG)
def test_anything_but_height_width_channels_of_bytes_is_our_own_bug(wrong):
    with pytest.raises(ValueError, match="a scan is"):
        stream.apply(GENTLE, wrong, 0)


def test_the_study_chooses_three_of_five(scan):
    cuts = Counter()
    for seed in range(1000):
        drawn = stream.apply(STUDY, scan(), seed).drawn
        sizes = sorted(values["size"][0] for name, values in drawn if name == "cutout")
        cuts[tuple(sizes)] += 1
    # Of ten equally likely choices one holds all three squares, three one square and both nothings.
    expected = {(10, 40, 50): 100, (10, 40): 200, (10, 50): 200, (40, 50): 200}
    expected |= {(10,): 100, (40,): 100, (50,): 100}
    assert cuts.keys() == expected.keys()
    for sizes, count in expected.items():
        assert abs(cuts[sizes] - count) < 50


def test_the_study_preset_draws_the_ten_published_variants(shared):
    folder = shared / "seed" / "images"
    original = np.array(Image.open(folder / "10001.png").convert("L"))[..., None]
    for number, variant in enumerate(stream.variants(STUDY, original, 2, 10), 1):
        published = np.array(Image.open(folder / f"10001_{number}.png").convert("L"), int)
        # Versions of OpenCV round differently.
        assert np.abs(variant.pixels[..., 0] - published).max() <= 2


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_a_recipe_gives_the_pixels_of_plain_solt(preset, scan):
    solt = private_copy(random)

    def made(use):
        if use is None:
            return solt.Stream()
        if isinstance(use, Choose):
            return solt.SelectiveStream([made(option) for option in use.options], n=use.count)
        arguments = use.step.arguments(use.parameters, (64, 64))
        transform = getattr(solt.transforms, use.step.solt)(**arguments)
        transform.p = use.probability
        return transform

    plain = solt.Stream(
        [made(use) for use in preset.recipe.steps], ignore_fast_mode=preset.name == "study"
    )
    for seed in range(100):
        random.seed(seed)
        expected = plain({"image": scan()}, return_torch=False).data[0]
        assert (stream.apply(preset.recipe, scan(), seed).pixels == expected).all()


def test_seeds_differ_between_runs_epochs_and_scans_and_stay_the_same_for_ever():
    seeds = {
        stream.seed_for(run, epoch, index)
        for run in range(10)
        for epoch in range(10)
        for index in range(100)
    }
    assert len(seeds) == 10_000
    assert max(seeds) < 2**48
    assert stream.seed_for(1, 2, 3) == 61986257636751


def test_a_fresh_program_that_augments_has_no_torch_in_it():
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", FRESH],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=PROJECT,
    )
    assert (done.stdout.strip(), done.stderr) == ("", "")


def test_a_torch_that_is_already_there_stays_there(monkeypatch):
    theirs = ModuleType("torch")
    monkeypatch.setitem(sys.modules, "torch", theirs)
    private_copy(random)
    assert sys.modules["torch"] is theirs


def test_what_solt_takes_from_scipy_is_there_when_it_is_used(scan):
    remap = private_copy(random).transforms.IntensityRemap(p=1)
    assert (remap(scan()).data[0] != scan()).any()


def test_a_solt_that_is_already_there_stays_there(monkeypatch):
    theirs = ModuleType("solt")
    monkeypatch.setitem(sys.modules, "solt", theirs)
    assert private_copy(random) is not theirs
    assert sys.modules["solt"] is theirs
