"""Where what travels with factpress lies: in the wheel, or in the repository of an editable install."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

import factpress
from factpress.digests import digest

_PACKAGE = Path(factpress.__file__).resolve().parent
_REPOSITORY = _PACKAGE.parents[1]
_LIBRARIES: Final = (
    *("idna", "jinja2", "lxml", "markdown", "markupsafe", "mkdocs", "mkdocs-material", "nh3", "orjson", "pagefind-bin"),
    *("pydantic", "pygments", "pymdown-extensions", "pyromark", "pyyaml", "tantivy"),
)
_RECORDED: Final = re.compile(r"([^-]+)-([^-]+)\.dist-info").fullmatch


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


@cache
def code_digest() -> str:
    """Return a text that differs where our code, theme or one of the libraries that make pages does."""
    files = sorted([*_PACKAGE.rglob("*.py"), *(path for path in theme_folder().rglob("*") if path.is_file())])
    installed = dict(_installed())
    libraries = [f"{name} {installed.get(name) or version(name)}" for name in _LIBRARIES]
    return digest(sys.version, *libraries, *(path.read_bytes() for path in files))


def _installed() -> Iterator[tuple[str, str]]:
    """Yield names and versions of what is installed, as the names of folders tell them.

    See “Recording installed projects” of the PyPA's specifications; opening what lies in the folders takes ten times as
    long.
    """
    for place in reversed(sys.path):  # of two with one name the first counts
        try:
            folders = sorted(os.listdir(place)) if os.path.isdir(place) else []
        except OSError:
            continue
        for match in filter(None, map(_RECORDED, folders)):
            yield re.sub("[-_.]+", "-", match[1]).lower(), match[2]
