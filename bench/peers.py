"""The same claims for peers: as the ordinary pages that somebody without factpress would write."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

MKDOCS = """\
site_name: The Invented Desk
site_url: https://invented.example/checks/
theme:
  name: material
  font: false
  features: [navigation.tabs]
plugins: []
markdown_extensions: [tables, footnotes]
nav:
  - Home: index.md
"""


def write_mkdocs(folder: Path, claims: list[tuple[str, dict[str, Any]]]) -> None:
    """Write the claims as Markdown pages for MkDocs with Material, sources as footnotes."""
    docs = folder / "docs"
    (docs / "claims").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    lines = ["# The Invented Desk", ""]
    for claim_id, fields in claims:
        lines.append(f"- [{fields['headline']}](claims/{claim_id}.md)")
        (docs / "claims" / f"{claim_id}.md").write_text(_markdown(fields), "utf-8")
    (docs / "index.md").write_text("\n".join(lines) + "\n", "utf-8")


def _markdown(fields: dict[str, Any]) -> str:
    head = yaml.dump({"title": fields["headline"], "description": fields["verdict_reason"]}, Dumper=yaml.CSafeDumper)
    summary = "\n".join(f"- {line}" for line in fields["summary"])
    sections = "\n\n".join(
        f"## {title}\n\n{fields[key]}"
        for title, key in (
            ("What we know", "what_we_know"),
            ("Analysis", "analysis"),
            ("Conclusion", "conclusion"),
        )
    )
    sources = "\n".join(
        f"[^{s['id']}]: {s['publisher']}, [{s['title']}]({s['url']}), {s['date']}, read {s['accessed']} ({s['kind']})"
        for s in fields["sources"]
    )
    text = (
        f"---\n{head}---\n\n# {fields['headline']}\n\n> {fields['claim']}\n\n{fields['claimant']}, {fields['claim_date']}"
        f"\n\n**{fields['verdict']}**: {fields['verdict_reason']}\n\n## In short\n\n{summary}\n\n{sections}\n\n{sources}\n"
    )
    return re.sub(r"\[@(\w+)\]", r"[^\1]", text)
