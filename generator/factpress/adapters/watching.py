"""Waits until something changes in some files and folders."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from threading import Condition
from typing import Any, Final

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch
from watchdog.observers.polling import PollingObserver

QUIET: Final = 0.05
"""Seconds without a change after which a change is over: editors write a file in several steps."""
LONGEST: Final = 2.0
"""Seconds for which that is waited for."""
INTERVAL: Final = 0.5
"""Seconds between two looks where the system tells nothing."""
_CHANGES: Final = frozenset({"created", "modified", "deleted", "moved", "closed"})


class Watch(FileSystemEventHandler):
    """Notes what changes in a folder's files and folders of some names, there or not.

    The system tells (on Linux inotify(7)), or else it is looked for twice a second. Names that begin with a dot are
    left alone, as they are where content is read.
    """

    def __init__(self, folder: Path, names: Iterable[str]) -> None:
        """Begin."""
        self._folder = os.path.abspath(folder)
        self._names = tuple(names)
        self._changed: set[str] = set()
        self._last = 0.0
        self._told = Condition()
        self._followed: dict[str, tuple[int, ObservedWatch]] = {}
        self._observer: Any = Observer()
        try:
            self._begin()
        except OSError:  # the system watches too much already
            self.end()
            self._followed.clear()
            self._observer = PollingObserver(timeout=INTERVAL)
            self._begin()

    def _begin(self) -> None:
        self._observer.schedule(self, self._folder)
        self._follow()
        self._observer.start()

    def _follow(self) -> None:
        """Follow each folder as it is now: somebody may have put another one in its place."""
        for name in self._names:
            place = os.path.join(self._folder, name)
            number = os.stat(place).st_ino if os.path.isdir(place) else 0
            known, watch = self._followed.get(name, (0, None))
            if number == known:
                continue
            if watch:
                self._observer.unschedule(watch)
                del self._followed[name]
            if number:
                self._followed[name] = number, self._observer.schedule(self, place, recursive=True)

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note an event, as watchdog tells it."""
        if event.event_type not in _CHANGES or (event.is_directory and event.event_type == "modified"):
            return
        for place in (event.src_path, event.dest_path):
            path = os.path.relpath(os.fsdecode(place), self._folder) if place else ""
            parts = path.split(os.sep)
            if parts[0] in self._names and not any(part.startswith(".") for part in parts):
                with self._told:
                    self._changed.add("/".join(parts))
                    self._last = time.monotonic()
                    self._told.notify_all()

    def wait(self, seconds: float | None = None) -> frozenset[str]:
        """Wait until something changes and no longer does; return the paths from the folder.

        None where the time is up.
        """
        with self._told:
            if not self._told.wait_for(lambda: self._changed, seconds):
                return frozenset()
            until = time.monotonic() + LONGEST
            while (now := time.monotonic()) < until and now < self._last + QUIET:
                self._told.wait(self._last + QUIET - now)
            changed = frozenset(self._changed)
            self._changed.clear()
        if not changed.isdisjoint(self._names):
            with suppress(OSError):
                self._follow()
        return changed

    def end(self) -> None:
        """Watch no longer."""
        self._observer.stop()
        if self._observer.is_alive():
            self._observer.join()
