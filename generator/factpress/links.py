"""The addresses that a publication relies on: where they stand, which a change touches, what an answer means."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import unescape
from typing import Final
from urllib.parse import urlsplit

import pyromark

from factpress.corpus import Corpus
from factpress.loading import Loaded, load_corpus
from factpress.markdown import links_in
from factpress.models.claim import Claim
from factpress.models.links import Answer, Failure, Link, Outcome, Place, asked
from factpress.models.parts import Appearance, Source, Status
from factpress.models.publication import Policies
from factpress.prose import href
from factpress.texts import ROOT, Text

PAGES: Final = f"{ROOT}/pages/"
MOST: Final = 250_000
"""How many addresses a run asks for at most, all its parts together."""
MOST_OF_A_CHANGE: Final = 1_000
"""How many of those that a change touches are asked for at most; anybody may propose one."""
_OF_FAILURE: Final[Mapping[Failure, Outcome]] = {
    Failure.NOT_FOUND: Outcome.GONE,
    Failure.REFUSED: Outcome.BLOCKED,
    Failure.SERVER: Outcome.UNREACHABLE,
    Failure.UNKNOWN_HOST: Outcome.GONE,
    Failure.FORBIDDEN: Outcome.SKIPPED,
    Failure.CERTIFICATE: Outcome.UNREACHABLE,
    Failure.WRONG_HOST: Outcome.GONE,
    Failure.TIMEOUT: Outcome.UNREACHABLE,
    Failure.NO_CONNECTION: Outcome.UNREACHABLE,
    Failure.BROKEN: Outcome.UNREACHABLE,
    Failure.REDIRECTS: Outcome.UNREACHABLE,
    Failure.ROBOTS: Outcome.BLOCKED,
    Failure.WALL: Outcome.BLOCKED,
    Failure.NOT_ASKED: Outcome.UNREACHABLE,
}
_PASSING: Final = frozenset({408, 425})
"""Request Timeout and Too Early: the only 4xx that say “later” (RFC 9110, section 15.5.9; RFC 8470)."""
_DENIED: Final = 999
"""What LinkedIn answers to programs; no status of HTTP."""
_WALLS: Final = re.compile(
    r"https?://(?:[\w-]+\.)*(?:"
    r"validate\.perfdrive\.com/|consent\.(?:yahoo|google|youtube)\.com/|accounts\.google\.com/|google\.com/sorry/"
    r"|facebook\.com/(?:login|checkpoint)|instagram\.com/accounts/login|linkedin\.com/(?:authwall|login|uas/login)"
    r"|(?:x|twitter)\.com/(?:i/flow/)?login|reddit\.com/login|vk\.com/login"
    r"|[\w.-]+/(?:cdn-cgi/challenge|_Incapsula_Resource|\.well-known/captcha))",
    re.IGNORECASE,
)
"""Where bot walls, consent forms and log-ins send a program that asks for something else."""


def outcome_of(answer: Answer) -> Outcome:
    """Return what an answer means for a reader.

    Only what says so itself counts as gone (404 and 410, RFC 9110, section 15.5; a host that nobody knows; another
    host's certificate). What may let people in, or may be there tomorrow, isn't.
    """
    if answer.failure is not None:
        return _OF_FAILURE[answer.failure]
    return Outcome.MOVED if answer.final else Outcome.OK


def answer_of(address: str, status: int, final: str, *, permanent: bool) -> Answer:
    """Return what an HTTP answer says of an address, in the words that may be told of it.

    `final` is where redirects led, the address itself without any; `permanent` whether each of them said that it is
    for good (301, 308; RFC 9110, section 15.4). Raises ValueError where one of the two isn't an address.
    """
    failure = _failure_of(status)
    if failure is None and final != address and _WALLS.match(final):
        failure = Failure.WALL
    has_moved = failure is None and permanent and asked(final) != asked(address)
    return Answer(address, failure, final if has_moved else None)


def _failure_of(status: int) -> Failure | None:
    if 200 <= status < 300 or status in (300, 304):
        return None
    if status in (404, 410):
        return Failure.NOT_FOUND
    if (400 <= status < 500 and status not in _PASSING) or status == _DENIED:
        return Failure.REFUSED
    return Failure.SERVER


def links_of(corpus: Corpus, pages: Mapping[str, str]) -> tuple[Link, ...]:
    """Return every address that a publication relies on, once, in order, with its places.

    `pages` are the texts of the hand-written pages by path: `content/pages/about.md`. A retracted claim relies on
    nothing any more, for its page is a notice. Lines are known for pages alone (see `with_lines`).
    """
    return _linked(_mentions(corpus, pages))


def links_touched(corpus: Corpus, pages: Mapping[str, str], before: Mapping[str, bytes]) -> tuple[Link, ...]:
    """Return the addresses that a change adds or touches, with the places in which it does.

    `before` holds, for every file that the change touches, what it held before; nothing for a new one. In Markdown an
    address is touched where its line is.
    """
    texts = [Text(path, raw) for path, raw in sorted(before.items()) if raw and not path.startswith(PAGES)]
    old_pages = {path: raw.decode("utf-8", "replace") for path, raw in sorted(before.items()) if path.startswith(PAGES)}
    known = {mention.identity for mention in _mentions(load_corpus(texts).corpus, old_pages)}
    return _linked(m for m in _mentions(corpus, pages) if m.place.path in before and m.identity not in known)


def with_lines(links: Iterable[Link], loaded: Loaded) -> list[Link]:
    """Return links with the lines of their places, found in the texts that were loaded."""
    links = list(links)
    wanted: defaultdict[str, list[Place]] = defaultdict(list)
    for link in links:
        for place in link.places:
            if place.line is None:
                wanted[place.path].append(place)
    found: dict[Place, int | None] = {}
    for path, places in wanted.items():
        if path in loaded.texts:
            lines = loaded.texts[path].raw.decode("utf-8", "replace").splitlines()
            of_fields = loaded.lines(path, [place.field for place in places])
            found.update((place, _line_of(place, line, lines)) for place, line in zip(places, of_fields, strict=True))
    return [replace(link, places=tuple(replace(p, line=found.get(p, p.line)) for p in link.places)) for link in links]


def _line_of(place: Place, line: int | None, lines: Sequence[str]) -> int | None:
    """Return the line of an address in a text of several lines, where it can be seen; else that of its field."""
    if line is None or place.typed in lines[line - 1]:
        return line
    seen = re.compile(re.escape(place.typed) + r"(?![\w/%-])").search
    return next((number for number, text in enumerate(lines[line - 1 :], line) if seen(text)), line)


def sharded(links: Iterable[Link], number: int, count: int) -> tuple[Link, ...]:
    """Return the links that are the task of one of several machines, counted from one.

    All of a host go to one machine, so that it is asked politely; hosts with many addresses are given out first, to
    the machine that has least to do.
    """
    links = tuple(links)
    sizes = Counter(host(link.address) for link in links)
    loads = [0] * count
    machine: dict[str, int] = {}
    for name, size in sorted(sizes.items(), key=lambda pair: (-pair[1], _digest(pair[0]))):
        machine[name] = loads.index(min(loads))
        loads[machine[name]] += size
    return tuple(link for link in links if machine[host(link.address)] == number - 1)


def host(address: str) -> str:
    """Return the host of an address, with its port if it names one."""
    return urlsplit(address).netloc


def is_fresh(address: str, checked: date, today: date, days: int) -> bool:
    """Return whether a good answer still counts: each address comes round every so many days, on a day of its own."""
    if days < 1 or checked > today:
        return False
    phase = _digest(address) % days
    return (checked.toordinal() + phase) // days == (today.toordinal() + phase) // days


def drawn(addresses: Iterable[str], most: int, today: date) -> list[str]:
    """Return at most so many addresses, in their order; on each day others, so that every one has its turn."""
    addresses = list(addresses)
    chosen = set(sorted(addresses, key=lambda address: _digest(f"{today} {address}"))[:most])
    return [address for address in addresses if address in chosen]


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


@dataclass(frozen=True, slots=True)
class _Mention:
    """An address in a field."""

    place: Place
    passage: str = ""
    """In Markdown, the line it stands in."""

    @property
    def identity(self) -> tuple[str, ...]:
        """What makes it the same before and after a change, wherever in a list its field has moved to."""
        return (self.place.path, re.sub(r"\[\d+\]", "[]", self.place.field), self.place.typed, self.passage)


def _linked(mentions: Iterable[_Mention]) -> tuple[Link, ...]:
    places: defaultdict[str, list[Place]] = defaultdict(list)
    for mention in mentions:
        places[asked(mention.place.typed)].append(mention.place)
    return tuple(Link(address, tuple(found)) for address, found in sorted(places.items()))


def _mentions(corpus: Corpus, pages: Mapping[str, str]) -> Iterator[_Mention]:
    """Yield every address by the path of its file."""
    for path, field, address in _in_registries(corpus):
        yield _Mention(Place(path, field, typed=address))
    for claim in sorted(corpus.claims, key=lambda claim: claim.path):
        if claim.status is not Status.RETRACTED:
            yield from _in_claim(claim)
    for path, text in sorted(pages.items()):
        yield from _in_page(path, text)


def _in_registries(corpus: Corpus) -> Iterator[tuple[str, str, str]]:
    for key, claimant in sorted(corpus.claimants.items()):
        if claimant.url:
            yield f"{ROOT}/claimants.yml", f"{key}.url", claimant.url
        for number, address in enumerate(claimant.same_as, 1):
            yield f"{ROOT}/claimants.yml", f"{key}.same_as[{number}]", address
    for key, person in sorted(corpus.people.items()):
        if person.url:
            yield f"{ROOT}/people.yml", f"{key}.url", person.url
    for key, publisher in sorted(corpus.publishers.items()):
        if publisher.url:
            yield f"{ROOT}/publishers.yml", f"{key}.url", publisher.url
    publication, path = corpus.publication, f"{ROOT}/publication.yml"
    for name in Policies.model_fields:
        if "://" in (policy := getattr(publication.policies, name) or ""):
            yield path, f"policies.{name}", policy
    for number, body in enumerate(publication.complaints, 1):
        yield path, f"complaints[{number}].url", body.url
    for name in ("repository", "form"):
        if address := getattr(publication.submit, name):
            yield path, f"submit.{name}", address


def _in_claim(claim: Claim) -> Iterator[_Mention]:
    for number, seen in enumerate(claim.appearances, 1):
        yield from _in_sighting(claim.path, f"appearances[{number}]", seen)
    for name in ("what_we_know", "analysis", "body", "conclusion"):
        if text := getattr(claim, name):
            yield from _in_markdown(claim.path, name, text)
    for number, source in enumerate(claim.sources, 1):
        yield from _in_sighting(claim.path, f"sources[{number}]", source)
    for number, medium in enumerate(claim.media, 1):
        for name in ("url", "original_url"):
            if address := getattr(medium, name):
                yield _Mention(Place(claim.path, f"media[{number}].{name}", typed=address))
    if claim.original and claim.original.url:
        yield _Mention(Place(claim.path, "original.url", typed=claim.original.url))


def _in_sighting(path: str, field: str, seen: Source | Appearance) -> Iterator[_Mention]:
    if seen.url:
        copy = asked(seen.archive_url) if seen.archive_url else ""
        yield _Mention(Place(path, f"{field}.url", typed=seen.url, copy=copy))
    if seen.archive_url:
        yield _Mention(Place(path, f"{field}.archive_url", typed=seen.archive_url))


def _in_markdown(path: str, field: str, text: str) -> Iterator[_Mention]:
    for link in links_in(text):
        if address := _outside(link):
            passage = next((line for line in text.splitlines() if address in line), text)
            yield _Mention(Place(path, field, typed=address), passage.strip())


# MkDocs takes front matter off; the lines are counted with it.
_FRONT_MATTER = re.compile(rb"---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_HTML_LINK = re.compile(r"""\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_page_parser = pyromark.Markdown(options=pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_FOOTNOTES)


def _in_page(path: str, text: str) -> Iterator[_Mention]:
    raw = text.encode("utf-8", "replace").replace(b"\r\n", b"\n")
    if front := _FRONT_MATTER.match(raw):
        raw = b"\n" * front[0].count(b"\n") + raw[front.end() :]
    lines = raw.split(b"\n")
    # The parser counts in bytes.
    for event, where in _page_parser.events_with_range(raw.decode("utf-8", "replace")):
        line = raw.count(b"\n", 0, where["start"]) + 1
        for link in _addresses(event):
            if address := _outside(link):
                passage = lines[line - 1].decode("utf-8", "replace").strip()
                yield _Mention(Place(path, "", line, address), passage)


def _addresses(event: object) -> Iterator[str]:
    """Yield where a link of a hand-written page leads, be it Markdown or HTML."""
    match event:
        case {"Start": {"Link": {"dest_url": str(address)}}}:
            yield address
        case {"Html": str(html)} | {"InlineHtml": str(html)}:
            yield from (unescape("".join(values)) for values in _HTML_LINK.findall(html))


def _outside(link: str) -> str:
    """Return the address that a link leads to; empty where it leads to no web site, or the page shows no link."""
    address = re.sub(r"[\t\n\r]", "", link).strip()
    return address if address.lower().startswith(("http://", "https://")) and href(address) is not None else ""
