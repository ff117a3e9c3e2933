"""Invented publications on disk: a folder with `mkdocs.yml` and `content/`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from tests.making import CLAIMANTS, PEOPLE, PUBLISHERS, SITE, TOPICS, VERDICTS, complete_claim

CONFIG = f"""\
site_name: {SITE.name}
site_url: {SITE.address}
docs_dir: content/pages
site_dir: site
theme:
  name: material
  font: false
  features: [navigation.tabs]
  palette:
    - media: "(prefers-color-scheme: light)"
      scheme: default
      primary: custom
      toggle: {{icon: material/weather-sunny, name: Dark}}
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
      primary: custom
      toggle: {{icon: material/weather-night, name: Light}}
plugins: [factpress]
markdown_extensions: [tables]
nav:
  - Home: index.md
  - Fact-checks: claims/index.md
  - Ratings: ratings/index.md
  - About: about.md
"""
PAGES = {
    "index.md": "---\ntitle: Home\ntemplate: home.html\n---\n\n# Millbrook Checks\n\nInvented, for tests.\n",
    "about.md": "# About us\n\nWe check [claims](claims/index.md) and [rate](ratings/index.md) them.\n",
}
HOSTILE = "<script>alert(1)</script>\"'></title></meta>]]>{{ 7*7 }}{% raw %}&amp;"
"""What a stranger may write into any text."""


def write_publication(
    folder: Path,
    claims: Mapping[str, Mapping[str, Any]] | None = None,
    *,
    pages: Mapping[str, str] | None = None,
    publication: Mapping[str, Any] | None = None,
) -> Path:
    """Write a publication into a folder and return it. Claims are fields by id; one complete claim if none."""
    content = folder / "content"
    (content / "claims").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(CONFIG, "utf-8")
    for name, text in {**PAGES, **(pages or {})}.items():
        place = content / "pages" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    for name, registry in (
        ("claimants", CLAIMANTS),
        ("people", PEOPLE),
        ("publishers", PUBLISHERS),
        ("topics", TOPICS),
    ):
        write_yaml(content / f"{name}.yml", {key: _plain(model) for key, model in registry.items()})
    write_yaml(content / "verdicts.yml", [_plain(verdict) for verdict in VERDICTS])
    about = dict.fromkeys(("methodology", "corrections", "ownership", "funding", "ethics", "privacy"), "about.md")
    write_yaml(
        content / "publication.yml",
        {
            "name": SITE.name,
            "policies": about,
            "submit": {"email": "desk@checks.example"},
            "complaints": [{"name": "Press Council", "url": "https://council.example/"}],
            **(publication or {}),
        },
    )
    for claim_id, fields in (claims if claims is not None else {"old-bridge": complete_claim()}).items():
        write_yaml(content / "claims" / f"{claim_id}.yml", fields)
    return folder


def write_yaml(place: Path, value: Any) -> None:
    """Write a value as an author's file might hold it."""
    place.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), "utf-8")


def _plain(model: BaseModel) -> dict[str, Any]:
    return model.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
