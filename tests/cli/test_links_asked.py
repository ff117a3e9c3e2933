"""`factpress links` with the real LinkChecker, which asks a web on this machine."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import call
from tests.cli.test_links import CHECKER, COMMAND, Web
from tests.publications import write_publication
from tests.web import running_web
from tests.web_answers import SITE


def write_desk(folder: Path, sources: Sequence[dict[str, Any]]) -> Path:
    """Write a publication that relies on nothing but these sources."""
    write_publication(folder, {"x": {"claim": "x", "sources": [*sources]}}, publication={"complaints": []})
    (folder / "content" / "publishers.yml").unlink()
    return folder


def test_from_the_command_to_the_server_and_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real LinkChecker asks; without the switch for tests it asks nobody here."""
    site = f"http://www.{SITE}"
    sources = [
        {"id": "fine", "url": f"{site}/ok/1#part", "stance": "context"},
        {"id": "lost", "url": f"{site}/status/404/1", "stance": "context"},
        {"id": "new", "url": f"{site}/chain/301/1/x", "stance": "context"},
    ]
    folder = write_desk(tmp_path / "desk", sources)
    with running_web(tmp_path) as web:
        manner = partial(CHECKER.Manner, resolve=web.resolve, pause=0.0, tries=1)
        monkeypatch.setattr(CHECKER, "Manner", manner)
        refused = call(folder, "links")
        assert (refused.exit_code, refused.output) == (0, "3 addresses: 3 skipped\n")
        assert web.visits == []
        monkeypatch.setenv(COMMAND.LOOPBACK, "1")
        done = call(folder, "links", "--write")
    assert done.exit_code == 1, done.output
    assert "gone         sources[2].url" in done.stdout
    assert done.stdout.endswith("3 addresses: 1 ok, 1 moved, 1 gone\n")
    assert f"url: {site}/ok/x\n" in (folder / "content" / "claims" / "x.yml").read_text("utf-8")


def test_a_run_ends_in_time_and_the_next_one_asks_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was answered is kept; what wasn't asked is told, is no problem and is asked for next time."""
    fine = [f"http://own{n}.{SITE}/ok" for n in range(5)]
    late = [f"http://silent.{SITE}/never/{n}" for n in range(4)]
    sources = [{"id": f"s{n}", "url": url, "stance": "context"} for n, url in enumerate(fine + late)]
    folder = write_desk(tmp_path / "desk", sources)
    monkeypatch.setenv(COMMAND.LOOPBACK, "1")
    with running_web(tmp_path) as web, monkeypatch.context() as patch:
        manner = partial(CHECKER.Manner, resolve=web.resolve, pause=0.0)
        # A minute of these has six seconds.
        patch.setattr(CHECKER, "Manner", lambda total, **words: manner(total=total / 10, **words))
        begun = time.monotonic()
        done = call(folder, "links", "--deadline", "1")
        assert 6 <= time.monotonic() - begun < 12
    assert done.exit_code == 0, done.output
    numbers = "9 addresses: 5 ok, 4 unreachable; the run came to its bounds before 3 could be asked\n"
    assert done.stdout.endswith(numbers)
    again = Web()
    monkeypatch.setattr(CHECKER, "ask", again.ask)
    assert call(folder, "links").output == "9 addresses: 9 ok\n"
    assert sorted(again.asked) == late
    assert again.manner.total == COMMAND.DEADLINE * 60


def test_no_report_holds_a_status_that_a_stranger_chose(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three digits of a server's would be a way out for what it knows; what is told and kept is a word of ours."""
    strange = (299, 404, 410, 418, 451, 599, 999)
    sources = [
        {"id": f"s{n}", "url": f"http://own{n}.{SITE}/status/{status:#x}/x", "stance": "context"}
        for n, status in enumerate(strange)
    ]
    folder = write_desk(tmp_path / "desk", sources)
    monkeypatch.setenv(COMMAND.LOOPBACK, "1")
    with running_web(tmp_path) as web:
        monkeypatch.setattr(CHECKER, "Manner", partial(CHECKER.Manner, resolve=web.resolve, pause=0.0, tries=1))
        told = {form: call(folder, "links", "--format", form).output for form in ("text", "json", "github", "markdown")}
    numbers = "7 addresses: 1 ok, 2 gone, 3 blocked, 1 unreachable"
    assert told["text"].endswith(f"{numbers}\n")
    assert told["markdown"].startswith(numbers)
    assert told["github"].count("the page isn’t there") == 2
    failures = [result["failure"] for result in json.loads(told["json"])["results"]]
    assert failures == [None, "not-found", "not-found", "refused", "refused", "server", "refused"]
    kept = (folder / ".factpress" / "links").read_text("utf-8")
    assert kept.count("\n") == 2
    for words in (*told.values(), kept):
        assert not set(map(str, strange)).intersection(re.findall(r"\w+", words))


ASKING = """
import sys
from functools import partial
from factpress.adapters import linkchecker
from factpress.__main__ import main

port = int(sys.argv.pop())
linkchecker.Manner = partial(linkchecker.Manner, resolve=lambda *_: [("127.0.0.1", port)], pause=0.0)
main()
"""


def test_a_kill_loses_nothing_that_was_asked(tmp_path: Path) -> None:
    """After the worst of signals the next run asks only for the rest."""
    sources = [{"id": f"s{n}", "url": f"http://own{n}.{SITE}/slow/{n}", "stance": "context"} for n in range(30)]
    folder = write_desk(tmp_path / "desk", sources)
    place = folder / ".factpress" / "links"
    with running_web(tmp_path) as web:
        command = [sys.executable, "-c", ASKING, "links", str(web.http)]
        # A killed run leaves its folder where temporary files lie.
        environment = {**os.environ, COMMAND.LOOPBACK: "1", "TMPDIR": str(tmp_path)}
        with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL) as first:
            end = time.monotonic() + 60
            while not (place.exists() and place.read_bytes().count(b"\n") > 5) and time.monotonic() < end:
                time.sleep(0.01)
            first.kill()
        kept = {json.loads(line.split(b" ", 1)[1])["address"] for line in place.read_bytes().splitlines()[1:]}
        time.sleep(1)
        before = len(web.visits)
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        again = {f"http://{visit.host}{visit.path}" for visit in web.visits[before:] if visit.path != "/robots.txt"}
    assert done.stdout == "30 addresses: 30 ok\n", done.stderr
    assert 5 <= len(kept) < 30
    assert again == {source["url"] for source in sources} - kept
