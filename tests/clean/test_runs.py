"""A run on cleaned data records how the data was cleaned."""

import pytest

from mlcore.clean import cleaned, store
from mlcore.clean.recipe import CleaningRecipe, Decision
from mlcore.data import dataset
from mlcore.data.demo import build
from mlcore.runs import results
from mlcore.train.config import TrainConfig
from tests.trained import trained

# Keras saves weights by a call that NumPy has announced to change.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

TREATMENTS = {"none": 0, "one_absent": 1, "one_of_each": 2}


@pytest.mark.parametrize("keep", TREATMENTS)
def test_a_run_on_each_of_the_studys_treatments_records_the_recipe(keep):
    data = build.make("demo", 120, 40, 20, side=16)
    recipe = CleaningRecipe((Decision("drop_black", {"keep": keep}),))
    view = store.save(cleaned.apply(data, recipe), f"demo-{keep}")
    assert view.split_sizes() == {"train": 80 + TREATMENTS[keep], "val": 27, "test": 13}
    run = trained(TrainConfig(view.name, model="tiny", epochs=1, batch=20))
    assert results.of(run)["epochs"] == 1
    dataset.delete(view.name)
    dataset.delete("demo")
    assert run.config["fingerprint"] == view.fingerprint
    assert CleaningRecipe.read(run.folder / "cleaning.yaml") == recipe
    told = run.environment["cleaning"]
    assert (told["base"], told["base_fingerprint"]) == ("demo", data.fingerprint)
    assert told["recipe"] == recipe.digest
    assert told["log"][0]["dropped"] == 60 - TREATMENTS[keep]
