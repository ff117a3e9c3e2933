"""Tests of `factpress links`."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from factpress.links import answer_of
from factpress.models.links import Answer
from tests.cli.running import call
from tests.making import complete_claim
from tests.publications import write_publication

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
