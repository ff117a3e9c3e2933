"""What must hold of one claim."""

from __future__ import annotations
