"""What is told and answered, in plain values; the work of a thread, never of the event loop."""

from typing import Any

from mlcore import paths
from mlcore.errors import ScanLabError
from mlcore.predict import inputs, models
from mlcore.predict.predictor import NotReady, Predictor
from mlcore.runs import folder, summaries
from mlcore.runs.folder import Run
from mlcore.serve.refusal import Refusal
from mlcore.serve.upload import Upload
from mlcore.trust import sheet

AGAIN = {"Retry-After": "5"}


def answers(given: Upload) -> tuple[str, list[Any]]:
    """The run that answered, and one answer or reason a file, as ``predict --json`` prints them,
    with ``--trust`` where that was asked for."""
    run = _run(given.model)
    predictor = _predictor(run)
    told = []
    for answer in predictor.answers(inputs.each(given.files)):
        judged = sheet.judged(run, predictor, answer) if given.trust else None
        told.append(answer.to_json() | ({"trust": judged.to_json()} if judged else {}))
    return run.name, told


def served() -> list[dict[str, Any]]:
    """The models that can be asked, newest first."""
    return [
        _told(Run(paths.runs() / summary.run), summary)
        for summary in summaries.every()
        if summary.has_model
    ]


def _told(run: Run, summary: summaries.Summary) -> dict[str, Any]:
    card = run.model_card
    return {
        "run": run.name,
        "network": summary.model,
        "dataset": summary.dataset,
        "labels": card["labels"],
        "side": card["side"],
        "channels": card["channels"],
        "f1_macro": summary.f1_tuned_macro,
        "bytes": run.onnx_file.stat().st_size if run.onnx_file.exists() else None,
        "ready": run.onnx_file.exists(),
    }


def _run(model: str | None) -> Run:
    if model is None:
        found = models.usual()
        if found is None:
            raise Refusal(404, "no model has been trained yet; train one first")
        return found
    try:
        return folder.get(model)
    except ScanLabError as problem:
        raise Refusal(404, str(problem)) from problem


def _predictor(run: Run) -> Predictor:
    try:
        return models.load(run)
    except NotReady as problem:
        raise Refusal(503, str(problem), AGAIN) from problem
    except ScanLabError as problem:
        raise Refusal(404, str(problem)) from problem
