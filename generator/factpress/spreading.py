"""Work in independent pieces, which one process or several may do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")


class Spread(Protocol):
    """Does all tasks and returns their results in the order of the tasks, whoever did them."""

    def __call__(self, tasks: Sequence[Callable[[], T]], /) -> list[T]:
        """Raise what a task raised."""
        ...


def one_by_one(tasks: Sequence[Callable[[], T]], /) -> list[T]:
    """Do all tasks here, one after the other."""
    return [task() for task in tasks]


def in_chunks(values: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Yield a sequence in pieces of at most `size`."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
