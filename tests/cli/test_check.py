"""Tests of `factpress check`."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from factpress.adapters import checking
from factpress.adapters.checking import Checked, check_folder
from factpress.problems import Location, Problem, Severity
from tests.adapters.test_git import git
from tests.cli.running import call
from tests.making import complete_claim
from tests.publications import write_publication, write_yaml

# The package holds the command under the same name.


@pytest.fixture
def publication(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a publication with two bad claims, and the current folder around it."""
    monkeypatch.chdir(tmp_path)
    folder = write_publication(Path("desk"))
    (folder / "content" / "claims" / "a.yml").write_text("claim: x\nstatus: publish\n", "utf-8")
    (folder / "content" / "claims" / "b.yml").write_text("clam: x\n", "utf-8")
    return folder


def test_problems_are_told_with_paths_from_here(publication: Path) -> None:
    """A path can be opened from the current folder, whatever -C says."""
    result = call(publication, "check")
    assert result.exit_code == 1
    assert "desk/content/claims/a.yml:2:1  error FP104  status\n" in result.output
    assert call(publication.absolute(), "check").output == result.output


def test_outside_the_current_folder_paths_are_whole(publication: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Above the current folder a relative path would be hard to read."""
    whole = publication.absolute()
    (whole.parent / "elsewhere").mkdir()
    monkeypatch.chdir(whole.parent / "elsewhere")
    assert f"{whole.as_posix()}/content/claims/a.yml:2:1" in call(whole, "check").output


def test_only_the_files_named_are_shown(publication: Path) -> None:
    """Files and folders narrow the report and the exit code; a path that isn't there is wrong use."""
    result = call(publication, "check", "desk/content/claims/a.yml")
    assert (result.exit_code, "a.yml" in result.output, "b.yml" in result.output) == (1, True, False)
    result = call(publication, "check", "desk/content/claims")
    assert ("a.yml" in result.output, "b.yml" in result.output) == (True, True)
    result = call(publication, "check", "desk/content/topics.yml")
    assert (result.exit_code, result.output) == (0, "No problems; 1 claim read\n")
    assert call(publication, "check", "desk/content/nowhere.yml").exit_code == 2


@pytest.mark.parametrize(
    ("severity", "arguments", "code"),
    [
        (Severity.ERROR, (), 1),
        (Severity.WARNING, (), 0),
        (Severity.WARNING, ("--strict",), 1),
        (Severity.NOTICE, ("--strict",), 0),
    ],
)
def test_warnings_count_when_strict(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    severity: Severity,
    arguments: tuple[str, ...],
    code: int,
) -> None:
    """Errors always fail, warnings with --strict, notices never."""
    folder = write_publication(tmp_path / "desk", {})
    problem = Problem("FP999", severity, Location("content/x.yml"), "must be")

    def with_one_problem(folder: Path, now: datetime, **_: Any) -> Checked:
        return dataclasses.replace(check_folder(folder, now), problems=(problem,))

    monkeypatch.setattr(checking, "check_folder", with_one_problem)
    assert call(folder, "check", *arguments).exit_code == code


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_reports_for_programs_are_json(publication: Path, form: str) -> None:
    """Nothing but the report stands on standard output."""
    result = call(publication, "check", "--format", form)
    assert result.exit_code == 1
    assert "desk/content/claims/a.yml" in json.dumps(json.loads(result.stdout))


def test_pull_requests_get_commands(publication: Path) -> None:
    """Annotations name the file from the repository's root."""
    output = call(publication, "check", "--format", "github").output
    assert "::error file=desk/content/claims/a.yml,line=2,col=1,title=FP104 status::" in output


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a sound publication that is a repository with one commit on the branch main."""
    monkeypatch.chdir(tmp_path)
    folder = write_publication(Path("desk"))
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "content", "mkdocs.yml")
    git(folder, "commit", "--quiet", "--message=x")
    return folder


def test_what_changes_unseen_is_told(repository: Path) -> None:
    """With the line as it is now, beside all other problems; who doesn't ask for it isn't told."""
    place = repository / "content/claims/old-bridge.yml"
    assert call(repository, "check", "--changed-since", "main").exit_code == 0
    write_yaml(place, complete_claim(verdict="half-true", published="2025-03-06"))
    assert call(repository, "check").exit_code == 0
    result = call(repository, "check", "--changed-since", "main")
    assert result.exit_code == 1
    line = next(n for n, text in enumerate(place.read_text("utf-8").splitlines(), 1) if text.startswith("verdict:"))
    assert f"desk/content/claims/old-bridge.yml:{line}:1  error FP701  verdict\n" in result.output
    assert "error FP705  published\n" in result.output
    git(repository, "commit", "--quiet", "--all", "--message=x")
    assert "FP701" in call(repository, "check", "--changed-since", "HEAD~1").output
    assert call(repository, "check", "--changed-since", "HEAD").exit_code == 0


def test_a_renamed_verdict_is_told(repository: Path) -> None:
    """It is on every page that has it, though no claim's file changed."""
    place = repository / "content/verdicts.yml"
    place.write_text(place.read_text("utf-8").replace("name: 'False'", "name: Wrong"), "utf-8")
    line = next(n for n, text in enumerate(place.read_text("utf-8").splitlines(), 1) if "Wrong" in text)
    assert call(repository, "check").exit_code == 0
    result = call(repository, "check", "--changed-since", "main")
    assert result.exit_code == 1
    assert f"desk/content/verdicts.yml:{line}:" in result.output
    assert "error FP710" in result.output


def test_a_page_that_would_vanish_is_told(repository: Path) -> None:
    """Its file is gone, so that it is named alone."""
    (repository / "content/claims/old-bridge.yml").unlink()
    result = call(repository, "check", "--changed-since", "main", "--format", "json")
    (problem,) = [one for one in json.loads(result.output)["problems"] if one["code"] == "FP702"]
    assert (problem["path"], problem["line"]) == ("desk/content/claims/old-bridge.yml", None)


def test_a_history_that_is_missing_is_wrong_use(repository: Path) -> None:
    """A revision that isn't there, or can't be one."""
    result = call(repository, "check", "--changed-since", "origin/main")
    assert (result.exit_code, "There is no revision origin/main here" in result.output) == (2, True)
    assert call(repository, "check", "--changed-since", "--output=x").exit_code == 2
