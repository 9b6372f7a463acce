"""A folder and a ZIP read the same, and a ZIP that means harm is refused."""

import os
import stat
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mlcore.data import archive
from mlcore.data.archive import open_source
from mlcore.data.skipped import UnreadableError
from mlcore.errors import ScanLabError

FILES = {"labels.csv": b"id,a\n", "images/1.png": b"one", "images/deep/2.png": b"two" * 100}
LEFTOVERS = {"__MACOSX/images/._1.png": b"x", "images/.DS_Store": b"x", "images/Thumbs.db": b"x"}


def packed(path: Path, files: dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", kind) as made:
        for name, raw in files.items():
            made.writestr(name, raw)
    return path


def unpacked(folder: Path, files: dict[str, bytes]) -> Path:
    for name, raw in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(raw)
    return folder


@pytest.mark.parametrize("outer", ["", "study/"])
@pytest.mark.parametrize("make", [packed, unpacked])
def test_a_folder_and_a_zip_list_and_read_the_same(make, outer: str, tmp_path: Path) -> None:
    files = {outer + name: raw for name, raw in FILES.items()} | LEFTOVERS
    with open_source(make(tmp_path / "data", files)) as source:
        assert source.names() == sorted(FILES)
        assert {name: source.read(name) for name in source.names()} == FILES
        assert source.size("images/deep/2.png") == 300
        assert source.title == "data"


def test_two_outer_folders_are_both_part_of_the_names(tmp_path: Path) -> None:
    files = {"a/b/1.png": b"", "c/b/1.png": b""}
    with open_source(packed(tmp_path / "two.zip", files)) as source:
        assert source.names() == ["a/b/1.png", "c/b/1.png"]


def test_names_written_by_windows_have_forward_slashes(tmp_path: Path) -> None:
    with open_source(packed(tmp_path / "w.zip", {"images\\1.png": b"1", "a.csv": b""})) as source:
        assert source.names() == ["a.csv", "images/1.png"]
        assert source.read("images/1.png") == b"1"


@pytest.mark.parametrize(
    "name", ["../evil.png", "images/../../evil.png", "/etc/evil", "C:\\evil.png", "a\\..\\..\\evil"]
)
def test_entries_that_point_outside_are_refused(name: str, tmp_path: Path) -> None:
    path = packed(tmp_path / "bad.zip", {"images/1.png": b"", name: b""})
    with pytest.raises(ScanLabError, match=r"^bad\.zip was refused: its entry .* outside"):
        open_source(path)


def test_links_inside_a_zip_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "link.zip"
    with zipfile.ZipFile(path, "w") as made:
        entry = zipfile.ZipInfo("images/1.png")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(entry, "/etc/passwd")
    with pytest.raises(ScanLabError, match=r"^link\.zip was refused: .* is a link"):
        open_source(path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    zeros = bytes(1 << 20)
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made,
        made.open("images/1.png", "w") as member,
    ):
        for _ in range(110):
            member.write(zeros)
    with pytest.raises(ScanLabError, match=r"^bomb\.zip was refused: its 1 files would grow"):
        open_source(path)


def test_very_compressible_but_small_data_is_no_bomb(tmp_path: Path) -> None:
    with open_source(packed(tmp_path / "black.zip", {"1.bmp": bytes(5_000_000)})) as source:
        assert len(source.read("1.bmp")) == 5_000_000


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_FILES", 2)
    with pytest.raises(ScanLabError, match="3 files"):
        open_source(packed(tmp_path / "many.zip", FILES))
    with pytest.raises(ScanLabError, match="more than 2 files"):
        open_source(unpacked(tmp_path / "many", FILES))


def test_a_member_that_lies_about_its_size_is_damaged(tmp_path: Path) -> None:
    path = packed(tmp_path / "lie.zip", {"1.png": bytes(5_000_000), "2.png": b"good"})
    raw = path.read_bytes().replace((5_000_000).to_bytes(4, "little"), (9).to_bytes(4, "little"))
    path.write_bytes(raw)
    with open_source(path) as source:
        assert source.size("1.png") == 9
        with pytest.raises(UnreadableError, match=r"^1\.png: the file is damaged inside the ZIP"):
            source.read("1.png")


@pytest.mark.parametrize("kind", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_damaged_member_spoils_only_itself(kind: int, tmp_path: Path) -> None:
    noise = os.urandom(500)
    path = packed(tmp_path / "d.zip", {"1.png": noise, "2.png": b"good"}, kind)
    raw = bytearray(path.read_bytes())
    raw[200] ^= 0xFF
    path.write_bytes(raw)
    with open_source(path) as source:
        with pytest.raises(UnreadableError, match="damaged"):
            source.read("1.png")
        assert source.read("2.png") == b"good"


def test_an_encrypted_member_spoils_only_itself(tmp_path: Path) -> None:
    path = packed(tmp_path / "e.zip", {"1.png": b"secret", "2.png": b"good"})
    raw = bytearray(path.read_bytes())
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)
    with open_source(path) as source:
        with pytest.raises(UnreadableError, match=r"^1\.png: the file is encrypted"):
            source.read("1.png")
        assert source.read("2.png") == b"good"


def test_a_file_too_large_for_memory_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_FILE_BYTES", 100)
    source = open_source(unpacked(tmp_path / "f", FILES))
    with pytest.raises(UnreadableError, match="larger than 1 GB"):
        source.read("images/deep/2.png")


def test_names_that_are_not_there_are_said_to_be_missing(tmp_path: Path) -> None:
    unpacked(tmp_path / "f", FILES)
    (tmp_path / "secret").write_text("x")
    source = open_source(tmp_path / "f")
    with pytest.raises(UnreadableError, match="no such file in f"):
        source.read("../secret")


def test_what_is_neither_folder_nor_zip_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScanLabError, match=r"there is no file or folder .*none; check"):
        open_source(tmp_path / "none")
    (tmp_path / "data.rar").write_bytes(b"Rar!\x1a\x07\x00 and more")
    with pytest.raises(ScanLabError, match=r"^data\.rar is not a readable ZIP"):
        open_source(tmp_path / "data.rar")


def test_linked_folders_are_followed_but_not_in_circles(tmp_path: Path) -> None:
    unpacked(tmp_path / "real", FILES)
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "train_images").symlink_to(tmp_path / "real" / "images")
    (tmp_path / "study" / "labels.csv").write_text("id,a\n")
    (tmp_path / "real" / "images" / "again").symlink_to(tmp_path / "study")
    with open_source(tmp_path / "study") as source:
        assert "train_images/1.png" in source.names()
        assert len(source.names()) < 10


def test_many_threads_read_one_zip(tmp_path: Path) -> None:
    files = {f"{i}.bin": i.to_bytes(4, "big") * 500 for i in range(300)}
    with (
        open_source(packed(tmp_path / "many.zip", files)) as source,
        ThreadPoolExecutor(8) as pool,
    ):
        read = list(pool.map(source.read, files))
    assert read == list(files.values())
