"""Runs a command to its end and says what it took: time, processor and memory of all its processes."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

AWAY = Path(__file__).parent / "work" / "away"
"""Where lies what was measured, until the next bench ends: removing it slows what is written next, see `put_away`."""
LOOK = 0.05
"""Seconds between two looks at the memory."""
INDEXER = "pagefind"
"""What the names of the processes that index for the search begin with."""
BATCH = 500
"""How many files are held in memory at once while a site is written again."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took."""

    seconds: float
    cpu: float
    """Seconds of processor time, of all processes."""
    largest: float | None = None
    """Peak resident memory of the largest process, in MiB."""
    together: float | None = None
    """Peak memory of all processes but indexers at one time, what they share counted once, in MiB; if watched."""
    indexers: float | None = None
    """Peak memory of the indexers at one time, in MiB; if watched."""
    stolen: float | None = None
    """Of the time in which the processors had work, the share that the host of a virtual machine gave to others."""


def run(command: Sequence[str], folder: Path, *, watched: bool = False) -> Run:
    """Run a command in a folder. Raises CalledProcessError, with what it printed, where it fails.

    One that is `watched` takes longer, by a tenth where several processes are looked at: its time is no measure.
    """
    # Byte code is kept, as on an ordinary machine.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment["NO_MKDOCS_2_WARNING"] = "1"
    printed = folder / "printed.txt"
    with printed.open("wb") as log:
        ticks, start = _ticks(), time.monotonic()
        process = subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=subprocess.STDOUT, env=environment, start_new_session=True
        )
        with _memory_of(process.pid) if watched else nullcontext(([], [])) as (ours, indexers):
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, printed.read_bytes())
    largest = usage.ru_maxrss / 1024
    cpu = usage.ru_utime + usage.ru_stime
    stolen = _stolen(ticks, _ticks())
    return Run(seconds, cpu, largest, max(ours, default=None), max(indexers, default=None), stolen)


def _ticks() -> list[int]:
    """Return what the processors did so far (proc(5), Linux, `/proc/stat`): user, nice, system, idle … steal."""
    try:
        return [int(ticks) for ticks in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    except OSError:
        return []


def _stolen(before: Sequence[int], after: Sequence[int]) -> float | None:
    """Return the share of the busy time between two looks that was stolen; None where the system doesn't tell."""
    if not before or not after:
        return None
    user, nice, system, _, _, irq, softirq, steal = (now - then for then, now in zip(before, after, strict=True))
    return steal / max(1, user + nice + system + irq + softirq + steal)


@contextmanager
def _memory_of(session: int) -> Iterator[tuple[list[float], list[float]]]:
    """Look at the memory of a session's processes every now and then; what was seen, in MiB, without and of indexers.

    Looking takes longer the more memory there is, so large processes are looked at less often. The lists stay
    empty where the system has no /proc with `smaps_rollup` (proc(5), Linux).
    """
    seen: tuple[list[float], list[float]] = ([], [])
    over = threading.Event()

    def look() -> None:
        pause = LOOK
        while not over.wait(pause):
            start = time.monotonic()
            shares = [0.0, 0.0]
            for pid in _processes(session):
                shares[_is_indexer(pid)] += _share(pid) / 1024
            for part, share in zip(seen, shares, strict=True):
                part.append(share)
            pause = max(LOOK, 20 * (time.monotonic() - start))

    if not Path("/proc/self/smaps_rollup").exists():
        yield seen
        return
    looker = threading.Thread(target=look, daemon=True)
    looker.start()
    try:
        yield seen
    finally:
        over.set()
        looker.join()


def _processes(session: int) -> Iterator[str]:
    """Yield the ids of the processes of a session."""
    for pid in filter(str.isdecimal, os.listdir("/proc")):
        try:
            # A command's name may hold anything; what follows its last bracket is state, parent, group, session.
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session:
            yield pid


def _is_indexer(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/comm").read_text().startswith(INDEXER)
    except OSError:
        return False


def _share(pid: str) -> int:
    """Return a process's part of the memory in kB: its own, and of what is shared its share; none once it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def write_again(site: Path, target: Path) -> Run:
    """Write the files of a site to another place, in as many processes as there are processors.

    Reading them isn't counted. So it is what any builder needs that writes these files.
    """
    paths = sorted(str(path.relative_to(site)) for path in site.rglob("*") if path.is_file())
    count = os.cpu_count() or 1
    with ProcessPoolExecutor(count) as pool:
        shares = list(pool.map(partial(_write_share, site, target), (paths[i::count] for i in range(count))))
    return Run(max(seconds for seconds, _ in shares), sum(cpu for _, cpu in shares))


def _write_share(site: Path, target: Path, paths: Sequence[str]) -> tuple[float, float]:
    seconds = cpu = 0.0
    for start in range(0, len(paths), BATCH):
        contents = [(f"{target}/{path}", (site / path).read_bytes()) for path in paths[start : start + BATCH]]
        begun, begun_cpu = time.monotonic(), time.process_time()
        for path, content in contents:
            os.makedirs(path.rpartition("/")[0], exist_ok=True)
            with open(path, "xb") as handle:
                handle.write(content)
        seconds += time.monotonic() - begun
        cpu += time.process_time() - begun_cpu
    return seconds, cpu
