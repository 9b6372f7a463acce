"""Every test has a store of its own."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="also run simulations of minutes")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--slow"):
        for item in items:
            if "slow" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="takes minutes; --slow runs it"))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store; what a test writes never reaches the user's data."""
    folder = tmp_path / "home"
    monkeypatch.setenv("MLCORE_HOME", str(folder))
    monkeypatch.setenv("MLCORE_READY", "0")
    return folder


@pytest.fixture
def shared() -> Path:
    """Real scans beside the project; a user's clone does not have them."""
    if not SHARED.is_dir():
        pytest.skip("needs the folder of real scans beside the project")
    return SHARED
