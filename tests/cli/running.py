"""Runs the command, inside the test or as a program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from factpress.cli import factpress


def call(folder: Path, *arguments: str, typed: str | None = None) -> Result:
    """Call the command on a publication; `typed` is what somebody answers."""
    return CliRunner().invoke(factpress, ["-C", str(folder), *arguments], input=typed, prog_name="factpress")


def start(folder: Path, *arguments: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command as a program inside a publication's folder."""
    return subprocess.run(
        [sys.executable, "-m", "factpress", *arguments],
        cwd=folder,
        env={**os.environ, "NO_COLOR": "", "FORCE_COLOR": "", **(environment or {})},
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
        check=False,
    )
