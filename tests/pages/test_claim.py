"""The claim page."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from lxml import html

from factpress.models.claim import Claim
from factpress.models.link_files import GoneLink
from factpress.models.parts import Status
from factpress.models.publication import Publication
from factpress.pages.claim import redirect_pages
from tests.making import SITE, complete_claim, make_claim, make_corpus
from tests.pages.claims import head_of, page_of, parsed, text_of

HOSTILE = "<script>alert(1)</script>\"'></p></meta>]]>{{7*7}}{% raw %}&lt;"
EVERYTHING: dict[str, Any] = {
    "quote": "Three days.\nThree!",
    "kind": "reported",
    "interpretation": "Whether it was closed.",
    "claimant": ["mayor-lund", "harbour-union"],
    "context": "Press briefing",
    "appearances": [{"url": "https://video.example/1", "title": "Briefing", "publisher": "coast-radio"}],
    "events": [
        {"date": "2025-03-02", "text": "It opens.", "source": "herald"},
        {"date": "2025", "text": "It closes."},
    ],
    "figures": [{"key": "days-closed", "value": "1", "unit": "day", "source": "office"}],
    "media": [{"file": "bridge.jpg", "alt": "The bridge", "credit": "I. Moss", "caption": "On Monday"}],
    "claimant_response": {"date": "2025-03-04", "text": "No comment.", "source": "herald"},
    "disclosures": ["The reporter lives nearby."],
    "corrections": [
        {"date": "2025-03-08", "kind": "typo", "text": "Teh."},
        {"date": "2025-03-09", "kind": "correction", "text": "It was Monday.", "by": "ben-hale"},
        {
            "date": "2025-03-10",
            "kind": "verdict-change",
            "text": "We weighed it anew.",
            "from_verdict": "half-true",
            "to_verdict": "false",
        },
    ],
    "original": {
        "publisher": "Old House",
        "url": "https://old.example/1",
        "verdict": "Wrong",
        "date": "2025-03",
    },
}


def test_the_top_says_what_was_claimed_whether_it_is_true_and_why() -> None:
    """Headline, claim, claimant, verdict, scale and reason come first, in this order."""
    words = text_of(parsed(page_of(make_claim(context="Press briefing"))))
    order = [
        "The Old Bridge was closed for one day, not three",
        "The Old Bridge was closed for three days.",
        "Ada Lund (Mayor of Millbrook)",
        "1 March 2025",
        "Press briefing",
        "False",
        "1 of 3, falsest",
        "The road office closed it for one day.",
        "Evidence as of 4 March 2025",
        "In short",
        "What we know",
        "Analysis",
        "Conclusion",
        "Our verdict: False.",
        "Sources",
    ]
    places = [words.index(text) for text in order]
    assert places == sorted(places)


def test_the_body_starts_with_its_heading() -> None:
    """The shell relies on the body's first element being its only h1."""
    page = page_of(make_claim())
    assert page.body.startswith("<h1 ")
    assert page.body.count("<h1") == 1


@pytest.mark.parametrize("fields", [{}, EVERYTHING, {"body": "A story.", "what_we_know": None, "analysis": None}])
def test_the_table_of_contents_is_the_page(fields: dict[str, Any]) -> None:
    """Every section stands in the table of contents with its heading, in order, and none is empty."""
    page = page_of(make_claim(**fields))
    tree = parsed(page)
    found = [(h.get("id"), h.text) for h in tree.xpath("//h2[not(contains(@class, 'fp-label'))]")]
    assert [(heading.anchor, heading.title) for heading in page.contents] == found
    for heading in tree.xpath("//h2"):
        assert len(heading.getparent()) > 1


def test_ids_are_unique_and_anchors_lead_somewhere() -> None:
    """Each id stands once on a page, and every link inside of it has its target."""
    tree = parsed(page_of(make_claim(**EVERYTHING)))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in tree.xpath("//a/@href") if link.startswith("#")} <= set(ids)
    assert set(" ".join(tree.xpath("//@aria-labelledby")).split()) <= set(ids)


def test_citations_lead_both_ways() -> None:
    """A citation leads to its source, and the source back to each of its citations."""
    tree = parsed(page_of(make_claim()))
    assert tree.xpath("//li[@id='source-office']/@value") == ["1"]
    back = tree.xpath("//li[@id='source-office']//a[@role='doc-backlink']/@href")
    cited = tree.xpath("//a[@role='doc-noteref'][@href='#source-office']/@id")
    assert [link[1:] for link in back] == cited
    assert len(cited) == 2


def test_everything_a_claim_can_say_is_shown() -> None:
    """Each field readers are meant to see stands on the page."""
    words = text_of(parsed(page_of(make_claim(**EVERYTHING))))
    for text in (
        "The claim, as it was reported",
        "Three days. Three!",
        "Whether it was closed.",
        "Ada Lund (Mayor of Millbrook) and Harbour Union",
        "Coast Radio",
        "It opens.",
        "1 day",
        "On Monday",
        "No comment.",
        "The reporter lives nearby.",
        "It was Monday. Ben Hale",
        "Old House, March 2025; its verdict there: Wrong",
        "By Ida Moss",
        "Reviewed by Ben Hale",
        "Published 5 March 2025",
        "Updated 10 March 2025",
        "Bridges",
    ):
        assert text in words, text
    assert "Teh." not in words


def test_a_change_of_the_verdict_stands_at_the_top_alone() -> None:
    """Verdict changes are told before the claim, with before and after; other corrections at the foot."""
    tree = parsed(page_of(make_claim(**EVERYTHING)))
    assert text_of(tree, "//aside") == "Verdict changed 10 March 2025: from Half true to False. We weighed it anew."
    foot = text_of(tree, "//section[@aria-labelledby='corrections']")
    assert "It was Monday." in foot
    assert "anew" not in foot


@pytest.mark.parametrize(
    ("status", "notice"),
    [(Status.DRAFT, "Draft. Not published."), (Status.HOLD, "On hold. We wait for the minutes.")],
)
def test_a_bare_draft_is_a_page(status: Status, notice: str) -> None:
    """A claim of which nothing but the claim is known has a page that says so, without an empty heading."""
    claim = Claim(
        id="bare",
        path="content/claims/bare.yml",
        claim="It rained.",
        status=status,
        hold_reason="We wait for the minutes." if status is Status.HOLD else None,
    )
    page = page_of(claim)
    tree = parsed(page)
    assert text_of(tree, "//aside") == notice
    assert text_of(tree, "//h1") == "It rained."
    assert [h.text for h in tree.xpath("//h2")] == ["The claim"]
    assert page.contents == ()
    assert not page.indexed
    assert page.updated is None
    assert "ld+json" not in page.head
    assert 'content="noindex"' in page.head


def test_a_claim_with_unknown_ids_is_a_page() -> None:
    """At the desk a page is shown although ids are unknown; the ids stand in for the names."""
    claim = make_claim(
        claimant="nobody", verdict="odd", authors=["x-1"], reviewed_by=["x-2"], topics=["x-3"], status="draft"
    )
    tree = parsed(page_of(claim))
    words = text_of(tree)
    assert all(text in words for text in ("nobody", "x-1", "x-2", "x-3"))
    assert not tree.xpath("//section[@aria-labelledby='verdict']")


def _hostile(value: Any) -> Any:
    if isinstance(value, dict):
        texts = {"text", "title", "alt", "credit", "caption", "note", "unit", "quote", "via", "interest"}
        return {key: HOSTILE if key in texts else _hostile(part) for key, part in value.items()}
    return [_hostile(part) for part in value] if isinstance(value, list) else value


def test_hostile_texts_are_inert() -> None:
    """Whatever is typed in a claim comes out as the text that was typed, in body and head."""
    fields: dict[str, Any] = {key: _hostile(value) for key, value in complete_claim(**EVERYTHING).items()}
    for key in ("claim", "headline", "quote", "verdict_reason", "context", "interpretation", "conclusion"):
        fields[key] = HOSTILE
    fields |= {
        "summary": [HOSTILE],
        "disclosures": [HOSTILE],
        "claimant_role": HOSTILE,
        "variants": [HOSTILE],
    }
    page = page_of(make_claim(**fields))
    tree = parsed(page)
    assert not tree.xpath("//script | //meta")
    assert not [name for name in tree.xpath("//@*") if name.is_attribute and name.attrname.startswith("on")]
    assert tree.xpath("string(//h1)") == HOSTILE
    # Markdown knows entities; everything else stands as it was typed.
    assert HOSTILE.replace("&lt;", "<") in tree.xpath("string(//section[@aria-labelledby='conclusion'])")
    assert "49" not in page.body
    head = head_of(page)
    assert [script.get("type") for script in head.xpath("//script")] == ["application/ld+json"]
    assert head.xpath("//meta[@property='og:title']/@content") == [HOSTILE]
    assert text_of(head, "//body") == ""


def test_links_out_carry_no_weight() -> None:
    """Links to addresses that contributors chose are marked so; links inside of the site are relative."""
    tree = parsed(page_of(make_claim(**EVERYTHING)))
    for link in tree.xpath("//a"):
        if re.match("https?:", link.get("href")):
            assert link.get("rel") == "nofollow ugc noopener noreferrer", link.get("href")
        else:
            assert link.get("href").startswith(("#", "../../")), link.get("href")


def test_nothing_is_loaded_from_elsewhere() -> None:
    """A medium that lies elsewhere is linked; one of our own is shown with its description."""
    media = [
        {"url": "https://video.example/x.mp4", "kind": "video", "alt": "A film", "credit": "Someone"},
        {"file": "bridge.jpg", "alt": "The bridge", "credit": "I. Moss", "licence": "CC BY 4.0"},
    ]
    tree = parsed(page_of(make_claim(media=media)))
    assert tree.xpath("//@src") == ["../../media/bridge.jpg"]
    assert tree.xpath("//img/@alt") == ["The bridge"]
    assert tree.xpath("//figure//a/@href") == ["https://video.example/x.mp4"]
    assert "I. Moss, CC BY 4.0" in text_of(tree)


@pytest.mark.parametrize("place", ["sources", "appearances"])
def test_of_a_source_that_is_gone_the_copy_comes_first(place: str) -> None:
    """The title leads to the archived copy, and the page says what became of the original."""
    address, copy = "https://roads.example/<closures>".replace("<", "%3C").replace(">", "%3E"), "https://kept.example/x"
    entry = {"id": "office", "url": address, "archive_url": copy, "title": "Closures"}
    fields: dict[str, Any] = {place: [entry if place == "sources" else {k: v for k, v in entry.items() if k != "id"}]}
    claim = make_claim(**fields)
    bare = claim.model_copy(
        update={place: tuple(one.model_copy(update={"archive_url": None}) for one in getattr(claim, place))}
    )
    gone = GoneLink(address=address, since=date(2025, 5, 1))
    for one, links, first, words in (
        (claim, (), address, "Archived copy"),
        (claim, (gone,), copy, "Archived copy Original no longer available, as of 1 May 2025"),
        (bare, (gone,), address, "Original no longer available, as of 1 May 2025, and we have no archived copy"),
    ):
        tree = parsed(page_of(one, make_corpus(one, gone_links=links)))
        (section,) = tree.xpath(f"//section[@aria-labelledby='{place}']")
        assert section.xpath(".//p[@class='fp-source__title']/a/@href") == [first]
        assert words in text_of(section)
        assert ("no longer available" in text_of(section)) is bool(links)
        addresses = section.xpath(".//a[starts-with(@href, 'http')]/@href")
        assert addresses == (
            [first, copy, address] if one is claim and links else [first, copy][: 2 if one is claim else 1]
        )


def test_a_newer_claim_stands_at_the_top_and_not_at_the_foot_too() -> None:
    """A claim that overtakes this one is told in a banner alone; other relations at the foot alone."""
    old = make_claim("old")
    newer = make_claim("newer", related=[{"claim": "old", "relation": "later-development-of", "note": "It rained."}])
    kin = make_claim("kin", headline="Kin of it", related=[{"claim": "old", "relation": "variant-of"}])
    tree = parsed(page_of(old, make_corpus(old, newer, kin)))
    assert tree.xpath("//aside//p[@class='fp-related__title']/a/@href") == ["../../claims/newer/"]
    assert "It rained." in text_of(tree, "//aside")
    assert tree.xpath("//section[@aria-labelledby='related']//p[@class='fp-related__title']/a/@href") == [
        "../../claims/kin/"
    ]
    assert text_of(tree, "//section[@aria-labelledby='related']//li").startswith("Variant Kin of it")


def test_a_retracted_claim_is_a_notice() -> None:
    """The notice holds claim, former verdict, date and reason, and nothing of what was found."""
    claim = make_claim(status="retracted", retraction={"date": "2025-04-01", "reason": "We misread the list."})
    page = page_of(claim)
    words = text_of(parsed(page))
    for text in (
        claim.claim,
        "Retracted on 1 April 2025",
        "We misread the list.",
        "Our former verdict was False",
    ):
        assert text in words
    assert claim.title not in words
    assert "road office" not in page.body + page.head
    assert page.title == f"Retracted: {claim.claim}"
    assert not page.indexed
    assert 'content="noindex"' in page.head
    assert "ld+json" not in page.head
    assert page.contents == ()


def test_a_relation_to_a_retracted_claim_says_so() -> None:
    """A retracted claim is shown as such, without its verdict or its finding."""
    claim = make_claim(related=[{"claim": "gone", "relation": "contradicts"}])
    gone = make_claim(
        "gone",
        claim="It never opened.",
        headline="It opened late",
        status="retracted",
        retraction={"date": "2025-04-01", "reason": "Wrong."},
    )
    foot = text_of(parsed(page_of(claim, make_corpus(claim, gone))), "//section[@aria-labelledby='related']")
    assert "Retracted It never opened." in foot
    assert "False" not in foot


def test_another_language_is_marked() -> None:
    """What the authors wrote carries its language; words of the page don't."""
    tree = parsed(page_of(make_claim(lang="fr")))
    assert tree.xpath("//h1/@lang") == ["fr"]
    assert not parsed(page_of(make_claim(lang="en"))).xpath("//@lang")


def test_translations_lead_to_each_other() -> None:
    """An original names its translations, a translation its original."""
    original, other = make_claim("old"), make_claim("vieux", lang="fr", translation_of="old")
    corpus = make_corpus(original, other)
    assert parsed(page_of(original, corpus)).xpath("//dd/a[@lang='fr']/@href") == ["../../claims/vieux/"]
    assert "Translated from" in text_of(parsed(page_of(other, corpus)))


def test_a_redirect_is_a_whole_document() -> None:
    """A former id leads on at once, names the true address and may not be indexed."""
    claim = make_claim(aliases=["first-id", "second-id"], headline=HOSTILE)
    made = dict(redirect_pages(make_corpus(claim), SITE))
    assert list(made) == ["claims/first-id/index.html", "claims/second-id/index.html"]
    tree = html.document_fromstring(made["claims/first-id/index.html"])
    assert tree.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=../old-bridge/"]
    assert tree.xpath("//link[@rel='canonical']/@href") == ["https://checks.example/desk/claims/old-bridge/"]
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert tree.xpath("//a/@href") == ["../old-bridge/"]
    assert tree.xpath("string(//a)") == HOSTILE
    assert not tree.xpath("//script")


def test_pages_are_the_same_every_time() -> None:
    """The same corpus gives the same bytes."""
    claim = make_claim(**EVERYTHING)
    publication = Publication(name="Millbrook Checks", timezone="Asia/Tokyo")
    first, second = (page_of(claim, make_corpus(claim, publication=publication)) for _ in range(2))
    assert first == second
