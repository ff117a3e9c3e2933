"""A claim set with the registries alone, before the others are known."""

from __future__ import annotations

from dataclasses import replace

from factpress.models.claim import Claim
from factpress.pages.claim import claim_page
from factpress.pages.galley import SLOTS, Galley, set_claim
from factpress.relations import relations_of
from tests.making import SITE, make_claim, make_corpus
from tests.pages.claims import TEMPLATES
from tests.pages.test_claim import EVERYTHING

FERRY = make_claim("ferry", figures=[{"key": "days-closed", "value": "3", "source": "office"}])
NEWER = make_claim("newer", related=[{"claim": "old-bridge", "relation": "supersedes", "note": "A list came up."}])
TRANSLATION = make_claim("alte-bruecke", lang="de", translation_of="old-bridge")
CORPUS = make_corpus(make_claim(**EVERYTHING), FERRY, NEWER)


def test_every_slot_is_there() -> None:
    """Wherever other claims have something to say, their place is kept, and kept once."""
    galley = set_claim(CORPUS.by_id["old-bridge"], CORPUS, SITE, TEMPLATES)
    assert [galley.body.count(slot) for slot in SLOTS] == [1, 1, 1]


def test_it_outlives_being_kept() -> None:
    """Kept as bytes and read again it is the same."""
    galley = set_claim(CORPUS.by_id["old-bridge"], CORPUS, SITE, TEMPLATES)
    assert Galley.from_bytes(galley.to_bytes()) == galley
    assert galley.numbers == {"office": 1}


def test_a_page_is_the_same_from_its_galley() -> None:
    """Set with the registries alone and kept, or with all claims at hand: the page is one."""
    registries = replace(CORPUS, claims=())
    related = relations_of(CORPUS)

    def kept(claim: Claim) -> Galley:
        return Galley.from_bytes(set_claim(claim, registries, SITE, TEMPLATES).to_bytes())

    for claim in CORPUS.claims:
        others = (CORPUS, SITE, TEMPLATES, related.get(claim.id, ()), (FERRY,))
        page = claim_page(claim, *others)
        assert claim_page(claim, *others, kept) == page
        assert "\0" not in page.body


def test_translations_wait_for_each_other() -> None:
    """The foot of a page names translations, so that its galley must be set when they are known."""

    def refuse(claim: Claim) -> Galley:
        raise AssertionError(claim.id)

    corpus = make_corpus(make_claim(), TRANSLATION)
    for claim in corpus.claims:
        page = claim_page(claim, corpus, SITE, TEMPLATES, (), (), refuse)
        assert "Translat" in page.body


def test_whatever_a_galley_holds_comes_back() -> None:
    """Line ends and controls, which a site's name may have, included."""
    galley = Galley(
        "<p>a\n\1“b”\0related\0</p>\n", '<meta content="x\n\1y">\n', "c\n\1", ("claim", "sources"), {"office": 1}
    )
    assert Galley.from_bytes(galley.to_bytes()) == galley
