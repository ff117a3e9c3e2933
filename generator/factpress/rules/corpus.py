"""What must hold of the corpus as a whole."""

from __future__ import annotations
