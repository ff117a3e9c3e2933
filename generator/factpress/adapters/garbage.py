"""When Python may look for garbage: not while there is none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Let no garbage be collected for a while.

    A build makes many values that all live to its end; looking through them again and again takes a fifth of it.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            # What there is by now counts as old, or else it would all be looked through at once.
            gc.freeze()
            gc.unfreeze()
            gc.enable()
