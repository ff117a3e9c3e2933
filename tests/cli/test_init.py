"""Tests of `factpress init` and of the publication it makes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from factpress.adapters.checking import check_folder
from factpress.cli.running import now
from factpress.problems import Severity
from factpress.schema import FILES, json_schema
from tests.cli.running import call


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a new publication."""
    assert call(tmp_path, "init", str(tmp_path / "desk")).exit_code == 0
    return tmp_path / "desk"


def test_a_new_publication_has_nothing_to_mend(desk: Path) -> None:
    """It passes the check and builds, strictly; notices name what every publication fills in."""
    checked = call(desk, "check", "--strict")
    assert (checked.exit_code, "error" in checked.output, "warning" in checked.output) == (0, False, False)
    built = call(desk, "build", "--strict")
    assert built.exit_code == 0, built.output
    assert "\nBuilt 1 claim into " in built.output
    assert (desk / "site" / "claims" / "example-bus-ridership-doubled" / "index.html").is_file()
    again = call(desk, "build", "--strict")
    assert " 0 changed, 0 removed" in again.output


def test_name_and_address_are_filled_in(tmp_path: Path) -> None:
    """Whatever the name holds stays text, and the address gets its slash."""
    name = 'Ada\'s "Desk" {{7*7}}: # – Ł'
    call(tmp_path, "init", str(tmp_path / "d"), "--name", f" {name} ", "--url", "https://a.example/x")
    checked = check_folder(tmp_path / "d", now())
    assert (checked.site.name, checked.site.address) == (name, "https://a.example/x/")
    assert checked.corpus.publication.name == name
    assert {problem.severity for problem in checked.problems} <= {Severity.NOTICE}


@pytest.mark.parametrize(
    "arguments", [("--url", "example.org"), ("--name", " "), ("--name", "a\x1bb"), ("--url", "javascript:x")]
)
def test_what_cannot_be_used_is_refused(tmp_path: Path, arguments: tuple[str, str]) -> None:
    """Before anything is written."""
    assert call(tmp_path, "init", str(tmp_path / "d"), *arguments).exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A folder that holds anything is refused; a fresh repository is as good as empty."""
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    result = call(tmp_path, "init", str(tmp_path))
    assert (result.exit_code, "must be empty" in result.stderr) == (2, True)
    assert [place.name for place in tmp_path.iterdir()] == ["notes.txt"]
    assert call(tmp_path, "init", str(tmp_path / "notes.txt")).exit_code == 2
    (tmp_path / "fresh" / ".git").mkdir(parents=True)
    assert call(tmp_path, "init", str(tmp_path / "fresh")).exit_code == 0


def test_editors_know_every_content_file(desk: Path) -> None:
    """The schemas lie there, the settings map them, and each file names its own."""
    mapping = json.loads((desk / ".vscode" / "settings.json").read_text("utf-8"))["yaml.schemas"]
    assert mapping == {f"schema/{name}.json": files for name, files in FILES.items()}
    for name, files in FILES.items():
        assert json.loads((desk / "schema" / f"{name}.json").read_text("utf-8")) == json_schema(name)
        for place in desk.glob(files):
            first = place.read_text("utf-8").splitlines()[0]
            named = first.removeprefix("# yaml-language-server: $schema=")
            assert (place.parent / named).resolve() == (desk / "schema" / f"{name}.json").resolve()


def test_a_new_claim_fits_in(desk: Path) -> None:
    """A draft made there passes the check too."""
    result = call(desk, "new", "--claim", "x y", "--claimant", "ada-example", "--no-input")
    assert result.exit_code == 0
    assert call(desk, "check").exit_code == 0


def test_others_install_the_very_same_factpress(desk: Path) -> None:
    """One line says from where; the rest of what is needed is pinned by hash."""
    lines = (desk / "requirements-factpress.txt").read_text("utf-8").splitlines()
    assert len([line for line in lines if line.startswith("factpress")]) == 1
    assert "--hash=sha256:" in (desk / "requirements.txt").read_text("utf-8")
