"""Claims listed by claimant, person and publisher."""

from __future__ import annotations

from factpress.models.registries import Claimant, Person, Publisher
from tests.making import make_claim, make_corpus
from tests.pages.listed import links, listed, text, tree


def test_a_claimant_page_counts_verdicts_soberly() -> None:
    """Verdicts are counted from two claims on, and the page says what the numbers are not."""
    claims = [make_claim("a"), make_claim("b"), make_claim("c", verdict="true")]
    page = listed(make_corpus(*claims))["claimants/mayor-lund/"]
    assert "Person Mayor of Millbrook True 1 False 2 These numbers are no measure of honesty" in text(page)
    assert "no sample of what Ada Lund says" in text(page)
    assert "honesty" not in text(listed(make_corpus(claims[0]))["claimants/mayor-lund/"])


def test_a_claimant_page_leads_elsewhere() -> None:
    """Their pages elsewhere are named by host, each once, and pass no weight on."""
    lund = Claimant(
        name="Ada Lund",
        url="https://www.lund.example/",
        same_as=("https://list.example/lund", "https://www.lund.example/"),
        image="lund.jpg",
        image_credit="Town photo",
    )
    page = listed(make_corpus(claimants={"mayor-lund": lund}))["claimants/mayor-lund/"]
    outside = [a for a in tree(page).iter("a") if "://" in a.get("href", "")]
    assert [text(a) for a in outside] == ["lund.example", "list.example"]
    assert {a.get("rel") for a in outside} == {"nofollow ugc noopener noreferrer"}
    (image,) = tree(page).iter("img")
    assert (image.get("src"), image.get("alt")) == ("../../media/lund.jpg", "Portrait of Ada Lund")
    assert "Town photo" in text(page)


def test_the_unknown_claimant_has_a_page_when_needed() -> None:
    """Claims whose author nobody knows stand together; without such claims there is no page."""
    unknown = make_claim(claimant="unknown")
    assert "1 fact-check" in text(listed(make_corpus(unknown))["claimants/unknown/"])
    assert "claimants/unknown/" not in listed(make_corpus(make_claim()))


def test_a_person_page_says_who_they_are_and_what_they_did() -> None:
    """Role, bio, interests, email; and for each claim whether they wrote or reviewed it."""
    ida = Person(
        name="Ida Moss",
        role="Reporter",
        bio="Came from the Herald.\n\nWrites on roads.",
        email="ida+checks@checks.example",
        url="https://moss.example/",
        conflicts_of_interest="Owns a boat.",
    )
    ben = Person(name="Ben Hale")
    claims = [
        make_claim("a", published="2025-03-07"),
        make_claim("b", published="2025-03-06"),
        make_claim("c", authors=["ben-hale"], reviewed_by=["ida-moss"]),
    ]
    page = listed(make_corpus(*claims, people={"ida-moss": ida, "ben-hale": ben}))["people/ida-moss/"]
    assert text(page).startswith(
        "Ida Moss Reporter Came from the Herald. Writes on roads. Conflicts of interest Owns a boat."
        " Email ida+checks@checks.example Website moss.example Wrote 2 and reviewed 1 fact-check"
    )
    assert [text(note) for note in tree(page).find_class("fp-card__note")] == ["Author", "Author", "Reviewer"]
    assert links(page)["ida+checks@checks.example"] == "mailto:ida%2Bchecks@checks.example"


def test_who_only_reviewed_is_said_to_have_reviewed() -> None:
    """One kind of work is counted alone."""
    page = listed(make_corpus(make_claim("a"), make_claim("b")))["people/ben-hale/"]
    assert "Reviewed 2 fact-checks" in text(page)


def test_a_publisher_page_counts_its_sources() -> None:
    """Each claim says how many of its sources are the publisher's, named by id or by name."""
    sources = [
        {"id": "a", "publisher": "coast-radio", "url": "https://radio.example/a"},
        {"id": "b", "publisher": "Coast Radio", "url": "https://radio.example/b"},
        {"id": "c", "publisher": "Somebody", "url": "https://other.example/"},
    ]
    radio = Publisher(name="Coast Radio", url="https://radio.example/", kind="news", note="Owned by the port.")
    claims = [
        make_claim("two", sources=sources),
        make_claim("one", sources=sources[:1], published="2025-03-04"),
    ]
    page = listed(make_corpus(*claims, publishers={"coast-radio": radio}))["publishers/coast-radio/"]
    assert text(page).startswith(
        "Coast Radio Owned by the port. Kind of source News Website radio.example 3 sources in 2 fact-checks"
    )
    assert [text(note) for note in tree(page).find_class("fp-card__note")] == ["2 sources", "1 source"]
    assert not tree(page).find_class("fp-card__claim"), "its lines tell the finding alone"
