"""Addresses of a web on this machine, and what a check of links must make of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice

from factpress.models.links import Failure, Outcome
from tests.web_answers import EXACT, PLACES, SITE


@dataclass(frozen=True, slots=True)
class Case:
    """An address and what asking for it must give."""

    kind: str
    address: str
    outcome: Outcome
    failure: Failure | None = None
    final: str | None = None


def cases(number: int) -> list[Case]:
    """Return so many addresses of all kinds in turns, each another; those that take long are few."""
    return list(islice(_cases(), number))


def _cases() -> Iterator[Case]:
    """Yield addresses without end."""
    hosts = count()
    for n in count():
        for scheme in ("http", "https"):
            rows = ORDINARY if n % 5 else [*ORDINARY, *SLOW]
            for kind, pattern, outcome, failure, final in rows:
                names = {"www": f"{scheme}://www{next(hosts) % 60}.{SITE}", "s": scheme, "n": n, "site": SITE}
                names |= {"place": (7 * n) % len(PLACES)}
                yield Case(kind, pattern.format(**names), outcome, failure, final.format(**names) if final else None)
            for typed in EXACT:
                address = f"{scheme}://www{next(hosts) % 60}.{SITE}/exact/{n}{typed}"
                yield Case("one spelling alone", address, Outcome.OK)
        for kind, pattern, outcome, failure, final in ONE_SCHEME:
            names = {"n": n, "site": SITE, "xs": "x" * (n % 300)}
            yield Case(kind, pattern.format(**names), outcome, failure, final.format(**names) if final else None)


Row = tuple[str, str, Outcome, Failure | None, str | None]
ORDINARY: list[Row] = [
    ("ok", "{www}/ok/{n}", Outcome.OK, None, None),
    ("ok, a host of its own", "{s}://own{n}.{site}/ok", Outcome.OK, None, None),
    ("fragment", "{www}/ok/{n}?of=page#part-{n}", Outcome.OK, None, None),
    ("blanks", "{www}/ok/a b/{n}?c=d e", Outcome.OK, None, None),
    ("another script", "{s}://bücher{n}.{site}/ok/größe?wo=hier-{n}", Outcome.OK, None, None),
    ("odd encoding", "{www}/odd/{n}", Outcome.OK, None, None),
    ("no content", "{www}/status/204/{n}", Outcome.OK, None, None),
    ("301", "{www}/chain/301/1/{n}", Outcome.MOVED, None, "{www}/ok/{n}"),
    ("301 x 3", "{www}/chain/301/3/x{n}", Outcome.MOVED, None, "{www}/ok/x{n}"),
    ("308, fragment", "{www}/chain/308/2/y{n}#part", Outcome.MOVED, None, "{www}/ok/y{n}#part"),
    ("302", "{www}/chain/302/2/z{n}", Outcome.OK, None, None),
    ("301, then 302", "{www}/mixed/m{n}", Outcome.OK, None, None),
    ("308, odd spelling", "{www}/spelt/{n}", Outcome.MOVED, None, "{www}/ok/a%20b/{n}?%C3%A4=%E4"),
    ("redirects without end", "{www}/chain/301/99/{n}", Outcome.UNREACHABLE, Failure.REDIRECTS, None),
    ("circle", "{www}/circle/{n}", Outcome.UNREACHABLE, Failure.REDIRECTS, None),
    ("302 to where nobody may go", "{www}/to/{place}/{n}", Outcome.SKIPPED, Failure.FORBIDDEN, None),
    ("401", "{www}/status/401/{n}", Outcome.BLOCKED, Failure.REFUSED, None),
    ("403", "{www}/status/403/{n}", Outcome.BLOCKED, Failure.REFUSED, None),
    ("405", "{www}/status/405/{n}", Outcome.BLOCKED, Failure.REFUSED, None),
    ("999", "{www}/status/999/{n}", Outcome.BLOCKED, Failure.REFUSED, None),
    ("404", "{www}/status/404/{n}", Outcome.GONE, Failure.NOT_FOUND, None),
    ("410", "{www}/status/410/{n}", Outcome.GONE, Failure.NOT_FOUND, None),
    ("robots.txt", "{www}/for-people/{n}", Outcome.BLOCKED, Failure.ROBOTS, None),
    ("endless body", "{www}/endless/{n}", Outcome.OK, None, None),
    ("unknown host", "{s}://nowhere{n}.{site}/x", Outcome.GONE, Failure.UNKNOWN_HOST, None),
    ("private host", "{s}://intranet{n}.{site}/", Outcome.SKIPPED, Failure.FORBIDDEN, None),
    ("503, then ok", "{www}/broken-first/{n}", Outcome.OK, None, None),
]
"""Kind, pattern of the address, what it must give, and where it leads to; by http and by https."""
SLOW: list[Row] = [
    ("slow", "{www}/slow/{n}", Outcome.OK, None, None),
    ("endless redirect", "{www}/endless/leads/{n}", Outcome.OK, None, None),
    ("429 at first", "{s}://busy{n}-{s}.{site}/later/1/x", Outcome.OK, None, None),
    ("429", "{s}://busier{n}-{s}.{site}/later/always/x", Outcome.BLOCKED, Failure.REFUSED, None),
    ("500", "{www}/status/500/{n}", Outcome.UNREACHABLE, Failure.SERVER, None),
    ("no answer", "{s}://silent{n}-{s}.{site}/never", Outcome.UNREACHABLE, Failure.TIMEOUT, None),
    ("an answer in drops", "{s}://drops{n}-{s}.{site}/drip", Outcome.UNREACHABLE, Failure.TIMEOUT, None),
    ("huge header", "{www}/huge-header/{n}", Outcome.UNREACHABLE, Failure.BROKEN, None),
    ("many headers", "{www}/many-headers/{n}", Outcome.UNREACHABLE, Failure.BROKEN, None),
    ("not HTTP", "{www}/no-http/{n}", Outcome.UNREACHABLE, Failure.BROKEN, None),
    ("hangs up", "{www}/hang-up/{n}", Outcome.UNREACHABLE, Failure.BROKEN, None),
    ("closed port", "{s}://closed{n}.{site}/", Outcome.UNREACHABLE, Failure.NO_CONNECTION, None),
]
"""What takes its time: waiting, and asking again."""
ONE_SCHEME: list[Row] = [
    ("to https", "http://www.{site}/safer/{n}", Outcome.MOVED, None, "https://www.{site}/ok/{n}"),
    ("to http", "https://www.{site}/less-safe/{n}", Outcome.SKIPPED, Failure.FORBIDDEN, None),
    ("another's certificate", "https://wrong-host{n}.{site}/ok/{xs}", Outcome.GONE, Failure.WRONG_HOST, None),
    ("expired certificate", "https://expired{n}.{site}/ok/{xs}", Outcome.UNREACHABLE, Failure.CERTIFICATE, None),
    ("self-signed", "https://self-signed{n}.{site}/ok", Outcome.UNREACHABLE, Failure.CERTIFICATE, None),
    ("no TLS", "https://plain{n}.{site}/ok", Outcome.UNREACHABLE, Failure.BROKEN, None),
    ("an IP address", "http://127.0.0.1/{n}", Outcome.SKIPPED, Failure.FORBIDDEN, None),
    ("an IP address in disguise", "http://2130706433/{n}", Outcome.SKIPPED, Failure.FORBIDDEN, None),
    ("another port", "http://www.{site}:8080/{n}", Outcome.SKIPPED, Failure.FORBIDDEN, None),
]
