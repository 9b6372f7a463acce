"""A small study of generated scans, in the form of the study's folders."""

from mlcore.data import dataset
from tests.folders import png, scan


def study() -> dict[str, bytes]:
    """Files of a small study: 6 train, 2 val and 3 test scans, two labels."""
    files = {f"train_images/{i}.png": png(scan(i)) for i in range(6)}
    files |= {f"val_images/{i}.png": png(scan(i)) for i in (10, 11)}
    files |= {f"test_images/{i}.png": png(scan(i)) for i in (20, 21, 22)}
    rows = ["1,0", "0,1", "1,1", "0,0", ",1", "0,"]
    files["train_labels.csv"] = table(*(f"{i}.png,{row}" for i, row in enumerate(rows)))
    files["val_labels.csv"] = table("11.png,1,0", "10.png,0,1")
    files["sample_submission.csv"] = table("22.png,0,0", "20.png,0,0", "21.png,0,0")
    return files


def table(*rows: str, header: str = "id,Edema,Mass") -> bytes:
    return ("\n".join([header, *rows]) + "\n").encode()


def skipped(data: dataset.DataSet) -> dict[str, str]:
    return {skip["file"]: skip["reason"] for skip in data.facts["skipped"]}
