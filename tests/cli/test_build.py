"""Tests of `factpress build`; what it builds is tested with the adapters and end to end."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import call
from tests.publications import write_publication


@pytest.fixture
def publication(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a publication that is fine, and the current folder around it."""
    monkeypatch.chdir(tmp_path)
    return write_publication(Path("desk"))


def test_a_build_says_what_it_did(publication: Path) -> None:
    """How many claims, where to, how much changed, and what to do next."""
    result = call(publication, "build", "--site-dir", "out")
    assert result.exit_code == 0, result.output
    assert "Built 1 claim into out/: " in result.output
    assert "Open out/index.html, or run factpress serve." in result.output
    assert Path("out/index.html").is_file()


def test_problems_keep_the_last_site_as_it_was(publication: Path) -> None:
    """An error is told with its place, and nothing is built."""
    (publication / "content" / "claims" / "a.yml").write_text("clam: x", "utf-8")
    result = call(publication, "build", "--site-dir", "out")
    assert result.exit_code == 1
    assert "desk/content/claims/a.yml:1:1  error FP101" in result.output
    assert "Nothing was built" in result.output
    assert not Path("out").exists()


def test_a_folder_of_somebody_elses_is_never_replaced(publication: Path) -> None:
    """A site folder that holds other files is wrong use."""
    Path("out").mkdir()
    Path("out/thesis.txt").write_text("mine", "utf-8")
    assert call(publication, "build", "--site-dir", "out").exit_code == 2
    assert Path("out/thesis.txt").read_text("utf-8") == "mine"
