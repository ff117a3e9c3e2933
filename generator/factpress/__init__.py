"""Publishes fact-checks from a git repository."""

__version__ = "0.1.0"
