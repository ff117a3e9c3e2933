"""The register of corrections, the scale and the feeds."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import html

from factpress.exports import EXPORTS
from factpress.models.publication import Policies, Publication
from tests.making import VERDICTS, make_claim, make_corpus
from tests.pages.listed import HOSTILE, headlines, links, listed, text, tree
from tests.pages.test_subjects import RETIRED

CHANGE = {
    "date": "2025-04-02",
    "kind": "verdict-change",
    "text": "The list was wrong.",
    "from_verdict": "half-true",
    "to_verdict": "false",
    "by": "ben-hale",
}


def test_the_register_holds_corrections_and_retractions() -> None:
    """Newest first by year, with kind, claim, text, verdicts before and after, and who made it; no typos."""
    claim = make_claim(
        corrections=[CHANGE, {"date": "2025-04-01", "kind": "typo", "text": "A comma."}], headline="Changed"
    )
    gone = make_claim(
        "gone",
        headline="Gone",
        published="2024-03-01",
        status="retracted",
        retraction={"date": "2024-05-01", "reason": "We misread it."},
    )
    page = listed(make_corpus(claim, gone))["corrections/"]
    assert [heading.title for heading in page.contents] == ["2025", "2024"]
    assert headlines(page) == ["Changed", "Gone"]
    first, second = map(text, tree(page).find_class("fp-correction"))
    assert first == ("2 April 2025 Verdict change Changed The list was wrong. Half true became False By Ben Hale")
    assert second == "1 May 2024 Retraction Gone We misread it. Verdict taken back: False"
    assert links(page)["Gone"] == "../claims/gone/"
    assert page.updated == date(2025, 4, 2)


def test_an_empty_register_says_so() -> None:
    """Without corrections there is one plain sentence, and no date."""
    page = listed(make_corpus(make_claim()))["corrections/"]
    assert text(page).endswith("Nothing has been corrected yet.")
    assert page.updated is None


def test_a_long_register_has_pages() -> None:
    """Beyond 99 corrections the oldest stand on a page of their own."""
    corrections = [{"date": f"2025-04-{n % 28 + 1:02d}", "kind": "update", "text": f"{n}"} for n in range(101)]
    pages = listed(make_corpus(make_claim(corrections=corrections)))
    assert len(headlines(pages["corrections/"])) == 51
    assert len(headlines(pages["corrections/page/1/"])) == 50
    assert pages["corrections/page/1/"].head == ""


@pytest.mark.parametrize(
    ("policy", "address"),
    [
        ("corrections-policy.md", "../corrections-policy/"),
        ("about/index.md", "../about/"),
        ("index.md", "../"),
        ("https://checks.example/how", "https://checks.example/how"),
    ],
)
def test_registers_lead_to_their_policies(policy: str, address: str) -> None:
    """A policy is a hand-written page or lies elsewhere."""
    publication = Publication(name="-", policies=Policies(corrections=policy, methodology=policy))
    pages = listed(make_corpus(publication=publication))
    assert links(pages["corrections/"])["How we correct"] == address
    assert links(pages["ratings/"])["How we check"] == address


def test_the_register_names_its_feed() -> None:
    """Feed readers find the corrections feed in the head, readers find it on the page."""
    page = listed(make_corpus())["corrections/"]
    (link,) = html.fragments_fromstring(page.head)
    assert link.get("href") == links(page)["a feed"] == "../feeds/corrections.xml"
    assert link.get("title") == "Millbrook Checks: corrections"


def test_ratings_stand_in_order_with_meaning_and_number() -> None:
    """The scale truest first, then verdicts outside of it, then retired ones; claims are counted."""
    page = listed(make_corpus(make_claim(), verdicts=(RETIRED, *reversed(VERDICTS))))["ratings/"]
    groups = [
        (text(section.find("h2")), [text(badge) for badge in section.find_class("fp-badge")])
        for section in tree(page).iter("section")
    ]
    assert groups == [
        ("The scale", ["True", "Half true", "False"]),
        ("Outside the scale", ["Unproven"]),
        ("Retired", ["Unverified"]),
    ]
    assert "It did not happen. 1 fact-check" in text(page)
    assert "It happened as stated. No fact-check yet" in text(page)
    assert "Unproven is used instead" in text(page)
    assert links(page)["1 fact-check"] == "../verdicts/false/"


def test_ratings_show_no_empty_group() -> None:
    """A publication without retired verdicts reads nothing of retirement."""
    page = listed(make_corpus(verdicts=VERDICTS[:3]))["ratings/"]
    assert [heading.title for heading in page.contents] == ["The scale"]


def test_feeds_are_explained_with_their_addresses() -> None:
    """Both feeds are linked and written out in full, to be copied."""
    page = listed(make_corpus())["feeds/"]
    assert [text(code) for code in tree(page).iter("code")] == [
        "https://checks.example/desk/feed.xml",
        "https://checks.example/desk/feeds/corrections.xml",
    ]
    found = links(page)
    assert (found["Verdicts"], found["Corrections"]) == ("../feed.xml", "../feeds/corrections.xml")


def test_data_is_linked_with_its_licence() -> None:
    """Every file of data is there, with what it holds and on what terms."""
    publication = Publication(name="Millbrook Checks", licence="<b>CC-BY-4.0</b>")
    page = listed(make_corpus(publication=publication))["feeds/"]
    found = links(page)
    assert {export.name: found[export.name] for export in EXPORTS} == {
        export.name: f"../{export.path}" for export in EXPORTS
    }
    assert all(export.text in text(page) for export in EXPORTS)
    assert "Licence: <b>CC-BY-4.0</b>." in text(page)
    assert "Licence" not in text(listed(make_corpus())["feeds/"])


def test_hostile_corrections_are_text() -> None:
    """A correction is read as it was typed."""
    claim = make_claim(corrections=[{**CHANGE, "text": HOSTILE}], lang="de")
    page = listed(make_corpus(claim))["corrections/"]
    assert HOSTILE in text(page)
    assert not list(tree(page).iter("script"))
    assert [p.get("lang") for p in tree(page).iter("p") if p.get("lang")] == ["de"]
