"""Tests of `factpress links`."""

from __future__ import annotations

import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from factpress.links import answer_of
from factpress.models.links import Answer
from tests.cli.running import call
from tests.making import complete_claim
from tests.publications import write_publication
from tests.web import SITE, running_web

COMMAND = importlib.import_module("factpress.cli.links")
CHECKER = importlib.import_module("factpress.adapters.linkchecker")
OFFICE, HERALD = "https://roads.example/closures", "https://herald.example/bridge"
KEPT = "https://archive.example/closures"


class Web:
    """A web that answers at once: 200, where it isn't told otherwise."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.manner: Any = None
        self.stops_after = 1_000

    def ask(self, addresses: Sequence[str], manner: Any, told: Callable[[Answer], None]) -> None:
        """Stand in for LinkChecker."""
        self.manner = manner
        for address in addresses:
            if len(self.asked) == self.stops_after:
                raise KeyboardInterrupt
            self.asked.append(address)
            told(self.answers.get(address, Answer(address)))

    def says(self, address: str, status: int, final: str | None = None) -> None:
        """Let an address answer so."""
        self.answers[address] = answer_of(address, status, final or address, permanent=True)


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Web:
    """Return the web that commands ask; it is 1 June 2025."""
    web = Web()
    monkeypatch.setattr(CHECKER, "ask", web.ask)
    monkeypatch.setattr(COMMAND, "now", lambda: datetime(2025, 6, 1, 12, tzinfo=UTC))
    return web


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a publication with one claim, in the current folder."""
    monkeypatch.chdir(tmp_path)
    return write_publication(Path("desk"))


def git(folder: Path, *arguments: str) -> None:
    """Run git as somebody at the desk would."""
    who = {f"GIT_{who}_{what}": "x@desk.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **who}
    subprocess.run(["git", *arguments], cwd=folder, env=environment, capture_output=True, check=True)


def test_where_all_is_well_nothing_is_said(desk: Path, web: Web) -> None:
    """Every address is asked for once, by somebody who says who it is."""
    result = call(desk, "links")
    assert (result.exit_code, result.output) == (0, "4 addresses: 4 ok\n")
    assert web.asked == [
        "https://council.example/",
        "https://herald.example/",
        HERALD,
        OFFICE,
    ]
    assert web.manner.user_agent == "Mozilla/5.0 (compatible; factpress-links/0.1.0; +https://checks.example/desk/)"
    assert web.manner.loopback is False


def test_what_is_gone_fails_with_file_and_line(desk: Path, web: Web) -> None:
    """For people and for pull requests, from the current folder."""
    web.says(OFFICE, 404)
    result = call(desk, "links")
    assert result.exit_code == 1
    assert "content/claims/old-bridge.yml\n" in result.output
    assert f"gone         sources[1].url\n         {OFFICE}\n         the page isn’t there\n" in result.output
    result = call(desk, "links", "--format", "github")
    assert result.exit_code == 1
    assert "::error file=desk/content/claims/old-bridge.yml,line=" in result.output
    assert "title=FP601 sources[1].url::must lead somewhere" in result.output


def test_what_may_be_back_tomorrow_fails_nothing(desk: Path, web: Web) -> None:
    """Blocked and unreachable are told."""
    web.says(OFFICE, 403)
    web.says(HERALD, 503)
    result = call(desk, "links")
    assert result.exit_code == 0
    assert result.output.endswith("4 addresses: 2 ok, 1 blocked, 1 unreachable\n")


def test_good_answers_are_remembered_bad_ones_asked_again(desk: Path, web: Web) -> None:
    """For so many days; none asks for everything."""
    web.says(OFFICE, 404)
    call(desk, "links")
    web.asked.clear()
    web.says(OFFICE, 200)
    assert call(desk, "links").output == "4 addresses: 4 ok\n"
    assert web.asked == [OFFICE]
    call(desk, "links", "--days", "0")
    assert len(web.asked) == 5


def test_what_was_asked_before_an_end_is_not_asked_again(desk: Path, web: Web) -> None:
    """Whenever it comes."""
    web.stops_after = 2
    assert call(desk, "links").exit_code == 130
    web.stops_after = 1_000
    assert call(desk, "links").exit_code == 0
    assert sorted(web.asked) == sorted(set(web.asked))


def test_a_change_answers_for_its_own(desk: Path, web: Web) -> None:
    """A broken source in a change fails; the same one elsewhere doesn't."""
    git(desk, "init", "--quiet", "--initial-branch=main")
    git(desk, "add", ".")
    git(desk, "commit", "--quiet", "--message=x")
    web.says(OFFICE, 404)
    web.says("https://new.example/", 404)
    claim = desk / "content" / "claims" / "old-bridge.yml"
    claim.write_text(claim.read_text("utf-8").replace("headline: ", "headline: Really, "), "utf-8")
    result = call(desk, "links", "--changed-since", "main")
    assert (result.exit_code, result.output) == (0, "0 addresses\n")
    source = {"id": "new", "url": "https://new.example/", "stance": "context"}
    fields = complete_claim(sources=[*complete_claim()["sources"], source])
    (desk / "content" / "claims" / "new.yml").write_text(yaml.safe_dump(complete_claim(sources=[source])), "utf-8")
    claim.write_text(yaml.safe_dump(fields), "utf-8")
    result = call(desk, "links", "--changed-since", "HEAD")
    assert result.exit_code == 1
    assert web.asked == ["https://new.example/"]
    assert result.output.count("gone  ") == 2
    assert call(desk, "links", "--changed-since", "nowhere").exit_code == 2
    assert "There is no revision nowhere here" in call(desk, "links", "--changed-since", "nowhere").output


def test_shards_make_a_whole(desk: Path, web: Web) -> None:
    """Machines share the work; joined, their reports say what one run would."""
    web.says(OFFICE, 404)
    whole = call(desk, "links")
    web.asked.clear()
    files = [f"{number}.json" for number in (1, 2, 3)]
    for number, file in enumerate(files, 1):
        result = call(desk, "links", "--days", "0", "--shard", f"{number}/3", "--format", "json", "--output", file)
        assert result.output.startswith(("0 ", "1 ", "2 "))
    assert sorted(web.asked) == ["https://council.example/", "https://herald.example/", HERALD, OFFICE]
    joined = call(desk, "links", "--merge", *files)
    assert (joined.exit_code, joined.output) == (1, whole.output)
    assert len(web.asked) == 4
    result = call(desk, "links", "--merge", "1.json", "--merge", "2.json")
    assert result.exit_code == 2
    assert "must be all 3 parts of a run, each once; found 1, 2" in result.output
    Path("1.json").write_text('{"version": "\x1b[2J"}', "utf-8")
    result = call(desk, "links", "--merge", *files)
    assert result.exit_code == 2
    assert "\x1b" not in result.output


def test_a_report_for_programs_is_json(desk: Path, web: Web) -> None:
    """Nothing else stands on standard output, and every place has its line."""
    web.says(OFFICE, 404)
    result = call(desk, "links", "--format", "json")
    report = json.loads(result.stdout)
    assert (result.exit_code, report["counts"]["gone"]) == (1, 1)
    assert all(place["line"] for one in report["results"] for place in one["places"])
    assert [problem["code"] for problem in report["problems"]] == ["FP601"]


def test_an_issue_is_markdown(desk: Path, web: Web) -> None:
    """Written into a file, where the terminal has the numbers."""
    web.says(OFFICE, 404)
    result = call(desk, "links", "--format", "markdown", "--output", "issue.md")
    assert result.output == "4 addresses: 3 ok, 1 gone\n"
    assert f"| `{OFFICE}` | the page isn’t there |" in Path("issue.md").read_text("utf-8")


def test_what_was_found_is_written(desk: Path, web: Web) -> None:
    """Gone into links.yml, by which the source counts as kept; moved into the claim; back again out of the list."""
    claim = desk / "content" / "claims" / "old-bridge.yml"
    sources = complete_claim()["sources"]
    sources[0]["archive_url"] = KEPT
    claim.write_text(yaml.safe_dump(complete_claim(sources=sources), sort_keys=False), "utf-8")
    web.says(OFFICE, 410)
    web.says(HERALD, 200, "https://www.herald.example/bridge")
    result = call(desk, "links", "--write")
    assert result.exit_code == 0
    assert "content/links.yml: 1 address gone\n" in result.stderr
    assert "content/claims/old-bridge.yml: 1 address replaced\n" in result.stderr
    assert "url: https://www.herald.example/bridge\n" in claim.read_text("utf-8")
    listed = yaml.safe_load((desk / "content" / "links.yml").read_text("utf-8"))
    assert [(one["address"], str(one["since"])) for one in listed] == [(OFFICE, "2025-06-01")]
    assert call(desk, "check").exit_code == 0
    web.says(OFFICE, 200)
    assert "content/links.yml: 0 addresses gone\n" in call(desk, "links", "--write").stderr
    assert yaml.safe_load((desk / "content" / "links.yml").read_text("utf-8")) is None
    assert call(desk, "links", "--write").stderr == ""


def test_exceptions_are_kept_and_expire(desk: Path, web: Web) -> None:
    """An expired one is a problem, and holds no more."""
    exceptions = desk / "content" / "link-exceptions.yml"
    entry = {"address": OFFICE, "reason": "x", "added": "2025-01-01", "expires": "2025-06-01"}
    exceptions.write_text(yaml.safe_dump([entry]), "utf-8")
    web.says(OFFICE, 403)
    result = call(desk, "links")
    assert (result.exit_code, result.output) == (0, "4 addresses: 3 ok, 1 skipped\n")
    exceptions.write_text(yaml.safe_dump([{**entry, "expires": "2025-05-31"}]), "utf-8")
    result = call(desk, "links")
    assert result.exit_code == 1
    assert "content/link-exceptions.yml:3  error FP604  [1].expires" in result.output
    assert OFFICE in web.asked
    exceptions.write_text("- adress: x\n", "utf-8")
    result = call(desk, "links")
    assert result.exit_code == 1
    assert "FP101" in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        ("--shard", "0/2"),
        ("--shard", "3/2"),
        ("--shard", "1"),
        ("--shard", "1/1000"),
        ("--merge", "mkdocs.yml", "--shard", "1/2"),
        ("--merge", "nowhere.json"),
        ("--merge", "desk/mkdocs.yml"),
        ("desk/mkdocs.yml",),
        ("--days", "400"),
        ("--deadline", "0"),
        ("--deadline", "1e9"),
        ("--changed-since", "--output=x"),
        ("--format", "sarif"),
    ],
)
def test_wrong_use_is_said(desk: Path, web: Web, arguments: tuple[str, ...]) -> None:
    """In a sentence, before anybody is asked."""
    result = call(desk, "links", *arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert web.asked == []


def test_from_the_command_to_the_server_and_back(desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real LinkChecker asks; without the switch for tests it asks nobody here."""
    site = f"http://www.{SITE}"
    sources = [
        {"id": "fine", "url": f"{site}/ok/1#part", "stance": "context"},
        {"id": "lost", "url": f"{site}/status/404/1", "stance": "context"},
        {"id": "new", "url": f"{site}/chain/301/1/x", "stance": "context"},
    ]
    shutil.rmtree(desk)
    folder = write_publication(desk, {"x": {"claim": "x", "sources": sources}}, publication={"complaints": []})
    (folder / "content" / "publishers.yml").unlink()
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


def test_a_run_ends_in_time_and_the_next_one_asks_the_rest(
    desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was answered is kept; what wasn't asked is told, is no problem and is asked for next time."""
    fine = [f"http://own{n}.{SITE}/ok" for n in range(5)]
    late = [f"http://silent.{SITE}/never/{n}" for n in range(4)]
    sources = [{"id": f"s{n}", "url": url, "stance": "context"} for n, url in enumerate(fine + late)]
    shutil.rmtree(desk)
    folder = write_publication(desk, {"x": {"claim": "x", "sources": sources}}, publication={"complaints": []})
    (folder / "content" / "publishers.yml").unlink()
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


def test_no_report_holds_a_status_that_a_stranger_chose(
    desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three digits of a server's would be a way out for what it knows; what is told and kept is a word of ours."""
    strange = (299, 404, 410, 418, 451, 599, 999)
    sources = [
        {"id": f"s{n}", "url": f"http://own{n}.{SITE}/status/{status:#x}/x", "stance": "context"}
        for n, status in enumerate(strange)
    ]
    shutil.rmtree(desk)
    folder = write_publication(desk, {"x": {"claim": "x", "sources": sources}}, publication={"complaints": []})
    (folder / "content" / "publishers.yml").unlink()
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


def test_a_run_asks_no_more_than_so_many(desk: Path, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is known or excepted doesn't count; the next run asks the rest, which is no problem meanwhile."""
    monkeypatch.setattr(COMMAND, "MOST", 2)
    result = call(desk, "links")
    numbers = "4 addresses: 2 ok, 2 unreachable; the run came to its bounds before 2 could be asked\n"
    assert (result.exit_code, result.output[-len(numbers) :]) == (0, numbers)
    assert len(web.asked) == 2
    assert call(desk, "links").output == "4 addresses: 4 ok\n"
    assert len(set(web.asked)) == len(web.asked) == 4
    call(desk, "links", "--days", "0")
    assert len(web.asked) == 6
    web.asked.clear()
    for part in ("1/2", "2/2"):
        call(desk, "links", "--days", "0", "--shard", part)
    assert len(web.asked) == 2


def test_a_change_has_fewer_asked(desk: Path, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever proposes it needn't be known."""
    git(desk, "init", "--quiet", "--initial-branch=main")
    git(desk, "commit", "--quiet", "--allow-empty", "--message=x")
    monkeypatch.setattr(COMMAND, "MOST_OF_A_CHANGE", 1)
    result = call(desk, "links", "--changed-since", "main")
    assert result.output.endswith("1 ok, 3 unreachable; the run came to its bounds before 3 could be asked\n")
    assert len(web.asked) == 1


ASKING = """
import sys
from functools import partial
from factpress.adapters import linkchecker
from factpress.cli import main

port = int(sys.argv.pop())
linkchecker.Manner = partial(linkchecker.Manner, resolve=lambda *_: [("127.0.0.1", port)], pause=0.0)
main()
"""


def test_a_kill_loses_nothing_that_was_asked(tmp_path: Path) -> None:
    """After the worst of signals the next run asks only for the rest."""
    sources = [{"id": f"s{n}", "url": f"http://own{n}.{SITE}/slow/{n}", "stance": "context"} for n in range(30)]
    folder = write_publication(
        tmp_path / "desk", {"x": {"claim": "x", "sources": sources}}, publication={"complaints": []}
    )
    (folder / "content" / "publishers.yml").unlink()
    place = folder / ".factpress" / "links"
    with running_web(tmp_path) as web:
        command = [sys.executable, "-c", ASKING, "links", str(web.http)]
        environment = {**os.environ, COMMAND.LOOPBACK: "1"}
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
