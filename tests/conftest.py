"""Every test has a store of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mlcore.runs import folder, state

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="also run simulations of minutes")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--slow"):
        for item in items:
            if "slow" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="takes minutes; --slow runs it"))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty store; what a test writes never reaches the user's data."""
    store = tmp_path / "home"
    monkeypatch.setenv("MLCORE_HOME", str(store))
    monkeypatch.setenv("MLCORE_READY", "0")
    yield store
    # A test that failed half-way would leave its training to run beside all others.
    for run in folder.all_runs():
        if state.state(run) in state.LIVE:
            state.request_stop(run)


@pytest.fixture
def shared() -> Path:
    """Real scans beside the project; a user's clone does not have them."""
    if not SHARED.is_dir():
        pytest.skip("needs the folder of real scans beside the project")
    return SHARED
