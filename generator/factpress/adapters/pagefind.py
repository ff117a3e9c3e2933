"""Pagefind as the maker of the search index: parts of the published claims -> files below `search/`."""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from io import BufferedReader
from pathlib import Path
from threading import Thread
from typing import Any, Final

import orjson

from factpress.adapters.pagefind_bundle import CODE, KNOWN, UnknownFormat, fit
from factpress.adapters.settings import BadSettings
from factpress.search import SearchPart, SearchRecord
from factpress.site import File

FOLDER: Final = "search/"
"""Where the parts lie in the site, each in a folder called by its name."""

Index = Mapping[str, bytes]
"""The files of a part's index by path."""


class SearchFailed(BadSettings):
    """Pagefind is missing or could not make an index; says why and what to do."""


def index_part(part: SearchPart) -> Index:
    """Return the index of a part: the same bytes for the same claims. Raises SearchFailed."""
    records = part.records()
    reply = _answer(_messages(part.language, records))
    files = {file["path"]: base64.b64decode(file["content"]) for file in reply["files"]}
    try:
        return fit(files, [record.order for record in records])
    except UnknownFormat as error:
        raise SearchFailed(
            f"The search index needs Pagefind {KNOWN}x; the one found here makes other files: {error}. "
            "Install the locked requirements."
        ) from error


def index_files(part: SearchPart, *, with_program: bool) -> Iterator[File]:
    """Index a part and yield its files of the search; one part needs the program itself. Raises SearchFailed."""
    for path, content in index_part(part).items():
        if with_program or not CODE.fullmatch(path):
            yield File(f"{FOLDER}{part.name}/{path}", content)


def parts_file(parts: Iterable[SearchPart]) -> File:
    """Return the file that tells the page of the search which parts there are: of each its folder and a tag.

    The tag changes with what the part holds, so that browsers ask for what they don't have.
    """
    return File(f"{FOLDER}parts.json", orjson.dumps([(part.name, part.digest[:12]) for part in parts]))


def _program() -> Path:
    try:
        from pagefind.service import get_executable  # takes long to import, and many commands need no index
    except ImportError:
        raise SearchFailed("The search index needs Pagefind. Install it: `pip install 'pagefind[bin]'`.") from None
    program = get_executable()
    if program is None:
        raise SearchFailed("The search index needs Pagefind’s program. Install it: `pip install 'pagefind[bin]'`.")
    return program


def _messages(language: str, records: Iterable[SearchRecord]) -> Iterator[dict[str, Any]]:
    """Yield what Pagefind is told: a new index, which gets the number 0, its records, to hand over the files.

    The protocol is that of Pagefind's wrappers; the Python one waits a tenth of a second for each answer.
    """
    yield {"type": "NewIndex", "config": {"force_language": language}}
    for record in records:
        yield {
            "type": "AddRecord",
            "index_id": 0,
            "url": record.url,
            "content": record.content,
            "language": language,
            "meta": record.meta,
            "filters": record.filters,
        }
    yield {"type": "GetFiles", "index_id": 0}


def _answer(messages: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return what Pagefind answers to the last message. Raises SearchFailed where it does not."""
    program = _program()
    try:
        process = subprocess.Popen(  # noqa: S603 - the wheel's own program, told nothing by its arguments
            [program, "--service"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=program.parent,  # it obeys a pagefind.yml in its folder, and the environment
            env={},
        )
    except OSError as error:
        raise SearchFailed(
            f"Pagefind can’t be started: {error.strerror}. Install the locked requirements again."
        ) from None
    assert process.stdin  # noqa: S101 - a pipe was asked for
    replies: list[Mapping[str, Any]] = []
    # It answers while it is told, and it stops at the end of what it is told, done or not.
    listener = Thread(target=_listen, args=(process.stdout, replies), daemon=True)
    listener.start()
    try:
        with suppress(BrokenPipeError):
            for number, message in enumerate(messages):
                told = orjson.dumps({"message_id": number, "payload": message})
                process.stdin.write(base64.b64encode(told) + b",")
            process.stdin.flush()
        listener.join()
    finally:
        process.kill()
        process.wait()
        listener.join()
        with suppress(BrokenPipeError):
            process.stdin.close()
    reply = replies[0] if replies else {"type": "Error", "message": "it stopped, perhaps for want of memory"}
    if reply["type"] == "Error":
        raise SearchFailed(f"Pagefind could not make the search index: {reply['message']}. Build again.")
    return reply


def _listen(stdout: BufferedReader, replies: list[Mapping[str, Any]]) -> None:
    """Wait for the files or an error, each message of Pagefind ending in a comma."""
    held: list[bytes] = []
    with stdout:
        while chunk := stdout.read1(1 << 20):
            first, *others = chunk.split(b",")
            held.append(first)
            for other in others:
                reply = orjson.loads(base64.b64decode(b"".join(held)))["payload"]
                if reply["type"] in ("GetFiles", "Error"):
                    replies.append(reply)
                    return
                held = [other]
