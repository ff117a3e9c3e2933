"""The report for people, and the one for an issue."""

from __future__ import annotations

from datetime import date

from factpress.adapters.link_printing import MANY, MAX_CHARACTERS, counted_addresses, markdown_text, summary, text_lines
from factpress.link_results import Result
from factpress.links import outcome_of
from factpress.models.links import Answer, Failure, Link, Outcome, Place
from factpress.problems import Location, Problem, Severity

TODAY = date(2025, 6, 1)
HOSTILE = "https://a.example/\x1b[2J::error::@everyone`|![x](https://evil.example/x.png)<img src=x>##[group]\u202e"


def result(answer: Answer, *places: Place) -> Result:
    """Return what an answer gave at some places."""
    place = Place("content/claims/x.yml", "sources[1].url", 3, answer.address)
    return Result(Link(answer.address, places or (place,)), outcome_of(answer), answer, TODAY)


def text(*results: Result, others: tuple[Problem, ...] = (), colour: bool = False) -> str:
    """Return the report for people."""
    return "\n".join(text_lines(results, others, colour=colour))


GONE = result(Answer("https://a.example/", Failure.NOT_FOUND))
MOVED = result(Answer("https://b.example/", None, "https://b.example/new"))
SKIPPED = Result(Link("https://c.example/", (Place("content/claims/x.yml", "sources[2].url"),)), Outcome.SKIPPED)
EXPIRED = Problem("FP604", Severity.ERROR, Location("content/link-exceptions.yml", "[1]", 2), "must not", "Look.")


def test_people_read_by_file_what_is_wrong() -> None:
    """The place, what happened, the address, why; then the numbers."""
    blocked = result(Answer("https://d.example/", Failure.ROBOTS))
    fine = result(Answer("https://e.example/"))
    assert text(GONE, MOVED, blocked, fine, SKIPPED, others=(EXPIRED,)).splitlines() == [
        "content/claims/x.yml",
        "      3  gone         sources[1].url",
        "         https://a.example/",
        "         the page isn’t there",
        "      3  moved        sources[1].url",
        "         https://b.example/",
        "         leads to https://b.example/new",
        "      3  blocked      sources[1].url",
        "         https://d.example/",
        "         robots.txt asks programs to stay away",
        "",
        "content/link-exceptions.yml:2  error FP604  [1]",
        "    must not",
        "    Look.",
        "",
        "5 addresses: 1 ok, 1 moved, 1 gone, 1 blocked, 1 skipped",
    ]
    assert "\x1b[31m" in text(GONE, colour=True)
    assert "\x1b" not in text(GONE)


def test_what_a_run_did_not_come_to_is_told() -> None:
    """In the line of numbers, wherever it stands, and at its place."""
    unasked = [result(Answer(f"https://{n}.example/", Failure.NOT_ASKED)) for n in range(3)]
    numbers = "4 addresses: 1 gone, 3 unreachable; the run came to its bounds before 3 could be asked"
    assert text(GONE, *unasked).splitlines()[-1] == numbers
    assert text(GONE, *unasked).count("not asked: the run came to its bounds before") == 3
    assert f"{numbers}. Checked on" in markdown_text([GONE, *unasked], (), TODAY)


def test_many_that_nobody_reached_are_counted() -> None:
    """They would hide what matters."""
    many = [result(Answer(f"https://a.example/{number}", Failure.SERVER)) for number in range(MANY + 1)]
    shown = text(GONE, *many)
    assert "a.example/7" not in shown
    assert f"{MANY + 1} places whose addresses nobody could reach" in shown


def test_words_have_numbers() -> None:
    """One is one."""
    assert [counted_addresses(number) for number in (0, 1, 1000)] == ["0 addresses", "1 address", "1,000 addresses"]
    assert summary([]) == "0 addresses"


def test_nothing_speaks_to_a_terminal() -> None:
    """Neither what was typed nor what a server said."""
    hostile = result(Answer("https://a.example/", None, HOSTILE), Place("a\x1b[2J/x", "\x1b", 1, HOSTILE))
    for shown in (text(hostile), markdown_text([hostile], [], TODAY)):
        assert not {"\x1b", "\u202e"} & set(shown)
        assert "##[" not in shown
        assert not any(line.lstrip().startswith("::") for line in shown.splitlines())


def test_an_issue_holds_a_table_for_each_thing_to_do() -> None:
    """What is gone first, then what has moved; what nobody reached is only counted."""
    unreachable = result(Answer("https://d.example/", Failure.SERVER))
    assert markdown_text([GONE, MOVED, unreachable, SKIPPED], [EXPIRED], TODAY) == (
        "4 addresses: 1 moved, 1 gone, 1 unreachable, 1 skipped. Checked on 2025-06-01.\n"
        "\n## Gone\n\n| File | Line | Field | Address | Why |\n|---|---|---|---|---|\n"
        "| `content/claims/x.yml` | 3 | `sources[1].url` | `https://a.example/` | the page isn’t there |\n"
        "\n## Moved for good\n\n| File | Line | Field | Address | Why |\n|---|---|---|---|---|\n"
        "| `content/claims/x.yml` | 3 | `sources[1].url` | `https://b.example/` | leads to `https://b.example/new` |\n"
        "\n## Also\n\n- `content/link-exceptions.yml`: FP604, `must not`\n"
    )


def test_an_issue_is_inert() -> None:
    """All that others wrote stands in code spans that it can't leave."""
    place = Place("content/claims/a|b`c.yml", "@you`|", None, HOSTILE)
    hostile = result(Answer("https://a.example/", None, HOSTILE), place)
    row = markdown_text([hostile], [], TODAY).splitlines()[-1]
    assert row.count("|") == 6
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[1] == ""
    for cell in (cells[0], cells[2], cells[3], cells[4].removeprefix("leads to ")):
        assert cell.startswith("`")
        assert cell.endswith("`")
        assert cell.count("`") == 2


def test_an_issue_has_an_end() -> None:
    """GitHub takes no longer one; the rest is counted."""
    places = [
        Place(f"content/claims/{number:04}.yml", "sources[1].url", 1, "https://a.example/") for number in range(2000)
    ]
    long = markdown_text([result(Answer("https://a.example/", Failure.NOT_FOUND), *places)], [EXPIRED] * 30, TODAY)
    assert len(long) < MAX_CHARACTERS + 2_000
    assert "And 1,760 more" in long
