"""Serving a desk while it writes: what it sees, that it follows, and that nothing ends it."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from factpress.adapters.serving import serve_site
from factpress.adapters.settings import BadSettings
from tests.making import complete_claim
from tests.publications import write_publication, write_yaml

PATIENCE = 40
"""Seconds; a slow machine is no failure."""
CLAIM = "content/claims/old-bridge.yml"


class Running:
    """A server that runs as a program of its own."""

    def __init__(self, folder: Path, port: int, log: Path, process: subprocess.Popen[bytes]) -> None:
        self.folder = folder
        self.port = port
        self.process = process
        self._log = log

    def ask(self, path: str, method: str = "GET") -> tuple[int, dict[str, str], str]:
        """Return status, headers and text of an answer; the path is sent as it is."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read().decode("utf-8", "replace")
        finally:
            connection.close()

    def page(self, path: str, wanted: str, status: int = 200) -> str:
        """Return a page as soon as it holds a text."""
        seen: object = None
        for _ in patiently():
            try:
                seen = self.ask(path)
            except OSError:
                continue
            if seen[0] == status and wanted in seen[2]:
                return seen[2]
        raise AssertionError(f"{wanted!r} never came; last seen: {seen!r:.300}")

    def says(self, words: str) -> str:
        """Return what was printed as soon as some words are."""
        for _ in patiently():
            said = self._log.read_text("utf-8")
            if words in said:
                return said
        raise AssertionError(f"{words!r} was never said: {said}")

    def write(self, **fields: object) -> None:
        """Change the one claim."""
        write_yaml(self.folder / CLAIM, complete_claim(**fields))


def patiently() -> Iterator[None]:
    """Yield now and then, for as long as a slow machine may take."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        yield
        time.sleep(0.05)


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def running(folder: Path, log: Path) -> Iterator[Running]:
    """Serve a publication, and end it like somebody at a keyboard."""
    port = free_port()
    with log.open("wb") as printed:
        process = subprocess.Popen(
            [sys.executable, "-m", "factpress", "serve", "--address", f"127.0.0.1:{port}"],
            cwd=folder,
            env={**os.environ, "NO_COLOR": "1", "FORCE_COLOR": ""},
            stderr=printed,
            stdout=printed,
            # Whoever runs the tests in the background has it ignored, which would be handed on.
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
        )
    try:
        yield Running(folder, port, log, process)
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Serve a publication with a complete claim, a draft, a broken claim and a medium."""
    folder = write_publication(
        tmp_path_factory.mktemp("desk"),
        {
            "old-bridge": complete_claim(),
            "tunnel": {"claim": "The tunnel leaks."},
            "broken": complete_claim(claim="Another.", verdict="nonsense"),
        },
    )
    (folder / "content/media").mkdir()
    (folder / "content/media/bridge.png").write_bytes(b"\x89PNG")
    with running(folder, tmp_path_factory.mktemp("log") / "log") as server:
        server.says("Serving at")
        yield server


def test_the_first_page(desk: Running) -> None:
    """It lies below the path of the site's address, to which the root leads; nobody may keep it."""
    status, headers, home = desk.ask("/desk/")
    assert (status, headers["Content-Type"], headers["Cache-Control"]) == (200, "text/html; charset=utf-8", "no-store")
    assert "Millbrook Checks" in home
    status, headers, _ = desk.ask("/")
    assert (status, headers["Location"]) == (302, "/desk/")
    assert f"Serving at http://127.0.0.1:{desk.port}/desk/" in desk.says("Serving at")


def test_a_draft_is_marked(desk: Running) -> None:
    """It is shown, and nobody takes it for published."""
    assert re.search(r">\s*Draft\b", desk.page("/desk/claims/tunnel/", "The tunnel leaks."))


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("assets/stylesheets/factpress.css", "text/css; charset=utf-8"),
        ("assets/javascripts/browse.js", "text/javascript; charset=utf-8"),
        ("data/claims.json", "application/json"),
        ("media/bridge.png", "image/png"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("browse/", "text/html; charset=utf-8"),
        ("feeds/", "text/html; charset=utf-8"),
    ],
)
def test_every_file_has_its_type(desk: Running, path: str, kind: str) -> None:
    """Browsers needn't guess."""
    status, headers, _ = desk.ask(f"/desk/{path}")
    assert (status, headers["Content-Type"], headers["X-Content-Type-Options"]) == (200, kind, "nosniff")


def test_search_works(desk: Running) -> None:
    """The index is made when it is asked for."""
    status, headers, listed = desk.ask("/desk/search/parts.json")
    assert (status, headers["Content-Type"]) == (200, "application/json")
    [[name, _]] = json.loads(listed)
    assert desk.ask(f"/desk/search/{name}/pagefind.js")[0] == 200


def test_a_path_without_its_slash_leads_to_the_page(desk: Running) -> None:
    """The query goes along."""
    status, headers, _ = desk.ask("/desk/claims/tunnel?x=1")
    assert (status, headers["Location"]) == (302, "/desk/claims/tunnel/?x=1")


@pytest.mark.parametrize(
    "path",
    [
        "/desk/../../../etc/passwd",
        "/desk/%2e%2e/%2e%2e/mkdocs.yml",
        "/desk/media/../claims/old-bridge.yml",
        "/desk/media/..%2fclaims%2fold-bridge.yml",
        "/desk/media/",
        "/desk//etc/passwd",
        "/desk/%00",
        "/desk/%ff",
        "//evil.example/desk/",
        "/mkdocs.yml",
        "/desk/claims/broken/",
        "/desk/claims/nowhere/",
    ],
)
def test_nothing_else_is_served(desk: Running, path: str) -> None:
    """No other file, no folder's list, no claim that is broken: the site's own page says that there is none."""
    status, _, text = desk.ask(path)
    assert status == 404
    assert "root:" not in text
    assert "site_name" not in text
    assert "Page not found" in text


def test_only_looking_is_possible(desk: Running) -> None:
    """Heads have no body, and nothing can be written."""
    status, headers, text = desk.ask("/desk/", "HEAD")
    assert (status, text) == (200, "")
    assert int(headers["Content-Length"]) > 1000
    assert desk.ask("/desk/", "POST")[0] == 501


def test_an_edit_shows_and_browsers_are_told(desk: Running) -> None:
    """Who follows the site hears of the edition it has, and then of the next one."""
    first = desk.ask("/desk/claims/old-bridge/")[2]
    script = re.search(r'<script src="([^"]+)" data-edition="([^"]+)" data-events="([^"]+)" defer></script>', first)
    assert script
    assert "EventSource" in desk.ask(script[1])[2]
    connection = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=PATIENCE)
    connection.request("GET", script[3])
    answer = connection.getresponse()
    assert answer.getheader("Content-Type") == "text/event-stream"
    assert answer.readline().decode() == f"data: {script[2]}\n"
    desk.write(headline="No, the bridge stood open")
    told = next(line for line in iter(answer.readline, b"") if line.startswith(b"data:")).decode()
    connection.close()
    assert told != f"data: {script[2]}\n"
    now = desk.page("/desk/claims/old-bridge/", "No, the bridge stood open")
    assert told.removeprefix("data: ").strip() in now


def test_an_error_is_told_and_the_last_page_stays(desk: Running) -> None:
    """Other claims are followed meanwhile, and the claim again when it is mended."""
    desk.write(headline="The last good headline")
    desk.page("/desk/claims/old-bridge/", "The last good headline")
    desk.write(headline="Another headline", verdict="hogwash")
    assert "Traceback" not in desk.says("“hogwash”")
    write_yaml(desk.folder / "content/claims/tunnel.yml", {"claim": "The tunnel leaks.", "headline": "It is dry"})
    desk.page("/desk/claims/tunnel/", "It is dry")
    assert "The last good headline" in desk.ask("/desk/claims/old-bridge/")[2]
    (desk.folder / CLAIM).write_text("claim: [", "utf-8")
    desk.says("FP003")
    desk.write(headline="Mended")
    desk.page("/desk/claims/old-bridge/", "Mended")


def test_a_claim_comes_and_goes(desk: Running) -> None:
    """A page of a file that is gone is gone."""
    place = desk.folder / "content/claims/ferry.yml"
    write_yaml(place, complete_claim(claim="The ferry sank."))
    assert "The ferry sank." in desk.page("/desk/claims/ferry/", "The ferry sank.")
    place.unlink()
    assert "The ferry sank." not in desk.page("/desk/claims/ferry/", "Page not found", 404)


def test_a_link_that_leads_nowhere_is_told(desk: Running) -> None:
    """A little later, and the page is shown nevertheless."""
    desk.write(what_we_know="See [the list](../nowhere/) of the road office [@office].")
    assert "nowhere" in desk.says("FP503")
    assert "of the road office" in desk.page("/desk/claims/old-bridge/", "of the road office")
    desk.write()


def test_pages_and_settings_are_followed(desk: Running) -> None:
    """Hand-written pages, mkdocs.yml and the theme; one that can't be used leaves everything as it was."""
    page, settings = desk.folder / "content/pages/about.md", desk.folder / "mkdocs.yml"
    page.write_text("# About us\n\nWe moved house.\n", "utf-8")
    desk.page("/desk/about/", "We moved house.")
    good = settings.read_text("utf-8")
    settings.write_text("site_name: [", "utf-8")
    desk.says("Nothing new is shown. mkdocs.yml must be YAML")
    assert desk.ask("/desk/about/")[0] == 200
    settings.write_text(good.replace("Millbrook Checks", "Millbrook Facts"), "utf-8")
    desk.page("/desk/about/", "Millbrook Facts")
    (desk.folder / "theme/factpress").mkdir(parents=True)
    (desk.folder / "theme/factpress/feeds.html").write_text("<h1>{{ nonsense }}</h1>", "utf-8")
    desk.page("/desk/feeds/", "can&#x27;t be made", 500)
    (desk.folder / "theme/factpress/feeds.html").write_text("<h1>Our own feeds</h1>", "utf-8")
    desk.page("/desk/feeds/", "Our own feeds")


def test_a_registry_with_an_error_leaves_everything_as_it_was(desk: Running) -> None:
    """No claim loses its topic because somebody is writing at the topics."""
    registry = desk.folder / "content/topics.yml"
    good = registry.read_text("utf-8")
    registry.write_text("traffic: [", "utf-8")
    desk.says("content/topics.yml:1")
    assert desk.ask("/desk/claims/tunnel/")[0] == 200
    registry.write_text(good.replace("Traffic", "Roads"), "utf-8")
    desk.page("/desk/topics/", "Roads")


def test_ctrl_c_ends_it(tmp_path: Path) -> None:
    """Without a word, as a success; nothing is left behind but what every build keeps."""
    folder = write_publication(tmp_path / "desk", {})
    (folder / "content/topics.yml").write_text("traffic: [", "utf-8")
    with running(folder, tmp_path / "log") as server:
        server.says("Serving at")
        assert "nothing to show yet" in server.page("/desk/", "follows by itself", 503)
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(PATIENCE) == 0
        assert "Traceback" not in server.says("Serving at")
    assert {path.name for path in folder.iterdir()} == {"content", "mkdocs.yml", ".factpress"}


def test_an_address_in_use_is_told(tmp_path: Path) -> None:
    """With what to do."""
    folder = write_publication(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(BadSettings, match=rf"Can't serve at {address}: .* Choose another --address\."):
            serve_site(folder, address=address, open_browser=False, say=print, tell=print)


def test_a_folder_that_is_no_publication_is_told(tmp_path: Path) -> None:
    """Before anything is served."""
    with pytest.raises(BadSettings, match=r"mkdocs\.yml"):
        serve_site(tmp_path, address="127.0.0.1:1", open_browser=False, say=print, tell=print)
