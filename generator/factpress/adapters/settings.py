"""What the generator needs of `mkdocs.yml`, read without running anything that it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import yaml

from factpress.adapters.files import read_regular
from factpress.models.site import Site
from factpress.problems import quoted
from factpress.texts import ROOT

FILE: Final = "mkdocs.yml"


class BadSettings(Exception):
    """The folder is no publication, or its `mkdocs.yml` can't be used; says why and what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What `mkdocs.yml` says of the site."""

    site: Site
    site_dir: Path
    """Where the built site goes, unless somebody says otherwise."""
    docs_dir: str
    """Where MkDocs looks for hand-written pages."""
    plugins: tuple[str, ...]
    """Those that MkDocs is to run."""
    asking: tuple[str, ...] = ()
    """What is wrong with settings by which readers' browsers, or builds, ask others for something."""


def read_settings(folder: Path) -> Settings:
    """Return the settings of the publication in a folder.

    Raises BadSettings where the folder isn't one, or where the site's name or address can't be used.
    """
    values = _values(folder)
    require_content(folder)
    name = values.get("site_name")
    if not isinstance(name, str) or not name.strip():
        raise BadSettings(
            f"{FILE} must name the site; found no text at `site_name`. Add a line like `site_name: The Example Desk`."
        )
    site = Site(" ".join(name.split()), site_address(values.get("site_url")))
    plugins = _names(values.get("plugins"))
    site_dir = folder / str(values.get("site_dir") or "site")
    return Settings(site, site_dir, str(values.get("docs_dir") or "docs"), plugins, tuple(_asking(values, plugins)))


def _asking(values: Mapping[str, Any], plugins: Iterable[str]) -> Iterator[str]:
    theme = values.get("theme")
    name, font = (theme.get("name"), theme.get("font")) if isinstance(theme, dict) else (theme, None)
    if name == "material" and font is not False:
        yield f"`theme` must have `font: false`, or browsers get fonts from Google; found {quoted(font or 'none')}"
    forge = values.get("repo_url")
    if isinstance(forge, str) and _FORGES.match(forge.strip()):
        yield f"`repo_url` must not be at GitHub or GitLab, whom browsers then ask for numbers; found {quoted(forge)}"
    for plugin in plugins:
        if plugin.rpartition("/")[2] in _FETCHING:
            yield f"`plugins` must name none that fetches what pages name; found {quoted(plugin)}"


_FORGES: Final = re.compile(r"(?i)https?://(?:[^/]*\.)?(?:github|gitlab)\.com(?:[/:]|$)")
_FETCHING: Final = ("privacy", "social")


def require_content(folder: Path) -> None:
    """Raise BadSettings where a folder has no `content/` of its own."""
    content = folder / ROOT
    if content.is_symlink():
        raise BadSettings(f"{ROOT}/ must be a folder, not a symbolic link. Put the folder itself there.")
    if not content.is_dir():
        raise BadSettings(f"There is no folder {ROOT}/ in {_shown(folder)}. {_WHERE}")


def site_address(value: object) -> str:
    """Return a site's address with a slash at its end.

    Feeds, canonical addresses and structured data need it in full. Raises BadSettings where it can't be used.
    """
    message = (
        f"{FILE} must hold the site's full address at `site_url`; found "
        f"{quoted(value) if value else 'none'}. Write it out, without query and user name: `site_url: https://example.org/checks/`."
    )
    address = value.strip() if isinstance(value, str) else ""
    if re.search(r"[\s\\<>\"'`\x00-\x1f\x7f]", address):
        raise BadSettings(message)
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.query or parts.fragment or parts.username is not None:
        raise BadSettings(message)
    return address.rstrip("/") + "/"


_WHERE: Final = "Go to the publication's folder, name it with -C, or make a new publication with `factpress init DIR`."


class _PlainLoader(yaml.SafeLoader):
    """Reads the tags that MkDocs knows (`!!python/name:…`, `!ENV`) as nothing instead of acting on them."""


_PlainLoader.add_multi_constructor("", lambda _loader, _suffix, _node: None)


def _values(folder: Path) -> Mapping[str, Any]:
    place = folder / FILE
    if not place.exists() and not place.is_symlink():
        raise BadSettings(f"There is no {FILE} in {_shown(folder)}. {_WHERE}")
    raw, refused = read_regular(place)
    if refused:
        raise BadSettings(f"{FILE} can't be used: {refused}.")
    return _parsed(raw)


@lru_cache(maxsize=1)  # one command asks several times
def _parsed(raw: bytes) -> Mapping[str, Any]:
    try:
        values = yaml.load(raw, _PlainLoader)  # noqa: S506 - a safe loader that knows even fewer tags
    except yaml.MarkedYAMLError as error:
        where = f" in line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise BadSettings(f"{FILE} must be YAML;{where} {error.problem}. Correct that line.") from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise BadSettings(
            f"{FILE} must be YAML in UTF-8. Compare it with the file that `factpress init` makes."
        ) from None
    if not isinstance(values, dict):
        raise BadSettings(f"{FILE} must hold settings like `site_name: …`, one on each line.")
    return values


def _names(listed: object) -> tuple[str, ...]:
    """Return the names of plugins, which stand in a list or a mapping, with settings or without."""
    if not isinstance(listed, list):
        return tuple(map(str, listed)) if isinstance(listed, dict) else ()
    return tuple(str(name) for one in listed for name in (one if isinstance(one, dict) else [one]))


def _shown(folder: Path) -> str:
    return "this folder" if folder == Path() else str(folder)
