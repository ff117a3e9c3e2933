"""Doors to the outside world, all thin."""
