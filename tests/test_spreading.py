"""Independent pieces of work: all of them, in order."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factpress.spreading import in_chunks, one_by_one


def test_tasks_are_done_one_after_the_other() -> None:
    """Each task is done once, in order, and gives its result in its place."""
    done: list[int] = []

    def task(number: int) -> int:
        done.append(number)
        return number * number

    assert one_by_one([partial(task, number) for number in (3, 1, 2)]) == [9, 1, 4]
    assert done == [3, 1, 2]


def test_no_tasks_give_no_results() -> None:
    """Where there is nothing to do nothing is done."""
    assert one_by_one([]) == []


def test_a_task_that_fails_ends_the_work() -> None:
    """What a task raises is raised; the tasks after it are not begun."""
    done: list[str] = []
    with pytest.raises(ZeroDivisionError):
        one_by_one([lambda: done.append("before"), lambda: 1 // 0, lambda: done.append("after")])
    assert done == ["before"]


@given(st.lists(st.integers()), st.integers(min_value=1, max_value=10))
def test_chunks_put_together_are_the_whole(values: list[int], size: int) -> None:
    """No chunk is empty or too large, only the last one is smaller, and nothing is lost or doubled."""
    chunks = list(in_chunks(values, size))
    assert [value for chunk in chunks for value in chunk] == values
    assert all(len(chunk) == size for chunk in chunks[:-1])
    assert all(0 < len(chunk) <= size for chunk in chunks)
