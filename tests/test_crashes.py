"""Builds that are ended from outside: the last good site stays whole, and the next build works."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.making import complete_claim
from tests.publications import write_publication, write_yaml
from tests.test_end_to_end import digests

ROUNDS = int(os.environ.get("FACTPRESS_KILLS", "12"))
"""How often the build is killed; more often: `FACTPRESS_KILLS=200 .venv/bin/pytest -rP tests/test_crashes.py`."""
CLAIMS = 80


def write_claims(folder: Path, edition: str) -> None:
    """Write every claim of an edition, so that nearly every page differs from the other edition's."""
    for number in range(CLAIMS):
        fields = complete_claim(claim=f"The bridge has {number} arches.", headline=f"{edition}: arch {number}")
        write_yaml(folder / f"content/claims/arches-{number}.yml", fields)


def started(folder: Path, limit: int | None = None) -> subprocess.Popen[str]:
    """Begin a build in a session of its own; with a limit, no file may grow beyond so many bytes."""

    def limited() -> None:
        if limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.Popen(
        [sys.executable, "-m", "factpress", "build"],
        cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, preexec_fn=limited,
        env={**os.environ, "TMPDIR": str(folder.parent)},  # where a killed build may leave something
    )  # fmt: skip


def built(folder: Path) -> dict[str, str]:
    """Build to the end and return what the site holds."""
    process = started(folder)
    said, _ = process.communicate()
    assert process.returncode == 0, said
    return digests(folder / "site")


def test_a_killed_build_leaves_a_whole_site(tmp_path: Path) -> None:
    """Killed at any moment, the site is the last edition or the new one, never a mixture."""
    folder = write_publication(tmp_path / "publication", {})
    write_claims(folder, "Morning")
    editions = [built(folder)]
    write_claims(folder, "Evening")
    begun = time.monotonic()
    editions.append(built(folder))
    lasts = time.monotonic() - begun
    dice = random.Random(7)  # noqa: S311 - any moments will do
    killed = 0
    for number in range(ROUNDS):
        write_claims(folder, ("Morning", "Evening")[number % 2])
        begun = time.monotonic()
        process = started(folder)
        try:
            process.wait(dice.uniform(0.2, 1) * lasts)
            lasts = time.monotonic() - begun  # it was faster than any before
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            killed += 1
        process.communicate()
        assert digests(folder / "site") in editions
    print(f"{killed} of {ROUNDS} builds were killed before their end")  # noqa: T201 - `-rP` shows it
    assert killed > ROUNDS / 3
    write_claims(folder, "Morning")
    assert built(folder) == editions[0]
    left = {place.name for place in folder.iterdir() if place.name.startswith(".site")}
    assert left == {".site.lock", ".site.spare"}


def test_a_disk_that_takes_no_more_ends_in_a_sentence(tmp_path: Path) -> None:
    """When a file can't be written the build says so, without a traceback, and the last site stays."""
    folder = write_publication(tmp_path / "publication")
    before = built(folder)
    write_yaml(folder / "content/claims/old-bridge.yml", complete_claim(headline="Another headline"))
    process = started(folder, limit=5_000)
    said, _ = process.communicate()
    assert process.returncode == 3
    assert "Traceback" not in said
    assert "File too large" in said
    assert digests(folder / "site") == before


@pytest.mark.parametrize("count", [4])
def test_builds_at_once_give_one_whole_site(tmp_path: Path, count: int) -> None:
    """Several builds begun at one moment wait for each other."""
    folder = write_publication(tmp_path / "publication")
    processes = [started(folder) for _ in range(count)]
    said = [process.communicate()[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * count, said
    assert digests(folder / "site") == built(folder)
