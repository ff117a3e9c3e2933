"""The requirement that installs the very factpress that runs now, as pip knows it."""

from __future__ import annotations

import importlib.metadata
import json
import re
import subprocess
import sys
from typing import Final

from factpress import __version__

_SECONDS: Final = 60
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


def own_requirement() -> str:
    """Return the lines of a requirements file that install this factpress, pinned to one commit or one file.

    Where it came from is what pip recorded (PEP 610). The hash of what came from a package index is not recorded,
    so pip asks the index for it; a comment says so where that fails. Where factpress was installed from a folder
    there is nothing that others could install from; the line is then left to be filled in.
    """
    recorded = importlib.metadata.distribution("factpress").read_text("direct_url.json")
    if recorded is None:
        return _of_an_index()
    origin = json.loads(recorded)
    url, commit = origin["url"], origin.get("vcs_info", {}).get("commit_id")
    hashes = origin.get("archive_info", {}).get("hashes", {})
    if commit:
        return f"factpress @ git+{url}@{commit}\n"
    if url.startswith("https://") and "sha256" in hashes:
        return f"factpress @ {url} --hash=sha256:{hashes['sha256']}\n"
    return _TO_FILL_IN


def _of_an_index() -> str:
    pinned = f"factpress=={__version__}"
    command = [
        *(sys.executable, "-I", "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--dry-run"),
        *("--ignore-installed", "--no-deps", "--only-binary", ":all:", "--quiet", "--report", "-", pinned),
    ]
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and every word is ours
            command, capture_output=True, timeout=_SECONDS, check=True
        )
        # pip's installation report, version 1
        archive = json.loads(done.stdout)["install"][0]["download_info"]["archive_info"]
        hash_of_wheel = archive["hashes"]["sha256"]
    except (OSError, subprocess.SubprocessError, ValueError, LookupError):
        hash_of_wheel = ""
    if not _SHA256.fullmatch(hash_of_wheel):
        return _WITHOUT_HASH + pinned + "\n"
    return f"{pinned} --hash=sha256:{hash_of_wheel}\n"


_WITHOUT_HASH: Final = """\
# The package index could not be asked for the hash of this file when the publication was made. Look it up there, and
# write it at the end of the line: --hash=sha256:<64 digits>
"""
_TO_FILL_IN: Final = """\
# factpress was installed from a folder when this publication was made, so it isn't known where others get it.
# Write one line in place of the last, pinned to one commit or one file:
#   factpress @ git+https://…/factpress@<the 40 digits of a commit>
#   factpress @ https://…/factpress-0.1.0-py3-none-any.whl --hash=sha256:<64 digits>
factpress @ git+https://fill-in.invalid/factpress@0000000000000000000000000000000000000000
"""
