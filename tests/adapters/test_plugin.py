"""The plugin: `mkdocs build` and `mkdocs serve` give the site that the command gives."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from factpress.adapters.building import build_site
from tests.making import NOW, complete_claim
from tests.publications import write_publication, write_yaml
from tests.test_end_to_end import digests

MKDOCS = [sys.executable, "-m", "mkdocs"]
FACTPRESS = [sys.executable, "-m", "factpress"]
QUIET = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"}


def mkdocs_build(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run `mkdocs build` in a folder."""
    return subprocess.run(
        [*MKDOCS, "build", *options], cwd=folder, env=QUIET, capture_output=True, text=True, check=False
    )


def test_mkdocs_build_gives_the_same_site(tmp_path: Path) -> None:
    """File for file, byte for byte."""
    claims = {"old-bridge": complete_claim(aliases=["older"]), "draft": {"claim": "A draft."}}
    folder = write_publication(tmp_path, claims)
    build_site(folder, site_dir=tmp_path / "ours", strict=True, now=NOW)
    for _ in range(2):
        done = mkdocs_build(folder, "--strict", "--site-dir", str(tmp_path / "theirs"))
        assert done.returncode == 0, done.stderr
    assert digests(tmp_path / "theirs") == digests(tmp_path / "ours")


def test_mkdocs_build_stops_before_it_clears_the_site(tmp_path: Path) -> None:
    """With an error in the content MkDocs ends with the problem, and the last site stays."""
    folder = write_publication(tmp_path)
    mkdocs_build(folder)
    before = digests(folder / "site")
    write_yaml(folder / "content/claims/old-bridge.yml", complete_claim(verdict="nonsense"))
    done = mkdocs_build(folder)
    assert done.returncode == 1
    assert "nonsense" in done.stderr
    assert "Traceback" not in done.stderr
    assert digests(folder / "site") == before


@contextmanager
def serving(command: list[str], folder: Path) -> Iterator[str]:
    """Run a serving command and yield the address it serves at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    flag = "--address" if "factpress" in command else "--dev-addr"
    process = subprocess.Popen([*command, flag, f"127.0.0.1:{port}"], cwd=folder, env=QUIET, stderr=subprocess.PIPE)
    try:
        yield f"http://127.0.0.1:{port}/desk/"
    finally:
        process.terminate()
        process.communicate(timeout=20)


def page(address: str, wanted: str) -> str:
    """Return a page as soon as it holds a text; fail after a minute."""
    seen = ""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with urlopen(address, timeout=5) as answer:  # noqa: S310 - the loopback address
                seen = answer.read().decode()
        except (URLError, ConnectionError, TimeoutError):
            seen = ""
        if wanted in seen:
            return seen
        time.sleep(0.2)
    raise AssertionError(f"{wanted!r} never came; last seen: {seen[:200]!r}")


@pytest.mark.parametrize("command", [[*FACTPRESS, "serve"], [*MKDOCS, "serve"]], ids=["factpress", "mkdocs"])
def test_serve_shows_drafts_and_follows_changes(tmp_path: Path, command: list[str]) -> None:
    """A draft is shown and marked; a changed claim shows after a reload; a broken one doesn't end the serving."""
    draft = {"claim": "The tunnel leaks."}
    folder = write_publication(tmp_path, {"old-bridge": complete_claim(), "tunnel": draft})
    place = folder / "content/claims/tunnel.yml"
    with serving(command, folder) as address:
        first = page(f"{address}claims/tunnel/", "The tunnel leaks.")
        assert re.search(r">\s*Draft\b", first)
        write_yaml(place, {**draft, "headline": "The tunnel is dry"})
        page(f"{address}claims/tunnel/", "The tunnel is dry")
        place.write_text("claim: [", "utf-8")
        write_yaml(folder / "content/claims/old-bridge.yml", complete_claim(headline="Still going"))
        page(f"{address}claims/old-bridge/", "Still going")
