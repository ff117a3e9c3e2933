"""Tests of `factpress new`."""

from __future__ import annotations

from pathlib import Path

import pytest

from factpress.adapters.files import read_content
from factpress.loading import Loaded, load_corpus
from factpress.models.claim import Claim
from tests.cli.running import call
from tests.making import complete_claim
from tests.publications import write_publication

CLAIM = "The Old Bridge was closed."


@pytest.fixture
def publication(tmp_path: Path) -> Path:
    """Return a publication whose one claim had another id before."""
    return write_publication(tmp_path / "desk", {"old-bridge": complete_claim(aliases=["former-id"])})


def loaded(folder: Path) -> Loaded:
    """Return what the publication holds now."""
    content = read_content(folder)
    return load_corpus(content.texts)


def claim(folder: Path, claim_id: str) -> Claim:
    """Return a claim of it, which must be without a problem."""
    assert loaded(folder).problems == []
    return loaded(folder).corpus.by_id[claim_id]


def test_flags_alone_write_a_draft(publication: Path) -> None:
    """With --no-input nothing is asked, and what isn't given stays open."""
    result = call(publication, "new", "--claim", CLAIM, "--topic", "bridges", "--no-input")
    assert result.exit_code == 0
    assert "the-old-bridge-was-closed.yml" in result.output
    draft = claim(publication, "the-old-bridge-was-closed")
    assert (draft.claim, draft.topics, draft.claimant, draft.status) == (CLAIM, ("bridges",), None, "draft")


def test_a_new_draft_passes_the_check(publication: Path) -> None:
    """A draft has no errors; what is missing is asked for once it is published."""
    call(publication, "new", "mine", "--claim", CLAIM, "--no-input")
    result = call(publication, "check")
    assert result.exit_code == 0, result.output


def test_answers_fill_the_draft(publication: Path) -> None:
    """Whatever isn't given is asked, an unknown id again, with the nearest known one."""
    answers = [
        CLAIM,
        "former-id",
        "my-bridge",
        "mayor-lumd",
        "mayor-lund, harbour-union",
        "",
        "false",
        "ida-moss",
    ]
    result = call(publication, "new", typed="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    assert "The id former-id is in use" in result.output
    assert "There is no claimant with the id mayor-lumd. Did you mean “mayor-lund”?" in result.output
    assert "mayor-lund (Ada Lund)" in result.output
    draft = claim(publication, "my-bridge")
    assert draft.claimant == ("mayor-lund", "harbour-union")
    assert (draft.topics, draft.verdict, draft.authors) == ((), "false", ("ida-moss",))


def test_enter_takes_the_proposed_id(publication: Path) -> None:
    """The proposal is made of the claim's words and is not in use."""
    result = call(publication, "new", "--claim", "Old Bridge", typed="\n" * 5)
    assert result.exit_code == 0
    assert claim(publication, "old-bridge-2").claim == "Old Bridge"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--no-input",), "--claim"),
        (("old-bridge", "--claim", CLAIM, "--no-input"), "is in use"),
        (("former-id", "--claim", CLAIM, "--no-input"), "is in use"),
        (("index", "--claim", CLAIM, "--no-input"), "keep for themselves"),
        (("Bad Id", "--claim", CLAIM, "--no-input"), "“bad-id.yml”"),
        (("../escape", "--claim", CLAIM, "--no-input"), "holds no slash"),
        (("/escape", "--claim", CLAIM, "--no-input"), "holds no slash"),
        (("--claim", "漢字", "--no-input"), "No id can be made"),
        (("--claim", CLAIM, "--topic", "trafic", "--no-input"), "Did you mean “traffic”?"),
        (("--claim", CLAIM, "--verdict", "xyz", "--no-input"), "content/verdicts.yml"),
        (("--claim", "x" * 2001, "--no-input", "long"), "at most 2000 characters"),
        (("--claim", "a\u202eb", "--no-input", "bidi"), "no invisible control"),
        (("--claim", "  ", "--no-input", "blank"), "filled in"),
    ],
)
def test_what_cannot_work_is_refused(publication: Path, arguments: tuple[str, ...], words: str) -> None:
    """Wrong use exits with 2, says why, and writes nothing."""
    before = sorted(publication.rglob("*"))
    result = call(publication, "new", *arguments)
    assert (result.exit_code, words in result.stderr) == (2, True), result.output
    assert sorted(publication.rglob("*")) == before


def test_nothing_is_ever_overwritten(publication: Path) -> None:
    """A file that is there stays, even one that nobody could read."""
    place = publication / "content" / "claims" / "mine.yml"
    place.write_text("[", "utf-8")
    assert call(publication, "new", "mine", "--claim", CLAIM, "--no-input").exit_code == 2
    assert place.read_text("utf-8") == "["


def test_hostile_words_stay_words(publication: Path) -> None:
    """Quotation marks, braces and YAML's own signs come back as typed."""
    words = "\"'{}[]: #&*!|>%@` {{7*7}} <script> - \\n"
    assert call(publication, "new", "mine", "--claim", words, "--no-input").exit_code == 0
    assert claim(publication, "mine").claim == words


def test_editors_find_the_schema_where_there_is_one(publication: Path) -> None:
    """The first line names the publication's own schema, if it has one."""
    call(publication, "new", "without", "--claim", CLAIM, "--no-input")
    (publication / "schema").mkdir()
    (publication / "schema" / "claim.json").write_text("{}", "utf-8")
    call(publication, "new", "within", "--claim", CLAIM, "--no-input")
    claims = publication / "content" / "claims"
    line = "# yaml-language-server: $schema=../../schema/claim.json\n"
    assert (claims / "within.yml").read_text("utf-8").startswith(line)
    assert "$schema" not in (claims / "without.yml").read_text("utf-8")


def test_a_folder_without_content_is_wrong_use(tmp_path: Path) -> None:
    """A draft is not written into just any folder."""
    result = call(tmp_path, "new", "--claim", CLAIM, "--no-input")
    assert (result.exit_code, list(tmp_path.iterdir())) == (2, [])


def test_a_linked_claims_folder_is_not_written_into(publication: Path, tmp_path: Path) -> None:
    """A link at content/claims would put the draft elsewhere."""
    claims = publication / "content" / "claims"
    claims.rename(tmp_path / "elsewhere")
    claims.symlink_to(tmp_path / "elsewhere")
    assert call(publication, "new", "mine", "--claim", CLAIM, "--no-input").exit_code == 2
    assert not (tmp_path / "elsewhere" / "mine.yml").exists()
