"""The lists of claims as a whole: which pages there are, in which order, on how many pages."""

from __future__ import annotations

from datetime import date

from factpress.exports import EXPORTS
from factpress.models.publication import Publication
from factpress.models.registries import Topic
from tests.making import PEOPLE, make_claim, make_corpus
from tests.pages.listed import HOSTILE, headlines, links, listed, many_claims, text, tree


def test_everything_in_the_registries_has_its_page() -> None:
    """Verdicts, topics, claimants, people and publishers have pages without any claim; years don't."""
    pages = listed(make_corpus())
    assert sorted(pages) == sorted(
        [
            "claims/",
            *(f"verdicts/{key}/" for key in ("true", "half-true", "false", "unproven")),
            *("topics/", "topics/traffic/", "topics/bridges/"),
            *("claimants/", "claimants/mayor-lund/", "claimants/harbour-union/"),
            *("people/", "people/ida-moss/", "people/ben-hale/"),
            *("publishers/", "publishers/millbrook-herald/", "publishers/coast-radio/"),
            *("years/", "corrections/", "ratings/", "feeds/"),
        ]
    )
    assert text(pages["topics/bridges/"]).endswith("No fact-check yet.")


def test_claims_stand_newest_first() -> None:
    """The list of all claims begins with the newest; retracted ones aren't in it."""
    claims = many_claims(3)
    gone = make_claim("gone", status="retracted", retraction={"date": "2025-05-01", "reason": "Wrong."})
    assert headlines(listed(make_corpus(*claims, gone))["claims/"]) == ["3", "2", "1"]


def test_long_lists_have_pages() -> None:
    """Beyond 99 claims the oldest fifty stand on page 1, with the way to newer ones."""
    pages = listed(make_corpus(*many_claims(120)))
    newest, oldest = pages["claims/"], pages["claims/page/1/"]
    assert headlines(newest) == [f"{n}" for n in range(120, 50, -1)]
    assert headlines(oldest) == [f"{n}" for n in range(50, 0, -1)]
    assert links(newest)["Older"] == "../claims/page/1/"
    assert links(oldest)["Newer"] == "../../../claims/"
    assert "Page 2, counted" in text(newest)
    assert links(oldest)["50"] == "../../../claims/claim-50/"


def test_what_stands_above_a_list_stands_there_once() -> None:
    """Older pages repeat neither a description nor a count, which would change them with every new claim."""
    topics = {"bridges": Topic(name="Bridges", description="All that spans the river.")}
    pages = listed(make_corpus(*many_claims(120), topics=topics))
    assert "All that spans" in text(pages["topics/bridges/"])
    assert "120 fact-checks" in text(pages["topics/bridges/"])
    assert "All that spans" not in text(pages["topics/bridges/page/1/"])
    assert "120" not in text(pages["topics/bridges/page/1/"])


def test_a_new_claim_changes_the_newest_pages_alone() -> None:
    """Between two full pages a new claim leaves every older page's lines as they were."""
    claims = many_claims(130)
    before, after = (
        listed(make_corpus(*claims[:-1]))["claims/page/1/"],
        listed(make_corpus(*claims))["claims/page/1/"],
    )
    assert before == after


def test_titles_and_descriptions_are_distinct() -> None:
    """No two pages share title or description, and every page has both on one line."""
    pages = listed(make_corpus(*many_claims(120), make_claim("x", claimant="unknown"))).values()
    assert len({page.title for page in pages}) == len(pages)
    assert len({page.description for page in pages}) == len(pages)
    assert all(page.title == " ".join(page.title.split()) for page in pages)
    assert all(page.description and "\n" not in page.description for page in pages)


def test_pages_open_with_their_one_heading() -> None:
    """Every body begins with its only h1 and holds no empty heading."""
    for page in listed(make_corpus(*many_claims(120))).values():
        assert page.body.lstrip().startswith("<h1>")
        assert [bool(text(h)) for h in tree(page).iter("h1")] == [True]
        assert all(text(h) for h in tree(page).iter("h2", "h3"))


def test_a_list_is_as_new_as_its_newest_change() -> None:
    """The sitemap's date is the newest publication or correction on the page; None for none."""
    corrected = make_claim(corrections=[{"date": "2025-04-02", "kind": "update", "text": "-"}])
    pages = listed(make_corpus(corrected, make_claim("b", published="2025-03-20", verdict="true")))
    assert pages["claims/"].updated == date(2025, 4, 2)
    assert pages["verdicts/true/"].updated == date(2025, 3, 20)
    assert pages["verdicts/half-true/"].updated is None


def test_inner_links_lead_to_pages() -> None:
    """Every relative link leads to a page of lists, a claim or a feed."""
    pages = listed(make_corpus(*many_claims(120), make_claim("x", claimant="unknown")))
    known = set(pages) | {"claims/x/", *(f"claims/claim-{n}/" for n in range(1, 121))}
    known |= {"feed.xml", "feeds/corrections.xml", *(export.path for export in EXPORTS)}
    for page in pages.values():
        for href in links(page).values():
            if "://" not in href and not href.startswith("mailto:"):
                assert href.startswith(page.root)
                assert href.removeprefix(page.root) in known, (page.address, href)


def test_hostile_text_is_text_on_every_page() -> None:
    """Registries may hold what they like: it is read as it was typed and opens no element."""
    person = PEOPLE["ida-moss"].model_copy(
        update={"name": HOSTILE, "role": HOSTILE, "bio": HOSTILE, "conflicts_of_interest": HOSTILE}
    )
    topics = {"bridges": Topic(name=HOSTILE, description=HOSTILE)}
    corpus = make_corpus(
        make_claim(headline=HOSTILE),
        people={"ida-moss": person},
        topics=topics,
        publication=Publication(name=HOSTILE),
    )
    pages = listed(corpus)
    assert not [page.address for page in pages.values() if list(tree(page).iter("script"))]
    assert text(pages["people/ida-moss/"]).count(HOSTILE) >= 4
    assert pages["topics/bridges/"].title == f"{HOSTILE}: fact-checks"


def test_the_same_corpus_gives_the_same_pages() -> None:
    """Two runs give equal pages in equal order."""
    assert list(listed(make_corpus(*many_claims(5))).items()) == list(
        listed(make_corpus(*reversed(many_claims(5)))).items()
    )
