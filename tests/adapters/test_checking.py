"""Checking a folder again: only what changed is read, and the same is found as the first time."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from factpress import gists, known
from factpress.adapters import checking, files
from factpress.adapters.checking import Checked, Memory, check_folder, check_together, read_folder
from factpress.adapters.keeping import FOLDER, keep
from factpress.adapters.scanning import CLAIMS_KEPT
from factpress.loading import load_corpus
from factpress.models.claim import Claim
from factpress.parsing import ReadClaim, read_claims
from factpress.rules import check_corpus
from factpress.rules.register import Setting
from factpress.texts import Text
from tests.making import NOW, complete_claim
from tests.publications import CONFIG, write_publication, write_yaml

CLAIMS = {
    "old-bridge": complete_claim(),
    "ferry": complete_claim(claim="The ferry sank.", related=[{"claim": "old-brige", "relation": "background"}]),
    "unsure": complete_claim(claim="Another.", verdict="flase", claimant="mayor-lunt", topics=["brigdes"]),
    "due": complete_claim(claim="A third.", review_by="2025-06-02"),
    "leads": complete_claim(claim="A fourth.", analysis="See [one](../old-bridge/) [@herald]."),
    "draft": {"claim": "A draft.", "verdict": "nonsense", "colour": "red"},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a publication in which some things are wrong."""
    folder = write_publication(tmp_path / "publication", CLAIMS)
    (folder / "content/claims/torn.yml").write_text("claim: [", "utf-8")
    return folder


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the claims whose files are read from here on."""
    names: list[str] = []

    def noted(texts: Sequence[Text]) -> list[ReadClaim]:
        names.extend(Path(text.path).stem for text in texts)
        return read_claims(texts)

    monkeypatch.setattr(gists, "read_claims", noted)
    return names


def cold(folder: Path, now: datetime = NOW) -> Checked:
    """Return what a check finds that knows of nothing before."""
    copy = folder.with_name("copy")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(FOLDER))
    return check_folder(copy, now)


def test_files_are_looked_at_before_the_whole(folder: Path) -> None:
    """Reading finds what is wrong in each file, and taking them together the rest."""
    first = read_folder(folder, NOW)
    whole = check_together(first, NOW)
    assert "FP267" not in {problem.code for problem in first.problems}
    assert "FP267" in {problem.code for problem in whole.problems}
    assert set(first.problems) < set(whole.problems)
    assert whole.problems == check_folder(folder, NOW).problems


def kept_in(folder: Path) -> list[Path]:
    """Return the files in which lies what is known of a publication's claims."""
    return sorted((folder / FOLDER).glob(f"{CLAIMS_KEPT}-*"))


def assert_alike(one: Checked, other: Checked) -> None:
    """Two checks found the same: problems, claims in every field, links, and what claims were read with."""
    assert one.problems == other.problems
    assert one.corpus.unread == other.corpus.unread
    assert (one.around, dict(one.leads)) == (other.around, dict(other.leads))
    for claim, again in zip(one.corpus.claims, other.corpus.claims, strict=True):
        for name in (*Claim.model_fields, "key", "gist_key", "searched"):
            assert getattr(claim, name) == getattr(again, name), (claim.id, name)


def test_a_check_finds_what_loading_finds(folder: Path) -> None:
    """In pieces or as a whole, the same problems and claims."""
    checked = check_folder(folder, NOW)
    loaded = load_corpus(checked.texts.values(), checked.corpus.media, checked.corpus.pages)
    assert [claim.id for claim in checked.corpus.claims] == [claim.id for claim in loaded.corpus.claims]
    assert checked.corpus.unread == loaded.corpus.unread
    found = [*loaded.problems, *check_corpus(loaded.corpus, Setting(NOW, checked.site))]
    assert list(checked.problems) == loaded.placed(found)
    codes = {problem.code for problem in checked.problems}
    assert len(codes) > 4
    assert {problem.location.line for problem in checked.problems if "claims/" in problem.location.path} != {None}


def test_nothing_is_read_twice(folder: Path, read: list[str]) -> None:
    """A second check reads no claim's file, and says the same of all of them, near ids included."""
    first = check_folder(folder, NOW)
    assert sorted(read) == sorted([*CLAIMS, "torn"])
    read.clear()
    again = check_folder(folder, NOW)
    assert read == []
    assert_alike(again, first)
    assert {"“false”", "“mayor-lund”", "“bridges”", "“old-bridge”"} <= {
        word for problem in again.problems for word in problem.hint.replace("?", "").split()
    }


def test_what_is_known_stays_closed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no gist changed, a check opens none of an archive's, for that takes as long as all the rest."""
    first = check_folder(folder, NOW).corpus.for_readers
    write_yaml(folder / "content/claims/old-bridge.yml", complete_claim(conclusion="In other words."))
    opened: list[str] = []
    monkeypatch.setattr(known, "_opened", lambda claim: opened.append(claim.id))
    again = check_folder(folder, NOW).corpus.for_readers
    assert (again.listed_key, again.gists_key) == (first.listed_key, first.gists_key)
    assert again.searched_key != first.searched_key
    assert opened == []


def test_only_an_edited_file_is_read(folder: Path, read: list[str]) -> None:
    """Edited, new, mended and broken files are read; the others not; a deleted one is forgotten."""
    check_folder(folder, NOW)
    for edit, names in (
        (lambda: write_yaml(folder / "content/claims/ferry.yml", complete_claim(claim="It didn’t.")), ["ferry"]),
        (lambda: write_yaml(folder / "content/claims/new.yml", complete_claim(claim="A fifth.")), ["new"]),
        (lambda: (folder / "content/claims/due.yml").unlink(), []),
        (lambda: write_yaml(folder / "content/claims/torn.yml", {"claim": "Mended."}), ["torn"]),
        (lambda: (folder / "content/claims/leads.yml").write_text("claim: [x", "utf-8"), ["leads"]),
        (lambda: (folder / "content/claims/new.yml").rename(folder / "content/claims/newer.yml"), ["newer"]),
        (lambda: (folder / "content/claims/old-bridge.yml").touch(), []),
    ):
        edit()
        read.clear()
        warm = check_folder(folder, NOW)
        assert read == names
        assert_alike(warm, cold(folder))


def _registry(folder: Path) -> None:
    write_yaml(folder / "content/claimants.yml", {"mayor-lunt": {"name": "Ada Lunt", "type": "person"}})


def _settings(folder: Path) -> None:
    (folder / "mkdocs.yml").write_text(CONFIG.replace("checks.example/desk", "checks.example/other"), "utf-8")


def _medium(folder: Path) -> None:
    (folder / "content/media").mkdir()
    (folder / "content/media/bridge.png").write_bytes(b"\x89PNG")


def _page(folder: Path) -> None:
    (folder / "content/pages/about.md").rename(folder / "content/pages/us.md")


def _links(folder: Path) -> None:
    write_yaml(folder / "content/links.yml", [{"address": "https://roads.example/closures", "since": "2025-05-01"}])


@pytest.mark.parametrize("change", [_registry, _settings, _medium, _page, _links])
def test_all_is_read_where_it_may_matter(folder: Path, read: list[str], change: Callable[[Path], None]) -> None:
    """Where a registry, the site or the names of media and pages change, every claim is looked at again."""
    before = check_folder(folder, NOW)
    change(folder)
    read.clear()
    after = check_folder(folder, NOW)
    assert sorted(read) == sorted([*CLAIMS, "torn"])
    assert after.around != before.around
    assert_alike(after, cold(folder))


def test_a_fresh_checkout_reads_nothing_again(folder: Path, read: list[str], tmp_path: Path) -> None:
    """What is known goes by what files hold, not by where or when they were written, so that CI can keep it."""
    first = check_folder(folder, NOW)
    checkout = tmp_path / "elsewhere" / "checkout"
    shutil.copytree(folder, checkout, copy_function=shutil.copyfile)
    read.clear()
    again = check_folder(checkout, NOW)
    assert read == []
    assert_alike(again, first)


def test_an_upgrade_reads_all_again(folder: Path, read: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What an earlier version found right, this one may not."""
    check_folder(folder, NOW)
    read.clear()
    monkeypatch.setattr(checking, "code_digest", lambda: "a later version")
    check_folder(folder, NOW)
    assert sorted(read) == sorted([*CLAIMS, "torn"])


def test_another_day_is_another_check(folder: Path, read: list[str]) -> None:
    """What is wrong is looked at again each day, and what becomes due when it does; nothing is believed backwards."""
    check_folder(folder, NOW)
    wrong = ["draft", "torn", "unsure"]
    for days, names in ((1, wrong), (2, [*wrong, "due"]), (2, []), (300, [*wrong, "due"])):
        read.clear()
        now = NOW + timedelta(days=days)
        warm = check_folder(folder, now)
        assert sorted(read) == sorted(names)
        assert_alike(warm, cold(folder, now))
    before = NOW - timedelta(days=100)
    assert_alike(check_folder(folder, before), cold(folder, before))


def test_what_was_too_early_may_be_due_an_hour_later(folder: Path) -> None:
    """A claim that is published this afternoon is refused until then, and no longer."""
    write_yaml(folder / "content/claims/early.yml", complete_claim(published="2025-06-01T15:00:00Z", claim="Early."))
    for hours in (0, 2, 4):
        now = NOW + timedelta(hours=hours)
        warm = check_folder(folder, now)
        assert any("early" in problem.location.path for problem in warm.problems) is (hours < 3)
        assert_alike(warm, cold(folder, now))


@pytest.mark.parametrize("harm", ["deleted", "torn", "emptied", "foreign", "folder", "link", "unwritable"])
def test_what_is_kept_need_not_be_there(folder: Path, harm: str, tmp_path: Path) -> None:
    """Deleted, torn or somebody else's, what was kept costs time and nothing else."""
    first = check_folder(folder, NOW)
    place, *others = kept_in(folder)
    raw = place.read_bytes()
    assert others
    match harm:
        case "deleted":
            shutil.rmtree(folder / FOLDER)
        case "torn":
            place.write_bytes(raw[:-5] + b"xxxxx")
        case "emptied":
            place.write_bytes(b"")
        case "foreign":
            keep(folder, place.name, first.around.encode(), b'{"made": "by somebody else"}')
        case "folder":
            place.unlink()
            place.mkdir()
        case "link":
            shutil.move(folder / FOLDER, tmp_path / "elsewhere")
            (folder / FOLDER).symlink_to(tmp_path / "elsewhere")
        case _:
            shutil.rmtree(folder / FOLDER)
            (folder / FOLDER).write_text("x", "utf-8")
    for _ in range(2):
        assert_alike(check_folder(folder, NOW), first)


def test_a_memory_finds_the_same(folder: Path, read: list[str]) -> None:
    """Check after check of one folder, only what changed is read, and what is found is what a first check finds."""
    memory, claims = Memory(), folder / "content/claims"
    check_folder(folder, NOW, memory)
    wrong = ["draft", "torn", "unsure"]
    for days, edit, names in (
        (0, lambda: None, []),
        (0, lambda: write_yaml(claims / "ferry.yml", complete_claim(claim="It didn’t.")), ["ferry"]),
        (0, lambda: (claims / "leads.yml").rename(claims / "leading.yml"), ["leading"]),
        (0, lambda: (claims / "old-bridge.yml").unlink(), []),
        (1, lambda: None, None),
        (1, lambda: write_yaml(claims / "old-bridge.yml", complete_claim()), ["old-bridge"]),
        (1, lambda: _registry(folder), [*(one for one in CLAIMS if one != "leads"), "leading", "torn"]),
        (1, lambda: (claims / "torn.yml").unlink(), []),
        (2, lambda: write_yaml(claims / "due.yml", complete_claim(claim="A third.")), None),
        (2, lambda: shutil.rmtree(folder / FOLDER), []),
        (2, lambda: write_yaml(claims / "early.yml", complete_claim(published="2025-06-03T13:00:00Z")), ["early"]),
        (2, lambda: None, ["early"]),
    ):
        edit()
        read.clear()
        now = NOW + timedelta(days=days)
        warm = check_folder(folder, now, memory)
        assert set(wrong) <= {*read, "torn"} if names is None else sorted(read) == sorted(names)
        assert_alike(warm, cold(folder, now))


def test_a_file_is_read_again_as_long_as_its_times_may_not_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where two writes fall into one tick of the file system's clock, and are as long, the second one is seen, too."""
    place = tmp_path / "ferry.yml"
    place.write_bytes(b"claim: one")
    memory, state = Memory(), place.lstat()
    monkeypatch.setattr(os, "lstat", lambda _place: state)
    assert memory.text_at("ferry.yml", str(place)).raw == b"claim: one"
    place.write_bytes(b"claim: two")
    assert memory.text_at("ferry.yml", str(place)).raw == b"claim: two"
    monkeypatch.setattr(files, "TICK", -1)
    assert memory.text_at("ferry.yml", str(place)).raw == b"claim: two"
    place.write_bytes(b"claim: six")
    assert memory.text_at("ferry.yml", str(place)).raw == b"claim: two"


def test_what_is_kept_depends_on_nothing_else(folder: Path) -> None:
    """However a folder came to say what it says, the same is kept."""
    check_folder(folder, NOW)
    write_yaml(folder / "content/claims/ferry.yml", complete_claim(claim="It didn’t."))
    check_folder(folder, NOW)
    here, anew = kept_in(folder), kept_in(cold(folder).folder)
    assert [(place.name, place.read_bytes()) for place in here] == [(place.name, place.read_bytes()) for place in anew]


def test_an_edit_keeps_one_file_anew(folder: Path) -> None:
    """What is known of an archive takes a while to write, so it lies in several files."""
    check_folder(folder, NOW)
    before = {place: place.stat().st_ino for place in kept_in(folder)}
    check_folder(folder, NOW)
    assert {place: place.stat().st_ino for place in kept_in(folder)} == before
    write_yaml(folder / "content/claims/ferry.yml", complete_claim(claim="It didn’t."))
    check_folder(folder, NOW)
    assert len([place for place, inode in before.items() if place.stat().st_ino != inode]) == 1
