"""The feeds as a stranger's feed reader reads them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree

from factpress.corpus import Corpus
from factpress.feeds import corrections_feed, verdict_feed
from factpress.models.publication import Feeds, Publication
from factpress.models.registries import Person, Topic
from factpress.models.site import Site
from tests.making import PEOPLE, SITE, TOPICS, make_claim, make_corpus

HOSTILE = [
    "A ]]> B",
    "<script>alert(1)</script>",
    "fish &amp; chips",
    '"></meta>',
    "{{7*7}} javascript:alert(1) \U0001f309",
]
CORRECTIONS = [
    {"date": "2025-04-01", "kind": "typo", "text": "A letter."},
    {"date": "2025-04-02", "kind": "clarification", "text": "It was a Monday."},
    {
        "date": "2025-04-03",
        "kind": "verdict-change",
        "text": "One more closure.",
        "from_verdict": "true",
        "to_verdict": "false",
        "by": "ben-hale",
    },
]


def read(feed: bytes) -> Any:
    found = feedparser.parse(feed)
    assert not found.bozo
    assert found.version == "rss20"
    return found


def verdicts(*claims: Any, **fields: Any) -> Any:
    return read(verdict_feed(make_corpus(*claims, **fields), SITE))


def corrections(*claims: Any) -> Any:
    return read(corrections_feed(make_corpus(*claims), SITE))


def test_the_channel_says_whose_it_is() -> None:
    """A feed names the site, its address, its language and itself."""
    channel = verdicts(make_claim()).feed
    assert channel.title == "Millbrook Checks"
    assert channel.link == "https://checks.example/desk/"
    assert channel.subtitle == "Fact-checks by Millbrook Checks, newest first."
    assert channel.language == "en"
    (own,) = [link for link in channel.links if link.rel == "self"]
    assert (own.href, own.type) == ("https://checks.example/desk/feed.xml", "application/rss+xml")


def test_a_claim_is_announced_with_its_verdict() -> None:
    """A reader gets the finding, the claim, the verdict and why, in short, when, by whom and about what."""
    claim = make_claim(verdict_reason="The road office closed it for one day [@office].", topics=["bridges", "traffic"])
    (found,) = verdicts(claim).entries
    assert found.title == "The Old Bridge was closed for one day, not three"
    assert found.link == "https://checks.example/desk/claims/old-bridge/"
    assert (found.id, found.guidislink) == ("factpress:claim:old-bridge", False)
    assert found.published == "Wed, 05 Mar 2025 00:00:00 +0000"
    assert [author.name for author in found.authors] == ["Ida Moss"]
    assert [tag.term for tag in found.tags] == ["Bridges", "Traffic"]
    assert found.description == (
        "<p>Claim: The Old Bridge was closed for three days.</p>\n"
        "<p>Verdict: <strong>False</strong></p>\n"
        "<p>The road office closed it for one day.</p>\n"
        "<ul><li>The bridge was closed on one day.</li><li>The mayor named three.</li></ul>"
    )


def test_a_claim_brought_over_may_hold_little() -> None:
    """A claim without headline, reason, summary, authors and topics is announced with what there is."""
    claim = make_claim(
        headline=None,
        verdict_reason=None,
        summary=None,
        what_we_know=None,
        analysis=None,
        authors=None,
        topics=None,
    )
    (found,) = verdicts(claim).entries
    assert found.title == "The Old Bridge was closed for three days."
    assert found.description.count("<p>") == 2
    assert "authors" not in found


def test_several_authors_are_several_creators() -> None:
    """Every author is named, in the order of the claim."""
    feed = verdict_feed(make_corpus(make_claim(authors=["ben-hale", "ida-moss"], reviewed_by=None)), SITE)
    creators = etree.fromstring(feed).iterfind(".//item/{http://purl.org/dc/elements/1.1/}creator")
    assert [creator.text for creator in creators] == ["Ben Hale", "Ida Moss"]


def test_claims_stand_newest_first() -> None:
    """The newest claim stands first, a plain date counts from midnight; those of one moment stand by id."""
    claims = [
        make_claim("b", published="2025-03-05"),
        make_claim("a", published="2025-03-05"),
        make_claim("c", published="2025-03-05T08:00+01:00"),
        make_claim("d", published="2025-03-06T00:30+02:00"),
    ]
    feed = verdicts(*claims)
    assert [found.id.rpartition(":")[2] for found in feed.entries] == ["d", "c", "a", "b"]
    assert [found.published for found in feed.entries][:2] == [
        "Wed, 05 Mar 2025 22:30:00 +0000",
        "Wed, 05 Mar 2025 07:00:00 +0000",
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "draft"},
        {"status": "hold", "hold_reason": "Waits."},
        {"status": "retracted", "retraction": {"date": "2025-04-01", "reason": "We mistook the bridge."}},
        {"published": "unknown"},
        {"published": "2025-03"},
        {"published": "2025"},
    ],
)
def test_what_readers_may_not_take_for_new_stays_out(fields: dict[str, Any]) -> None:
    """Drafts, held and retracted claims and those without a known day take no place in the verdict feed."""
    publication = Publication(name="Millbrook Checks", feeds=Feeds(length=1))
    feed = verdicts(make_claim("other", **fields), make_claim(published="2024-12-31"), publication=publication)
    assert [found.id for found in feed.entries] == ["factpress:claim:old-bridge"]


def test_a_feed_is_as_long_as_the_publication_wants() -> None:
    """The feed holds so many claims, the newest ones."""
    claims = [make_claim(f"claim-{day}", published=f"2025-03-0{day}") for day in range(1, 6)]
    feed = verdicts(*claims, publication=Publication(name="Millbrook Checks", feeds=Feeds(length=2)))
    assert [found.id for found in feed.entries] == ["factpress:claim:claim-5", "factpress:claim:claim-4"]


@pytest.mark.parametrize(
    ("fields", "newest"),
    [
        ({}, "Wed, 05 Mar 2025 00:00:00 +0100"),
        ({"published": "2025-03-05T14:30Z"}, "Wed, 05 Mar 2025 15:30:00 +0100"),
        ({"corrections": CORRECTIONS[:1]}, "Wed, 05 Mar 2025 00:00:00 +0100"),
        ({"corrections": CORRECTIONS}, "Thu, 03 Apr 2025 00:00:00 +0200"),
    ],
)
def test_the_feed_changed_when_its_claims_did(fields: dict[str, Any], newest: str) -> None:
    """The feed's date is that of its newest publication or correction, in the publication's zone."""
    publication = Publication(name="Millbrook Checks", timezone="Europe/Berlin")
    feed = verdicts(make_claim(**fields), make_claim("older", published="2025-01-01"), publication=publication)
    assert feed.feed.updated == newest


def test_an_empty_feed_has_no_date() -> None:
    """A feed that announces nothing is a feed, and says nothing of when it changed."""
    for feed in (verdicts(), corrections(make_claim())):
        assert feed.entries == []
        assert "updated" not in feed.feed


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_come_out_as_typed(text: str) -> None:
    """What looks like markup is read as the text that was typed, plain or as HTML."""
    claim = make_claim(
        claim=text,
        headline=text,
        verdict_reason=text,
        summary=[text],
        corrections=[
            {"date": "2025-04-02", "kind": "correction", "text": text},
        ],
    )
    corpus = make_corpus(
        claim,
        publication=Publication(name=text),
        people={**PEOPLE, "ida-moss": Person(name=text)},
        topics={**TOPICS, "bridges": Topic(name=text)},
    )
    feed = read(verdict_feed(corpus, Site(text, SITE.address)))
    (found,) = feed.entries
    assert (feed.feed.title, found.title, found.author, found.tags[0].term) == (text,) * 4
    assert [shown for shown in shown_lines(found.description) if shown != "Verdict: False"] == [
        f"Claim: {text}",
        text,
        text,
    ]
    (correction,) = read(corrections_feed(corpus, SITE)).entries
    assert correction.title == f"Correction: {text}"
    assert shown_lines(correction.description) == [text]


def shown_lines(description: str) -> list[str]:
    """Return what a browser shows of a description, by paragraph, if it holds no elements but ours."""
    fragment = etree.HTML(f"<div>{description}</div>")
    assert fragment is not None
    assert {element.tag for element in fragment.iter()} <= {"html", "body", "div", "p", "strong", "ul", "li"}
    return ["".join(str(text) for text in element.itertext()) for element in fragment.iter("p", "li")]


def test_what_xml_cannot_hold_is_dropped() -> None:
    """Characters that XML 1.0 forbids crash nothing and are gone; all others stay."""
    (found,) = verdicts(make_claim(headline="One\ufffe day\uffff, \x0bnot\ufffd three \U0001f309")).entries
    assert found.title == "One day, not\ufffd three \U0001f309"


def test_an_id_outlives_address_headline_and_name() -> None:
    """A reader is told of a claim once, though the site moves, the headline or the claim's id changes."""
    corrections = [{"date": "2025-04-02", "kind": "update", "text": "It opened."}]
    before = make_claim(corrections=corrections)
    after = make_claim(
        "bridge-closure", headline="One day", aliases=["old-bridge", "the-bridge"], corrections=corrections
    )
    moved = Site("Checks", "https://elsewhere.example/")
    for feed in (verdict_feed, corrections_feed):
        ids = [read(feed(make_corpus(claim), site)).entries[0].id for claim, site in ((before, SITE), (after, moved))]
        assert len(set(ids)) == 1


def test_a_feed_changes_only_with_what_it_announces() -> None:
    """A draft, a source, a note for the desk or a claim past the feed's end changes no byte."""
    publication = Publication(name="Millbrook Checks", feeds=Feeds(length=1))

    def feeds(*more: Any, **fields: Any) -> list[bytes]:
        corpus = make_corpus(make_claim(**fields), *more, publication=publication)
        return [verdict_feed(corpus, SITE), corrections_feed(corpus, SITE)]

    older = make_claim("older", published="2025-01-01")
    changed = feeds(
        older,
        make_claim("draft", status="draft"),
        sources=None,
        conclusion="Another one.",
        review_by="2026-01-01",
        variants=["It was shut."],
        corrections=CORRECTIONS[:1],
    )
    assert changed == feeds(older) == feeds()


def test_every_correction_is_announced_once() -> None:
    """Corrections and retractions are announced newest first with an id of their own; typos are not."""
    retracted = make_claim(
        "other", status="retracted", retraction={"date": "2025-04-02", "reason": "We mistook the bridge."}
    )
    feed = corrections(make_claim(corrections=CORRECTIONS), retracted)
    assert feed.feed.title == "Millbrook Checks: corrections"
    assert feed.feed.updated == "Thu, 03 Apr 2025 00:00:00 +0000"
    assert [(found.id, found.title, found.link) for found in feed.entries] == [
        (
            "factpress:claim:old-bridge:2025-04-03",
            "Verdict change: The Old Bridge was closed for one day, not three",
            "https://checks.example/desk/claims/old-bridge/",
        ),
        (
            "factpress:claim:old-bridge:2025-04-02",
            "Clarification: The Old Bridge was closed for one day, not three",
            "https://checks.example/desk/claims/old-bridge/",
        ),
        (
            "factpress:claim:other:retraction",
            "Retraction: The Old Bridge was closed for one day, not three",
            "https://checks.example/desk/claims/other/",
        ),
    ]


def test_a_changed_verdict_is_told_before_and_after() -> None:
    """A change of verdict names both and who made it; a retraction names the verdict taken back."""
    retracted = make_claim(
        "other", status="retracted", retraction={"date": "2025-04-01", "reason": "We mistook the bridge."}
    )
    change, _, retraction = corrections(make_claim(corrections=CORRECTIONS), retracted).entries
    assert shown_lines(change.description) == [
        "One more closure.",
        "Verdict before: True",
        "Verdict after: False",
    ]
    assert change.author == "Ben Hale"
    assert shown_lines(retraction.description) == ["We mistook the bridge.", "Verdict before: False"]


def test_a_claim_without_a_day_has_dated_corrections() -> None:
    """A correction is announced on its own day, though nobody knows when its claim was published."""
    (found,) = corrections(make_claim(published="unknown", corrections=CORRECTIONS[1:2])).entries
    assert found.published == "Wed, 02 Apr 2025 00:00:00 +0000"


def test_bytes_do_not_depend_on_the_machine() -> None:
    """Another hash seed and another time zone of the machine give the same bytes."""
    program = (
        "import sys; from factpress.feeds import corrections_feed, verdict_feed;"
        "from tests.making import SITE; from tests.test_feeds import sample;"
        "sys.stdout.buffer.write(verdict_feed(sample(), SITE) + corrections_feed(sample(), SITE))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=Path(__file__).parent.parent,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert found == {verdict_feed(sample(), SITE) + corrections_feed(sample(), SITE)}


def sample() -> Corpus:
    """Return a corpus that fills both feeds."""
    return make_corpus(
        make_claim(corrections=CORRECTIONS, topics=["traffic", "bridges"], authors=["ida-moss", "ben-hale"]),
        make_claim("other", published="2025-03-05T10:00Z"),
        publication=Publication(name="Millbrook Checks", timezone="Europe/Berlin"),
    )


def test_a_feed_is_readable_text() -> None:
    """A feed is XML in UTF-8, with its description's HTML escaped once more."""
    text = verdict_feed(make_corpus(make_claim(claim="A < B")), SITE).decode()
    assert text.startswith("<?xml version='1.0' encoding='utf-8'?>\n<rss ")
    assert re.search(r"<description>&lt;p&gt;Claim: A &amp;lt; B&lt;/p&gt;", text)
