"""Run folders as a finished training leaves them, made without training."""

from collections.abc import Sequence

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from mlcore import atomic
from mlcore.runs import folder, state
from mlcore.runs.folder import Run

LABELS = ("large", "small")
THRESHOLDS = {"large": 0.4, "small": 0.6}


def make(dataset: str = "squares", side: int = 16, channels: int = 1) -> Run:
    """A finished run with a model card and nothing else."""
    run = folder.create({"dataset": dataset, "model": "tiny", "epochs": 1})
    state.mark_launched(run)
    state.write_status(run, "finished")
    card = {
        "version": 1,
        "dataset": dataset,
        "labels": list(LABELS),
        "side": side,
        "channels": channels,
        "thresholds": THRESHOLDS,
    }
    atomic.write_json(run.folder / "model.json", card)
    return run


def answers(n: int = 60, unknown: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """``truth`` and ``probability`` ``(n, 2)`` float32, right in about four of five."""
    rng = np.random.default_rng(5)
    truth = rng.integers(0, 2, (n, 2)).astype(np.float32)
    probability = np.clip(0.5 + 0.6 * (truth - 0.5) + rng.normal(0, 0.35, (n, 2)), 0, 1)
    truth[rng.random((n, 2)) < unknown] = np.nan
    return truth, probability.astype(np.float32)


def keep_answers(
    run: Run,
    truth: np.ndarray,
    probability: np.ndarray,
    split: str = "val",
    group: Sequence[int] | None = None,
    first: int = 0,
) -> None:
    """Write ``predictions/<split>.npz`` as the worker does; ``first``: number of the first scan."""
    path = run.predictions_file(split)
    path.parent.mkdir(exist_ok=True)
    names = np.array([f"{first + i}.png" for i in range(len(truth))])
    group = np.arange(len(truth)) if group is None else np.asarray(group)
    np.savez(path, id=names, group=group, truth=truth, probability=probability)


def serve(run: Run, labels: int = 2, most: float = 255, opset: int = 18) -> None:
    """Write a ``model.onnx``: the first label is the mean brightness of the scan as a share of
    ``most``, the others are 1 minus that."""
    card = run.model_card
    shape = ["n", card["side"], card["side"], card["channels"]]
    bytes_of_scan = helper.make_tensor_value_info("scan", TensorProto.UINT8, shape)
    probability = helper.make_tensor_value_info("probability", TensorProto.FLOAT, ["n", labels])
    constants = {
        "pixels": np.array([1, 2, 3]),
        "most": np.float32(most),
        "all": np.float32(1),
        "column": np.array([1]),
    }
    columns = ["large", *["small"] * (labels - 1)]
    graph = helper.make_graph(
        [
            helper.make_node("Cast", ["scan"], ["float"], to=TensorProto.FLOAT),
            helper.make_node("ReduceMean", ["float", "pixels"], ["mean"], keepdims=0),
            helper.make_node("Unsqueeze", ["mean", "column"], ["means"]),
            helper.make_node("Div", ["means", "most"], ["large"]),
            helper.make_node("Sub", ["all", "large"], ["small"]),
            helper.make_node("Concat", columns, ["probability"], axis=1),
        ],
        "brightness",
        [bytes_of_scan],
        [probability],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=9)
    onnx.save(model, run.onnx_file)
