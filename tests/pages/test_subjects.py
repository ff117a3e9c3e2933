"""Claims listed by verdict, topic and year."""

from __future__ import annotations

from datetime import date, timedelta

from factpress.models.registries import Topic, Verdict
from tests.making import VERDICTS, make_claim, make_corpus
from tests.pages.listed import headlines, links, listed, text, tree

RETIRED = Verdict(
    id="unverified",
    name="Unverified",
    meaning="Nobody had looked.",
    retired=date(2024, 1, 1),
    replaced_by="unproven",
)


def test_a_verdict_page_says_what_it_means_and_where_it_stands() -> None:
    """Meaning, place on the scale, number of claims and the claims."""
    page = listed(make_corpus(make_claim()))["verdicts/false/"]
    assert text(page).startswith("False It did not happen. 1 of 3, falsest 1 fact-check")
    assert headlines(page) == ["The Old Bridge was closed for one day, not three"]


def test_a_verdict_outside_the_scale_says_so() -> None:
    """Its page leads to the scale it doesn't stand on."""
    page = listed(make_corpus())["verdicts/unproven/"]
    assert "Stands outside the scale." in text(page)
    assert links(page)["the scale"] == "../../ratings/"


def test_a_retired_verdict_names_day_and_successor() -> None:
    """The notice holds at any time: it names the day, not whether it has come."""
    page = listed(make_corpus(verdicts=(*VERDICTS, RETIRED)))["verdicts/unverified/"]
    assert "Not given to fact-checks published from 1 January 2024 on; Unproven is used instead." in text(page)
    assert links(page)["Unproven"] == "../../verdicts/unproven/"


def test_a_topic_lists_the_claims_of_the_topics_within_it() -> None:
    """The page shows the way up, the topics within with their numbers, and all claims."""
    pages = listed(make_corpus(make_claim()))
    assert "Within it Bridges 1" in text(pages["topics/traffic/"])
    assert len(headlines(pages["topics/traffic/"])) == 1
    assert "Part of Traffic" in text(pages["topics/bridges/"])
    assert links(pages["topics/bridges/"])["Traffic"] == "../../topics/traffic/"


def test_a_circle_of_topics_ends() -> None:
    """Topics that lie in each other, which the rules refuse, still give pages."""
    circle = {"a": Topic(name="A", parent="b"), "b": Topic(name="B", parent="a")}
    pages = listed(make_corpus(topics=circle))
    assert "Part of B" in text(pages["topics/a/"])


def test_a_long_year_is_divided_by_months() -> None:
    """From 25 claims on, months head a year's page and its contents; claims without a month come last."""
    start = date(2024, 1, 10)
    claims = [make_claim(f"c-{n}", published=f"{start + timedelta(days=10 * n)}") for n in range(24)]
    page = listed(make_corpus(*claims, make_claim("c-0a", published="2024")))["years/2024/"]
    months = [text(h) for h in tree(page).iter("h2")]
    assert [heading.title for heading in page.contents] == months
    assert months[0] == "August"
    assert months[-2:] == ["January", "Month not known"]
    assert {h.get("id") for h in tree(page).iter("h2")} == {heading.anchor for heading in page.contents}
    assert len(headlines(page)) == 25


def test_a_short_year_has_no_months() -> None:
    """A handful of claims needs no headings."""
    assert listed(make_corpus(make_claim()))["years/2025/"].contents == ()
