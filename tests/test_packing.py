"""Values as JSON that can be held by the thousands."""

from __future__ import annotations

import tracemalloc

import orjson

from factpress.packing import packed


def test_packed_values_take_the_room_of_their_letters() -> None:
    """A thousand lines take what they are long, not the room that each was written in."""
    value = {"claim": "x" * 700}
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        lines = [packed(value) for _ in range(1000)]
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert lines[0] == orjson.dumps(value)
    assert after - before < 1000 * (len(lines[0]) + 100)
