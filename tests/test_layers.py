"""The rules between the rooms of mlcore, read from the source and tried in a fresh interpreter."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
MODULES = {
    ".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((PROJECT / "mlcore").rglob("*.py"))
}

ROOMS = (
    {"errors", "progress", "kept"},
    {"paths", "atomic", "plain_yaml"},
    {"data"},
    {"inspect", "augment", "models", "metrics"},
    {"clean"},
    {"runs"},
    {"train"},
    {"evaluate"},
    {"predict"},
    {"explain", "trust"},
    {"submit"},
    {"compare"},
    {"share"},
    {"serve"},
    {"bench"},
    {"cli"},
    {"__main__"},
)
"""From left to right; a room imports from rooms to its left and from itself."""

WORKER_ONLY = {
    "mlcore.models.build",
    "mlcore.models.build_backbones",
    "mlcore.models.build_blocks",
    "mlcore.models.pretrained",
    "mlcore.train.averages",
    "mlcore.train.adam",
    "mlcore.train.muon",
    "mlcore.train.normalisation",
    "mlcore.train.prepared",
    "mlcore.train.checkpoint",
    "mlcore.train.compute",
    "mlcore.train.export",
    "mlcore.train.fit",
    "mlcore.train.losses",
    "mlcore.train.optimizers",
    "mlcore.train.quick",
    "mlcore.train.step",
    "mlcore.train.warm",
    "mlcore.train.convolution",
}
TRAINERS = ("tensorflow", "keras", "torch")

DASHBOARD = f"""
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print(*(name for name in {TRAINERS} if name in sys.modules))
"""


def imports(path: Path, everywhere: bool = True) -> Iterator[str]:
    """Names of all modules a file imports; only those at its top level unless ``everywhere``."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree) if everywhere else tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            # ``from mlcore import paths`` imports mlcore.paths.
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(module: str) -> str | None:
    """``mlcore.data.splits`` lies in data; what is not of mlcore lies in no room."""
    parts = module.split(".")
    return parts[1] if parts[0] == "mlcore" and len(parts) > 1 else None


def place(name: str) -> int:
    return next(i for i, rooms in enumerate(ROOMS) if name in rooms)


def test_every_room_has_its_place():
    assert {room(module) for module in MODULES} - {None} <= set().union(*ROOMS)


def test_a_room_imports_only_from_rooms_to_its_left():
    found = [(own, other) for own, path in MODULES.items() for other in imports(path)]
    between = [(own, other) for own, other in found if room(other) not in (None, room(own))]
    assert len(between) > 100
    wrong = [(own, other) for own, other in between if place(room(other)) >= place(room(own))]
    assert wrong == []


def test_mlcore_knows_no_streamlit_and_no_pages():
    found = [(own, other.partition(".")[0]) for own in MODULES for other in imports(MODULES[own])]
    assert [pair for pair in found if pair[1] in ("streamlit", "pages")] == []


def test_only_files_of_the_worker_import_each_other_or_a_library_that_trains_at_once():
    forbidden = (*TRAINERS, *WORKER_ONLY)
    assert set(MODULES) > WORKER_ONLY
    for module in set(MODULES) - WORKER_ONLY:
        for other in imports(MODULES[module], everywhere=False):
            assert not f"{other}.".startswith(tuple(f"{name}." for name in forbidden)), module


def test_the_dashboard_loads_no_library_that_trains():
    """What it serves with must start at once and share no process with TensorFlow."""
    parts = [f"pages.parts.{path.stem}" for path in (PROJECT / "pages/parts").glob("[!_]*.py")]
    assert "pages.parts.shell" in parts
    names = sorted(set(MODULES) - WORKER_ONLY - {"mlcore.__main__"})
    ended = subprocess.run(
        [sys.executable, "-c", DASHBOARD, *parts, *names],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == "\n"
