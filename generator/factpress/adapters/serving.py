"""Serves what a desk sees while it writes, and follows what it changes."""

from __future__ import annotations

import time
import webbrowser
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Final

from factpress.adapters.answering import DeskServer, sentence_of
from factpress.adapters.desk import Desk
from factpress.adapters.reporters import counted
from factpress.adapters.settings import FILE, BadSettings, read_settings
from factpress.adapters.terminal import inert
from factpress.adapters.watching import Watch
from factpress.problems import Problem, Severity
from factpress.texts import ROOT

SETTLED_AFTER: Final = 1.0
"""Seconds without a change after which there is time for what can wait."""
Tell = Callable[[Sequence[Problem]], None]
"""Prints problems that weren't there before."""


def serve_site(folder: Path, *, address: str, open_browser: bool, say: Callable[[str], None], tell: Tell) -> None:
    """Serve a publication at `host:port` until interrupted.

    `say` prints a sentence, and `tell` problems. Raises BadSettings where the folder is no publication, mkdocs.yml
    can't be used when it begins, or the address is taken.
    """
    read_settings(folder)
    with (
        suppress(KeyboardInterrupt),
        _bound(Desk(folder), address, say) as server,
        _watching(folder) as watch,
    ):
        showing = Showing(server, say, tell)
        showing.look(())
        with _answering(server):
            Thread(target=showing.settle, daemon=True).start()
            say(f"Serving at {server.address}; Ctrl-C ends it.")
            if open_browser:
                webbrowser.open(server.address)
            while True:
                showing.follow(watch.wait())


def _bound(desk: Desk, address: str, say: Callable[[str], None]) -> DeskServer:
    host, _, port = address.rpartition(":")
    try:
        return DeskServer(desk, host.strip("[]"), int(port), say)
    except OSError as error:
        raise BadSettings(f"Can't serve at {address}: {error.strerror}. Choose another --address.") from None


@contextmanager
def _answering(server: DeskServer) -> Iterator[None]:
    Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()


@contextmanager
def _watching(folder: Path) -> Iterator[Watch]:
    watch = Watch(folder, (ROOT, FILE, "theme"))
    try:
        yield watch
    finally:
        watch.end()


class Showing:
    """Keeps what a server shows up to date, and says so."""

    def __init__(self, server: DeskServer, say: Callable[[str], None], tell: Tell) -> None:
        self._server = server
        self._say = say
        self._tell = tell
        self._looked = Event()
        self._known: Mapping[str, frozenset[Problem]] = {}
        self._printing = Lock()

    def look(self, changed: Collection[str]) -> None:
        """Show what changed. Raises BadSettings where the folder can't be used."""
        problems = self._server.desk.look(datetime.now(UTC), changed)
        self._server.announce()
        self._told("looking", problems)
        self._looked.set()

    def follow(self, changed: Collection[str]) -> None:
        """Show what changed; whatever goes wrong, say it and go on showing what there was."""
        begun = time.monotonic()
        try:
            self.look(changed)
        except Exception as error:
            # Themes and templates are others' code and raise what they like.
            self._say(sentence_of(error))
            return
        several = f" and {len(changed) - 1:,} more" if len(changed) > 1 else ""
        self._say(f"Followed {inert(min(changed))}{several} in {time.monotonic() - begun:.1f} s; {self._summary()}.")

    def settle(self) -> None:
        """Do, again and again, what can wait until nothing changes for a while."""
        while True:
            self._looked.wait()
            self._looked.clear()
            if self._looked.wait(SETTLED_AFTER):
                continue
            try:
                self._told("settling", self._server.desk.settle())
            except Exception as error:
                self._say(sentence_of(error))

    def _told(self, when: str, problems: Sequence[Problem]) -> None:
        with self._printing:
            fresh = [problem for problem in problems if problem not in self._known.get(when, ())]
            self._known = {**self._known, when: frozenset(problems)}
            if fresh:
                self._tell(fresh)

    def _summary(self) -> str:
        severities = Counter(problem.severity for problems in self._known.values() for problem in problems)
        stand = [counted(severities[one], one.value) for one in (Severity.ERROR, Severity.WARNING) if severities[one]]
        return " and ".join(stand) or "no errors and no warnings"
