"""Addresses: where they stand, which a change touches, what an answer means."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
import yaml

from factpress.links import answer_of, drawn, host, is_fresh, links_of, links_touched, outcome_of, sharded, with_lines
from factpress.loading import load_corpus
from factpress.models.links import Answer, Failure, Link, Outcome, asked
from factpress.models.publication import Publication
from factpress.models.registries import Claimant, Person, Publisher
from factpress.texts import Text
from tests.making import make_claim, make_corpus

ADDRESS = "https://roads.example/closures"
PATH = "content/claims/old-bridge.yml"


def places(*claims: Any, pages: dict[str, str] | None = None, **corpus: Any) -> list[tuple[str, str, str]]:
    """Return address, file and field of everything that a publication relies on."""
    registries: dict[str, Any] = {"claimants": {}, "people": {}, "publishers": {}}
    found = links_of(make_corpus(*claims, **{**registries, **corpus}), pages or {})
    return [(link.address, place.path, place.field) for link in found for place in link.places]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Answer(ADDRESS), Outcome.OK),
        (Answer(ADDRESS, None, "https://roads.example/new"), Outcome.MOVED),
        (Answer(ADDRESS, Failure.NOT_FOUND), Outcome.GONE),
        (Answer(ADDRESS, Failure.NOT_FOUND, "https://roads.example/new"), Outcome.GONE),
        (Answer(ADDRESS, Failure.WALL), Outcome.BLOCKED),
        (Answer(ADDRESS, Failure.UNKNOWN_HOST), Outcome.GONE),
        (Answer(ADDRESS, Failure.WRONG_HOST), Outcome.GONE),
        (Answer(ADDRESS, Failure.CERTIFICATE), Outcome.UNREACHABLE),
        (Answer(ADDRESS, Failure.ROBOTS), Outcome.BLOCKED),
        (Answer(ADDRESS, Failure.FORBIDDEN), Outcome.SKIPPED),
        (Answer(ADDRESS, Failure.BROKEN), Outcome.UNREACHABLE),
        *(
            (Answer(ADDRESS, failure), Outcome.UNREACHABLE)
            for failure in (Failure.TIMEOUT, Failure.NO_CONNECTION, Failure.REDIRECTS)
        ),
    ],
)
def test_an_answer_means_one_of_a_few_things(answer: Answer, outcome: Outcome) -> None:
    """Only what says that it is gone is gone; what may let people in, or be there tomorrow, isn't."""
    assert outcome_of(answer) is outcome


@pytest.mark.parametrize(
    ("statuses", "outcome"),
    [
        ((200, 204, 299, 300, 304), Outcome.OK),
        ((404, 410), Outcome.GONE),
        ((400, 401, 402, 403, 405, 406, 418, 429, 451, 499, 999), Outcome.BLOCKED),
        ((100, 302, 408, 425, 500, 502, 503, 504, 522, 599, 600, 998), Outcome.UNREACHABLE),
    ],
)
def test_a_status_means_one_of_a_few_things(statuses: tuple[int, ...], outcome: Outcome) -> None:
    """And is known to nobody afterwards."""
    answers = [answer_of(ADDRESS, status, ADDRESS, permanent=True) for status in statuses]
    assert {outcome_of(answer) for answer in answers} == {outcome}
    assert len(set(answers)) == 1


@pytest.mark.parametrize(
    ("status", "final", "permanent", "answer"),
    [
        (200, "https://roads.example/new", True, Answer(ADDRESS, None, "https://roads.example/new")),
        (200, "https://roads.example/new", False, Answer(ADDRESS)),
        (200, "HTTPS://Roads.example:443/closures#march", True, Answer(ADDRESS)),
        (200, "https://www.facebook.com/login/?next=x", True, Answer(ADDRESS, Failure.WALL)),
        (200, "https://consent.youtube.com/m?continue=x", False, Answer(ADDRESS, Failure.WALL)),
        (200, "https://roads.example/cdn-cgi/challenge-platform/x", False, Answer(ADDRESS, Failure.WALL)),
        (404, "https://roads.example/new", True, Answer(ADDRESS, Failure.NOT_FOUND)),
        (503, "https://consent.youtube.com/m?continue=x", False, Answer(ADDRESS, Failure.SERVER)),
    ],
)
def test_only_what_has_moved_for_good_is_told_of_redirects(
    status: int, final: str, permanent: bool, answer: Answer
) -> None:
    """Wherever else they led, to a page, a log-in or nowhere, is nobody's business."""
    assert answer_of(ADDRESS, status, final, permanent=permanent) == answer


def test_a_form_that_was_cited_itself_is_a_page() -> None:
    """Nothing answered in its place."""
    form = "https://www.facebook.com/login/"
    assert answer_of(form, 200, form, permanent=True) == Answer(form)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://roads.example/a#b", "https://roads.example/a"),
        ("HTTPS://Roads.Example", "https://roads.example/"),
        ("http://roads.example:80/a?b=C", "http://roads.example/a?b=C"),
        ("https://roads.example:8443/a", "https://roads.example:8443/a"),
        ("https://straße.example/ü [1]".replace(" ", ""), "https://xn--strae-oqa.example/%C3%BC%5B1%5D"),
    ],
)
def test_one_page_is_asked_for_once(typed: str, address: str) -> None:
    """However an address is typed, what is asked for is one."""
    assert asked(typed) == address


def test_every_address_of_a_claim_is_found() -> None:
    """Sources, copies, sightings, media, the original, and links in Markdown."""
    claim = make_claim(
        appearances=[{"url": "https://a.example/1", "archive_url": "https://a.example/2"}],
        sources=[{"id": "office", "url": "https://a.example/3", "archive_url": "https://a.example/4"}],
        media=[
            {"url": "https://a.example/5", "original_url": "https://a.example/6", "alt": "x", "credit": "x"},
        ],
        original={"url": "https://a.example/7", "publisher": "x"},
        analysis="[one](https://a.example/8) <https://a.example/9> `https://a.example/no` [in](../x/)",
        conclusion="[two][r]\n\n[r]: https://a.example/10",
        quote="https://a.example/no",
        what_we_know="[x](javascript:alert(1)) [y](http://localhost/) [m](mailto:a@b.example)",
    )
    assert [(address[18:], field) for address, path, field in places(claim) if path == PATH] == [
        ("1", "appearances[1].url"),
        ("10", "conclusion"),
        ("2", "appearances[1].archive_url"),
        ("3", "sources[1].url"),
        ("4", "sources[1].archive_url"),
        ("5", "media[1].url"),
        ("6", "media[1].original_url"),
        ("7", "original.url"),
        ("8", "analysis"),
        ("9", "analysis"),
    ]


def test_every_address_of_the_registries_is_found() -> None:
    """Claimants, people, publishers and the publication itself."""
    publication = Publication.model_validate(
        {
            "name": "x",
            "policies": {"ethics": "https://a.example/1", "funding": "funding.md"},
            "complaints": [{"name": "x", "url": "https://a.example/2"}],
            "submit": {"repository": "https://a.example/3", "form": "https://a.example/4"},
        }
    )
    found = places(
        publication=publication,
        claimants={"a": Claimant(name="x", url="https://a.example/5", same_as=("https://a.example/6",))},
        people={"b": Person(name="x", url="https://a.example/7")},
        publishers={"c": Publisher(name="x", url="https://a.example/8")},
    )
    assert [(path.removeprefix("content/"), field) for _, path, field in found] == [
        ("publication.yml", "policies.ethics"),
        ("publication.yml", "complaints[1].url"),
        ("publication.yml", "submit.repository"),
        ("publication.yml", "submit.form"),
        ("claimants.yml", "a.url"),
        ("claimants.yml", "a.same_as[1]"),
        ("people.yml", "b.url"),
        ("publishers.yml", "c.url"),
    ]


def test_links_of_hand_written_pages_have_lines() -> None:
    """Markdown and HTML alike; front matter counts as lines, code is no link."""
    page = (
        "---\ntitle: https://a.example/no\n---\n\n# Ünser\n\n[a](https://a.example/1) <https://a.example/2>\n\n"
        "<p>\n<a class='x' href='https://a.example/3?a=1&amp;b=2'>x</a></p>\n\n"
        "`<https://a.example/no>` [b](about.md)\n\n    https://a.example/no\n\n"
        "| a |\n|---|\n| [c](https://a.example/4) |\n"
    )
    for text in (page, page.replace("\n", "\r\n")):
        found = links_of(make_corpus(claimants={}, publishers={}), {"content/pages/x.md": text})
        assert [(link.address, place.line) for link in found for place in link.places] == [
            ("https://a.example/1", 7),
            ("https://a.example/2", 7),
            ("https://a.example/3?a=1&b=2", 10),
            ("https://a.example/4", 18),
        ]


def test_an_address_stands_once_with_all_its_places() -> None:
    """Places are told by file; a fragment stays with its place; the copy beside it is known."""
    first = make_claim("a", sources=[{"id": "x", "url": f"{ADDRESS}#march", "archive_url": "https://Kept.example"}])
    second = make_claim("b", sources=[{"id": "x", "url": ADDRESS}], what_we_know=f"[x]({ADDRESS})")
    corpus = make_corpus(second, first, publishers={})
    (link,) = (link for link in links_of(corpus, {}) if link.address == ADDRESS)
    assert [(place.claim, place.field, place.typed, place.copy) for place in link.places] == [
        ("a", "sources[1].url", f"{ADDRESS}#march", "https://kept.example/"),
        ("b", "what_we_know", ADDRESS, ""),
        ("b", "sources[1].url", ADDRESS, ""),
    ]


def test_a_retracted_claim_relies_on_nothing() -> None:
    """Its page is a notice; a draft's and a held claim's sources are looked after."""
    retracted: dict[str, Any] = {"status": "retracted", "retraction": {"date": "2025-03-09", "reason": "x"}}
    assert places(make_claim(**retracted)) == []
    assert places(make_claim(status="draft"))
    assert places(make_claim(status="hold", hold_reason="x"))


def claim_text(**fields: Any) -> bytes:
    """Return a claim's file."""
    return yaml.safe_dump({"claim": "x", **fields}, sort_keys=False).encode()


def touched(before: bytes, after: bytes) -> list[tuple[str, str]]:
    """Return address and field of what a change of one claim's file touches."""
    corpus = load_corpus([Text(PATH, after)]).corpus
    return [
        (link.address[18:], place.field) for link in links_touched(corpus, {}, {PATH: before}) for place in link.places
    ]


def test_a_change_touches_what_it_adds() -> None:
    """New sources and new addresses count; what stood there already doesn't, wherever in the list it is now."""
    one, two = ({"id": name, "url": f"https://a.example/{name}"} for name in ("one", "two"))
    assert touched(claim_text(sources=[one]), claim_text(sources=[two, one])) == [("two", "sources[1].url")]
    assert touched(claim_text(sources=[one]), claim_text(headline="x", sources=[one])) == []
    kept = {**one, "archive_url": "https://a.example/kept"}
    assert touched(claim_text(sources=[one]), claim_text(sources=[kept])) == [("kept", "sources[1].archive_url")]
    again = {"id": "two", "archive_url": "https://a.example/one"}
    assert touched(claim_text(sources=[one]), claim_text(sources=[one, again])) == [("one", "sources[2].archive_url")]


def test_in_markdown_a_change_touches_lines() -> None:
    """An address is touched where its line is."""
    old = "[a](https://a.example/1) says so.\n\n[b](https://a.example/2) too."
    new = "[a](https://a.example/1) says it.\n\n[b](https://a.example/2) too."
    assert touched(claim_text(analysis=old), claim_text(analysis=new)) == [("1", "analysis")]


@pytest.mark.parametrize("before", [b"", b"claim: [", b"\xff", b"sources: 1"])
def test_of_a_new_or_broken_file_everything_is_touched(before: bytes) -> None:
    """What couldn't be read before is new."""
    after = claim_text(sources=[{"id": "a", "url": "https://a.example/1"}])
    assert touched(before, after) == [("1", "sources[1].url")]


def test_a_change_touches_only_its_files() -> None:
    """The same address in another file isn't the change's; registries and pages are files like claims."""
    corpus = make_corpus(make_claim("a"), make_claim("b"))
    pages = {"content/pages/about.md": "[x](https://a.example/1)\n\n[y](https://a.example/2)\n"}
    before = {
        "content/claims/a.yml": b"",
        "content/publishers.yml": b"",
        "content/pages/about.md": b"[x](https://a.example/1)\n",
    }
    found = links_touched(corpus, pages, before)
    assert sorted({(link.address, place.path) for link in found for place in link.places}) == [
        ("https://a.example/2", "content/pages/about.md"),
        ("https://herald.example/", "content/publishers.yml"),
        ("https://herald.example/bridge", "content/claims/a.yml"),
        ("https://roads.example/closures", "content/claims/a.yml"),
    ]


def test_lines_are_those_of_the_addresses() -> None:
    """A field's line, and in a text of several lines that of the address."""
    raw = (
        b"claim: x\nanalysis: |\n  One. [c](https://a.example/10)\n\n  [a](https://a.example/1) and\n  [b](https://a.example/2)\n"
        b"sources:\n  - id: a\n    url: https://a.example/3\n"
    )
    loaded = load_corpus([Text(PATH, raw)])
    found = with_lines(links_of(loaded.corpus, {}), loaded)
    assert [(link.address[18:], link.places[0].line) for link in found] == [("1", 5), ("10", 3), ("2", 6), ("3", 9)]


def some_links(sizes: dict[str, int]) -> list[Link]:
    """Return links of hosts, by name and number."""
    return [Link(f"https://{name}/{number}", ()) for name, size in sizes.items() for number in range(size)]


def test_shards_are_a_fair_split() -> None:
    """Each address is in one shard, all of a host in the same, and the shards are about as large."""
    sizes = {"big.example": 60, **{f"h{number}.example": 1 + number % 7 for number in range(50)}}
    links = some_links(sizes)
    shards = [sharded(links, number, 4) for number in (1, 2, 3, 4)]
    assert sorted(link.address for shard in shards for link in shard) == sorted(link.address for link in links)
    hosts = Counter(name for shard in shards for name in {host(link.address) for link in shard})
    assert set(hosts.values()) == {1}
    assert max(map(len, shards)) - min(map(len, shards)) <= 7
    assert sharded(list(reversed(links)), 2, 4) == tuple(reversed(shards[1]))
    assert sharded(links, 1, 1) == tuple(links)
    assert sharded(some_links({"a.example": 1}), 2, 2) in ((), tuple(some_links({"a.example": 1})))


def test_who_is_not_asked_today_is_asked_another_day() -> None:
    """No more than there may be, in their order, the same in whatever order they come; none is left out for long."""
    addresses = [link.address for link in some_links({"a.example": 100})]
    today = date(2025, 3, 1)
    chosen = drawn(addresses, 30, today)
    assert len(chosen) == 30
    assert chosen == sorted(chosen, key=addresses.index)
    assert sorted(drawn(reversed(addresses), 30, today)) == sorted(chosen)
    assert len({address for n in range(30) for address in drawn(addresses, 30, today + timedelta(n))}) == 100
    assert drawn(addresses, 100, today) == addresses
    assert drawn(addresses, 0, today) == []


def test_good_answers_come_round_on_days_of_their_own() -> None:
    """No answer counts longer than the days; of many, about as many come round each day."""
    first = date(2025, 3, 1)
    addresses = [link.address for link in some_links({"a.example": 1400})]
    due = Counter(
        next(n for n in range(1, 30) if not is_fresh(address, first, first + timedelta(n), 14)) for address in addresses
    )
    assert set(due) == set(range(1, 15))
    assert max(due.values()) < 2 * min(due.values())
    assert all(is_fresh(address, first, first, 14) for address in addresses)
    assert not any(is_fresh(address, first, first, 0) for address in addresses)
    assert not any(is_fresh(address, first + timedelta(1), first, 14) for address in addresses)
