"""Edits claims while `factpress serve` shows them, and measures how long it takes until a browser gets the edit."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from inventing import edit, rename

PATIENCE = 300
"""Seconds that the server may take to start, and an edit to show."""


def edits_shown(factpress: str, folder: Path, numbers: Sequence[int]) -> dict[str, list[float]]:
    """Return the seconds from each edit of a claim until its page, asked for again and again, is another one.

    By what was edited: a text that the page alone shows, and a headline.
    """
    seconds: dict[str, list[float]] = {"text": [], "headline": []}
    with _served(factpress, folder) as address:
        for time_, number in enumerate(numbers, 1):
            for what, change in (("text", edit), ("headline", rename)):
                page = f"{address}claims/claim-{number}/"
                before = _page(page)
                assert before, page
                change(folder, number, 1_000_000 + time_)
                start = time.monotonic()
                while _page(page) == before:
                    if time.monotonic() - start > PATIENCE:
                        raise TimeoutError(f"an edit of claim {number} doesn't show")
                    time.sleep(0.01)
                seconds[what].append(time.monotonic() - start)
                time.sleep(2)  # what need not be done before an edit shows is done after it
    return seconds


@contextmanager
def _served(factpress: str, folder: Path) -> Iterator[str]:
    """Serve a publication, and give the address once the first page is there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/checks/"  # the path of the invented site's own address
    with (folder / "printed.txt").open("wb") as log:
        server = subprocess.Popen(
            [factpress, "serve", "--address", f"127.0.0.1:{port}"], cwd=folder, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        start = time.monotonic()
        while not _page(address):
            if server.poll() is not None or time.monotonic() - start > PATIENCE:
                raise TimeoutError((folder / "printed.txt").read_text("utf-8"))
            time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait()


def _page(address: str) -> bytes:
    """Return what stands at an address; nothing where nobody answers yet."""
    try:
        with urlopen(address, timeout=60) as answer:  # noqa: S310 - our own server, on this machine
            return bytes(answer.read())
    except (URLError, ConnectionError):
        return b""
