"""ClaimReview as an extractor finds it in a page."""

from __future__ import annotations

import json
from typing import Any

import extruct
import pytest

from factpress.claimreview import as_script, claim_review, has_claim_review
from factpress.models.publication import Publication
from factpress.models.registries import Claimant, Verdict
from tests.making import CLAIMANTS, SITE, VERDICTS, make_claim, make_corpus

HOSTILE = "</script><script>alert(1)</script> \"></meta> ]]> {{7*7}} &amp; <!-- \\ \u2028\u2029 javascript:'"


def read(value: dict[str, Any]) -> dict[str, Any]:
    """Return what a stranger's extractor finds in a page with this ClaimReview."""
    page = f"<!doctype html><html><head>{as_script(value)}</head><body></body></html>"
    (found,) = extruct.extract(page, syntaxes=["json-ld"], errors="strict")["json-ld"]
    assert isinstance(found, dict)
    return found


def review(**fields: Any) -> dict[str, Any]:
    claim = make_claim(**fields)
    return read(claim_review(claim, make_corpus(claim), SITE))


def test_says_what_the_page_says() -> None:
    """A complete claim's ClaimReview holds what Google requires and recommends, as plain text."""
    claim = make_claim(
        verdict_reason="The road office closed it for *one* day [@office; @herald].",
        claim_date="2025-03",
        appearances=[
            {
                "url": "https://herald.example/bridge?a=ü",
                "title": "Bridge shut",
                "publisher": "millbrook-herald",
            },
        ],
        corrections=[
            {"date": "2025-04-02", "kind": "correction", "text": "It was a Monday."},
            {"date": "2025-04-09", "kind": "typo", "text": "A letter."},
        ],
    )
    publication = Publication(
        name="Millbrook Checks", type="NewsMediaOrganization", logo="logo.png", licence="CC-BY-4.0"
    )
    assert read(claim_review(claim, make_corpus(claim, publication=publication), SITE)) == {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": "https://checks.example/desk/claims/old-bridge/",
        "headline": "The Old Bridge was closed for one day, not three",
        "claimReviewed": "The Old Bridge was closed for three days.",
        "reviewRating": {
            "@type": "Rating",
            "alternateName": "False",
            "ratingExplanation": "The road office closed it for *one* day.",
            "ratingValue": 1,
            "bestRating": 3,
            "worstRating": 1,
        },
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Person", "name": "Ada Lund", "jobTitle": "Mayor of Millbrook"},
            "datePublished": "2025-03",
            "appearance": {
                "@type": "CreativeWork",
                "url": "https://herald.example/bridge?a=%C3%BC",
                "name": "Bridge shut",
                "publisher": {"@type": "Organization", "name": "Millbrook Herald"},
            },
        },
        "author": {
            "@type": "NewsMediaOrganization",
            "name": "Millbrook Checks",
            "url": "https://checks.example/desk/",
            "logo": "https://checks.example/desk/media/logo.png",
        },
        "datePublished": "2025-03-05",
        "dateModified": "2025-04-02",
        "inLanguage": "en",
        "license": {"@type": "CreativeWork", "name": "CC-BY-4.0"},
    }


@pytest.mark.parametrize("status", ["draft", "hold", "retracted"])
def test_only_published_claims_have_one(status: str) -> None:
    """What has not left the desk, or was taken back, is announced to nobody."""
    assert has_claim_review(make_claim())
    assert not has_claim_review(make_claim(status=status, hold_reason="Waits."))


def test_a_verdict_outside_the_scale_has_no_number() -> None:
    """A verdict without a value is named, and no number stands for it."""
    rating = review(verdict="unproven")["reviewRating"]
    assert rating["alternateName"] == "Unproven"
    assert not rating.keys() & {"ratingValue", "bestRating", "worstRating"}


def test_a_scale_of_one_step_has_no_numbers() -> None:
    """Google wants the best rating above the worst, so a scale that has only one step gives none."""
    claim = make_claim()
    only = Verdict(id="false", name="False", value=1, meaning="It did not happen.")
    rating = claim_review(claim, make_corpus(claim, verdicts=(only,)), SITE)["reviewRating"]
    assert "ratingValue" not in rating


def test_a_retired_verdict_lies_on_the_scale() -> None:
    """A retired verdict keeps its number, and the best and worst reach as far as it does."""
    claim = make_claim(verdict="certain")
    retired = Verdict(id="certain", name="Certain", value=4, meaning="All agree.", retired="2025-04-01")
    rating = claim_review(claim, make_corpus(claim, verdicts=(retired, *VERDICTS)), SITE)["reviewRating"]
    assert (rating["ratingValue"], rating["bestRating"], rating["worstRating"]) == (4, 4, 1)


@pytest.mark.parametrize("claimant", ["unknown", None])
def test_an_unknown_claimant_is_no_author(claimant: str | None) -> None:
    """A claim that nobody is known to have made has no author."""
    assert "author" not in review(claimant=claimant)["itemReviewed"]


def test_several_claimants_are_several_authors() -> None:
    """Each claimant is an author; a role that the claim gives belongs to a claimant who is alone."""
    authors = review(claimant=["harbour-union", "mayor-lund"], claimant_role="Speaker")["itemReviewed"]["author"]
    assert authors == [
        {"@type": "Organization", "name": "Harbour Union"},
        {"@type": "Person", "name": "Ada Lund", "jobTitle": "Mayor of Millbrook"},
    ]


def test_a_claimant_has_the_role_of_the_day() -> None:
    """What the claimant was when it was said comes before what the registry says."""
    assert review(claimant_role="Councillor")["itemReviewed"]["author"]["jobTitle"] == "Councillor"


def test_a_claimant_is_known_by_addresses() -> None:
    """The claimant's own page and pages about them say who is meant, each once."""
    lund = Claimant(
        name="Ada Lund", url="https://lund.example/", same_as=("https://lund.example/", "https://é.example/")
    )
    claim = make_claim()
    corpus = make_corpus(claim, claimants={**CLAIMANTS, "mayor-lund": lund})
    author = claim_review(claim, corpus, SITE)["itemReviewed"]["author"]
    assert author["sameAs"] == ["https://lund.example/", "https://xn--9ca.example/"]


@pytest.mark.parametrize("kind", ["government", "platform-account", "other"])
def test_nobody_is_called_a_person_who_may_be_none(kind: Any) -> None:
    """Of the two types that Google reads, a claimant who is not known to be a person gets the other."""
    claim = make_claim()
    corpus = make_corpus(claim, claimants={"mayor-lund": Claimant(name="@lund", type=kind)})
    assert claim_review(claim, corpus, SITE)["itemReviewed"]["author"] == {
        "@type": "Organization",
        "name": "@lund",
    }


@pytest.mark.parametrize(
    ("dates", "first", "others"),
    [
        (["2025-03-02", "2025-03-01"], "2025-03-01", ["2025-03-02"]),
        (["2025-03-02", "2025-02"], "2025-02", ["2025-03-02"]),
        (["2025-03-02"], "2025-03-02", []),
        (["2025-03-02", "2025-03"], None, ["2025-03-02", "2025-03"]),
        (["2025-03-02", "2025-03-02"], None, ["2025-03-02", "2025-03-02"]),
        (["2025-03-02", None], None, ["2025-03-02", None]),
    ],
)
def test_the_first_appearance_is_certain(dates: list[str | None], first: str | None, others: list[str | None]) -> None:
    """A sighting is called the first only where it surely came before all others; each stands once."""
    sightings = [{"url": "https://herald.example/", "date": date} for date in dates]
    claim = review(appearances=sightings)["itemReviewed"]
    found = claim.get("appearance", [])
    assert claim.get("firstAppearance", {}).get("datePublished") == first
    assert [each.get("datePublished") for each in (found if isinstance(found, list) else [found])] == others


def test_a_sighting_names_its_outlet_and_copy() -> None:
    """An outlet in words is named by them, the copy is linked, and a sighting of nothing is left out."""
    sighting = {"title": "Leaflet", "publisher": "The union", "archive_url": "https://archive.example/1"}
    assert review(appearances=[sighting, {"date": "2025-03-01"}])["itemReviewed"]["appearance"] == {
        "@type": "CreativeWork",
        "name": "Leaflet",
        "publisher": {"@type": "Organization", "name": "The union"},
        "archivedAt": "https://archive.example/1",
    }


@pytest.mark.parametrize(
    ("published", "written"),
    [
        ("2025-03-05T23:30Z", "2025-03-06T08:30:00+09:00"),
        ("2025-03-05", "2025-03-05"),
        ("2025-03", "2025-03"),
        ("2025", "2025"),
        ("unknown", None),
        (None, None),
    ],
)
def test_dates_are_as_exact_as_known(published: str | None, written: str | None) -> None:
    """Publication is told as exactly as it is known, a moment in the publication's zone."""
    claim = make_claim(published=published)
    corpus = make_corpus(claim, publication=Publication(name="Millbrook Checks", timezone="Asia/Tokyo"))
    found = claim_review(claim, corpus, SITE)
    assert found.get("datePublished") == written
    assert "dateModified" not in found


def test_what_is_missing_is_left_out() -> None:
    """A claim brought over with little has no empty values."""
    found = review(headline=None, verdict_reason=None, claimant=None, claim_date=None, lang="pt-BR")
    assert found["headline"] == found["claimReviewed"] == "The Old Bridge was closed for three days."
    assert found["itemReviewed"] == {"@type": "Claim"}
    assert found["inLanguage"] == "pt-BR"
    assert "null" not in json.dumps(found)


def test_no_text_leaves_the_script() -> None:
    """Whatever the texts hold, the page has one script, and an extractor reads each text as it was typed."""
    typed = " ".join(HOSTILE.split())
    claim = make_claim(
        claim=HOSTILE,
        headline=HOSTILE,
        verdict_reason=HOSTILE,
        claimant_role=HOSTILE,
        appearances=[{"title": HOSTILE, "publisher": HOSTILE, "url": "https://x.example/?%3C/script&'"}],
    )
    corpus = make_corpus(
        claim,
        publication=Publication(name=HOSTILE, licence=HOSTILE),
        claimants={"mayor-lund": Claimant(name=HOSTILE)},
        verdicts=(Verdict(id="false", name=HOSTILE, value=1, meaning=HOSTILE),),
    )
    value = claim_review(claim, corpus, SITE)
    script = as_script(value)
    assert script.count("<") == script.count(">") == 2
    assert "&" not in script
    found = read(value)
    assert found == value
    assert {
        found["claimReviewed"],
        found["headline"],
        found["reviewRating"]["alternateName"],
        found["reviewRating"]["ratingExplanation"],
        found["itemReviewed"]["author"]["name"],
        found["itemReviewed"]["author"]["jobTitle"],
        found["itemReviewed"]["appearance"]["name"],
        found["itemReviewed"]["appearance"]["publisher"]["name"],
        found["author"]["name"],
        found["license"]["name"],
    } == {typed}


def test_script_keeps_line_separators_inside() -> None:
    """U+2028 and U+2029, which end lines in old JavaScript, are written as escapes and read as themselves."""
    script = as_script({"name": "a\u2028b\u2029c"})
    assert script == '<script type="application/ld+json">{"name":"a\\u2028b\\u2029c"}</script>'
