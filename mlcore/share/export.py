"""A run's model as files that stand alone: network, labels, thresholds, calibration, an example."""

import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import onnx

from mlcore import atomic, paths
from mlcore.errors import ScanLabError
from mlcore.evaluate import decisions
from mlcore.evaluate.calibration import Curve
from mlcore.predict import models
from mlcore.runs.folder import Run
from mlcore.share import example

METADATA = "scanlab"
"""Key of the metadata of an ONNX file that holds the card."""


@dataclass(frozen=True)
class Format:
    name: str
    help: str
    model: str
    """Name of the network's file or folder."""
    imports: str
    load: str
    ask: str
    """Lines of the example."""
    packages: tuple[str, ...]
    put: Callable[[Run, dict[str, Any], Path], None]
    """Write the network of a run, with this card, to a path."""


def write(run: Run, name: str, out: Path) -> list[str]:
    """Fill the folder ``out``, or the ZIP where it ends in .zip; the names of the files in it.

    `ScanLabError` where the run has no such model or ``out`` is in the way.
    """
    kind = BY_NAME[name]
    if out.exists() and (out.suffix != ".zip" or out.is_dir()):
        raise ScanLabError(f"{out} is already there; name a folder or a ZIP file that is not")
    models.load_waiting(run)  # says what the run lacks, and waits for its ONNX file
    with tempfile.TemporaryDirectory(prefix="scanlab-export-") as place:
        folder = Path(place) / "model"
        folder.mkdir()
        _fill(run, kind, folder)
        names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
        try:
            _put(folder, names, out)
        except OSError as problem:
            raise ScanLabError(
                f"the model cannot be written to {out} ({problem.strerror}); name a place in a "
                "folder that exists and may be written to"
            ) from problem
    return names


def card(run: Run) -> dict[str, Any]:
    """All that answering needs besides the network, with the decisions that hold now."""
    chosen = decisions.of(run)
    curves = chosen.curves or (None,) * len(chosen.labels)
    return run.model_card | {
        "run": run.name,
        "thresholds": chosen.by_label,
        "calibration": chosen.method,
        "curves": dict(zip(chosen.labels, map(_curve, curves), strict=True)),
        "preprocessing": "uint8 pixels 0 to 255, made grey or colour, shrunk by area or enlarged "
        "bicubically and stretched to side × side",
    }


def _curve(curve: Curve | None) -> Curve | None:
    """Every curve of a logit in one form, so that whoever applies it needs to know two only."""
    if curve and "temperature" in curve:
        return {"slope": 1 / curve["temperature"], "height": 0.0}
    return curve or None


def _fill(run: Run, kind: Format, folder: Path) -> None:
    told = card(run)
    kind.put(run, told, folder / kind.model)
    packages = [f"{package}=={version(package)}" for package in ("numpy", "pillow", *kind.packages)]
    readme = example.README.format(
        title=f"A model of {run.config.get('dataset')}",
        network=told.get("network", run.config.get("model")),
        dataset=run.config.get("dataset"),
        run=run.name,
        labels=", ".join(told["labels"]),
        model=kind.model,
        side=told["side"],
    )
    texts = {
        "model.json": json.dumps(told, indent=1, ensure_ascii=False) + "\n",
        "predict.py": example.PREDICT.format(imports=kind.imports, load=kind.load, ask=kind.ask),
        "scan.py": example.SCAN,
        "server.py": example.SERVER,
        "Dockerfile": example.DOCKERFILE,
        "requirements.txt": "\n".join(packages) + "\n",
        "README.md": readme,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


def _put(folder: Path, names: list[str], out: Path) -> None:
    if out.suffix != ".zip":
        shutil.copytree(folder, out)
        return
    with (
        atomic.replacing(out) as temporary,
        zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for name in names:
            packed.write(folder / name, name)


def _onnx(run: Run, told: dict[str, Any], path: Path) -> None:
    model = onnx.load(run.onnx_file)
    onnx.helper.set_model_props(model, {METADATA: json.dumps(told)})
    onnx.save(model, path)


def _keras(run: Run, _: dict[str, Any], path: Path) -> None:
    shutil.copyfile(_keras_file(run), path)


def _saved_model(run: Run, _: dict[str, Any], path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "mlcore.share.saved_model", str(_keras_file(run)), str(path)],
        cwd=paths.PROJECT,
        capture_output=True,
        text=True,
    )
    if ended.returncode:
        last = (ended.stderr.strip().splitlines() or ["no reason was given"])[-1]
        raise ScanLabError(f"TensorFlow could not write run {run.name} as SavedModel: {last}")


def _keras_file(run: Run) -> Path:
    if not run.model_file.exists():
        raise ScanLabError(f"run {run.name} has no Keras file; export it with --format onnx")
    return run.model_file


FORMATS = (
    Format(
        "onnx",
        "ONNX Runtime, any language; small and quick.",
        "model.onnx",
        "\nimport onnxruntime",
        'MODEL = onnxruntime.InferenceSession("model.onnx")',
        "MODEL.run(None, {MODEL.get_inputs()[0].name: pixels(file)})[0]",
        ("onnxruntime",),
        _onnx,
    ),
    Format(
        "keras",
        "Keras, to train on.",
        "model.keras",
        "\nimport keras",
        'MODEL = keras.saving.load_model("model.keras")',
        "MODEL(pixels(file))",
        ("tensorflow", "keras"),
        _keras,
    ),
    Format(
        "savedmodel",
        "TensorFlow's own, for TensorFlow Serving.",
        "saved_model",
        "\nimport tensorflow as tf",
        'MODEL = tf.saved_model.load("saved_model")',
        "MODEL.serve(pixels(file))",
        ("tensorflow",),
        _saved_model,
    ),
)
BY_NAME = {kind.name: kind for kind in FORMATS}
