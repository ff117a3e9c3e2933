"""Tasks that another process does meanwhile: their results, what comes after these, and their end."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest

from factpress.adapters import processes
from factpress.adapters.processes import Begun, ProcessDied, spread
from factpress.adapters.settings import BadSettings
from tests.tasks import LINUX, at_most, begun_process, ended, killed, long_task, refuse, wait_a_little, write_slowly

pytestmark = pytest.mark.usefixtures("several_processors")


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
