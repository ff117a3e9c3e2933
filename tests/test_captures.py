"""Tests of how an archive is asked and its answers are read."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from factpress.captures import (
    Capture,
    Misread,
    Refused,
    captures_of,
    captures_request,
    job_of,
    job_request,
    save_request,
    saved_of,
    shown_request,
)

HEAD = ["timestamp", "original", "statuscode"]
ADDRESS = "https://roads.example/closures"
CAPTURE = Capture(datetime(2025, 3, 4, 12, tzinfo=UTC), ADDRESS)


def raw(answer: Any) -> bytes:
    """Return an answer as it is sent."""
    return json.dumps(answer).encode()


def test_the_question_for_captures() -> None:
    """Good captures of a time, one a day; the address is escaped and has no fragment."""
    request = captures_request("https://brücke.example/a?b=c&d#e", date(2025, 1, 1), date(2025, 6, 30))
    parts = urlsplit(request.path)
    assert (parts.path, request.form) == ("/cdx/search/cdx", None)
    assert parse_qs(parts.query) == {
        "url": ["https://xn--brcke-lva.example/a?b=c&d"],
        "output": ["json"],
        "fl": ["timestamp,original,statuscode"],
        "filter": ["statuscode:200"],
        "from": ["20250101"],
        "to": ["20250630"],
        "collapse": ["timestamp:8"],
        "limit": ["400"],
        "gzip": ["false"],
    }


def test_captures_are_read() -> None:
    """Those of other status are left out."""
    rows = [["20250304120000", ADDRESS, "200"], ["20250305120000", ADDRESS, "302"], ["20250305120000", ADDRESS, "-"]]
    assert captures_of(raw([HEAD, *rows])) == (CAPTURE,)
    assert captures_of(raw([HEAD])) == captures_of(b"[]\n") == captures_of(b"\n") == ()


@pytest.mark.parametrize(
    "body",
    [
        b"<html>",
        b"\xff",
        b"{",
        b"[" * 5000,
        raw({"a": 1}),
        raw([["timestamp"]]),
        raw([HEAD, "x"]),
        raw([HEAD, ["20250304120000", ADDRESS]]),
        raw([HEAD, ["20250304120000", ADDRESS, 200]]),
        raw([HEAD, ["2025030412000", ADDRESS, "200"]]),
        raw([HEAD, ["20251304120000", ADDRESS, "200"]]),
        raw([HEAD, ["２０２５０３０４１２００００", ADDRESS, "200"]]),
        raw([HEAD, ["20250304120000", "x" * 5000, "200"]]),
    ],
)
def test_a_list_that_is_none_is_not_believed(body: bytes) -> None:
    """One line that isn't as documented spoils the whole answer."""
    with pytest.raises(Misread):
        captures_of(body)


def test_how_a_capture_is_looked_at_and_asked_for() -> None:
    """By its moment and our own address; as a form."""
    assert shown_request(CAPTURE, f"{ADDRESS}#x").path == f"/web/20250304120000/{ADDRESS}"
    request = save_request("https://roads.example/ä#x")
    assert request.path == "/save"
    assert parse_qs((request.form or b"").decode()) == {
        "url": ["https://roads.example/%C3%A4"],
        "if_not_archived_within": ["86400"],
        "skip_first_archive": ["1"],
    }


def test_a_job_is_begun_and_followed() -> None:
    """First its number, then nothing, then the capture."""
    assert job_of(raw({"url": ADDRESS, "job_id": "spn2-ab12"})) == "spn2-ab12"
    assert job_request("spn2-ab12").path == "/save/status/spn2-ab12"
    assert saved_of(raw({"status": "pending", "resources": []})) is None
    made = {"status": "success", "timestamp": "20250304120000", "original_url": ADDRESS}
    assert saved_of(raw(made)) == CAPTURE


@pytest.mark.parametrize(
    ("code", "refused"),
    [
        ("error:not-found", Refused("the page is not there (404)", passing=False)),
        ("error:user-session-limit", Refused("too many captures at a time", passing=True)),
        ("error:celery", Refused("the capture failed at the archive", passing=True)),
        ("\x1b[31m<script>", Refused("the capture failed at the archive", passing=True)),
    ],
)
def test_why_there_is_no_capture(code: str, refused: Refused) -> None:
    """The reason is told in words of ours, whatever the archive says; an unknown one may pass."""
    answer = raw({"status": "error", "status_ext": code, "message": "\x1b[31m", "job_id": None})
    assert job_of(answer) == saved_of(answer) == refused


@pytest.mark.parametrize(
    "answer",
    [
        [],
        {},
        {"job_id": "../status/user"},
        {"job_id": 7},
        {"job_id": ""},
        {"message": "You have reached your limit."},
        {"status": "success", "original_url": ADDRESS},
        {"status": "success", "timestamp": 20250304120000, "original_url": ADDRESS},
        {"status": "success", "timestamp": "20250304120000", "original_url": None},
        {"status": "done"},
    ],
)
def test_an_answer_about_a_job_that_is_none_is_not_believed(answer: Any) -> None:
    """What isn't as documented is not understood."""
    with pytest.raises(Misread):
        job_of(raw(answer))
    with pytest.raises(Misread):
        saved_of(raw(answer))
