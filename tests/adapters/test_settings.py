"""Tests of what is read from mkdocs.yml."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from factpress.adapters.checking import check_folder
from factpress.adapters.settings import BadSettings, read_settings, site_address
from factpress.models.site import Site
from tests.making import NOW
from tests.publications import write_publication


def settings(folder: Path, text: str) -> Site:
    """Return the site that a mkdocs.yml names."""
    (folder / "content").mkdir()
    (folder / "mkdocs.yml").write_text(text, "utf-8")
    return read_settings(folder).site


def test_name_and_address_are_read(tmp_path: Path) -> None:
    """The address ends in a slash, whatever was typed."""
    site = settings(tmp_path, "site_name:  Millbrook  Checks \nsite_url: https://checks.example/desk\n")
    assert site == Site("Millbrook Checks", "https://checks.example/desk/")


def test_tags_are_never_acted_upon(tmp_path: Path) -> None:
    """What MkDocs would import or look up in the environment is read as nothing."""
    text = (
        "site_name: A\nsite_url: https://a.example/\n"
        "markdown_extensions:\n  - x: {y: !!python/name:os.system , z: !ENV [HOME, a]}\n"
        "hook: !!python/object/apply:os.system ['touch gotcha']\n"
    )
    assert settings(tmp_path, text).name == "A"
    assert not (tmp_path / "gotcha").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "must hold settings"),
        ("- a", "must hold settings"),
        ("site_name: [", "must be YAML; in line"),
        ("a: 2025-13-45", "must be YAML"),
        ("site_url: https://a.example/", "must name the site"),
        ("site_name: ''\nsite_url: https://a.example/", "must name the site"),
        ("site_name: A", "found none"),
        ("site_name: A\nsite_url: 5", "found “5”"),
        ("site_name: A\nsite_url: !ENV URL", "found none"),
    ],
)
def test_what_is_missing_is_said(tmp_path: Path, text: str, words: str) -> None:
    """Each way to get it wrong has a sentence."""
    with pytest.raises(BadSettings, match=words.replace("[", r"\[")):
        settings(tmp_path, text)


@pytest.mark.parametrize(
    "address",
    [
        "a.example",
        "//a.example/",
        "ftp://a.example/",
        "javascript:alert(1)",
        "https://",
        "https://user:pass@a.example/",
        "https://a.example/?q",
        "https://a.example/#x",
        "https://a.example/ b",
        'https://a.example/"><script>',
        "https://[a.example/",
        "https://a.example:99999/",
        "https://a.example/\x00",
    ],
)
def test_an_address_must_be_usable(address: str) -> None:
    """What can't stand in feeds and canonical addresses is refused."""
    with pytest.raises(BadSettings, match="site_url"):
        site_address(address)


@pytest.mark.parametrize("address", ["https://a.example", "http://localhost:8000/x/", "https://пример.example//"])
def test_an_address_gets_one_slash_at_its_end(address: str) -> None:
    """Paths can simply be put behind it."""
    assert site_address(address) == address.rstrip("/") + "/"


def test_a_folder_without_mkdocs_yml_is_no_publication(tmp_path: Path) -> None:
    """The sentence says where to go."""
    with pytest.raises(BadSettings, match=r"There is no mkdocs\.yml in .*`factpress init"):
        read_settings(tmp_path)


def test_a_folder_without_content_is_no_publication(tmp_path: Path) -> None:
    """Without content/ there is nothing to read."""
    (tmp_path / "mkdocs.yml").write_text("site_name: A\nsite_url: https://a.example/", "utf-8")
    with pytest.raises(BadSettings, match="There is no folder content/"):
        read_settings(tmp_path)


def test_a_linked_content_is_refused(tmp_path: Path) -> None:
    """content/ must not lead elsewhere."""
    (tmp_path / "content").symlink_to("/etc")
    (tmp_path / "mkdocs.yml").write_text("site_name: A\nsite_url: https://a.example/", "utf-8")
    with pytest.raises(BadSettings, match="symbolic link"):
        read_settings(tmp_path)


def test_a_pipe_in_place_of_mkdocs_yml_is_refused(tmp_path: Path) -> None:
    """Nothing waits for a pipe."""
    os.mkfifo(tmp_path / "mkdocs.yml")
    with pytest.raises(BadSettings, match="it is a named pipe"):
        read_settings(tmp_path)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, []),
        ({"theme": {"name": "material"}}, ["font"]),
        ({"theme": "material"}, ["font"]),
        ({"theme": {"name": "material", "font": {"text": "Roboto"}}}, ["font"]),
        ({"theme": "mkdocs"}, []),
        ({"repo_url": "https://GitHub.com/desk/checks"}, ["repo_url"]),
        ({"repo_url": "https://gitlab.com/desk/checks"}, ["repo_url"]),
        ({"repo_url": "https://git.example/github.com/checks"}, []),
        ({"plugins": ["factpress", "privacy"]}, ["privacy"]),
        ({"plugins": ["factpress", {"material/social": {"cards": True}}]}, ["material/social"]),
    ],
)
def test_who_would_be_asked_is_told(tmp_path: Path, changed: dict[str, Any], words: list[str]) -> None:
    """Fonts, numbers of stars and what plugins fetch come from others, whom no reader chose."""
    folder = write_publication(tmp_path)
    config = yaml.safe_load((folder / "mkdocs.yml").read_text())
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config | changed))
    found = [problem for problem in check_folder(folder, NOW).problems if problem.code == "FP504"]
    assert [problem.location.path for problem in found] == ["mkdocs.yml"] * len(words)
    for problem, word in zip(found, words, strict=True):
        assert word in problem.message
