"""Claims' files are looked at while everything else is still being imported."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from factpress.adapters import processes
from factpress.adapters.checking import check_folder
from factpress.adapters.files import scan
from factpress.adapters.scanning import Scanned, knows_claims
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
            assert scanned() == scan(folder) == {PATH: (str(place), "", text_digest(place.read_bytes(), ""))}
            found = check_folder(folder, NOW, scanned=scanned).problems
        assert [one.code for one in found if one.severity == "error"] == (["FP262"] if verdict == "flase" else [])


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
