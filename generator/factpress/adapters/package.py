"""Where what travels with factpress lies: in the wheel, or in the repository of an editable install."""

from __future__ import annotations

from pathlib import Path

import factpress

_PACKAGE = Path(factpress.__file__).resolve().parent
_REPOSITORY = _PACKAGE.parents[1]


def starter_folder() -> Path:
    """Return the folder of the publication that `factpress init` makes."""
    return _shipped("starter", _REPOSITORY / "generator" / "starter")


def theme_folder() -> Path:
    """Return the folder of templates and assets that lie over Material's."""
    return _shipped("theme", _REPOSITORY / "theme")


def locked_requirements() -> Path:
    """Return the file that pins, with hashes, everything that building a site needs."""
    return _shipped("requirements.txt", _REPOSITORY / "requirements.txt")


def _shipped(name: str, in_repository: Path) -> Path:
    in_wheel = _PACKAGE / name
    return in_wheel if in_wheel.exists() else in_repository
