"""What can be wrong with content, said to the person who can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem matters."""

    ERROR = "error"
    """The publication can't be built."""
    WARNING = "warning"
    """It can be built; a careful desk would mend it. Fails a strict build."""
    NOTICE = "notice"
    """Worth knowing; never fails anything."""


@dataclass(frozen=True, slots=True)
class Location:
    """Where a problem is."""

    path: str
    """The file, relative to the publication's folder, with forward slashes."""
    field: str = ""
    """The field as authors write it: `sources[2].url`, counted from one. Empty for the file itself."""
    line: int | None = None
    """Counted from one; None where the file as a whole is meant or the line is not known yet."""
    column: int | None = None
    """In characters, counted from one."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: where, what must hold and what was found, and what to do."""

    code: str
    """Permanent: it never changes its meaning."""
    severity: Severity
    location: Location
    message: str
    """What must hold and what was found. May quote contributed text, so reporters escape it."""
    hint: str = ""
    """What to do about it."""

    def at(self, line: int | None, column: int | None) -> Problem:
        """Return the same problem with its place in the text known."""
        return replace(self, location=replace(self.location, line=line, column=column))


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold of content, under a permanent code."""

    code: str
    severity: Severity
    sentence: str
    """In the form "a ... must ..."."""
    hint: str
    """What to do when it doesn't hold."""
    example: str
    """A few lines of YAML that break it."""

    def broken(self, location: Location, message: str, hint: str = "") -> Problem:
        """Return the problem that this rule found at a place; `hint` replaces the rule's own."""
        return Problem(self.code, self.severity, location, message, hint or self.hint)


def blocks(problems: Iterable[Problem], strict: bool) -> bool:
    """Return whether problems keep a site from being built: errors do, in a strict build warnings too."""
    blocking = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(problem.severity in blocking for problem in problems)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems by file, then place in the file, then code; the same one only once."""
    return sorted(
        set(problems),
        key=lambda p: (
            p.location.path,
            p.location.line or 0,
            p.location.column or 0,
            p.code,
            p.location.field,
            p.message,
        ),
    )


def quoted(text: object, limit: int = 80) -> str:
    """Return a contributed text as it may stand inside a message: on one line, shortened, in quotes."""
    line = " ".join(str(text).split())
    return f"“{line[: limit - 1]}…”" if len(line) > limit else f"“{line}”"
