"""Tests of reading files that strangers laid out."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from factpress.adapters.files import read_content, read_regular
from factpress.loading import load_corpus
from factpress.texts import MAX_BYTES
from tests.publications import write_publication


@pytest.fixture
def publication(tmp_path: Path) -> Path:
    """Return a publication that is fine."""
    return write_publication(tmp_path / "desk")


def refusals(folder: Path) -> dict[str, str]:
    """Return what was refused, by path."""
    return {text.path: text.refused for text in read_content(folder).texts if text.refused}


def test_texts_media_and_pages_are_found_in_order(publication: Path) -> None:
    """Claims in sub-folders and registries are read, media and pages are listed, all sorted."""
    content = publication / "content"
    (content / "claims" / "2025").mkdir()
    (content / "claims" / "2025" / "a.yml").write_text("claim: x", "utf-8")
    (content / "media" / "b").mkdir(parents=True)
    (content / "media" / "b" / "z.png").write_bytes(b"png")
    (content / "media" / "a.png").write_bytes(b"png")
    found = read_content(publication)
    assert [text.path for text in found.texts] == [
        "content/claimants.yml",
        "content/claims/2025/a.yml",
        "content/claims/old-bridge.yml",
        "content/people.yml",
        "content/publication.yml",
        "content/publishers.yml",
        "content/topics.yml",
        "content/verdicts.yml",
    ]
    assert found.texts[1].raw == b"claim: x"
    assert found.media == ["a.png", "b/z.png"]
    assert found.pages == ["about.md", "index.md"]


def test_hidden_files_and_notes_are_left_alone(publication: Path) -> None:
    """Names that begin with a dot, and files in claims/ that aren't YAML, are none of our business."""
    claims = publication / "content" / "claims"
    (claims / "README.md").write_text("how we work", "utf-8")
    (claims / ".draft.yml").write_text("no: claim", "utf-8")
    (claims / ".git").mkdir()
    (claims / ".git" / "x.yml").write_text("no: claim", "utf-8")
    assert [t.path for t in read_content(publication).texts if "claims/" in t.path] == ["content/claims/old-bridge.yml"]


def test_another_ending_of_yaml_is_handed_on_for_loading_to_say_so(publication: Path) -> None:
    """`.yaml` and `.YML` are read, so that a claim can't be left out in silence."""
    claims = publication / "content" / "claims"
    (claims / "a.yaml").write_text("claim: x", "utf-8")
    (claims / "b.YML").write_text("claim: x", "utf-8")
    content = read_content(publication)
    codes = {p.location.path: p.code for p in load_corpus(content.texts).problems}
    assert codes == {"content/claims/a.yaml": "FP011", "content/claims/b.YML": "FP011"}


def test_whatever_is_no_regular_file_is_refused_and_never_opened(publication: Path) -> None:
    """Links, pipes, sockets, devices and folders in place of a file become refusals, without blocking."""
    content = publication / "content"
    claims = content / "claims"
    os.mkfifo(claims / "pipe.yml")
    os.mkfifo(content / "media.fifo")
    (claims / "folder.yml").mkdir()
    (claims / "link.yml").symlink_to("/etc/passwd")
    (claims / "inner.yml").symlink_to("old-bridge.yml")
    (claims / "dangling.yml").symlink_to("nowhere")
    (claims / "elsewhere").symlink_to("/etc")
    (claims / "circle").symlink_to(claims)
    (content / "pages" / "secret.md").symlink_to("/etc/passwd")
    (content / "media").mkdir()
    (content / "media" / "secret.png").symlink_to("/etc/passwd")
    link = "it is a symbolic link"
    assert refusals(publication) == {
        "content/claims/circle": link,
        "content/claims/dangling.yml": link,
        "content/claims/elsewhere": link,
        "content/claims/folder.yml": "it is a folder",
        "content/claims/inner.yml": link,
        "content/claims/link.yml": link,
        "content/claims/pipe.yml": "it is a named pipe",
        "content/media/secret.png": link,
        "content/pages/secret.md": link,
    }


def test_a_socket_is_refused(publication: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket is no content either."""
    monkeypatch.chdir(publication / "content")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("people.yml.socket")
        os.rename("people.yml.socket", "claims/socket.yml")
    assert refusals(publication) == {"content/claims/socket.yml": "it is a socket"}


@pytest.mark.parametrize("name", ["claims", "media", "pages"])
def test_a_linked_folder_is_refused(publication: Path, name: str) -> None:
    """A folder of content/ must not lead elsewhere."""
    folder = publication / "content" / name
    if folder.exists():
        folder.rename(publication / name)
    folder.symlink_to("/etc")
    assert refusals(publication) == {f"content/{name}": "it is a symbolic link"}


def test_a_file_where_a_folder_must_be_is_refused(publication: Path) -> None:
    """`content/media` as a file is said, not skipped."""
    (publication / "content" / "media").write_text("x", "utf-8")
    assert refusals(publication) == {"content/media": "it is a file where a folder must be"}


def test_a_linked_content_folder_holds_nothing(publication: Path) -> None:
    """Nothing is read through a link at content/ itself."""
    (publication / "content").rename(publication / "moved")
    (publication / "content").symlink_to("moved")
    assert read_content(publication).texts == []


def test_a_large_file_is_read_only_as_far_as_it_takes_to_refuse_it(publication: Path) -> None:
    """Of ten million bytes one more than the limit is read, and loading says that it is too large."""
    large = publication / "content" / "claims" / "large.yml"
    large.write_bytes(b"claim: " + b"x" * 10_000_000)
    texts = read_content(publication).texts
    assert [len(text.raw) for text in texts if "large" in text.path] == [MAX_BYTES + 1]
    assert [p.code for p in load_corpus(texts).problems] == ["FP008"]


def test_a_name_that_is_no_utf_8_is_written_escaped(publication: Path) -> None:
    """A name of undecodable bytes gives a path that can be printed, and its file is read."""
    place = os.fsencode(publication / "content" / "claims") + b"/\xffx.yml"
    try:
        with open(place, "wb") as file:
            file.write(b"claim: x")
    except OSError:
        pytest.skip("the file system has no such names")
    texts = {text.path: text.raw for text in read_content(publication).texts}
    assert texts["content/claims/\\xffx.yml"] == b"claim: x"


def test_nothing_there_is_nothing_read(tmp_path: Path) -> None:
    """A folder without content/ gives nothing and raises nothing."""
    assert read_content(tmp_path).texts == []


def test_a_file_that_is_gone_says_so(tmp_path: Path) -> None:
    """What can't be opened is a sentence, not an exception."""
    assert read_regular(tmp_path / "gone.yml") == (b"", "it can't be read: No such file or directory")
