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

    def __init__(self, task: Callable[[], T]) -> None:
        """Begin it; where there is one processor, or no fork to be trusted, it is done when it is asked for."""
        self._task = task
        self._pipe: Connection | None = None
        if processors() > 1 and _can_fork():
            context = multiprocessing.get_context("fork")
            self._pipe, there = context.Pipe(duplex=False)
            self._process = context.Process(target=_work, args=([task], count().__next__, there), daemon=True)
            self._process.start()
            there.close()

    def result(self) -> T:
        """Wait for it and return what it gave. Raises what it raised."""
        if self._pipe is None:
            return self._task()
        try:
            return cast(T, _gathered([self._pipe], 1)[0])
        finally:
            self.close()

    def close(self) -> None:
        """End it, whether it is done or not."""
        if self._pipe is not None:
            self._process.kill()
            self._process.join()


def _can_fork() -> bool:
    return sys.platform.startswith("linux")


def spread(tasks: Sequence[Callable[[], T]], /) -> list[T]:
    """Do all tasks, shared between processes; return the results in the order of the tasks.

    The processes are forks, so that they share what was loaded before; a result is sent back, an exception is
    raised here. Where there is one processor or task, or no fork to be trusted, all is done here. Raises
    ProcessDied where a process ends before its work.
    """
    workers = min(processors(), len(tasks))
    if workers < 2 or not _can_fork():
        return one_by_one(tasks)
    context = multiprocessing.get_context("fork")
    next_task = context.Value("i", 0)
    # What exists now is never collected, so that counting references doesn't copy its memory into each fork.
    gc.freeze()
    children = []
    pipes: list[Connection] = []
    for _ in range(workers):
        here, there = context.Pipe(duplex=False)
        child = context.Process(target=_work, args=(tasks, partial(_next_of, next_task), there), daemon=True)
        child.start()
        there.close()
        children.append(child)
        pipes.append(here)
    try:
        return _gathered(pipes, len(tasks))
    finally:
        for child in children:
            child.kill()
            child.join()
        gc.unfreeze()


def _gathered(pipes: list[Connection], wanted: int) -> list[Any]:
    results: dict[int, Any] = {}
    while len(results) < wanted:
        for pipe in wait(pipes):
            assert isinstance(pipe, Connection)  # noqa: S101 - for the type checker: nothing else was waited for
            try:
                number, result, error = pipe.recv()
            except (EOFError, OSError):  # it ended, perhaps in the middle of a message
                pipes.remove(pipe)
                if not pipes and len(results) < wanted:
                    raise ProcessDied from None
                continue
            if error is not None:
                raise error
            results[number] = result
    return [results[number] for number in range(wanted)]


def _next_of(counter: Any) -> int:
    """Return the next number of a counter that processes share; it must be held as long as one of them counts."""
    with counter.get_lock():
        number: int = counter.value
        counter.value += 1
    return number


def _work(tasks: Sequence[Callable[[], Any]], next_task: Callable[[], int], pipe: Connection) -> None:
    _end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    is_first = True
    while (number := next_task()) < len(tasks):
        if not is_first:
            # Of the last task alone: templates leave circles, while what has stayed for longer stays to the end.
            gc.collect(0)
        is_first = False
        try:
            pipe.send((number, tasks[number](), None))
        except Exception as error:
            pipe.send((number, None, _sendable(error)))
            break
    pipe.close()
    # The parent's clean-up, like removing its temporary folder, is the parent's.
    os._exit(0)


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
