"""What a build takes from whole claims while they are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from factpress.adapters.building import read_templates
from factpress.adapters.extracts import NOTHING_TAKEN, Extracts, read_and_extract
from factpress.adapters.spool import Spool
from factpress.models.site import Site
from factpress.pages.cards import set_cards
from factpress.pages.galley import set_claim
from factpress.search import content_of
from factpress.traits import traits_of
from tests.making import NOW, complete_claim
from tests.publications import write_publication

CLAIMS = {
    "old-bridge": complete_claim(),
    "broken": complete_claim(verdict="flase"),
    "draft": {"claim": "A draft."},
    "taken-back": complete_claim(status="retracted", retraction={"date": "2025-05-01", "reason": "We erred."}),
}


def taken(folder: Path, spool: Spool) -> Extracts:
    """Check a folder, and return what was taken from its claims."""
    return read_and_extract(folder, NOW, read_templates(folder), spool)[1]


def test_only_what_is_listed_and_whole_is_taken(tmp_path: Path) -> None:
    """A claim with an error, a draft and a retracted one give nothing; nor does any where a registry is broken."""
    folder = write_publication(tmp_path / "one", CLAIMS)
    with Spool(tmp_path) as spool:
        assert [*taken(folder, spool).places] == ["old-bridge"]
    folder = write_publication(tmp_path / "other", CLAIMS)
    (folder / "content/verdicts.yml").write_text("- [")
    with Spool(tmp_path) as spool:
        assert not taken(folder, spool).places


def test_what_is_taken_is_what_the_claim_gives(tmp_path: Path) -> None:
    """Galley, card, search text and traits are those of the claim, however they are come by."""
    folder = write_publication(tmp_path / "one", CLAIMS)
    templates = read_templates(folder)
    with Spool(tmp_path) as spool:
        checked, extracts = read_and_extract(folder, NOW, templates, spool)
        claim = checked.corpus.by_id["old-bridge"]
        assert extracts.galley(claim) == set_claim(claim.whole, checked.corpus, checked.site, templates)
        assert extracts.card(claim) == set_cards([claim.whole], checked.corpus, templates)[0]
        assert extracts.content(claim) == NOTHING_TAKEN.content(claim) == content_of(claim.whole)
        assert extracts.traits() == {claim.id: traits_of(claim.whole, checked.corpus)}
        draft = checked.corpus.by_id["draft"]
        assert extracts.galley(draft) is None
        assert extracts.card(draft) is None
    assert isinstance(checked.site, Site)


def test_nothing_taken_has_no_place() -> None:
    """Whoever asks for a place where nothing lies is told so."""
    with pytest.raises(LookupError):
        NOTHING_TAKEN.get((0, 1))
