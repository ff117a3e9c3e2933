"""Invents publications of any size: the same number gives the same claims on every machine."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

WORDS = (
    "harbour", "bridge", "council", "budget", "ferry", "school", "clinic", "report", "figure", "market", "river",
    "mayor", "station", "winter", "engine", "forest", "tender", "signal", "border", "worker", "pension", "library",
    "rescue", "cable", "turbine", "census", "farmer", "storm", "museum", "quarry", "orchard", "lantern", "valley",
    "ledger", "archive", "inspector", "committee", "hearing", "estimate", "shipment", "permit", "survey", "reservoir",
)  # fmt: skip
VERBS = (
    "shows", "measured", "denied", "counted", "promised", "confirmed", "doubled", "repaired", "closed", "opened",
    "published", "lost",
)  # fmt: skip
TOPICS, CLAIMANTS, PEOPLE, PUBLISHERS = 40, 200, 12, 60
VERDICTS = (
    ("true", 5),
    ("mostly-true", 4),
    ("half-true", 3),
    ("mostly-false", 2),
    ("false", 1),
    ("unproven", None),
)
KINDS = ("primary", "government", "wire", "news", "academic", "dataset", "expert")
CONFIG = """\
site_name: The Invented Desk
site_url: https://invented.example/checks/
docs_dir: content/pages
site_dir: site
theme:
  name: material
  font: false
  features: [navigation.tabs]
plugins: [factpress]
nav:
  - Home: index.md
  - Fact-checks: claims/index.md
  - Topics: topics/index.md
  - Ratings: ratings/index.md
"""


def sentence(dice: random.Random) -> str:
    """Return a sentence that means nothing."""
    words = [dice.choice(WORDS) for _ in range(dice.randint(7, 14))]
    words.insert(3, dice.choice(VERBS))
    return " ".join(words).capitalize() + "."


def claim_fields(number: int, dice: random.Random) -> dict[str, Any]:
    """Return the fields of a complete claim of about 4 KB with ten sources."""
    published = date(2010, 1, 1) + timedelta(days=number % 5000)
    sources = [
        {
            "id": f"s{i}",
            "title": sentence(dice),
            "publisher": f"outlet-{dice.randrange(PUBLISHERS)}",
            "url": f"https://outlet{dice.randrange(PUBLISHERS)}.example/{number}/{i}",
            "date": str(published - timedelta(days=dice.randint(2, 30))),
            "accessed": str(published - timedelta(days=1)),
            "kind": dice.choice(KINDS),
            "stance": dice.choice(("supports", "refutes", "mixed")),
        }
        for i in range(10)
    ]
    cited = iter([f"[@s{i}]" for i in range(10)])

    def paragraphs(count: int) -> str:
        return "\n\n".join(f"{sentence(dice)[:-1]} {next(cited)}." for _ in range(count)) + "\n"

    return {
        "claim": f"{sentence(dice)[:-1]} {number}.",
        "headline": f"{sentence(dice)[:90].rstrip('. ')} {number}",
        "claimant": f"claimant-{dice.randrange(CLAIMANTS)}",
        "claim_date": str(published - timedelta(days=dice.randint(2, 20))),
        "context": "speech in the town hall",
        "verdict": dice.choice(VERDICTS)[0],
        "verdict_reason": f"{sentence(dice)} [@s0]",
        "as_of": str(published - timedelta(days=1)),
        "summary": [sentence(dice) for _ in range(3)],
        "what_we_know": paragraphs(4),
        "analysis": paragraphs(5),
        "conclusion": paragraphs(1),
        "sources": sources,
        "topics": [f"topic-{dice.randrange(TOPICS)}"],
        "authors": [f"person-{number % PEOPLE}"],
        "reviewed_by": [f"person-{(number + 1) % PEOPLE}"],
        "published": str(published),
        "status": "published",
    }


def registries() -> Iterator[tuple[str, object]]:
    """Yield the registries that the claims refer to, by file name."""
    yield (
        "claimants.yml",
        {f"claimant-{i}": {"name": f"Claimant {i}", "role": "Speaker"} for i in range(CLAIMANTS)},
    )
    yield "people.yml", {f"person-{i}": {"name": f"Person {i}", "role": "Reporter"} for i in range(PEOPLE)}
    yield "publishers.yml", {f"outlet-{i}": {"name": f"Outlet {i}"} for i in range(PUBLISHERS)}
    yield "topics.yml", {f"topic-{i}": {"name": f"Topic {i}"} for i in range(TOPICS)}
    scale = [{"id": key, "name": key.replace("-", " ").capitalize(), "meaning": "As it says."} for key, _ in VERDICTS]
    yield (
        "verdicts.yml",
        [row | ({"value": str(v)} if v else {}) for row, (_, v) in zip(scale, VERDICTS, strict=True)],
    )
    yield "publication.yml", {"name": "The Invented Desk"}


def invented_claims(count: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the id and the fields of so many claims; the same number gives the same claims each time."""
    dice = random.Random(count)
    for number in range(count):
        yield f"claim-{number}", claim_fields(number, dice)


def write_publication(folder: Path, claims: int) -> None:
    """Write a publication of so many claims into an empty folder."""
    content = folder / "content"
    (content / "claims").mkdir(parents=True)
    (content / "pages").mkdir()
    (folder / "mkdocs.yml").write_text(CONFIG, "utf-8")
    (content / "pages" / "index.md").write_text(
        "---\ntitle: Home\ntemplate: home.html\n---\n\n# The Invented Desk\n\nInvented claims.\n", "utf-8"
    )
    for name, value in registries():
        (content / name).write_text(as_yaml(value), "utf-8")
    for number, (claim_id, fields) in enumerate(invented_claims(claims)):
        path = content / "claims" / f"{number // 1000:03}" / f"{claim_id}.yml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(as_yaml(fields), "utf-8")


def edit(folder: Path, number: int, time: int) -> None:
    """Put another first sentence into the analysis of one claim; another one at each time."""
    with _fields(folder, number) as fields:
        first, cite, rest = fields["analysis"].partition(" [@")
        assert cite, f"{first} is all"
        fields["analysis"] = f"{sentence(random.Random(time))[:-1]}{cite}{rest}"


def rename(folder: Path, number: int, time: int) -> None:
    """Give one claim another headline, which lists and other pages show, too; another one at each time."""
    with _fields(folder, number) as fields:
        fields["headline"] = f"{sentence(random.Random(time))[:90].rstrip('. ')} {number}"


@contextmanager
def _fields(folder: Path, number: int) -> Iterator[dict[str, Any]]:
    path = folder / "content" / "claims" / f"{number // 1000:03}" / f"claim-{number}.yml"
    fields = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    yield fields
    path.write_text(as_yaml(fields), "utf-8")


def as_yaml(value: object) -> str:
    """Return a value as YAML as people write it: texts of several lines as blocks."""
    return str(yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False))


class _Dumper(yaml.CSafeDumper):
    """Writes texts of several lines as blocks."""


def _text(dumper: _Dumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)
