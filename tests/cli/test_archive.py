"""Tests of `factpress archive`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.archive import Archive, Reply, serving
from tests.cli.running import call
from tests.making import complete_claim
from tests.publications import HOSTILE, write_publication

ROADS = "https://roads.example/closures"
HERALD = "https://herald.example/bridge"


@pytest.fixture(name="archive")
def fixture_archive(monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    """Serve an archive that the command may ask."""
    monkeypatch.setenv("FACTPRESS_LINKS_LOOPBACK", "1")
    for name in ("FACTPRESS_ARCHIVE_KEY", "FACTPRESS_ARCHIVE_SECRET"):
        monkeypatch.delenv(name, raising=False)
    with serving() as archive:
        yield archive


def desk(folder: Path, **claims: dict[str, Any]) -> Path:
    """Write a publication; of one complete claim, if none are given."""
    return write_publication(folder / "desk", claims or {"bridge": complete_claim()})


def sources(folder: Path, claim: str = "bridge") -> list[dict[str, str]]:
    """Return the sources that a claim's file holds."""
    found: list[dict[str, str]] = yaml.safe_load((folder / "content" / "claims" / f"{claim}.yml").read_bytes())[
        "sources"
    ]
    return found


def run(folder: Path, archive: Archive, *arguments: str) -> tuple[int, list[str]]:
    """Call the command and return its exit code and what it said."""
    result = call(folder, "archive", "--archive", archive.address, *arguments)
    return result.exit_code, result.output.splitlines()


def test_copies_are_written(tmp_path: Path, archive: Archive) -> None:
    """The nearest capture is written where there is one; what came of each source is told."""
    folder = desk(tmp_path)
    archive.holds(ROADS, "20250104120000", "20250305080000", "20250501120000")
    code, said = run(folder, archive)
    assert said == [
        f"[1/2] bridge sources[1] {ROADS}: copy of 2025-03-05",
        f"[2/2] bridge sources[2] {HERALD}: no copy near the day it was read",
        "1 copy written. 1 source: no copy near the day it was read.",
    ]
    assert code == 0
    office, herald = sources(folder)
    assert office["archive_url"] == f"{archive.address}/web/20250305080000/{ROADS}"
    assert "archive_url" not in herald


def test_only_the_line_of_the_copy_comes(tmp_path: Path, archive: Archive) -> None:
    """Comments, layout, line ends and rights of the file stay as they are."""
    folder = desk(tmp_path)
    place = folder / "content" / "claims" / "bridge.yml"
    text = place.read_text("utf-8").replace("sources:", "# What we rely on.\nsources:").replace("\n", "\r\n")
    place.write_bytes(text.encode())
    place.chmod(0o600)
    archive.holds(ROADS, "20250305080000")
    run(folder, archive)
    lines = place.read_bytes().decode().split("\r\n")
    (new,) = [line for line in lines if "archive_url" in line]
    assert lines[lines.index(new) - 1].strip().startswith("accessed")
    lines.remove(new)
    assert "\r\n".join(lines) == text
    assert place.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in place.parent.iterdir()) == ["bridge.yml"]


def test_nothing_is_asked_twice(tmp_path: Path, archive: Archive) -> None:
    """What was written or wasn't found isn't asked for again; what was remembered is safe to lose."""
    folder = desk(tmp_path)
    archive.holds(ROADS, "20250305080000")
    run(folder, archive)
    asked = len(archive.asked)
    code, said = run(folder, archive)
    assert (code, len(archive.asked)) == (0, asked)
    assert said == ["0 copies written. 1 source without a copy not asked for again this week."]
    (folder / ".factpress" / "archive").write_bytes(b"junk")
    run(folder, archive)
    assert len(archive.asked) == asked + 1


def test_a_source_of_two_claims_is_asked_for_once(tmp_path: Path, archive: Archive) -> None:
    """The same page read on the same day has the same copy."""
    folder = desk(tmp_path, a=complete_claim(), b=complete_claim())
    archive.holds(ROADS, "20250305080000")
    run(folder, archive)
    assert sources(folder, "a")[0]["archive_url"] == sources(folder, "b")[0]["archive_url"]
    assert sum("cdx" in asked and "roads" in asked for asked in archive.asked) == 1


def test_drafts_are_looked_through_when_named(tmp_path: Path, archive: Archive) -> None:
    """A question tells what is being worked on, so nobody asks for a draft unasked."""
    folder = desk(tmp_path, bridge=complete_claim(status="draft"), gone=complete_claim(status="hold", hold_reason="x"))
    assert run(folder, archive)[1] == ["0 copies written."]
    assert archive.asked == []
    archive.holds(ROADS, "20250305080000")
    assert run(folder, archive, str(folder / "content" / "claims" / "bridge.yml"))[1][-1].startswith("1 copy written.")
    assert "archive_url" not in sources(folder, "gone")[0]


def test_a_dry_run_asks_nobody(tmp_path: Path, archive: Archive) -> None:
    """It lists what would be asked for."""
    folder = desk(tmp_path)
    assert run(folder, archive, "--dry-run") == (
        0,
        [
            f"content/claims/bridge.yml  sources[1]  {ROADS}",
            f"content/claims/bridge.yml  sources[2]  {HERALD}",
            "2 sources would be asked for; nobody was asked.",
        ],
    )
    assert archive.asked == []


def test_a_limit_leaves_the_rest_for_the_next_run(tmp_path: Path, archive: Archive) -> None:
    """So many are asked for, and the next run goes on."""
    folder = desk(tmp_path)
    archive.holds(ROADS, "20250305080000")
    archive.holds(HERALD, "20250305080000")
    assert run(folder, archive, "--limit", "1")[1][-1] == "1 copy written. 1 source left for the next run."
    assert run(folder, archive, "--limit", "1")[1][-1] == "1 copy written."
    assert all("archive_url" in source for source in sources(folder))


def test_a_capture_that_shows_something_else_is_not_taken(tmp_path: Path, archive: Archive) -> None:
    """Where the nearest one is a redirect the next is tried; one of another address never is."""
    folder = desk(tmp_path)
    archive.holds(ROADS, "20250304080000", "20250306080000")
    archive.holds(HERALD, ("20250304080000", "https://herald.example/", "200"))
    archive.replies["web"] = [Reply(status=302, headers={"Location": "https://roads.example/"})]
    assert run(folder, archive)[1][-1] == "1 copy written. 1 source: no copy near the day it was read."
    assert "/web/20250306080000/" in sources(folder)[0]["archive_url"]


def test_captures_are_asked_for_only_when_wished(tmp_path: Path, archive: Archive) -> None:
    """With --save a page without a copy is captured; what can't be is told in words of ours."""
    folder = desk(tmp_path)
    archive.jobs = [
        {"status": "pending"},
        {"status": "success", "timestamp": "20250601120000", "original_url": ROADS},
        {"status": "error", "status_ext": "error:no-access", "message": "\x1b[31m::error::"},
    ]
    code, said = run(folder, archive, "--save")
    assert code == 0
    assert said == [
        f"[1/2] bridge sources[1] {ROADS}: copy of 2025-06-01",
        f"[2/2] bridge sources[2] {HERALD}: not captured: the site turns the archive away (403)",
        "1 copy written. 1 source: not captured: the site turns the archive away (403).",
    ]
    assert [form["url"] for form in archive.forms] == [[ROADS], [HERALD]]
    assert run(folder, archive, "--save")[1][-1].endswith("not asked for again this week.")


def test_a_capture_of_another_page_is_not_taken(tmp_path: Path, archive: Archive) -> None:
    """Where the archive was led elsewhere, what it captured isn't the source."""
    folder = desk(tmp_path)
    archive.jobs = [
        {"status": "success", "timestamp": "20250601120000", "original_url": "https://roads.example/login"},
        {"status": "error", "status_ext": "error:user-session-limit"},
    ]
    code, said = run(folder, archive, "--save")
    assert said[0].endswith("not captured: the address leads to another page")
    assert said[1].endswith("no answer; too many captures at a time")
    assert code == 1


def test_the_account_comes_from_the_environment(
    tmp_path: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is sent with wishes for captures, and shown nowhere; half of one is wrong use."""
    folder = desk(tmp_path)
    monkeypatch.setenv("FACTPRESS_ARCHIVE_KEY", "abc")
    assert run(folder, archive, "--save")[0] == 2
    monkeypatch.setenv("FACTPRESS_ARCHIVE_SECRET", "verysecret")
    archive.jobs = [{"status": "error", "status_ext": "error:not-found"}] * 2
    code, said = run(folder, archive, "--save")
    assert (code, "verysecret" in "".join(said)) == (0, False)
    assert "LOW abc:verysecret" in {headers.get("Authorization") for headers in archive.headers}


def test_an_archive_that_wants_no_questions_ends_the_run(tmp_path: Path, archive: Archive) -> None:
    """What is left is told, and the exit code says that something is."""
    folder = desk(tmp_path)
    archive.replies["cdx"] = [Reply(status=429)] * 9
    code, said = run(folder, archive)
    assert code == 1
    assert said[-1] == (
        "0 copies written. 1 failure; run the command again. The archive isn’t asked any more: it is asked too often "
        "(status 429). 2 sources left for the next run."
    )
    assert len(archive.asked) == 4


def test_an_archive_that_talks_nonsense_is_given_up(tmp_path: Path, archive: Archive) -> None:
    """After five failures in a row nobody is asked any more, and none is remembered as an answer."""
    listed = [{"id": f"s{n}", "url": f"https://x.example/{n}"} for n in range(9)]
    folder = desk(tmp_path, bridge=complete_claim(sources=listed))
    archive.replies["cdx"] = [Reply(body=b"\x1b[31m<script>")] * 5
    code, said = run(folder, archive)
    assert code == 1
    assert said[0].endswith("no answer; the answer is no JSON")
    assert said[-1].endswith("9 sources left for the next run.")
    assert run(folder, archive)[1][-1] == "0 copies written. 9 sources: no copy near the day it was read."


def test_a_file_that_was_changed_meanwhile_stays(
    tmp_path: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody's edit is never overwritten."""
    folder = desk(tmp_path)
    place = folder / "content" / "claims" / "bridge.yml"
    edited = place.read_bytes() + b"# somebody's note\n"
    reply = archive.reply

    def replying(asked: str, form: dict[str, list[str]]) -> Reply:
        place.write_bytes(edited)
        return reply(asked, form)

    monkeypatch.setattr(archive, "reply", replying)
    archive.holds(ROADS, "20250305080000")
    code, said = run(folder, archive)
    assert (code, place.read_bytes()) == (1, edited)
    assert said[0].endswith("found, but the file stays as it is; somebody changed it meanwhile")


def test_files_that_cannot_be_read_are_left_out(tmp_path: Path, archive: Archive) -> None:
    """They are told, and hinder no other."""
    folder = desk(tmp_path)
    (folder / "content" / "claims" / "broken.yml").write_text("claim: [", "utf-8")
    archive.holds(ROADS, "20250305080000")
    result = call(folder, "archive", "--archive", archive.address)
    assert result.exit_code == 1
    assert "broken.yml can’t be read and is left out" in result.stderr
    assert "archive_url" in sources(folder)[0]


@pytest.mark.parametrize("address", ["http://web.archive.org", "https://me:x@web.archive.org", "\x1b[31m"])
def test_an_archive_nobody_should_ask_is_refused(tmp_path: Path, address: str) -> None:
    """Only what is reached safely is asked."""
    result = call(desk(tmp_path), "archive", "--archive", address)
    assert result.exit_code == 2
    assert "An archive must be" in result.output
    assert "\x1b" not in result.output


def test_this_machine_is_asked_only_by_tests(tmp_path: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the switch an archive on loopback is refused."""
    monkeypatch.delenv("FACTPRESS_LINKS_LOOPBACK")
    assert run(desk(tmp_path), archive)[0] == 2
    assert archive.asked == []


def test_hostile_addresses_are_shown_as_text(tmp_path: Path, archive: Archive) -> None:
    """What a claim holds can't speak to a terminal, and reaches the archive escaped."""
    address = "https://x.example/{{7*7}}?::error::=%0d%0aX:%20y&'"
    folder = desk(tmp_path, bridge=complete_claim(claim=HOSTILE, sources=[{"id": "s", "url": address}]))
    archive.holds("https://x.example/%7B%7B7*7%7D%7D?::error::=%0d%0aX:%20y&'", "20250304080000")
    code, said = run(folder, archive)
    assert (code, said[-1]) == (0, "1 copy written.")
    assert sources(folder)[0]["archive_url"].endswith("/https://x.example/%7B%7B7*7%7D%7D?::error::=%0d%0aX:%20y&'")


def test_a_killed_run_is_resumed(tmp_path: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written before the kill is whole, and isn't asked for again."""
    listed = [{"id": f"s{n}", "url": f"https://x.example/{n}", "accessed": "2025-03-04"} for n in range(20)]
    folder = desk(tmp_path, bridge=complete_claim(sources=listed))
    for one in listed:
        archive.holds(one["url"], "20250305080000")
    reply = archive.reply

    def stalling(asked: str, form: dict[str, list[str]]) -> Reply:
        return Reply(dripping="body") if "%2F12" in asked else reply(asked, form)

    command = [sys.executable, "-m", "factpress", "archive", "--archive", archive.address]
    with monkeypatch.context() as patch:
        patch.setattr(archive, "reply", stalling)
        with subprocess.Popen(command, cwd=folder, env={**os.environ}, stdout=subprocess.DEVNULL) as process:
            while not any("%2F12" in asked for asked in archive.asked) and process.poll() is None:
                time.sleep(0.005)
            process.send_signal(signal.SIGKILL)
    assert ["archive_url" in source for source in sources(folder)] == [True] * 12 + [False] * 8
    archive.asked.clear()
    assert run(folder, archive)[1][-1] == "8 copies written."
    assert all("archive_url" in source for source in sources(folder))
    assert sum("cdx" in asked for asked in archive.asked) == 8
