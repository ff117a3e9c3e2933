"""What reading and checking a claim's file gives, and what is kept of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import orjson
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from factpress.corpus import Corpus
from factpress.gists import FORM, ForeignGists, Gist, from_bytes, read_and_check, to_bytes
from factpress.known import Known
from factpress.loading import load_corpus
from factpress.models.claim import Claim
from factpress.problems import Location, Problem, Severity
from factpress.rules.register import Setting
from factpress.texts import Text, text_digest
from tests.making import NOW, SITE, complete_claim, make_claim, make_corpus

SETTING = Setting(NOW, SITE)
TODAY = NOW.date()


def text(name: str = "old-bridge", **fields: Any) -> Text:
    """Return the file of a claim."""
    return Text(f"content/claims/{name}.yml", yaml.safe_dump(complete_claim(**fields)).encode())


def gist(*texts: Text) -> list[Gist]:
    """Return what files give by themselves."""
    return [one.gist for one in read_and_check(texts, make_corpus(), SETTING)]


TEXTS = (
    text(),
    text("leads", what_we_know="See [all](../) and [one](../../claims/old-bridge/#sources) [@office]."),
    text("unsure", verdict="flase", claimant="mayor-lunt"),
    text("later", review_by="2025-05-01"),
    Text("content/claims/torn.yml", b"claim: ["),
    Text("content/claims/not-utf-8.yml", b"claim: \xff"),
    Text("content/claims/Wrong Name.yml", b"claim: Named.\n"),
    Text("content/claims/pipe.yml", refused="it is a named pipe"),
    Text("content/claims/empty.yml", b""),
    Text("content/claims/draft.yml", b"claim: A draft.\ncolour: red\n"),
)


def test_a_file_gives_claim_and_problems() -> None:
    """The claim, what is wrong with it in itself, and where its authors' links lead."""

    def take(claims: Sequence[Claim], registries: Corpus) -> dict[str, Any]:
        return {claim.id: (claim, registries.claims) for claim in claims}

    (read,) = read_and_check([TEXTS[1]], make_corpus(), SETTING, take)
    claim, others = read.extract
    assert others == ()
    assert claim == load_corpus([TEXTS[1]]).corpus.claims[0]
    at = claim.timestamp(make_corpus().publication.zone)
    assert (read.gist.known, read.gist.key) == (Known.of(claim.gist, at), claim.gist_key)
    assert read.gist.leads == ("claims/", "claims/old-bridge/#sources")
    assert read.gist.digest == text_digest(TEXTS[1].raw, "")
    assert read.gist.problems == ()


def test_problems_have_their_places() -> None:
    """Each is told with line and column, and with the nearest known id."""
    (found,) = gist(TEXTS[2])
    lines = TEXTS[2].raw.decode().splitlines()
    places = {problem.location.field: problem for problem in found.problems}
    assert {"verdict", "claimant"} <= {*places}
    for field, known in (("verdict", "false"), ("claimant", "mayor-lund")):
        place = places[field].location
        assert place.path == TEXTS[2].path
        assert lines[(place.line or 0) - 1].startswith(f"{field}:")
        assert known in places[field].hint


@pytest.mark.parametrize("bad", [one for one in TEXTS if "torn" in one.path or not one.path.islower() or one.refused])
def test_a_file_that_holds_no_claim_is_told(bad: Text) -> None:
    """Nothing is known but its id, and why."""
    (read,) = read_and_check([bad], make_corpus(), SETTING)
    assert read.gist.known is None
    assert read.gist.key == bad.path.removeprefix("content/claims/").removesuffix(".yml")
    assert read.gist.problems
    assert read.extract is None


def test_why_a_file_is_refused_is_part_of_it() -> None:
    """A file that can be read again isn't taken for the one that could not."""
    assert (
        gist(Text("content/claims/a.yml", refused="a pipe"))[0].digest != gist(Text("content/claims/a.yml"))[0].digest
    )


def test_gists_come_back_as_they_were() -> None:
    """Kept and read again, they are equal, with their day."""
    gists = gist(*TEXTS)
    kept, day = from_bytes(to_bytes(gists, TODAY))
    assert day == TODAY
    for one, again in zip(gists, kept, strict=True):
        assert again._replace(known=None) == one._replace(known=None)
        assert orjson.dumps(again.known and again.known.head) == orjson.dumps(one.known and one.known.head)
        assert (again.known and again.known.rest) == (one.known and one.known.rest)
    assert to_bytes(gists, TODAY) == to_bytes(gist(*TEXTS), TODAY)
    assert from_bytes(to_bytes([], TODAY)) == ([], TODAY)


@given(st.binary(max_size=200))
def test_foreign_bytes_are_told(raw: bytes) -> None:
    """Whatever lies there, it is gists or ForeignGists is raised."""
    with pytest.raises(ForeignGists):
        from_bytes(raw)


VALUES = st.recursive(st.none() | st.integers(-3, 3) | st.text(max_size=3), lambda inner: st.lists(inner, max_size=9))


@given(VALUES, VALUES)
def test_foreign_values_are_told(day: Any, rows: Any) -> None:
    """JSON of another form is no more believed than other bytes."""
    for raw in (rows, [FORM, day, rows], [FORM, "2025-06-01", rows], {"form": FORM}, [FORM, "2025-06-01", [rows]]):
        try:
            front = orjson.dumps(raw)
            gists, _ = from_bytes(len(front).to_bytes(8, "big") + front)
        except ForeignGists:
            continue
        assert isinstance(gists, list)


@given(st.data())
def test_torn_bytes_are_told(data: st.DataObject) -> None:
    """An end that is missing is noticed; so is another form."""
    raw = to_bytes(gist(TEXTS[0]), TODAY)
    cut = data.draw(st.integers(0, len(raw) - 1))
    with pytest.raises(ForeignGists):
        from_bytes(raw[:cut])
    with pytest.raises(ForeignGists):
        from_bytes(raw + raw[-1:])
    with pytest.raises(ForeignGists, match="another form"):
        from_bytes(raw.replace(f"[{FORM},".encode(), f"[{FORM + 1},".encode(), 1))


def test_a_gist_without_problems_holds_from_then_on() -> None:
    """Tomorrow nothing is wrong with it either; of yesterday nobody knows."""
    (quiet,) = gist(text())
    for days, holds in ((0, True), (1, True), (4000, True), (-1, False)):
        assert quiet.holds(TODAY, TODAY + timedelta(days=days)) is holds


def test_a_gist_holds_until_review_by_has_passed() -> None:
    """On the day itself it still holds."""
    (due,) = gist(text(review_by="2025-06-03"))
    for day, holds in ((2, True), (3, True), (4, False)):
        assert due.holds(TODAY, date(2025, 6, day)) is holds
    (passed,) = gist(text(review_by="2025-05-31"))
    assert [problem.code for problem in passed.problems]
    assert passed.holds(TODAY, TODAY)
    assert not passed.holds(TODAY, TODAY + timedelta(days=1))


def test_problems_hold_for_a_day() -> None:
    """What is wrong may be right tomorrow; what is too early already in an hour."""
    (unsure,) = gist(TEXTS[2])
    assert unsure.holds(TODAY, TODAY)
    assert not unsure.holds(TODAY, TODAY + timedelta(days=1))
    (early,) = gist(text(published="2025-06-01T15:00:00Z"))
    assert early.problems
    assert not early.holds(TODAY, TODAY)


def test_a_gist_says_what_would_be_found_again() -> None:
    """Wherever a gist holds on another moment, reading the file then gives the same gist."""
    fields: tuple[dict[str, Any], ...] = (
        {}, {"review_by": "2025-06-02"}, {"review_by": "2025-01-01"}, {"published": "2025-06-01T15:00:00Z"},
        {"published": "2025-06-02"}, {"as_of": "2025-06-03"}, {"status": "draft", "published": "2026-01-01"},
        {"status": "hold", "hold_reason": "Wait.", "review_by": "2025-05-01"}, {"claim_date": "2025-07"},
    )  # fmt: skip
    for number, one in enumerate(fields):
        file = text(f"claim-{number}", **one)
        (then,) = gist(file)
        for hours in (1, 4, 11, 13, 24, 36, 48, 72, 1000, 10_000):
            now = NOW + timedelta(hours=hours)
            if then.holds(TODAY, now.date()):
                (again,) = read_and_check([file], make_corpus(), Setting(now, SITE))
                assert again.gist == then, (one, hours)


def test_problems_of_any_kind_are_kept() -> None:
    """Whatever a problem says, it comes back, hint and place included."""
    problems = tuple(
        Problem("FP001", severity, Location("content/claims/a.yml", field, line, 3), "“\U0001f600”\x00", "Mend it.")
        for severity in Severity
        for field, line in (("", None), ("sources[2].url", 7))
    )
    one = gist(text())[0]._replace(problems=problems, known=Known.of(make_claim().gist, 0))
    ((again,), _) = from_bytes(to_bytes([one], TODAY))
    assert again.problems == problems


def test_names_are_looked_up_though_a_field_cannot_be_read() -> None:
    """Who mistyped a date and two names hears of all three at once."""
    (found,) = gist(text(claim_date="2025-02-30", verdict="flase", topics=["brigdes"]))
    assert {problem.location.field for problem in found.problems} == {"claim_date", "verdict", "topics[1]"}
    assert all(problem.location.line for problem in found.problems)
    assert found.known is None


def test_nothing_is_said_that_only_the_whole_can_tell() -> None:
    """A source that can't be read is no reason to call its citations wrong, nor a missing field missing."""
    sources = [{"id": "office", "url": "not an address", "stance": "supports"}]
    (found,) = gist(text(sources=sources, authors=["ida-moss", "nobody"]))
    assert {problem.location.field for problem in found.problems} == {"sources[1].url", "authors[2]"}


@pytest.mark.parametrize("fields", [{"claim": ["x"]}, {"id": "x"}, {"colour": "red", "kind": "rumor"}])
def test_a_claim_that_cannot_be_read_may_lack_anything(fields: dict[str, Any]) -> None:
    """Whatever is wrong with it, its names are looked up."""
    (found,) = gist(text(claimant="nobody", **fields))
    assert {problem.location.field for problem in found.problems} >= {"claimant", *fields}


def test_a_misnamed_file_is_looked_at() -> None:
    """Its name is no reason to keep silent about its verdict."""
    (found,) = gist(text("Wrong Name", verdict="flase"))
    assert {problem.location.field for problem in found.problems} == {"", "verdict"}
