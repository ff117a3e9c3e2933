"""Tests of the requirement that installs the factpress that runs."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from factpress import __version__
from factpress.adapters.requirement import own_requirement


def installed_from(monkeypatch: pytest.MonkeyPatch, origin: dict[str, Any] | None) -> list[str]:
    """Return the requirement, without comments, of a factpress for which pip recorded this origin."""
    recorded = None if origin is None else json.dumps(origin)
    monkeypatch.setattr(
        importlib.metadata, "distribution", lambda _name: SimpleNamespace(read_text=lambda _file: recorded)
    )
    return [line for line in own_requirement().splitlines() if not line.startswith("#")]


@pytest.mark.parametrize(
    ("origin", "line"),
    [
        (
            {"url": "https://git.example/factpress.git", "vcs_info": {"vcs": "git", "commit_id": "a" * 40}},
            f"factpress @ git+https://git.example/factpress.git@{'a' * 40}",
        ),
        (
            {"url": "https://x.example/f.whl", "archive_info": {"hashes": {"sha256": "b" * 64}}},
            f"factpress @ https://x.example/f.whl --hash=sha256:{'b' * 64}",
        ),
        (
            {"url": "file:///somewhere", "dir_info": {"editable": True}},
            f"factpress @ git+https://fill-in.invalid/factpress@{'0' * 40}",
        ),
    ],
)
def test_what_pip_recorded_is_pinned(monkeypatch: pytest.MonkeyPatch, origin: dict[str, Any], line: str) -> None:
    """To a commit or a hash; a folder is nowhere to others."""
    assert installed_from(monkeypatch, origin) == [line]


def test_a_file_of_an_index_is_pinned_by_the_hash_that_the_index_tells(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Asked for with pip, which knows the index, and pinned as a wheel."""
    wheel = tmp_path / f"factpress-{__version__}-py3-none-any.whl"
    about = f"factpress-{__version__}.dist-info"
    with zipfile.ZipFile(wheel, "w") as file:
        file.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: factpress\nVersion: {__version__}\n")
        file.writestr(
            f"{about}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        file.writestr(f"{about}/RECORD", "")
    index_is(monkeypatch, tmp_path)
    hash_of_wheel = hashlib.sha256(wheel.read_bytes()).hexdigest()
    assert installed_from(monkeypatch, None) == [f"factpress=={__version__} --hash=sha256:{hash_of_wheel}"]


def test_an_index_that_does_not_answer_leaves_the_hash_to_be_filled_in(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The version is pinned all the same, and a comment says what is missing."""
    index_is(monkeypatch, tmp_path)
    assert installed_from(monkeypatch, None) == [f"factpress=={__version__}"]
    assert "--hash=sha256:<64 digits>" in own_requirement()


def index_is(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let a folder be all that pip knows of."""
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
