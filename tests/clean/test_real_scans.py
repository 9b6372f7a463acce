"""The new split of 1,000 chest X-rays whose own split leaks."""

from mlcore.clean import cleaned
from mlcore.clean.balance import balance
from mlcore.clean.recipe import CleaningRecipe, Decision
from mlcore.data import importing


def test_a_new_split_of_chest_scans_has_no_patient_twice_and_keeps_every_share(shared):
    data = importing.import_data(shared / "data" / "nih1000.zip")
    patients = data.table.groupby("patient")["split"].nunique()
    assert (len(patients), int((patients > 1).sum())) == (264, 30)
    for seed in range(3):
        recipe = CleaningRecipe((Decision("resplit", {"seed": seed}),))
        made = cleaned.apply(data, recipe).preview
        assert made.table.groupby("patient")["split"].nunique().max() == 1
        assert made.split_sizes() == {"train": 600, "val": 200, "test": 200}
        shares = balance(data, made)
        common = shares[shares.groupby("label")["present_after"].transform("sum") >= 50]
        assert common["label"].nunique() == 4
        assert common["drift_before"].abs().max() > 0.3
        assert common["drift_after"].abs().max() < 0.15
