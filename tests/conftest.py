"""What all tests share."""

from __future__ import annotations

import pytest

from factpress.adapters import processes


@pytest.fixture
def several_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every machine that runs the tests have three processors."""
    monkeypatch.setattr(processes, "processors", lambda: 3)
