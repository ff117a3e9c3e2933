"""Watching some files and folders: what changes is told, once it is over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from watchdog.observers.polling import PollingObserver

from factpress.adapters import watching
from factpress.adapters.watching import Watch

SOON, NEVER = 40, 0.7
"""Seconds: what a slow machine may take, and after how many nothing comes any more."""


@pytest.fixture(params=["told", "polled"])
def watch(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """Watch a folder, by what the system tells or without its help."""
    (tmp_path / "content/claims").mkdir(parents=True)
    (tmp_path / "content/claims/a.yml").write_text("1")
    (tmp_path / "mkdocs.yml").write_text("1")
    if request.param == "polled":

        class Refused(PollingObserver):
            def start(self) -> None:
                raise OSError(28, "inotify watch limit reached")

        monkeypatch.setattr(watching, "Observer", Refused)
    watch = Watch(tmp_path, ["content", "mkdocs.yml", "theme"])
    yield watch
    watch.end()


def wanted(watch: Watch, *paths: str) -> bool:
    """Return whether all these paths are told sooner or later."""
    missing = set(paths)
    while missing and (changed := watch.wait(SOON)):
        missing -= changed
    return not missing


def test_changes_are_told(watch: Watch, tmp_path: Path) -> None:
    """Of what is written, made, renamed and deleted, in files and new folders."""
    claims = tmp_path / "content/claims"
    (claims / "a.yml").write_text("2, longer")
    (tmp_path / "mkdocs.yml").write_text("2, longer")
    assert wanted(watch, "content/claims/a.yml", "mkdocs.yml")
    (claims / "new").mkdir()
    assert wanted(watch, "content/claims/new")
    (claims / "new/b.yml").write_text("1")
    assert wanted(watch, "content/claims/new/b.yml")
    (claims / "a.yml").rename(claims / "c.yml")
    assert wanted(watch, "content/claims/a.yml", "content/claims/c.yml")
    (claims / "c.yml").unlink()
    assert wanted(watch, "content/claims/c.yml")


def test_a_folder_that_comes_is_followed(watch: Watch, tmp_path: Path) -> None:
    """One that wasn't there, and one in the place of another."""
    (tmp_path / "theme").mkdir()
    assert wanted(watch, "theme")
    (tmp_path / "theme/main.html").write_text("1")
    assert wanted(watch, "theme/main.html")
    (tmp_path / "content").rename(tmp_path / "old")
    (tmp_path / "content/claims").mkdir(parents=True)
    assert wanted(watch, "content")
    (tmp_path / "content/claims/z.yml").write_text("1")
    assert wanted(watch, "content/claims/z.yml")


def test_nothing_else_is_told(watch: Watch, tmp_path: Path) -> None:
    """Neither what lies beside, nor what begins with a dot, nor that somebody reads."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("1")
    (tmp_path / ".factpress").mkdir()
    (tmp_path / "content/claims/.a.yml.swp").write_text("1")
    assert (tmp_path / "content/claims/a.yml").read_text() == "1"
    seen: Any = watch.wait(NEVER)
    assert seen == frozenset()
