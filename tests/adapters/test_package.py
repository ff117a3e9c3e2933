"""Tests of where what travels with factpress lies."""

from __future__ import annotations

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
