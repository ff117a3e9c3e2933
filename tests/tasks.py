"""Tasks for other processes, and ways to see whether these have ended."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

TESTS = os.getpid()
"""The process that runs the tests."""
LINUX = pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are forked on Linux only")


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Fail where something hangs."""

    def expired(*_: object) -> None:
        raise AssertionError(f"it hangs: not done after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, expired)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def ended(process: int) -> bool:
    """Return whether a process is gone; one that only waits to be counted is."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return True


def soon_ended(process: int) -> bool:
    """Return whether a process is gone within some seconds."""
    until = time.monotonic() + 10
    while not ended(process) and time.monotonic() < until:
        time.sleep(0.01)
    return ended(process)


def slowly(number: int) -> int:
    """Take the longer the earlier the task."""
    time.sleep((20 - number) / 1000)
    return number


def killed() -> int:
    """End as the system ends a process when memory runs out; ours stays, after the others had time to take part."""
    if os.getpid() == TESTS:
        return int(wait_a_little(0.05))
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def long_task(sign: Path) -> int:
    """Write down which process this is, and stay at it for a minute."""
    sign.with_suffix(".new").write_text(f"{os.getpid()}")
    sign.with_suffix(".new").rename(sign)
    time.sleep(60)
    return 0


def begun_process(sign: Path) -> int:
    """Return the process of a long task, once it has begun."""
    while not sign.exists():
        time.sleep(0.01)
    return int(sign.read_text())


def worker() -> int:
    """Return which process does this, after the others had time to take part."""
    time.sleep(0.05)
    return os.getpid()


def large(number: int) -> bytes:
    """Return three million equal bytes."""
    return bytes([number]) * 3_000_000


def refuse(error: Exception) -> int:
    """Raise an error."""
    raise error


def wait_a_little(seconds: float) -> float:
    """Return the seconds that this took."""
    time.sleep(seconds)
    return seconds


def write_slowly(sign: Path, seconds: float = 0.3) -> None:
    """Write down, after a while, which process this is."""
    wait_a_little(seconds)
    sign.write_text(f"{os.getpid()}")
