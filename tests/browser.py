"""Finds a Chromium for the tests; run as a program, installs one where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find() -> str | None:
    """Return the program of an installed Chromium: the system's, else Playwright's own."""
    for name in NAMES:
        if program := shutil.which(name):
            return program
    with sync_playwright() as playwright:
        program = playwright.chromium.executable_path
    return program if Path(program).exists() else None


def install() -> None:
    """Install a Chromium: Debian's where apt may be used, else Playwright's."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "chromium", "fonts-liberation"],
            check=True,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


if __name__ == "__main__":
    if find() is None:
        print("Installing a Chromium for the tests in a browser (once) …")  # noqa: T201
        install()
        if find() is None:
            sys.exit("There is no Chromium, and none could be installed. Install one and run this again.")
