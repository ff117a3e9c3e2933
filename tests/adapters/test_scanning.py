"""Claims' files are looked at while everything else is still being imported."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import closing
from pathlib import Path

import pytest

from factpress.adapters import files, processes, scanning
from factpress.adapters.checking import check_folder
from factpress.adapters.files import ClaimFiles
from factpress.adapters.keeping import FOLDER
from factpress.adapters.scanning import FILES_KEPT, Scanned, knows_claims
from factpress.texts import text_digest
from tests.making import NOW, complete_claim
from tests.publications import write_publication, write_yaml

PATH = "content/claims/old-bridge.yml"


def test_nothing_is_looked_at_where_nothing_is_known(tmp_path: Path) -> None:
    """Without anything to compare them with, digests would be found for nothing."""
    folder = write_publication(tmp_path)
    with closing(Scanned(folder)) as scanned:
        assert not knows_claims(folder)
        assert scanned() is None


@pytest.mark.parametrize("processors", [1, 2])
def test_digests_tell_of_a_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processors: int) -> None:
    """They are those of the files' bytes, and with them a check finds what it would find alone."""
    monkeypatch.setattr(processes, "processors", lambda: processors)
    folder = write_publication(tmp_path)
    check_folder(folder, NOW)
    for verdict in ("false", "flase", "false"):
        write_yaml(folder / PATH, complete_claim(verdict=verdict))
        with closing(Scanned(folder)) as scanned:
            place = folder / PATH
            assert scanned() == {PATH: (str(place), "", text_digest(place.read_bytes(), ""))}
            found = check_folder(folder, NOW, scanned=scanned).problems
        assert [one.code for one in found if one.severity == "error"] == (["FP262"] if verdict == "flase" else [])


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the claims' files that are opened from now on, all of them at rest as soon as written."""
    names = []

    def read(place: str) -> tuple[bytes, str]:
        names.append(Path(place).name)
        return files.read_regular(place)

    monkeypatch.setattr(files, "TICK", -1)
    monkeypatch.setattr(processes, "processors", lambda: 1)
    monkeypatch.setattr(scanning, "read_regular", read)
    return names


def look(folder: Path) -> ClaimFiles:
    """Return what is found of claims' files, from a folder of which something is known."""
    (folder / FOLDER).mkdir(exist_ok=True)
    (folder / FOLDER / "claims-0").touch()
    with closing(Scanned(folder)) as scanned:
        found = scanned()
    assert found == {
        f"content/claims/{place.name}": (str(place), "", text_digest(place.read_bytes(), ""))
        for place in sorted((folder / "content/claims").iterdir())
    }
    return found


def test_only_what_changed_is_opened(tmp_path: Path, opened: list[str]) -> None:
    """A file that was written since, even as long and with its old time, is looked into; one at rest isn't."""
    folder = write_publication(tmp_path)
    claim, other = folder / PATH, folder / "content/claims/ferry.yml"
    other.write_bytes(b"claim: one")
    look(folder)
    assert sorted(opened) == ["ferry.yml", "old-bridge.yml"]
    opened.clear()
    look(folder)
    assert opened == []
    state = other.stat()
    time.sleep(0.05)  # longer than the steps of a file system's clock
    other.write_bytes(b"claim: two")
    os.utime(other, ns=(state.st_atime_ns, state.st_mtime_ns))
    look(folder)
    assert opened == ["ferry.yml"]
    opened.clear()
    other.unlink()
    claim.rename(claim.with_name("bridge.yml"))
    look(folder)
    look(folder)
    assert opened == ["bridge.yml"]


def test_what_was_written_just_now_is_opened_again(
    tmp_path: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as a file's times may not tell of another write, nobody trusts them."""
    monkeypatch.setattr(files, "TICK", 60_000_000_000)
    folder = write_publication(tmp_path)
    look(folder)
    look(folder)
    assert opened == ["old-bridge.yml"] * 2


@pytest.mark.parametrize("damage", ["torn", "deleted", "another checkout"])
def test_whoever_cannot_know_opens_all(tmp_path: Path, opened: list[str], damage: str) -> None:
    """What is kept is believed where it is whole, and of these very files."""
    folder = write_publication(tmp_path / "here")
    look(folder)
    opened.clear()
    place = folder / FOLDER / FILES_KEPT
    match damage:
        case "torn":
            place.write_bytes(place.read_bytes()[:-2] + b"??")
        case "deleted":
            place.unlink()
        case _:
            folder = Path(shutil.copytree(folder, tmp_path / "there"))
    look(folder)
    assert opened == ["old-bridge.yml"]


def test_what_is_no_file_is_refused_all_the_same(tmp_path: Path) -> None:
    """Whoever looked at the files, a check says the same of what lies in their place."""
    folder = write_publication(tmp_path)
    check_folder(folder, NOW)
    (folder / "content/claims/linked.yml").symlink_to(folder / PATH)
    os.mkfifo(folder / "content/claims/pipe.yml")
    with closing(Scanned(folder)) as scanned:
        found = check_folder(folder, NOW, scanned=scanned).problems
    assert {one.location.path for one in found} >= {"content/claims/linked.yml", "content/claims/pipe.yml"}
    assert found == check_folder(folder, NOW).problems
    shutil.rmtree(folder / "content/claims")
    (folder / "content/claims").write_text("No folder.")
    with closing(Scanned(folder)) as scanned:
        found = check_folder(folder, NOW, scanned=scanned).problems
    assert "content/claims" in {one.location.path for one in found}
    assert found == check_folder(folder, NOW).problems


def test_who_does_not_ask_need_not_wait(tmp_path: Path) -> None:
    """Where a check doesn't come to it, nobody goes on looking."""
    folder = write_publication(tmp_path)
    check_folder(folder, NOW)
    with closing(Scanned(folder)):
        pass
