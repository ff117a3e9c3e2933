"""Tests of `factpress serve`; what it serves is tested with the adapter."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from factpress.adapters.serving import Tell
from factpress.parsing import NOT_REGULAR
from factpress.problems import Location
from tests.cli.running import call

# The package holds the command under the same name.
COMMAND = importlib.import_module("factpress.cli.serve")


@pytest.mark.parametrize("address", ["8000", "127.0.0.1", "127.0.0.1:", ":80", "localhost:0", "localhost:65536"])
def test_an_address_is_host_and_port(tmp_path: Path, address: str) -> None:
    """Anything else is wrong use, said before anything is read."""
    result = call(tmp_path, "serve", "--address", address)
    assert (result.exit_code, "--address must be" in result.stderr) == (2, True)


def test_what_is_asked_for_is_handed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folder, address and whether to open a browser; what is said comes out beside the output, and inert."""
    handed: dict[str, Any] = {}

    def remember(folder: Path, *, say: Callable[[str], None], tell: Tell, **options: Any) -> None:
        handed.update(options, folder=folder)
        say("Serving.")
        tell([NOT_REGULAR.broken(Location("content/topics.yml"), "it\x1b[31m is a pipe")])

    monkeypatch.setattr(COMMAND, "serve_site", remember)
    result = call(tmp_path, "serve", "--address", "[::1]:8001", "--open")
    assert (result.exit_code, result.stdout) == (0, "")
    assert handed == {"folder": tmp_path, "address": "[::1]:8001", "open_browser": True}
    assert result.stderr.startswith("Serving.\n")
    assert "error FP010" in result.stderr
    assert "\x1b" not in result.stderr


def test_a_folder_without_a_publication_is_wrong_use(tmp_path: Path) -> None:
    """Nothing is served."""
    assert call(tmp_path, "serve").exit_code == 2
