"""The published claims as search sees them: every word, no citation, stable parts."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factpress import search
from factpress.models.claim import Claim
from factpress.models.publication import Publication
from factpress.models.registries import Claimant
from factpress.prose import plain
from factpress.search import SearchRecord, content_of, search_parts
from tests.making import CLAIMANTS, make_claim, make_corpus


def found(*claims: Claim, **fields: Any) -> dict[str, SearchRecord]:
    """Return what search sees of a corpus, by the path of each claim."""
    return {record.url: record for part in search_parts(make_corpus(*claims, **fields)) for record in part.records()}


def record(**fields: Any) -> SearchRecord:
    """Return what search sees of one claim."""
    return found(make_claim(**fields))["claims/old-bridge/"]


def test_all_texts_are_looked_through() -> None:
    """Headline, claim, claimant, variants, reason, summary and sections are there, without their citations."""
    made = record(variants=["Three days without a bridge.", "No bridge for half a week."])
    assert made.meta == {
        "title": "The Old Bridge was closed for one day, not three",
        "claim": "The Old Bridge was closed for three days.",
        "claimant": "Ada Lund",
        "variants": "Three days without a bridge. · No bridge for half a week.",
    }
    assert made.content.splitlines() == [
        "The road office closed it for one day.",
        "The bridge was closed on one day.",
        "The mayor named three.",
        "The road office keeps a list.",
        "The Herald agrees.",
        "One day, not three.",
    ]


def test_only_published_claims_are_found() -> None:
    """Drafts, held and retracted claims are none of the search's business, even if the desk sees them."""
    claims = [
        make_claim("draft", status="draft"),
        make_claim("held", status="hold", hold_reason="Waiting."),
        make_claim("gone", status="retracted", retraction={"date": "2025-05-01", "reason": "Wrong."}),
    ]
    assert search_parts(make_corpus(*claims)) == ()
    assert list(found(*claims, make_claim())) == ["claims/old-bridge/"]


def test_a_claim_is_narrowed_by_ids_with_their_names() -> None:
    """Each facet holds ids and names; a topic brings those it lies in, an outlet is known by id or name."""
    made = record(
        claimant=["mayor-lund", "harbour-union"],
        sources=[{"id": "a", "publisher": "millbrook-herald"}, {"id": "b", "publisher": "Coast radio"}, {"id": "c"}],
        lang="de-AT",
    )
    assert made.filters == {
        "verdict": ("false False",),
        "topic": ("bridges Bridges", "traffic Traffic"),
        "claimant": ("mayor-lund Ada Lund", "harbour-union Harbour Union"),
        "year": ("2025",),
        "publisher": ("millbrook-herald Millbrook Herald", "coast-radio Coast Radio"),
        "language": ("de-AT",),
        "published": ("2025-03-05",),
    }
    assert set(made.filters) == {*search.FACETS, search.PUBLISHED}


def test_what_nobody_knows_is_left_out() -> None:
    """An unknown claimant is one to narrow by, but no name to find; an unknown date is none."""
    made = record(claimant="unknown", published="unknown", headline=None, topics=[], sources=[])
    assert made.filters == {
        "verdict": ("false False",),
        "claimant": (f"unknown {search.UNKNOWN_NAME}",),
        "language": ("en",),
    }
    assert made.meta == {"title": "The Old Bridge was closed for three days."}


@pytest.mark.parametrize(
    ("published", "shown", "year"),
    [
        ("2025-03", "2025-03", "2025"),
        ("2019", "2019", "2019"),
        ("2024-12-31T23:30:00Z", "2025-01-01", "2025"),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(published: str, shown: str, year: str) -> None:
    """A month stays a month, and a moment falls on the day that the publication's zone has then."""
    corpus = Publication(name="Millbrook Checks", timezone="Europe/Berlin")
    made = found(make_claim(published=published), publication=corpus)["claims/old-bridge/"]
    assert (made.filters["published"], made.filters["year"]) == ((shown,), (year,))


def test_a_text_gives_pagefind_no_orders() -> None:
    """The words by which Pagefind marks weights and anchors lose their meaning, however many underscores there are."""
    made = record(conclusion="___PAGEFIND_WEIGHT___10 x ______PAGEFIND_ANCHOR___a:b ___END_PAGEFIND_WEIGHT___ a___b")
    assert "___PAGEFIND" not in made.content
    assert "___END_PAGEFIND" not in made.content
    assert "a___b" in made.content


markdown = st.lists(
    st.sampled_from(
        [
            *(
                "word ",
                "two words ",
                "x",
                " [@office]",
                "[@a; @b]",
                "[@A]",
                "\n",
                "\n\n",
                "  \n",
                "- ",
                "1. ",
                "\t",
                "    ",
            ),
            *(
                "*",
                "_",
                "`",
                "[",
                "](x)",
                "<b>",
                "&amp;",
                "#",
                "=",
                "---",
                "|",
                "!",
                "\\",
                "~~",
                "https://a.example ",
                ".",
            ),
        ]
    ),
    max_size=30,
).map("".join)


@given(markdown)
def test_the_short_way_says_what_markdown_says(text: str) -> None:
    """A text without markup is read as if it had been parsed."""
    nothing = dict.fromkeys(("what_we_know", "analysis", "conclusion", "summary", "verdict_reason"))
    claim = make_claim().model_copy(update={**nothing, "body": text})
    assert content_of(claim) == re.sub(r"(?<=\w)\n", " ·\n", plain(text))


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut parts after 40 to 80 claims."""
    monkeypatch.setattr(search, "LEAST", 40)
    monkeypatch.setattr(search, "MOST", 80)
    monkeypatch.setattr(search, "_END_IN", 10)


def many(count: int) -> list[Claim]:
    """Return claims of one a day, oldest first."""
    day = date(2020, 1, 1)
    return [make_claim(f"claim-{n}", published=str(day + timedelta(n))) for n in range(count)]


@pytest.mark.usefixtures("small")
def test_parts_hold_every_claim_once_oldest_first() -> None:
    """No part is longer than it may be, none but the last shorter, each is called by its oldest claim."""
    parts = search_parts(make_corpus(*many(500)))
    assert [record.url for part in parts for record in part.records()] == [f"claims/claim-{n}/" for n in range(500)]
    assert all(40 <= len(part.records()) <= 80 for part in parts[:-1])
    assert [f"claims/{part.name}/" for part in parts] == [part.records()[0].url for part in parts]


def test_a_part_holds_no_records() -> None:
    """They are made each time anew: a process makes many parts, of which it keeps none of the texts."""
    [part] = search_parts(make_corpus(make_claim()))
    assert part.records() == part.records()
    assert part.records()[0] is not part.records()[0]


@pytest.mark.usefixtures("small")
def test_a_claim_that_goes_leaves_other_parts_alone() -> None:
    """Mostly its own part is the only one that changes, and those before it never do."""
    claims = many(500)
    before = search_parts(make_corpus(*claims))
    changed = []
    for gone in range(3, 500, 50):
        after = search_parts(make_corpus(*claims[:gone], *claims[gone + 1 :]))
        own = next(n for n, part in enumerate(before) if f"claims/claim-{gone}/" in {r.url for r in part.records()})
        assert before[:own] == after[:own]
        changed.append(len({part.digest for part in after} - {part.digest for part in before}))
    assert sum(changed) / len(changed) < 2


def test_nothing_searchable_changed() -> None:
    """A source's address or a note changes no part; a word, a name or a language does."""
    corpus = make_corpus(make_claim())
    [part] = search_parts(corpus)
    sources = [source.model_copy(update={"url": "https://new.example/"}) for source in corpus.claims[0].sources]
    same = make_corpus(corpus.claims[0].model_copy(update={"sources": tuple(sources), "review_by": None}))
    assert search_parts(same)[0].digest == part.digest
    renamed = {**CLAIMANTS, "mayor-lund": Claimant(name="Ada Berg")}
    for other in (
        make_corpus(make_claim(conclusion="Another word.")),
        make_corpus(make_claim(), claimants=renamed),
        make_corpus(make_claim(), publication=Publication(name="Millbrook Checks", lang="de")),
    ):
        assert search_parts(other)[0].digest != part.digest


def test_orders_sort_like_the_lists() -> None:
    """The order of two claims is that of the listings: by day, then by id, unknown dates last."""
    claims = [
        make_claim("b", published="2025-03-05"),
        make_claim("a", published="2025-03-05"),
        make_claim("c", published="2024"),
        make_claim("d", published="unknown"),
        make_claim("e", published="unknown"),
        make_claim("f", published="2025-03-05T12:00:00Z"),
    ]
    corpus = make_corpus(*claims)
    orders = {url: made.order for url, made in found(*claims).items()}
    assert sorted(orders, key=orders.__getitem__, reverse=True) == [f"claims/{claim.id}/" for claim in corpus.listed]
    assert {len(order) for order in orders.values()} == {8}
