"""Tests of replacing a content file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from factpress.adapters.rewriting import Changed, rewrite


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    """It holds the new bytes, has the rights it had, and nothing else lies beside it."""
    place = tmp_path / "x.yml"
    place.write_bytes(b"old")
    place.chmod(0o640)
    rewrite(place, b"old", b"new")
    assert place.read_bytes() == b"new"
    assert place.stat().st_mode & 0o777 == 0o640
    assert os.listdir(tmp_path) == ["x.yml"]


@pytest.mark.parametrize("what", ["edited", "linked", "folder"])
def test_what_somebody_changed_stays(tmp_path: Path, what: str) -> None:
    """A file that isn't what was read is left alone."""
    place = tmp_path / "x.yml"
    if what == "edited":
        place.write_bytes(b"edited")
    elif what == "linked":
        (tmp_path / "other").write_bytes(b"old")
        place.symlink_to("other")
    else:
        place.mkdir()
    before = sorted(os.listdir(tmp_path))
    with pytest.raises(Changed):
        rewrite(place, b"old", b"new")
    assert sorted(os.listdir(tmp_path)) == before
    assert what != "edited" or place.read_bytes() == b"edited"


def test_a_file_that_went_is_not_made(tmp_path: Path) -> None:
    """Where there is none any more the system says so, and none comes."""
    with pytest.raises(FileNotFoundError):
        rewrite(tmp_path / "x.yml", b"old", b"new")
    assert os.listdir(tmp_path) == []
