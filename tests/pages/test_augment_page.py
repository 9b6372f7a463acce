"""The augmentation playground through the real entry point."""

import io

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from mlcore.augment import library, presets, stream
from mlcore.augment.recipe import Recipe, StepUse
from mlcore.cli import scanlab
from pages.parts import differences, recipe_state, variant_views
from pages.parts.variant_views import variants
from tests import drawn, finished_runs
from tests.pages.test_pages import button, opened, texts

STUDY, GENTLE = presets.get("study").recipe, presets.get("gentle").recipe


@pytest.fixture(autouse=True)
def bodies():
    return drawn.store(*drawn.scans(24))


def shown(app: AppTest) -> str:
    """The digest of the recipe in the editor."""
    return next(each.value for each in app.caption if each.value.startswith("Recipe `"))[8:20]


def view(app: AppTest, name: str) -> AppTest:
    app.segmented_control(key="augment_view").set_value(name).run()
    assert not app.exception
    assert not app.error
    return app


def toggles(app: AppTest) -> list[str]:
    return [each.label for each in app.toggle]


def test_a_value_that_rounds_to_nothing_is_written_without_a_sign():
    drawn = [("shear", {"x": -0.001, "y": -0.03}), ("flip", {})]
    assert variant_views.caption(drawn) == "shear 0 -0.03 · flip"


def test_the_page_begins_with_the_gentle_preset():
    app = opened("augment")
    assert not app.error
    assert shown(app) == GENTLE.digest
    assert toggles(app) == ["1. Rotate", "2. Shear", "3. Scale", "4. Blur"]


@pytest.mark.parametrize("preset", presets.PRESETS, ids=lambda preset: preset.name)
def test_a_preset_in_the_editor_is_the_preset_exactly(preset):
    app = opened("augment")
    app.button(key=f"preset_{preset.name}").click().run()
    assert not app.exception
    assert shown(app) == preset.recipe.digest


def test_steps_are_added_moved_switched_off_and_removed():
    app = opened("augment")
    app.button(key="preset_none").click().run()
    for name in ("flip", "cutout"):
        app.selectbox(key="add_step").select(name).run()
    assert shown(app) == Recipe((StepUse("flip"), StepUse("cutout"))).digest
    next(each for each in app.button if (each.key or "").endswith("Move down")).click().run()
    assert toggles(app) == ["1. CutOut", "2. Flip"]
    assert shown(app) == Recipe((StepUse("cutout"), StepUse("flip"))).digest
    app.toggle[0].set_value(False).run()
    assert shown(app) == Recipe((StepUse("flip"),)).digest
    next(each for each in app.button if (each.key or "").endswith("Remove")).click().run()
    assert toggles(app) == ["1. Flip"]
    assert not app.exception


def test_probability_and_settings_are_those_of_the_table():
    app = opened("augment")
    app.button(key="preset_none").click().run()
    app.selectbox(key="add_step").select("rotate").run()
    sliders = {each.label: each for each in app.slider}
    sliders["Probability"].set_value(0.15).run()
    sliders = {each.label: each for each in app.slider}
    sliders["Angle (degrees)"].set_value((-30, 45)).run()
    assert shown(app) == Recipe((StepUse("rotate", 0.15, {"angle": (-30, 45)}),)).digest
    assert "-30 to 45 degrees · 15 % of scans" in [each.label for each in app.expander]


def test_a_choice_can_be_given_options_and_a_count():
    app = opened("augment")
    app.button(key="preset_none").click().run()
    app.selectbox(key="add_step").select("choose").run()
    adder = next(each for each in app.selectbox if (each.key or "").endswith("_add"))
    adder.select("flip").run()
    assert not app.exception
    count = next(each for each in app.number_input if each.label == "How many of the 3 options")
    count.set_value(2).run()
    yaml = next(each.value for each in app.code if each.language == "yaml")
    (choice,) = Recipe.from_yaml(yaml).steps
    assert choice.count == 2
    assert [option and option.name for option in choice.options] == ["cutout", None, "flip"]


def test_what_is_edited_is_kept_when_the_page_changes():
    app = opened("augment")
    app.button(key="preset_study").click().run()
    app.toggle[0].set_value(False).run()
    before = shown(app)
    app.switch_page("data.py").run()
    app.switch_page("augment.py").run()
    assert not app.exception
    assert shown(app) == before != STUDY.digest


def test_page_command_and_training_give_the_same_pixels(bodies, tmp_path):
    scan = np.asarray(bodies.pixels[0])
    made = np.stack([each.pixels for each in variants(STUDY, scan, 7, 4)])
    seeds = np.array([stream.seed_for(7, 0, index) for index in range(4)])
    assert (made == stream.apply_many(STUDY, np.stack([scan] * 4), seeds)).all()
    Image.fromarray(scan[..., 0]).save(tmp_path / "scan.png")
    words = ["--preset", "study", "--count", "4", "--seed", "7", "--out", str(tmp_path / "made")]
    scanlab(["augment", str(tmp_path / "scan.png"), *words], standalone_mode=False)
    for i, pixels in enumerate(made, 1):
        with Image.open(tmp_path / "made" / f"scan_{i}.png") as written:
            assert (np.asarray(written) == pixels[..., 0]).all()


def test_a_difference_is_blue_where_darker_orange_where_brighter_and_white_where_same():
    original = np.full((1, 3, 1), 128, np.uint8)
    variant = np.array([[[0], [128], [255]]], np.uint8)
    darker, same, brighter = differences.signed(variant, original)[0].astype(int)
    assert darker[2] - darker[0] > 100
    assert brighter[0] - brighter[2] > 100
    assert same.tolist() == [244, 244, 242]


@pytest.mark.parametrize("kind", ["Differences", "Grey values"])
def test_differences_and_grey_values_are_shown(kind):
    app = opened("augment")
    app.segmented_control(key="augment_shown").set_value(kind).run()
    assert not app.exception
    assert not app.error
    assert ("white: same" in texts(app)) == (kind == "Differences")
    assert ("grey levels off on average" in texts(app)) == (kind == "Grey values")


def test_every_setting_of_a_step_runs_through():
    app = opened("augment")
    app.button(key="preset_none").click().run()
    app.selectbox(key="add_step").select("cutout").run()
    app = view(app, "Run-through")
    for setting in ("size", "measure", "count"):
        app.selectbox(key="run_through_cutout").select(setting).run()
        assert not app.exception
        assert not app.error


def test_the_meter_is_red_for_the_study_and_green_for_gentle():
    app = view(opened("augment"), "Safety meter")
    assert "Labels stay true" in texts(app)
    app.button(key="preset_study").click().run()
    assert not app.exception
    assert "Labels become wrong" in texts(app)
    assert "CutOut 78.1 % of the side removes" in texts(app)
    kept = {metric.label: metric.value for metric in app.metric}
    assert int(kept["Scan kept"].rstrip("%")) < 55


def test_the_meter_asks_a_model_that_was_trained():
    run = finished_runs.make("drawn", side=64)
    finished_runs.serve(run)
    app = view(opened("augment"), "Safety meter")
    app.selectbox(key="safety_model").select(run.name).run()
    assert not app.exception
    assert not app.error
    table = app.dataframe[0].value
    assert table["label"].tolist() == ["large", "small"]
    assert table["positives"].tolist() == [0, 12]


def test_one_picture_of_ones_own_is_enough():
    image = io.BytesIO()
    Image.fromarray(drawn.scans(1, side=80)[0][0, ..., 0]).save(image, "PNG")
    app = opened("augment")
    app.segmented_control(key="scan_source").set_value("My own").run()
    assert "a demo scan is shown" in texts(app)
    app.file_uploader(key="own_scan").upload("mine.png", image.getvalue(), "image/png").run()
    assert not app.error
    app = view(app, "Safety meter")
    assert "1 scans, 16 variants of each." not in texts(app)
    assert "1 scan, 16 variants of each." in texts(app)


def test_a_broken_picture_is_refused_in_one_sentence():
    app = opened("augment")
    app.segmented_control(key="scan_source").set_value("My own").run()
    app.file_uploader(key="own_scan").upload("bad.png", b"broken", "image/png").run()
    assert not app.exception
    assert "bad.png" in app.error[0].value


def test_a_recipe_is_saved_opened_and_deleted():
    app = opened("augment")
    app.button(key="preset_study").click().run()
    app.text_input(key="recipe_name").input("mine").run()
    app.button(key="save_recipe").click().run()
    assert library.load("mine") == STUDY
    app.button(key="preset_none").click().run()
    app.button(key="load_saved").click().run()
    assert shown(app) == STUDY.digest
    app.button(key="delete_saved").click().run()
    assert not app.exception
    assert library.names() == []


def test_use_in_train_saves_and_leaves_the_name_for_the_train_page():
    app = opened("augment")
    app.button(key="use_in_train").click().run()
    assert app.session_state[recipe_state.FOR_TRAINING] == "gentle"
    app.toggle[0].set_value(False).run()
    assert app.button(key="use_in_train").disabled
    app.text_input(key="recipe_name").input("softer").run()
    app.button(key="use_in_train").click().run()
    assert not app.exception
    assert app.session_state[recipe_state.FOR_TRAINING] == "softer"
    assert library.load("softer").digest == shown(app)


def test_pasted_yaml_is_loaded_or_refused_in_one_sentence():
    app = opened("augment")
    app.text_area(key="recipe_text").input(STUDY.to_yaml()).run()
    button(app, "Load the text").click().run()
    assert shown(app) == STUDY.digest
    app.text_area(key="recipe_text").input("- step: rotat").run()
    button(app, "Load the text").click().run()
    assert not app.exception
    assert "did you mean rotate" in app.error[0].value
    assert shown(app) == STUDY.digest


def test_a_program_for_the_recipe_is_offered():
    app = opened("augment")
    program = next(each.value for each in app.code if each.language == "python")
    assert GENTLE.digest in program
    compile(program, "program.py", "exec")
