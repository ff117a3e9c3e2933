"""Tasks in several processes: as if one had done them, only sooner; and none outlives its build."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from factpress.adapters import processes
from factpress.adapters.processes import Begun, ProcessDied, processors, spread
from factpress.adapters.settings import BadSettings
from factpress.site import SamePath
from tests.tasks import (
    LINUX,
    TESTS,
    at_most,
    begun_process,
    ended,
    killed,
    large,
    long_task,
    refuse,
    slowly,
    soon_ended,
    worker,
)

pytestmark = pytest.mark.usefixtures("several_processors")
REPOSITORY = str(Path(__file__).parents[2])
BUILD = """
from functools import partial
from pathlib import Path
from factpress.adapters import processes
from tests.tasks import long_task
processes.processors = lambda: 3
processes.spread([partial(long_task, Path(name)) for name in ("one", "two")])
"""
"""A build that takes a minute."""


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
