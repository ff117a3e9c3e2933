"""Tasks in several processes: as if one had done them, only sooner; and none outlives its build."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from factpress.adapters import processes
from factpress.adapters.processes import Begun, ProcessDied, processors, spread
from factpress.adapters.settings import BadSettings
from factpress.site import SamePath

TESTS = os.getpid()
REPOSITORY = str(Path(__file__).parents[2])
LINUX = pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are forked on Linux only")
BUILD = """
from functools import partial
from pathlib import Path
from factpress.adapters import processes
from tests.adapters.test_processes import long_task
processes.processors = lambda: 3
processes.spread([partial(long_task, Path(name)) for name in ("one", "two")])
"""
"""A build that takes a minute."""


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


@pytest.fixture(autouse=True)
def several_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every machine that runs the tests have three processors, and no test hang."""
    monkeypatch.setattr(processes, "processors", lambda: 3)


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


def test_results_come_in_the_order_of_the_tasks() -> None:
    """However long each task takes, its result stands in its place."""
    assert spread([partial(slowly, number) for number in range(20)]) == list(range(20))


@pytest.fixture
def others_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no number of tasks be so small that our own process takes part."""
    monkeypatch.setattr(processes, "_FEW", 0)


@LINUX
@pytest.mark.usefixtures("others_only")
def test_other_processes_do_many_tasks() -> None:
    """Several processes take part, none of them ours, and none is left."""
    workers = set(spread([worker] * 9))
    assert len(workers) > 1
    assert os.getpid() not in workers
    assert all(ended(process) for process in workers)


@LINUX
def test_we_take_part_in_few_tasks() -> None:
    """One process less is begun where it has little to do, and none is left but ours."""
    workers = set(spread([worker] * 9))
    assert len(workers) == 3
    assert os.getpid() in workers
    assert all(ended(process) for process in workers - {os.getpid()})


def test_a_result_may_be_large() -> None:
    """A result that fills the pipe many times over arrives whole."""
    with at_most(30):
        found = spread([partial(large, n) for n in range(4)])
    assert [(len(value), set(value)) for value in found] == [(3_000_000, {n}) for n in range(4)]


@pytest.mark.parametrize("number", [0, 1])
def test_few_tasks_are_done_here(number: int) -> None:
    """Nobody is called for a single task."""
    assert spread([os.getpid] * number) == [os.getpid()] * number


def test_one_processor_does_all_tasks_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is nobody to share with, nothing is shared."""
    monkeypatch.setattr(processes, "processors", lambda: 1)
    assert spread([os.getpid] * 3) == [os.getpid()] * 3
    assert Begun(os.getpid).result() == os.getpid()


@pytest.mark.parametrize("error", [BadSettings("No title."), SamePath("a/b"), FileNotFoundError(2, "Gone", "x")])
def test_an_error_is_raised_as_it_was(error: Exception) -> None:
    """An error of a task keeps its type and its words, and says where it came from."""
    with at_most(30), pytest.raises(type(error)) as raised:
        spread([partial(slowly, 1), partial(refuse, error), partial(slowly, 2)])
    assert str(raised.value) == str(error)
    assert "in refuse" in "".join(traceback.format_exception(raised.value))


class Unsendable(Exception):
    """An error that says one thing and is made of two."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one)
        self.two = two


@pytest.mark.usefixtures("others_only")
def test_an_error_that_cannot_be_sent_says_what_it_said() -> None:
    """Whatever an error is made of, its words and its place arrive."""
    with at_most(60), pytest.raises(RuntimeError, match=r"in refuse[\s\S]*Unsendable: first"):
        spread([partial(slowly, 1), partial(refuse, Unsendable("first", "second")), partial(slowly, 2)])


@LINUX
def test_a_killed_process_ends_the_work() -> None:
    """A process that the system kills ends in an error that says so, whatever the others did."""
    tasks: list[Callable[[], int]] = [partial(slowly, 1), killed, killed, partial(slowly, 2), partial(slowly, 3)]
    with at_most(30), pytest.raises(ProcessDied, match="enough memory"):
        spread(tasks)


@LINUX
def test_all_processes_killed_end_the_work() -> None:
    """With nobody left to wait for, nobody waits."""
    with at_most(30), pytest.raises(ProcessDied):
        spread([killed] * 6)


@LINUX
@pytest.mark.usefixtures("others_only")
def test_an_error_ends_the_other_processes(tmp_path: Path) -> None:
    """Once a task has failed, nobody goes on with the others."""

    def fail() -> int:
        begun_process(tmp_path / "long")
        raise BadSettings("No.")

    tasks: list[Callable[[], int]] = [partial(long_task, tmp_path / "long"), fail]
    with at_most(30), pytest.raises(BadSettings):
        spread(tasks)
    assert ended(begun_process(tmp_path / "long"))


@LINUX
def test_an_error_of_our_own_ends_the_other_processes(tmp_path: Path) -> None:
    """So it is where the task that failed was ours."""

    def fail_here() -> int:
        if os.getpid() != TESTS:
            return long_task(tmp_path / f"{os.getpid()}")
        while len(list(tmp_path.glob("*[0-9]"))) < 2:
            time.sleep(0.01)
        raise BadSettings("No.")

    with at_most(30), pytest.raises(BadSettings):
        spread([fail_here] * 3)
    assert all(ended(int(sign.name)) for sign in tmp_path.iterdir())


def test_garbage_is_collected_again_after_the_work() -> None:
    """What was kept out of the collection while forks were at work is let in again."""
    spread([os.getpid] * 3)
    assert gc.get_freeze_count() == 0


def test_a_begun_task_gives_its_result() -> None:
    """A task is done meanwhile, and its result given when it is asked for."""
    with at_most(30):
        assert Begun(lambda: {"frame": [1, 2]}).result() == {"frame": [1, 2]}


@LINUX
def test_a_begun_task_is_done_elsewhere() -> None:
    """While we do other things, another process is at it; it is gone once its result was taken."""
    elsewhere = Begun(os.getpid).result()
    assert elsewhere != os.getpid()
    assert ended(elsewhere)


@LINUX
def test_what_comes_after_a_result_is_waited_for(tmp_path: Path) -> None:
    """Whoever has the result goes on meanwhile; only at the end it must be done, and by the same process."""
    begun = Begun(os.getpid, partial(write_slowly, tmp_path / "done"))
    with at_most(30):
        elsewhere = begun.result()
        assert not (tmp_path / "done").exists()
        begun.close()
    assert (tmp_path / "done").read_text() == f"{elsewhere}"
    assert ended(elsewhere)


@LINUX
def test_nothing_comes_after_an_error(tmp_path: Path) -> None:
    """Without a result nothing comes after it, nor where nobody waits for it."""
    after = partial(write_slowly, tmp_path / "done", 0)
    failed, left = Begun(partial(refuse, BadSettings("No.")), after), Begun(partial(wait_a_little, 60), after)
    with at_most(30), pytest.raises(BadSettings):
        failed.result()
    left.close()
    assert not (tmp_path / "done").exists()


def test_what_comes_after_a_result_needs_no_other_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With one processor it is done before anybody gets the result."""
    monkeypatch.setattr(processes, "processors", lambda: 1)
    begun = Begun(os.getpid, partial(write_slowly, tmp_path / "done", 0))
    assert begun.result() == os.getpid()
    assert (tmp_path / "done").read_text() == f"{os.getpid()}"
    begun.close()


def test_a_begun_task_that_ends_takes_no_work_away() -> None:
    """While others are spread, tasks that were begun end one by one; each spread task is still done once."""
    for is_held in (True, False):
        begun = [Begun(partial(wait_a_little, number / 50)) for number in range(6)]
        held = begun if is_held else []
        del begun
        done = spread([partial(wait_a_little, 0.01) for _ in range(60)])
        assert len(done) == 60
        assert [one.result() for one in held] == [number / 50 for number in range(6)][: len(held)]


def test_a_begun_task_raises_when_it_is_asked() -> None:
    """What goes wrong meanwhile is said when the result is wanted."""
    begun = Begun(partial(refuse, BadSettings("No title.")))
    with at_most(30), pytest.raises(BadSettings, match="No title"):
        begun.result()


@LINUX
def test_a_begun_task_that_is_killed_is_told() -> None:
    """Nobody waits for the result of a process that is gone."""
    with at_most(30), pytest.raises(ProcessDied):
        Begun(killed).result()


@LINUX
def test_a_begun_task_can_be_ended(tmp_path: Path) -> None:
    """A task that nobody waits for any more is stopped, however often one says so."""
    begun = Begun(partial(long_task, tmp_path / "long"))
    with at_most(30):
        elsewhere = begun_process(tmp_path / "long")
        begun.close()
        begun.close()
    assert ended(elsewhere)


@LINUX
def test_a_killed_build_takes_its_processes_along(tmp_path: Path) -> None:
    """When the process that waits is killed, those that work for it end, too."""
    environment = {**os.environ, "PYTHONPATH": REPOSITORY}
    with subprocess.Popen([sys.executable, "-c", BUILD], cwd=tmp_path, env=environment) as build:
        with at_most(30):
            first, second = (begun_process(tmp_path / name) for name in ("one", "two"))
        build.kill()
    assert soon_ended(first)
    assert soon_ended(second)


def test_there_is_a_processor() -> None:
    """Somebody runs this test."""
    assert processors() >= 1
