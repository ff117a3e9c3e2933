"""When Python may look for garbage."""

from __future__ import annotations

import gc

import pytest

from factpress.adapters.garbage import uncollected
from factpress.adapters.settings import BadSettings


@pytest.mark.parametrize("enabled", [True, False])
def test_garbage_collection_is_put_back(enabled: bool) -> None:
    """Whether it was on or off before, and whatever is raised within, it is so again after."""

    def failing() -> None:
        with uncollected():
            assert not gc.isenabled()
            raise BadSettings("No.")

    was = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        with pytest.raises(BadSettings):
            failing()
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if was else gc.disable)()
