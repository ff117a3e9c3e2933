"""Invents publications of any size: the same number gives the same claims on every machine."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import yaml

WORDS = (
    "harbour bridge council budget ferry school clinic report figure market river mayor station winter engine "
    "forest tender signal border worker pension library rescue cable turbine census farmer storm museum quarry "
    "orchard lantern valley ledger archive inspector committee hearing estimate shipment permit survey reservoir"
).split()
VERBS = "shows measured denied counted promised confirmed doubled repaired closed opened published lost".split()
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


def claim_fields(number: int, dice: random.Random) -> dict[str, object]:
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
    cited = iter([f"[@s{i}]" for i in range(10)] * 3)

    def paragraphs(count: int) -> str:
        return "\n\n".join(f"{sentence(dice)} {sentence(dice)[:-1]} {next(cited)}." for _ in range(count)) + "\n"

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
        _write(content / name, value)
    dice = random.Random(claims)  # noqa: S311 - the same claims each time are the point
    for number in range(claims):
        _write(content / "claims" / f"{number // 1000:03}" / f"claim-{number}.yml", claim_fields(number, dice))


def _write(path: Path, value: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(yaml.dump(value, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False), "utf-8")
