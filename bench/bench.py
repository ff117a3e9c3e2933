"""Measures a cold build beside MkDocs with Material on the same claims, and prints the table."""

from __future__ import annotations

import json
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from inventing import claim_fields, write_publication
from peers import write_mkdocs

WORK = Path(__file__).parent / "work"
BIN = Path(sys.executable).parent
RUNS = 3


@dataclass(frozen=True)
class Run:
    """One whole process."""

    seconds: float
    cpu: float
    megabytes: float
    """Peak memory of the largest process."""


def run(command: list[str], folder: Path) -> Run:
    """Run a command to its end and say what it took. Raises CalledProcessError where it fails."""
    start = time.monotonic()
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    with open(os.devnull, "wb") as nowhere:
        process = subprocess.Popen(command, cwd=folder, stdout=nowhere, stderr=nowhere, env=environment)  # noqa: S603
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def main(claims: int) -> None:
    """Build the same claims both ways, in turns, and print medians."""
    shutil.rmtree(WORK, ignore_errors=True)
    ours, theirs = WORK / "factpress", WORK / "mkdocs"
    write_publication(ours, claims)
    dice = random.Random(claims)  # noqa: S311 - the very claims that were just written
    write_mkdocs(theirs, [(f"claim-{n}", claim_fields(n, dice)) for n in range(claims)])
    runs: dict[str, list[Run]] = {"factpress build": [], "mkdocs build": []}
    for _ in range(RUNS):
        for folder in (ours / "site", ours / ".factpress", theirs / "site"):
            shutil.rmtree(folder, ignore_errors=True)
        runs["factpress build"].append(run([str(BIN / "factpress"), "build"], ours))
        runs["mkdocs build"].append(run([str(BIN / "mkdocs"), "build", "--quiet"], theirs))
    report(claims, runs, ours / "site")


def report(claims: int, runs: dict[str, list[Run]], site: Path) -> None:
    """Print the table and write it as JSON."""
    versions = {name: version(name) for name in ("factpress", "mkdocs", "mkdocs-material", "pydantic")}
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    medians = {name: statistics.median(r.seconds for r in rows) for name, rows in runs.items()}
    ratio = statistics.median(
        b.seconds / a.seconds for a, b in zip(runs["factpress build"], runs["mkdocs build"], strict=True)
    )
    print(f"{claims:,} invented claims of about 4 KB with ten sources, cold; medians of {RUNS} runs in turns.")
    print(f"{machine}; {', '.join(f'{k} {v}' for k, v in versions.items())}\n")
    print(f"{'':16}  {'seconds':>8}  {'ms a claim':>10}  {'CPU s':>7}  {'peak MB':>8}")
    for name, rows in runs.items():
        cpu = statistics.median(r.cpu for r in rows)
        memory = statistics.median(r.megabytes for r in rows)
        print(f"{name:16}  {medians[name]:8.2f}  {1000 * medians[name] / claims:10.2f}  {cpu:7.2f}  {memory:8.0f}")
    size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
    print(f"\nfactpress is {ratio:.1f} times as fast (median of the pairs). Its site holds {size / 1e6:.1f} MB.")
    result = {
        "claims": claims, "machine": machine, "versions": versions, "ratio": ratio, "site_bytes": size,
        "runs": {name: [asdict(r) for r in rows] for name, rows in runs.items()},
    }  # fmt: skip
    (WORK / "bench.json").write_text(json.dumps(result, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
