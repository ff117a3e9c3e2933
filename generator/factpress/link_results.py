"""What asking for addresses gave: exceptions, what is wrong, and what the content is to remember of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from factpress.corpus import Corpus
from factpress.models.link_files import GoneLink, LinkException
from factpress.models.links import Answer, Failure, Link, Outcome, Place, asked
from factpress.models.site import Site
from factpress.models.text import Address
from factpress.problems import Location, Problem, Rule, Severity, in_order, quoted
from factpress.reading import Path
from factpress.texts import ROOT

EXCEPTIONS: Final = f"{ROOT}/link-exceptions.yml"
GONE: Final = f"{ROOT}/links.yml"

GONE_ADDRESS: Final = Rule(
    "FP601",
    Severity.ERROR,
    "An address that readers are sent to must not be gone.",
    "Find where it went, or an archived copy (`factpress archive`), or another source.",
    "sources:\n  - id: office\n    url: https://roads.example/closures   # answers 404, and no archive_url",
)
GONE_BUT_KEPT: Final = Rule(
    "FP602",
    Severity.WARNING,
    "A source or sighting that is gone, but has an archived copy, must lead readers there.",
    "Call `factpress links --write`, which notes it in content/links.yml; the page then links the copy first.",
    "sources:\n  - id: office\n    url: https://roads.example/closures   # answers 404\n"
    "    archive_url: https://archive.example/closures",
)
MOVED_ADDRESS: Final = Rule(
    "FP603",
    Severity.NOTICE,
    "An address must rather be the one where the page lies now.",
    "Look at the new page, and put its address in; `factpress links --write` does so where it can.",
    "sources:\n  - id: office\n    url: http://roads.example/closures   # leads for good to https://",
)
EXPIRED: Final = Rule(
    "FP604",
    Severity.ERROR,
    "An exception must not have expired.",
    "See whether the address can be asked again. Then delete the exception, or give it a new day.",
    "- address: https://roads.example/closures\n  reason: Answers nobody but browsers.\n"
    "  added: 2025-01-01\n  expires: 2025-06-30   # and it is July",
)
UNUSED: Final = Rule(
    "FP605",
    Severity.NOTICE,
    "An exception must rather apply to an address that the publication relies on.",
    "Delete it, or correct its address.",
    "- prefix: https://nobody-cites.example/\n  reason: …\n  added: 2025-01-01\n  expires: 2025-12-31",
)
ANSWER_RULES: Final = (GONE_ADDRESS, GONE_BUT_KEPT, MOVED_ADDRESS, EXPIRED, UNUSED)
"""What only `factpress links` finds."""

_EXAMPLE: Final = re.compile(r"https?://(?:[^/]*\.)?example\.(?:com|net|org)(?::\d+)?/")
_address: TypeAdapter[str] = TypeAdapter(Address)
_REASONS: Final[Mapping[Failure, str]] = {
    Failure.NOT_FOUND: "the page isn’t there",
    Failure.REFUSED: "it refuses programs",
    Failure.SERVER: "its server failed",
    Failure.UNKNOWN_HOST: "nobody knows its host",
    Failure.FORBIDDEN: "it leads to no host of the public web",
    Failure.CERTIFICATE: "its certificate can’t be trusted",
    Failure.WRONG_HOST: "its host shows the certificate of another",
    Failure.TIMEOUT: "no answer in time",
    Failure.NO_CONNECTION: "no connection",
    Failure.BROKEN: "the answer broke off",
    Failure.REDIRECTS: "it leads round in a circle",
    Failure.ROBOTS: "robots.txt asks programs to stay away",
    Failure.WALL: "a wall against programs, or a form, answers in its place",
    Failure.NOT_ASKED: "not asked: the run came to its bounds before",
}


@dataclass(frozen=True, slots=True)
class Result:
    """What is known of a link."""

    link: Link
    outcome: Outcome
    answer: Answer | None = None
    """None where nobody asked."""
    day: date | None = None
    """When it answered."""
    reason: str = ""
    """Why nobody asked."""

    @property
    def why(self) -> str:
        """The outcome's ground in a few words: “no answer in time”, “leads to …”; may quote remote text."""
        if self.answer is None:
            return self.reason
        if self.answer.failure is not None:
            return _REASONS[self.answer.failure]
        return f"leads to {self.answer.final}" if self.answer.final else "it answers"


def unasked(links: Iterable[Link], corpus: Corpus, site: Site, today: date) -> dict[str, str]:
    """Return the addresses that nobody is to ask, with the reason: exceptions, the site itself, and mere examples."""
    valid = [exception for exception in corpus.link_exceptions if exception.expires >= today]
    single = {asked(one.address): one.reason for one in reversed(valid) if one.address}
    prefixes = {asked(one.prefix): one.reason for one in reversed(valid) if one.prefix}
    own, beginnings = asked(site.address), tuple(prefixes)
    reasons: dict[str, str] = {}
    for link in links:
        address = link.address
        if address.startswith(own):
            reasons[address] = "a page of our own"
        elif address in single:
            reasons[address] = single[address]
        elif address.startswith(beginnings):
            reasons[address] = next(reason for prefix, reason in prefixes.items() if address.startswith(prefix))
        elif _EXAMPLE.match(address):
            reasons[address] = "an address for examples, which leads nowhere (RFC 2606, section 3)"
    return reasons


def problems_of(results: Sequence[Result], corpus: Corpus) -> list[Problem]:
    """Return what the results say is wrong, at every place that relies on the address, in order.

    A source or sighting that is gone is only a warning where an archived copy stands beside it that isn't gone, too.
    """
    outcomes = {result.link.address: result.outcome for result in results}

    def is_kept(place: Place) -> bool:
        outcome = outcomes.get(place.copy)
        known_gone = place.copy in corpus.gone and outcome not in (Outcome.OK, Outcome.MOVED)
        return bool(place.copy) and outcome is not Outcome.GONE and not known_gone

    found = []
    for result in results:
        is_noted = result.link.address in corpus.gone
        for place in result.link.places:
            location = Location(place.path, place.field, place.line)
            message = f"must lead somewhere; found {quoted(place.typed)} gone: {result.why}"
            if result.outcome is Outcome.GONE and is_kept(place):
                found.append(GONE_BUT_KEPT.broken(location, message, _NOTED if is_noted else ""))
            elif result.outcome is Outcome.GONE:
                found.append(GONE_ADDRESS.broken(location, message))
            elif result.outcome is Outcome.MOVED and result.answer:
                message = f"found {quoted(place.typed)}, which leads for good to {quoted(result.answer.final)}"
                found.append(MOVED_ADDRESS.broken(location, f"must rather be where the page lies now; {message}"))
    return in_order(found)


_NOTED: Final = "content/links.yml has it: the page links the archived copy first. Nothing more needs to be done."


def exception_problems(corpus: Corpus, links: Iterable[Link] | None, today: date) -> Iterator[Problem]:
    """Yield what is wrong with the exceptions on a day; whether they are of use where all `links` are known."""
    addresses = None if links is None else [link.address for link in links]
    for number, one in enumerate(corpus.link_exceptions, 1):
        name = quoted(one.address or one.prefix or "")
        if one.expires < today:
            message = f"must not have passed; found {one.expires} for {name}"
            yield EXPIRED.broken(Location(EXCEPTIONS, f"[{number}].expires"), message)
        elif addresses is not None and not _applies(one, addresses):
            message = f"must rather apply to an address of the publication; found none for {name}"
            yield UNUSED.broken(Location(EXCEPTIONS, f"[{number}]"), message)


def _applies(exception: LinkException, addresses: Collection[str]) -> bool:
    if exception.address and asked(exception.address) in addresses:
        return True
    beginning = asked(exception.prefix) if exception.prefix else None
    return beginning is not None and any(address.startswith(beginning) for address in addresses)


def gone_after(
    corpus: Corpus, results: Iterable[Result], links: Iterable[Link] | None, today: date
) -> tuple[GoneLink, ...]:
    """Return what links.yml is to say after a run: in order, the newly gone added, what answers again left out.

    What nobody could reach this time stays as it was; what the publication no longer relies on goes, where all its
    `links` are known.
    """
    known = None if links is None else {link.address for link in links}
    since = {address: day for address, day in corpus.gone.items() if known is None or address in known}
    for result in results:
        if result.outcome is Outcome.GONE:
            since.setdefault(result.link.address, today)
        elif result.outcome in (Outcome.OK, Outcome.MOVED):
            since.pop(result.link.address, None)
    return tuple(GoneLink(address=address, since=day) for address, day in sorted(since.items()))


_HEAD: Final = """\
# Addresses that no longer lead anywhere. The pages link the archived copy first and say that the original is gone.
# `factpress links --write` keeps this list; whatever else is written here goes with its next change.
"""
_PLAIN: Final = re.compile(r"https?://[A-Za-z0-9./_~%=&?+-]+")


def links_text(gone: Iterable[GoneLink]) -> str:
    """Return the text of links.yml."""
    lines = []
    for link in gone:
        address = link.address if _PLAIN.fullmatch(link.address) else f'"{link.address}"'
        lines.append(f"- address: {address}\n  outcome: {link.outcome}\n  since: {link.since.isoformat()}\n")
    return _HEAD + "".join(lines)


@dataclass(frozen=True, slots=True)
class Replacement:
    """A field of a content file that is to hold another address."""

    path: str
    field: Path
    """The field as `read_yaml` counts: `("sources", 1, "url")`."""
    address: str


def replacements(results: Iterable[Result]) -> Iterator[Replacement]:
    """Yield the fields whose address has moved and can be replaced without a look, by file and field.

    Left to people are links in running text and copies in archives, and what leads from a page to a site's front
    page or from https to http: there the page itself is lost, or worse.
    """
    for result in results:
        if result.outcome is not Outcome.MOVED or result.answer is None or not _is_as_good(result.answer):
            continue
        for place in result.link.places:
            if place.field.rpartition(".")[2] in ("url", "original_url"):
                final = result.answer.final or ""
                fragment = urlsplit(place.typed).fragment
                if fragment and not urlsplit(final).fragment:
                    final = f"{final.removesuffix('#')}#{fragment}"
                yield Replacement(place.path, _path(place.field), final)


def _is_as_good(answer: Answer) -> bool:
    try:
        final = urlsplit(_address.validate_python(answer.final))
    except ValidationError:
        return False
    old = urlsplit(answer.address)
    is_front = final.path in ("", "/") and not final.query
    was_front = old.path in ("", "/") and not old.query
    return (was_front or not is_front) and not (old.scheme == "https" and final.scheme == "http")


def _path(field: str) -> Path:
    parts = re.findall(r"\[(\d+)\]|([^.\[\]]+)", field)
    return tuple(int(index) - 1 if index else word for index, word in parts)
