"""Several processes for independent tasks: as many as there are processors."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from multiprocessing.connection import Connection, wait
from typing import Any, Final, Generic, TypeVar, cast

from factpress.spreading import one_by_one

T = TypeVar("T")

_FEW: Final = 128
"""How many tasks are few: one process less is then begun, which costs more than what they leave behind in this one."""
_PR_SET_PDEATHSIG: Final = 1


class ProcessDied(OSError):
    """A process of ours was killed, for instance by the system when memory ran out."""

    def __init__(self) -> None:
        super().__init__(0, "One of the processes that build the site was ended from outside; is there enough memory?")


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Begun(Generic[T]):
    """A task that another process does meanwhile."""

    def __init__(self, task: Callable[[], T], then: Callable[[], None] | None = None) -> None:
        """Begin it; where there is one processor, or no fork to be trusted, it is done when it is asked for.

        `then` is done in the same process once there is a result, while whoever waited for that goes on.
        """
        self._task = task
        self._then = then
        self._is_done = False
        self._pipe: Connection | None = None
        if processors() > 1 and _can_fork():
            context = multiprocessing.get_context("fork")
            self._pipe, there = context.Pipe(duplex=False)
            args = [task], count().__next__, there, then
            self._process = context.Process(target=_work, args=args, daemon=True)
            self._process.start()
            there.close()

    def result(self) -> T:
        """Wait for it and return what it gave. Raises what it raised."""
        if self._pipe is None:
            result = self._task()
            if self._then:
                self._then()
            return result
        try:
            result = cast(T, _gathered([self._pipe], 1, {})[0])
            self._is_done = True
            return result
        finally:
            if not (self._is_done and self._then):
                self.close()

    def close(self) -> None:
        """End it, whether it is done or not; what comes after the result is waited for, where that was taken."""
        if self._pipe is not None:
            if not self._is_done:
                self._process.kill()
            self._process.join()


def _can_fork() -> bool:
    return sys.platform.startswith("linux")


def spread(tasks: Sequence[Callable[[], T]], /) -> list[T]:
    """Do all tasks, shared between processes, this one among them where there are few; return the results in order.

    The other processes are forks, so that they share what was loaded before; a result is sent back, an exception is
    raised here. Where there is one processor or task, or no fork to be trusted, all is done here. Raises
    ProcessDied where a process ends before its work.
    """
    workers = min(processors(), len(tasks))
    if workers < 2 or not _can_fork():
        return one_by_one(tasks)
    takes_part = len(tasks) <= _FEW
    context = multiprocessing.get_context("fork")
    next_task = context.Value("i", 0)
    # What exists now is never collected, so that counting references doesn't copy its memory into each fork.
    gc.freeze()
    children = []
    pipes: list[Connection] = []
    for _ in range(workers - takes_part):
        here, there = context.Pipe(duplex=False)
        child = context.Process(target=_work, args=(tasks, partial(_next_of, next_task), there), daemon=True)
        child.start()
        there.close()
        children.append(child)
        pipes.append(here)
    results: dict[int, Any] = {}
    try:
        while takes_part and (number := _next_of(next_task)) < len(tasks):
            results[number] = tasks[number]()
            _clean_up()
            _receive(pipes, results, 0)
        return _gathered(pipes, len(tasks), results)
    finally:
        for child in children:
            child.kill()
            child.join()
        gc.unfreeze()


def _gathered(pipes: list[Connection], wanted: int, results: dict[int, Any]) -> list[Any]:
    """Return all results, of which some are there."""
    while len(results) < wanted:
        if not pipes:
            raise ProcessDied
        _receive(pipes, results)
    return [results[number] for number in range(wanted)]


def _receive(pipes: list[Connection], results: dict[int, Any], timeout: float | None = None) -> None:
    """Take in a result from each process that has one, and forget those that ended; wait so many seconds for one."""
    for pipe in cast(list[Connection], wait(pipes, timeout)):
        try:
            number, result, error = pipe.recv()
        except (EOFError, OSError):  # it ended, perhaps in the middle of a message
            pipes.remove(pipe)
            continue
        if error is not None:
            raise error
        results[number] = result


def _next_of(counter: Any) -> int:
    """Return the next number of a counter that processes share; it must be held as long as one of them counts."""
    with counter.get_lock():
        number: int = counter.value
        counter.value += 1
    return number


def _work(
    tasks: Sequence[Callable[[], Any]],
    next_task: Callable[[], int],
    pipe: Connection,
    then: Callable[[], None] | None = None,
) -> None:
    _end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    is_first = True
    while (number := next_task()) < len(tasks):
        if not is_first:
            _clean_up()
        is_first = False
        try:
            pipe.send((number, tasks[number](), None))
        except Exception as error:
            pipe.send((number, None, _sendable(error)))
            then = None
            break
    pipe.close()
    if then:
        then()
    # The parent's clean-up, like removing its temporary folder, is the parent's.
    os._exit(0)


def _clean_up() -> None:
    """Collect what the last task alone left: templates leave circles, and what has stayed for longer stays."""
    gc.collect(0)


def _sendable(error: Exception) -> Exception:
    """Return an error as it can be sent: itself with a note of where it came from, or what it says."""
    words = "".join(traceback.format_exception(error))
    try:
        error.add_note(words)
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    except Exception:
        return RuntimeError(words)
    return error


def _end_with_parent() -> None:
    """Let a killed build take its processes along (prctl(2), Linux)."""
    import ctypes  # here, where nobody waits for it

    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
