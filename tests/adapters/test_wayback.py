"""Tests of speaking with an archive."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Literal

import pytest
import trustme

from factpress.adapters.wayback import Keys, Manner, NoAnswer, Stop, Wayback, archive_address
from factpress.captures import Capture, Refused
from tests.archive import Archive, Reply, serving

ADDRESS = "https://roads.example/closures"
CAPTURE = Capture(datetime(2025, 3, 4, 12, tzinfo=UTC), ADDRESS)
DAYS = (date(2025, 1, 1), date(2025, 6, 30))
QUICK = Manner(lookup=0, view=0, save=0, anonymous_save=0, poll=0.01, patience=3, backoff=0, silence=0.4, answer=0.6)


@pytest.fixture(name="archive")
def fixture_archive() -> Iterator[Archive]:
    """Serve an archive."""
    with serving() as archive:
        yield archive


class Asker:
    """Asks an archive without waiting, and notes how long it would have waited."""

    def __init__(self, archive: Archive, keys: Keys | None = None, manner: Manner = QUICK) -> None:
        self.waits: list[float] = []
        self.wayback = Wayback(archive.address, "factpress/0 (+https://checks.example/)", keys, manner, self.sleep)

    def sleep(self, seconds: float) -> None:
        """Note a wait."""
        if seconds > 0:
            self.waits.append(round(seconds, 1))


def test_captures_are_found(archive: Archive) -> None:
    """One question gives them, under a name that says who asks."""
    archive.holds(ADDRESS, "20250304120000", ("20250305120000", ADDRESS, "404"))
    assert Asker(archive).wayback.captures(ADDRESS, *DAYS) == (CAPTURE,)
    (headers,) = archive.headers
    assert headers["User-Agent"] == "factpress/0 (+https://checks.example/)"
    assert "Authorization" not in headers
    assert "Cookie" not in headers


def test_no_captures_are_an_answer(archive: Archive) -> None:
    """Nothing found is no failure."""
    assert Asker(archive).wayback.captures(ADDRESS, *DAYS) == ()


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=302, headers={"Location": "http://127.0.0.1/"}),
        Reply(status=403, body=b"Blocked Site Error"),
        Reply(status=404),
        Reply(body=b"<html>Sorry</html>"),
        Reply(body=b'[["a"]]'),
        Reply(body=b"[" * 3_000_000),
        Reply(endless=True),
        Reply(body=b"[]", headers={"Content-Encoding": "gzip", "X": "y" * 70_000}),
    ],
)
def test_what_cannot_be_understood_is_no_answer(archive: Archive, reply: Reply) -> None:
    """Redirects, refusals, nonsense and bodies without end are none; the reason is in words of ours.

    They hold the class of a status at most.
    """
    archive.replies["cdx"] = [reply] * 4
    with pytest.raises(NoAnswer, match=r"^[a-zA-Z ’'()]+([1-5]xx)?$") as error:
        Asker(archive).wayback.captures(ADDRESS, *DAYS)
    assert not isinstance(error.value, Stop)


@pytest.mark.parametrize("part", ["status", "body"])
def test_what_drips_is_cut_off(archive: Archive, part: Literal["status", "body"]) -> None:
    """A byte now and then doesn't keep anybody waiting for ever, wherever in an answer it stands."""
    archive.replies["cdx"] = [Reply(dripping=part)] * 2
    began = time.monotonic()
    with pytest.raises(NoAnswer, match="too long"):
        Asker(archive, manner=Manner(silence=0.4, answer=0.3, tries=2)).wayback.captures(ADDRESS, *DAYS)
    assert time.monotonic() - began < 3


def test_only_who_can_show_a_certificate_is_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One from an authority that this machine trusts, and nobody else's."""
    authority = trustme.CA()
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    with serving(tls) as archive:
        archive.holds(ADDRESS, "20250304120000")
        with pytest.raises(NoAnswer, match="the connection failed"):
            Asker(archive).wayback.captures(ADDRESS, *DAYS)
        assert archive.asked == []
        authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
        assert Asker(archive).wayback.captures(ADDRESS, *DAYS) == (CAPTURE,)


def test_an_answer_that_breaks_off_is_none(archive: Archive) -> None:
    """Half an answer isn't read as a short one."""
    archive.replies["cdx"] = [Reply(body=b" ", headers={"Content-Length": "9"})] * 4
    with pytest.raises(NoAnswer, match="the connection failed"):
        Asker(archive).wayback.captures(ADDRESS, *DAYS)


def test_nobody_there_is_no_answer(archive: Archive) -> None:
    """A connection that fails is tried again, and then told."""
    asker = Asker(archive)
    asker.wayback = Wayback("http://127.0.0.1:9", "x", None, QUICK, asker.sleep)
    with pytest.raises(NoAnswer, match="the connection failed"):
        asker.wayback.captures(ADDRESS, *DAYS)


def test_what_may_pass_is_asked_again(archive: Archive) -> None:
    """After 5xx and 429 it waits, each time twice as long, or as long as it is told."""
    archive.holds(ADDRESS, "20250304120000")
    archive.replies["cdx"] = [Reply(status=503), Reply(status=429, headers={"Retry-After": "77"}), Reply(status=500)]
    asker = Asker(archive, manner=Manner(backoff=2, lookup=0))
    assert asker.wayback.captures(ADDRESS, *DAYS) == (CAPTURE,)
    assert asker.waits == [2, 77, 8]


def test_a_date_to_come_back_at_is_heeded(archive: Archive) -> None:
    """Retry-After may be a date, too, and nonsense in it counts for nothing."""
    archive.holds(ADDRESS, "20250304120000")
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True)
    archive.replies["cdx"] = [Reply(status=503, headers={"Retry-After": words}) for words in (later, "soon", "-5")]
    asker = Asker(archive)
    asker.wayback.captures(ADDRESS, *DAYS)
    assert [wait > 90 for wait in asker.waits] == [True]


@pytest.mark.parametrize(
    "replies", [[Reply(status=429)] * 4, [Reply(status=503, headers={"Retry-After": "86400"})]], ids=["429", "a day"]
)
def test_an_archive_that_wants_no_questions_is_left_alone(archive: Archive, replies: list[Reply]) -> None:
    """Where it goes on saying that it is too much, or names a long time, nothing more is asked."""
    archive.replies["cdx"] = list(replies)
    with pytest.raises(Stop):
        Asker(archive).wayback.captures(ADDRESS, *DAYS)
    assert len(archive.asked) == len(replies)


def test_questions_are_spaced(archive: Archive) -> None:
    """Between two look-ups there is a pause; the first one waits for nobody."""
    asker = Asker(archive, manner=Manner(lookup=3))
    asker.wayback.captures(ADDRESS, *DAYS)
    assert asker.waits == []
    asker.wayback.captures(ADDRESS, *DAYS)
    assert asker.waits == [3]


def test_a_capture_is_looked_at(archive: Archive) -> None:
    """What is shown at once, at its moment and for its address, is good."""
    assert Asker(archive).wayback.shows(CAPTURE, f"{ADDRESS}#march")
    assert archive.asked == [f"HEAD /web/20250304120000/{ADDRESS}"]


@pytest.mark.parametrize(
    ("reply", "shown"),
    [
        (Reply(), True),
        (Reply(headers={"Link": f'<http://www.roads.example/closures/>; rel="original", <{ADDRESS}>; rel=x'}), True),
        (Reply(status=302, headers={"Location": "/web/2020/https://roads.example/"}), False),
        (Reply(status=404), False),
        (Reply(status=403), False),
        (Reply(headers={"Memento-Datetime": "Tue, 05 Mar 2024 12:00:00 GMT"}), False),
        (Reply(headers={"Memento-Datetime": "once"}), False),
        (Reply(headers={"Link": '<https://other.example/>; rel="original"'}), False),
    ],
)
def test_a_capture_that_shows_something_else(archive: Archive, reply: Reply, shown: bool) -> None:
    """A redirect, another moment or another address is not what was looked for."""
    archive.replies["web"] = [reply]
    assert Asker(archive).wayback.shows(CAPTURE, ADDRESS) is shown


def test_a_page_is_captured(archive: Archive) -> None:
    """It is asked for in the account's name, and waited for."""
    archive.jobs = [
        {"status": "pending"},
        {"status": "pending", "resources": []},
        {"status": "success", "timestamp": "20250304120000", "original_url": ADDRESS},
    ]
    assert Asker(archive, Keys("abc", "def")).wayback.save(ADDRESS) == CAPTURE
    assert archive.asked == ["POST /save", *["GET /save/status/spn2-7"] * 3]
    assert archive.forms[0]["url"] == [ADDRESS]
    assert {headers["Authorization"] for headers in archive.headers} == {"LOW abc:def"}


def test_the_account_is_shown_only_where_captures_are_asked_for(archive: Archive) -> None:
    """Looking something up needs no name."""
    asker = Asker(archive, Keys("abc", "def"))
    asker.wayback.captures(ADDRESS, *DAYS)
    asker.wayback.shows(CAPTURE, ADDRESS)
    assert all("Authorization" not in headers for headers in archive.headers)


def test_without_an_account_captures_are_asked_for_more_slowly(archive: Archive) -> None:
    """The archive allows strangers fewer a minute."""
    archive.jobs = [{"status": "error", "status_ext": "error:not-found"}] * 2
    asker = Asker(archive, manner=Manner(poll=0))
    for _ in range(2):
        assert asker.wayback.save(ADDRESS) == Refused("the page is not there (404)", passing=False)
    assert asker.waits == [21]


def test_a_capture_that_never_ends_is_no_answer(archive: Archive) -> None:
    """Patience has an end, too."""
    archive.jobs = [{"status": "pending"}] * 400
    with pytest.raises(NoAnswer, match="isn’t done yet"):
        Asker(archive).wayback.save(ADDRESS)


def test_an_account_that_is_not_known_ends_the_run(archive: Archive) -> None:
    """There is no point in asking on with wrong keys."""
    archive.replies["save"] = [Reply(status=401)]
    with pytest.raises(Stop):
        Asker(archive, Keys("abc", "def")).wayback.save(ADDRESS)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://web.archive.org", "https://web.archive.org"),
        ("https://archive.example:8443/wayback/", "https://archive.example:8443/wayback"),
    ],
)
def test_addresses_of_archives(text: str, address: str) -> None:
    """An archive is reached safely, and may lie in a folder."""
    assert archive_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "http://web.archive.org",
        "http://127.0.0.1:80",
        "https://me:pass@archive.example",
        "https://archive.example/?x",
        "https://archive.example:99999",
        "https://",
        "file:///etc/passwd",
        "archive.example",
        "https://a b",
        "https://a\r\nX: y",
    ],
)
def test_what_is_no_address_of_an_archive(text: str) -> None:
    """Nothing that others could answer in its place, and nothing that isn't plain."""
    with pytest.raises(ValueError, match="An archive must be"):
        archive_address(text)


def test_only_a_test_may_ask_this_machine() -> None:
    """Plain http is for loopback alone, and only where tests say so."""
    assert archive_address("http://127.0.0.1:81", loopback=True) == "http://127.0.0.1:81"
    for text in ("http://10.0.0.1", "http://localhost", "http://web.archive.org"):
        with pytest.raises(ValueError, match="https"):
            archive_address(text, loopback=True)
