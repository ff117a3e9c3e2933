"""Tests of `factpress match`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from factpress import gists, traits
from factpress.corpus import Corpus
from factpress.models.claim import Claim
from factpress.parsing import ReadClaim, read_claims
from factpress.texts import Text
from factpress.traits import Traits, traits_of
from tests.cli.running import call
from tests.making import complete_claim
from tests.publications import HOSTILE, write_publication, write_yaml


def desk(folder: Path, **claims: dict[str, Any]) -> Path:
    """Write a publication of two claims, and others."""
    ferries = complete_claim(claim="Ferries are late.", headline="Ferries run on time", claimant="unknown")
    return write_publication(folder / "desk", {"bridge": complete_claim(), "ferries": ferries, **claims})


def test_matches_are_told_with_verdict_and_address(tmp_path: Path) -> None:
    """Score, verdict, claim, headline, address and the words in common are shown, best first."""
    result = call(desk(tmp_path), "match", "the old bridges were closed for 3 days")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0].split("  ", 1)[1] == "False: The Old Bridge was closed for three days."
    assert [line.strip() for line in lines[1:]] == [
        "The Old Bridge was closed for one day, not three",
        "https://checks.example/desk/claims/bridge/",
        "in common: the, old, bridges, closed, for, 3, days",
    ]


def test_no_match_is_no_failure(tmp_path: Path) -> None:
    """Where nothing resembles the text a sentence says so."""
    result = call(desk(tmp_path), "match", "Penguins eat fish")
    assert (result.exit_code, result.output) == (0, "No published claim resembles this.\n")


def test_matches_as_json(tmp_path: Path) -> None:
    """For programs there is a stable form; nothing found is an empty list."""
    folder = desk(tmp_path)
    result = json.loads(call(folder, "match", "late ferry", "--format", "json", "--most", "1").output)
    (one,) = result["matches"]
    assert result["text"] == "late ferry"
    assert 0.45 <= one.pop("score") <= 1
    assert one == {
        "id": "ferries",
        "verdict": "false",
        "claim": "Ferries are late.",
        "headline": "Ferries run on time",
        "claimant": ["unknown"],
        "published": "2025-03-05",
        "url": "https://checks.example/desk/claims/ferries/",
        "why": ["late", "ferry"],
    }
    assert json.loads(call(folder, "match", "penguins", "--format", "json").output)["matches"] == []


def test_an_edit_is_seen_at_once(tmp_path: Path) -> None:
    """What was kept is for the very files it was made of."""
    folder = desk(tmp_path)
    assert "Ferries are late" in call(folder, "match", "ferry").output
    (folder / "content" / "claims" / "ferries.yml").unlink()
    assert call(folder, "match", "ferry").output == "No published claim resembles this.\n"


def test_after_an_edit_little_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a build or a check knows of the other claims is used, so that an archive needn't be read for one edit."""
    folder = desk(tmp_path)
    assert call(folder, "build").exit_code == 0
    read: list[str] = []

    def noted(texts: Sequence[Text]) -> list[ReadClaim]:
        read.extend(Path(text.path).stem for text in texts)
        return read_claims(texts)

    monkeypatch.setattr(gists, "read_claims", noted)
    made: list[str] = []

    def made_anew(claim: Claim, corpus: Corpus, before: Traits | None = None) -> Traits:
        one = traits_of(claim, corpus, before)
        if one is not before:
            made.append(claim.id)
        return one

    monkeypatch.setattr(traits, "traits_of", made_anew)
    write_yaml(
        folder / "content" / "claims" / "ferries.yml", complete_claim(claim="Ferries are punctual.", headline=None)
    )
    assert "Ferries are punctual" in call(folder, "match", "ferry").output
    assert read == made == ["ferries"]


@pytest.mark.parametrize("junk", [b"", b"junk", None])
def test_a_torn_index_is_made_anew(tmp_path: Path, junk: bytes | None) -> None:
    """Whatever lies where the index was kept, the answer is the same."""
    folder = desk(tmp_path)
    answer = call(folder, "match", "late ferry").output
    place = folder / ".factpress" / "matches"
    kept = place.read_bytes()
    place.write_bytes(kept[:-9] if junk is None else junk)
    assert call(folder, "match", "late ferry").output == answer
    assert place.read_bytes() == kept
    assert {path.name.partition("-")[0] for path in place.parent.iterdir()} == {"claims", "corpus", "matches"}


def test_nothing_is_kept_behind_a_link(tmp_path: Path) -> None:
    """A repository can't make the command write elsewhere."""
    folder = desk(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    (folder / ".factpress").symlink_to(tmp_path / "elsewhere")
    assert "Ferries are late" in call(folder, "match", "ferry").output
    assert [*(tmp_path / "elsewhere").iterdir()] == []


def test_hostile_claims_are_shown_as_text(tmp_path: Path) -> None:
    """What a claim holds can't speak to a terminal."""
    folder = desk(tmp_path, evil=complete_claim(claim=f"Lanterns {HOSTILE} ::error::", headline=None))
    output = call(folder, "match", "lantern").output
    assert "Lanterns <script>alert(1)</script>" in output


def test_outside_a_publication_it_says_so(tmp_path: Path) -> None:
    """A folder without content is wrong use."""
    assert call(tmp_path, "match", "x").exit_code == 2
