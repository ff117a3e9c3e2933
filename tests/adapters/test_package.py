"""Tests of where what travels with factpress lies."""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from factpress.adapters import package


def test_everything_that_travels_is_there() -> None:
    """In this repository starter, theme and requirements are found."""
    assert (package.starter_folder() / "mkdocs.yml").is_file()
    assert (package.theme_folder() / "main.html").is_file()
    assert "--hash=sha256:" in package.locked_requirements().read_text("utf-8")


def test_in_a_wheel_it_lies_beside_the_modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the wheel holds comes first."""
    (tmp_path / "starter").mkdir()
    monkeypatch.setattr(package, "_PACKAGE", tmp_path)
    assert package.starter_folder() == tmp_path / "starter"


def test_versions_are_those_that_packages_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told by the names of folders; of two places the first counts, and what is no place is passed over."""
    installed = dict(package._installed())
    assert {name: installed[name] for name in package._LIBRARIES} == {
        name: version(name) for name in package._LIBRARIES
    }
    for folder in ("one/Py_YAML-7.0.dist-info", "other/py.yaml-8.0.dist-info", "other/idna", "other/x-1-2.dist-info"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "file.zip").touch()
    places = [tmp_path / name for name in ("one", "file.zip", "nowhere", "other")]
    monkeypatch.setattr(sys, "path", ["", *map(str, places)])
    assert dict(package._installed()) == {"py-yaml": "7.0"}
