"""An invented publication to be edited at random: what it holds, and how it comes to lie on disk."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from tests.making import NOW, complete_claim
from tests.publications import CONFIG, PAGES, write_publication, write_yaml

WORDS: Final = ("bridge", "ferry", "clinic", "harbour", "school", "market", "tunnel", "library", "museum", "station")
PNG: Final = b"\x89PNG\r\n"


@dataclass
class Desk:
    """A publication that people work on: what its files say, and which day it is."""

    claims: dict[str, dict[str, Any]]
    registries: dict[str, Any]
    pages: dict[str, str]
    media: dict[str, bytes]
    theme: dict[str, str] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    """Files whose text stands for itself, by path; they replace others."""
    config: str = CONFIG
    now: datetime = NOW
    made: int = 0
    """How many claims and sources were ever made, so that each new one has a name of its own."""

    def write(self, folder: Path) -> None:
        """Make a folder hold just this."""
        shutil.rmtree(folder / "content", ignore_errors=True)
        shutil.rmtree(folder / "theme", ignore_errors=True)
        write_publication(folder, self.claims, pages=self.pages)
        for name, registry in self.registries.items():
            write_yaml(folder / "content" / f"{name}.yml", registry)
        files = {f"content/media/{name}": raw for name, raw in self.media.items()}
        files |= {f"theme/{name}": text.encode() for name, text in self.theme.items()}
        files |= {path: text.encode() for path, text in self.raw.items()}
        for path, raw in {**files, "mkdocs.yml": self.config.encode()}.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(raw)

    def public(self, dice: random.Random) -> dict[str, Any]:
        """Return one of the published claims."""
        return dice.choice([claim for claim in self.claims.values() if claim.get("status") == "published"])

    def other(self, dice: random.Random, claim: dict[str, Any]) -> str:
        """Return the id of a claim that isn't this one."""
        return dice.choice([key for key, one in self.claims.items() if one is not claim])

    def number(self) -> int:
        """Return a number that wasn't there yet."""
        self.made += 1
        return self.made


def new_claim(desk: Desk, dice: random.Random, **fields: Any) -> str:
    """Add a published claim and return its id."""
    number, word = desk.number(), dice.choice(WORDS)
    claim = complete_claim(
        claim=f"The {word} of Millbrook was closed {number} times.",
        headline=f"The {word} was closed once, not {number} times",
        claimant=dice.choice(["mayor-lund", "harbour-union", "clinic", "unknown", ["mayor-lund", "clinic"]]),
        verdict=dice.choice(["true", "half-true", "false", "unproven"]),
        topics=dice.sample(["traffic", "bridges", "health"], dice.randint(1, 2)),
        authors=["ida-moss"],
        reviewed_by=[dice.choice(["ben-hale", "kim-reed"])],
        published=f"2025-{dice.randint(3, 5):02}-{dice.randint(5, 28):02}",
        figures=[{"key": dice.choice(["beds", "closures"]), "value": str(number), "unit": "days", "source": "office"}],
        **fields,
    )
    claim["sources"][1]["url"] = f"https://herald.example/{word}"
    desk.claims[f"{word}-{number}"] = claim
    return f"{word}-{number}"


def new_desk(dice: random.Random) -> Desk:
    """Return a publication that has some of everything."""
    desk = Desk({}, {}, dict(PAGES), {"bridge.png": PNG, "deep/plan.pdf": b"%PDF"})
    desk.registries = {
        "claimants": {
            "mayor-lund": {"name": "Ada Lund", "type": "person", "role": "Mayor of Millbrook"},
            "harbour-union": {"name": "Harbour Union", "type": "organization"},
            "clinic": {"name": "The Clinic", "type": "organization", "url": "https://clinic.example/"},
        },
        "people": {
            "ida-moss": {"name": "Ida Moss", "role": "Reporter"},
            "ben-hale": {"name": "Ben Hale", "role": "Editor"},
            "kim-reed": {"name": "Kim Reed"},
        },
        "publishers": {
            "millbrook-herald": {"name": "Millbrook Herald", "domains": ["herald.example"]},
            "coast-radio": {"name": "Coast Radio"},
        },
        "topics": {
            "traffic": {"name": "Traffic"},
            "bridges": {"name": "Bridges", "parent": "traffic"},
            "health": {"name": "Health"},
        },
        "verdicts": [
            {"id": "true", "name": "True", "value": 3, "meaning": "It happened.", "color": "#1b5e20", "icon": "check"},
            {"id": "half-true", "name": "Half true", "value": 2, "meaning": "Part of it holds.", "color": "#8a5a00"},
            {"id": "false", "name": "False", "value": 1, "meaning": "It did not happen.", "color": "#8b1a1a"},
            {"id": "unproven", "name": "Unproven", "meaning": "Nobody can tell.", "color": "#44546a"},
        ],
        "publication": {
            "name": "Millbrook Checks",
            "policies": dict.fromkeys(("methodology", "corrections", "ownership", "funding", "ethics"), "about.md"),
            "submit": {"email": "desk@checks.example"},
            "feeds": {"length": 5},
        },
    }
    first = [new_claim(desk, dice) for _ in range(8)]
    desk.claims[first[1]]["related"] = [{"claim": first[0], "relation": "supersedes", "note": "A newer count."}]
    desk.claims[first[2]]["related"] = [{"claim": first[0], "relation": "background"}]
    desk.claims[first[3]]["aliases"] = ["former-name"]
    desk.claims[first[4]]["media"] = [{"file": "bridge.png", "alt": "A bridge", "credit": "Ida Moss"}]
    desk.claims[first[5]]["review_by"] = "2025-06-04"
    desk.claims[first[6]] |= {"status": "retracted", "retraction": {"date": "2025-05-29", "reason": "We erred."}}
    new_claim(desk, dice, translation_of=first[0], lang="fr", verdict_reason="Only one of the two days is known.")
    desk.claims["unwritten"] = {"claim": "A draft that nobody may see."}
    desk.claims["waiting"] = {"claim": "A held claim.", "status": "hold", "hold_reason": "The office is closed."}
    return desk
