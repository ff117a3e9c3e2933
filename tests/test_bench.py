"""The scripts of the bench still fit the code that they measure; how long it takes is of no interest here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[1] / "bench"
PROFILE = "import pathlib, profiling, sys; profiling.AWAY = pathlib.Path(sys.argv[1]); profiling.main(12)"
WRITE = "import pathlib, inventing, sys; inventing.write_publication(pathlib.Path(sys.argv[1]), 12)"


def run(*command: str, folder: Path) -> str:
    """Run Python in a folder, with the modules of the bench at hand, and return what it prints."""
    environment = {**os.environ, "PYTHONPATH": str(BENCH)}
    done = subprocess.run(
        [sys.executable, *command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_profile_says_where_the_time_goes(tmp_path: Path) -> None:
    """Every share has its words, and together they are all of it."""
    lines = run("-c", PROFILE, str(tmp_path), folder=tmp_path).splitlines()
    shares = {line.split(" s  ")[1]: int(line.split("%")[0]) for line in lines}
    assert {"YAML and models", "rules", "galleys", "gists", "lists", "imports", "all else"} <= shares.keys()
    assert 90 <= sum(shares.values()) <= 110


@pytest.mark.parametrize(("which", "made"), [("without", "claims/claim-3/index.html"), ("alone", "search/parts.json")])
def test_the_index_is_built_alone_or_left_out(tmp_path: Path, which: str, made: str) -> None:
    """The two make different files, so that each can be measured by itself."""
    run("-c", WRITE, str(tmp_path / "desk"), folder=tmp_path)
    run(str(BENCH / "unsearched.py"), which, folder=tmp_path / "desk")
    site = tmp_path / "desk" / f"{which}-search"
    assert (site / made).is_file()
    assert (site / "search").is_dir() is (which == "alone")
