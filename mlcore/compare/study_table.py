"""The study's table anew: its eight networks with its recipe on any data, beside its own scores.

The study prints one score per network. Its table calls it average precision, its text F1 weighted
over both answers; as the two are different things, both are given here and neither is mixed. Its
scores are of other scans, so they stand beside these for orientation, not for a verdict.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from mlcore.compare import contestant, trials
from mlcore.compare.trials import Arm
from mlcore.data import dataset
from mlcore.errors import ScanLabError
from mlcore.metrics import bootstrap, scores, table
from mlcore.models import registry, summary
from mlcore.runs import results
from mlcore.runs.folder import Run
from mlcore.train import presets
from mlcore.train.config import TrainConfig

SOURCE = "the study's own table, on its own scans"
DRAWS = 500
SHOWN = ("average_precision", "study_f1", "f1")


@dataclass(frozen=True)
class Published:
    name: str
    family: str
    score: float


PUBLISHED = (
    Published("fcnn-1", "FCNN", 0.86),
    Published("fcnn-2", "FCNN", 0.86),
    Published("rnn-1", "RNN", 0.89),
    Published("cnn-1", "CNN", 0.87),
    Published("cnn-2", "CNN", 0.87),
    Published("cnn-3", "CNN", 0.89),
    Published("cnn-4", "CNN", 0.85),
    Published("cnn-5", "CNN", 0.91),
)
LINEAR_SVC = 0.877
"""A linear support vector machine on the pixels, by the study."""


def chosen(only: Sequence[str]) -> list[Published]:
    """All, or those named; `ScanLabError` for a name that is none of the eight."""
    names = [each.name for each in PUBLISHED]
    for name in only:
        if name not in names:
            raise ScanLabError(f"{name!r} is none of the study's networks: {', '.join(names)}")
    return [each for each in PUBLISHED if not only or each.name in only]


def arms(data: str, only: Sequence[str] = (), epochs: int = 10) -> list[Arm]:
    """A training per network; `ScanLabError` where the scans are too small for one."""
    wanted, recipe = chosen(only), dict(presets.get("study").settings)
    side, found = dataset.load(data).side, []
    for each in wanted:
        network = registry.get(each.name)
        summary.check_side(network, side)
        config = TrainConfig(**(recipe | {"dataset": data, "model": each.name, "epochs": epochs}))
        found.append(Arm(each.name, network.title, config))
    return found


def start(wanted: Sequence[Arm], seeds: int) -> str:
    group = trials.new_group("study")
    trials.start(group, wanted, seeds)
    return group


def report(group: str, split: str = "val") -> dict[str, Any]:
    """``group, dataset, split, n, source, linear_svc, rows, families``.

    A row has ``name, family, published, runs, epochs, seconds`` and, of each score in `SHOWN`,
    ``{value, spread, low, high}``: mean over seeds, standard deviation between them, and the
    interval for other scans.
    """
    own = {name: trials.finished(runs) for name, runs in trials.runs(group).items()}
    rows, scans, data = [], 0, None
    for each in PUBLISHED:
        if runs := own.get(each.name):
            rows.append(_row(each, runs, split))
            scans, data = rows[-1].pop("n"), runs[0].config["dataset"]
    if not rows:
        raise ScanLabError(f"group {group} has no finished run yet; wait for one to end")
    families = {
        family: {
            name: round(
                float(np.mean([row[name]["value"] for row in rows if row["family"] == family])), 6
            )
            for name in SHOWN
        }
        for family in dict.fromkeys(row["family"] for row in rows)
    }
    return {
        "group": group,
        "dataset": data,
        "split": split,
        "n": scans,
        "source": SOURCE,
        "linear_svc": LINEAR_SVC,
        "rows": rows,
        "families": families,
    }


def markdown(found: dict[str, Any]) -> str:
    """The report as a page of Markdown."""
    lines = [
        f"# The study's networks on {found['dataset']}",
        "",
        f"{found['n']:,} {found['split']} scans, means of labels. After ±: standard deviation "
        "between seeds; in brackets: 95 % for other scans. Weighted F1 decides at .5, as the study "
        f"did; F1 at each label's own threshold. Published: {found['source']}; its table calls the "
        "score average precision, its text weighted F1, and it cannot be both.",
        "",
        "| Network | Published | Average precision | Weighted F1 of the study | F1 | Seeds "
        "| Epochs | Seconds |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in found["rows"]:
        told = " | ".join(_told(row[name]) for name in SHOWN)
        lines.append(
            f"| {row['name'].upper()} | {row['published']:.2f} | {told} | {row['runs']} | "
            f"{row['epochs']} | {row['seconds']:.0f} |"
        )
    for family, means in found["families"].items():
        told = " | ".join(f"{means[name]:.3f}" for name in SHOWN)
        lines.append(f"| mean of {family} | | {told} | | | |")
    lines.append(f"| linear SVC on pixels | {found['linear_svc']} | | | | | | |")
    return "\n".join(lines) + "\n"


def _told(score: dict[str, float | None]) -> str:
    if score["value"] is None:
        return "–"
    spread = "" if score["spread"] is None else f" ± {score['spread']:.3f}"
    return f"{score['value']:.3f}{spread} ({score['low']:.3f} to {score['high']:.3f})"


def _row(each: Published, runs: list[Run], split: str) -> dict[str, Any]:
    found = contestant.aligned([contestant.of_run(run, split) for run in runs])
    told = [results.of(run) for run in runs]
    return {
        "name": each.name,
        "family": each.family,
        "published": each.score,
        "n": len(found[0].given),
        "runs": len(runs),
        "epochs": runs[0].planned,
        "seconds": round(sum(of["seconds"] for of in told) / len(told), 1),
        **{name: _score(name, found) for name in SHOWN},
    }


def _score(name: str, found: list[contestant.Contestant]) -> dict[str, float | None]:
    metric = table.BY_NAME[name]
    if name == "study_f1":
        half = np.full(len(found[0].labels), 0.5)
        found = [replace(one, thresholds=half) for one in found]
    drawn = np.stack([one.resampled(metric, DRAWS).averages["macro"] for one in found])
    low, high = bootstrap.ends(drawn.mean(axis=0)[None], DRAWS)[0]
    spread = drawn[:, 0].std(ddof=1) if len(found) > 1 else np.nan
    numbers = {"value": drawn[:, 0].mean(), "spread": spread, "low": low, "high": high}
    return {key: scores.number(float(value)) for key, value in numbers.items()}
