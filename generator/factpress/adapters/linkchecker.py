"""Asks for addresses with LinkChecker, a program of its own behind our guard, and tells what each of them answered."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from select import select
from tempfile import TemporaryDirectory
from typing import Final

from factpress import __version__
from factpress.adapters.guard import Bounds, Guard, Post
from factpress.adapters.linkchecker_output import Told, told_in
from factpress.adapters.reaching import Resolve, look_up
from factpress.links import answer_of
from factpress.models.links import Answer, Failure
from factpress.public import NotPublic, Target, target_of

_BATCH: Final = 1000
"""How many addresses one run of LinkChecker is given; it keeps all that it found in memory."""
_HOSTS: Final = 50
"""How many hosts with several addresses take turns; LinkChecker remembers a hundred robots.txt, two of a host."""
_REDIRECTS: Final = 10
"""How many redirects LinkChecker follows; no setting changes it."""
_PASSING: Final = (Failure.UNKNOWN_HOST, Failure.TIMEOUT, Failure.NO_CONNECTION, Failure.BROKEN)
_BY_STATUS: Final = (Failure.REFUSED, Failure.SERVER, Failure.WALL)
"""What may pass or not, by the status; the others have none, or one of the guard's."""

CONFIGURATION: Final = """\
# What LinkChecker is told; no other file is read.

[checking]
# As many addresses at a time.
threads={threads}
# The guard has closer limits of its own; this one only ends what hangs for another reason.
timeout={patience}
# Ask for the addresses themselves; read no page and follow none of its links.
recursionlevel=0
allowedschemes=http
# What robots.txt is searched for; the guard says the same to hosts.
useragent={user_agent}
# robots.txt is heeded.
robotstxt=1
# The guard spares the hosts. Here a thread that waits for one would hold up all others.
maxrequestspersecond=1000
# No page is read, and no file is written.
maxfilesizedownload=1
maxfilesizeparse=1
debugmemory=0

[filtering]
checkextern=1

[output]
# One block for each address, as soon as it is known, and nothing else.
log=xml
verbose=1
warnings=1
status=0

[xml]
encoding=utf-8
parts=url,result,warning,info
"""


class LinkCheckerFailed(OSError):
    """LinkChecker can't be run, or told nothing."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How politely, how patiently and within which bounds addresses are asked for."""

    user_agent: str = f"Mozilla/5.0 (compatible; factpress/{__version__}; link check)"
    """What hosts are told about who asks; it should hold an address at which to complain."""
    timeout: float = 15
    """Seconds until a connection stands, and between two pieces of an answer."""
    deadline: float = 30
    """Seconds until an answer is there."""
    size: int = 512 * 1024
    """Bytes of a robots.txt that are read; of no other answer is more read than its head."""
    pause: float = 1
    """Seconds between two requests to a host; there are never two at a time."""
    tries: int = 3
    """How often an address is asked for at most, where what went wrong may pass."""
    back_off: float = 10
    """Seconds between the end of the first round and the second; twice as many before the third."""
    longest_wait: float = 120
    """Seconds for which an answer may ask to be left alone (Retry-After) and still be asked again."""
    threads: int = 10
    """How many hosts are asked at a time."""
    total: float = math.inf
    """Seconds for all of it; then nobody is asked any more, and LinkChecker is ended."""
    loopback: bool = False
    """Whether 127.0.0.0/8 counts as public, for tests."""
    resolve: Resolve = look_up
    """How names are looked up; tests have their own."""


def ask(addresses: Sequence[str], manner: Manner, told: Callable[[Answer], None]) -> None:
    """Ask for every address and call `told` once with each answer, as soon as it is final.

    An address that is none of the public web's is not asked for. What may pass (no connection, 5xx, 429) is asked for
    again when everything else has been. When the time is over, what has no answer is told so, and what was to be asked
    again with the answer it gave before. Raises LinkCheckerFailed where LinkChecker can't be run.
    """
    end = time.monotonic() + manner.total
    waiting: defaultdict[Target, list[str]] = defaultdict(list)
    for address in dict.fromkeys(addresses):
        try:
            waiting[target_of(address)].append(address)
        except NotPublic:
            told(Answer(address, failure=Failure.FORBIDDEN))
    bounds = Bounds(manner.timeout, manner.deadline, manner.size, manner.pause, manner.back_off)
    with Guard(bounds, _name(manner), manner.resolve, loopback=manner.loopback) as guard:
        before: dict[Target, Answer] = {}
        for number in range(manner.tries):
            again: dict[Target, Answer] = {}
            pause = manner.back_off * 2**number
            for target, answer, wait in _round(list(before or waiting), manner, guard, end):
                if number + 1 < manner.tries and wait <= manner.longest_wait:
                    again[target] = answer
                    pause = max(pause, wait)
                    continue
                final = before.get(target, answer) if answer.failure is Failure.NOT_ASKED else answer
                for address in waiting[target]:
                    told(_as_typed(final, address))
            if not again:
                return
            before = again
            if time.monotonic() + pause < end:
                time.sleep(pause)
            else:  # too late to ask again
                end = time.monotonic()


def _as_typed(answer: Answer, address: str) -> Answer:
    """Return an answer for an address as it was given, whose fragment goes along where a redirect leads."""
    _, mark, fragment = address.partition("#")
    return replace(answer, address=address, final=answer.final and answer.final + mark + fragment)


def _round(
    targets: Sequence[Target], manner: Manner, guard: Guard, end: float
) -> Iterator[tuple[Target, Answer, float]]:
    """Ask for each target once; yield its answer, and the seconds until it may be another, infinite if it won't be."""
    for batch in _batches(targets):
        posts = {guard.signpost(target): target for target in batch}
        for told in _told(list(posts), manner, guard, end):
            if target := posts.pop(told.address, None):
                answer = _answer(target, told, guard)
                last = guard.post(told.redirects[-1][0] if told.redirects else told.address)
                wait = guard.spared_for(last.target.host if last else "")
                yield target, answer, wait if _may_pass(answer.failure, told.status) else math.inf
        for address, target in posts.items():
            failure = _lost(guard.post(address), end)
            yield target, Answer(target.address, failure), 0.0 if _may_pass(failure) else math.inf


def _may_pass(failure: Failure | None, status: int | None = None) -> bool:
    if failure in _BY_STATUS:
        return status in (408, 425, 429) or 500 <= (status or 0) < 600
    return failure in _PASSING


def _lost(post: Post | None, end: float) -> Failure:
    """Return why LinkChecker told nothing of an address: time was over, or it made a mistake of its own."""
    if time.monotonic() < end:
        return Failure.BROKEN
    return Failure.TIMEOUT if post and post.is_asked else Failure.NOT_ASKED


def _batches(targets: Sequence[Target]) -> Iterator[list[Target]]:
    """Yield the targets in the order in which they are asked for: hosts take turns, so that nobody waits for one.

    Hosts with many addresses go together, first; no more of them than LinkChecker remembers robots.txt of.
    """
    by_host: defaultdict[str, list[Target]] = defaultdict(list)
    for target in targets:
        by_host[target.host].append(target)
    several = sorted((found for found in by_host.values() if len(found) > 1), key=len, reverse=True)
    groups = [several[start : start + _HOSTS] for start in range(0, len(several), _HOSTS)] or [[]]
    groups[-1].extend(found for found in by_host.values() if len(found) == 1)
    for group in groups:
        spread = [target for turn in zip_longest(*group) for target in turn if target is not None]
        yield from (spread[start : start + _BATCH] for start in range(0, len(spread), _BATCH))


def _answer(target: Target, told: Told, guard: Guard) -> Answer:
    """Return what LinkChecker's words, and what the guard saw, mean."""
    address = target.address
    if told.is_robots:
        return Answer(address, failure=Failure.ROBOTS)
    if failure := guard.failure_in(told.result):
        if failure is Failure.UNKNOWN_HOST and not guard.knows_names():
            failure = Failure.NO_CONNECTION
        return Answer(address, failure=failure)
    if told.status is None:
        circle = told.result.startswith("TooManyRedirects")
        return Answer(address, failure=Failure.REDIRECTS if circle else Failure.BROKEN)
    on_the_way = [(post, status) for url, status in told.redirects if (post := guard.post(url))]
    last = on_the_way[-1][0] if on_the_way else guard.post(told.address)
    if last and last.head and last.head.is_wall:
        return Answer(address, Failure.WALL)
    final = last.target if last else target
    was_safe = "https" in (target.scheme, *(post.target.scheme for post, _ in on_the_way))
    permanent = all(status in (301, 308) for _, status in on_the_way)
    stays_safe = final.scheme == "https" or not was_safe
    return answer_of(address, told.status, final.address, permanent=permanent and stays_safe)


def _told(posts: Sequence[str], manner: Manner, guard: Guard, end: float) -> Iterator[Told]:
    """Run LinkChecker on addresses and yield what it tells until time is over.

    Raises LinkCheckerFailed where it tells nothing by itself.
    """
    if time.monotonic() >= end:
        return
    program = Path(sys.executable).parent / "linkchecker"
    with TemporaryDirectory(prefix="factpress-links-") as name:
        folder = Path(name)
        # Where it is started by root, LinkChecker goes on as nobody, who must be able to read what it is given.
        folder.chmod(0o755)
        environment = _prepared(folder, manner, guard.proxy)
        (folder / "addresses").touch(0o600)
        (folder / "addresses").write_text("\n".join(posts) + "\n", "utf-8")
        with (folder / "addresses").open("rb") as given:
            try:
                process = subprocess.Popen(  # noqa: S603 - no shell, and every word is ours
                    [program, f"--config={folder / 'linkcheckerrc'}", "--stdin"],
                    stdin=given,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    cwd=folder,
                    env=environment,
                )
            except OSError as error:
                raise LinkCheckerFailed(0, f"LinkChecker could not be started ({program}): {error.strerror}.") from None
        with process:
            try:
                counted = 0
                for counted, told in enumerate(told_in(_printed(process, _patience(manner), end)), 1):
                    yield told
                    if counted == len(posts):
                        break  # it takes a second to end by itself
            finally:
                process.kill()
        if not counted and time.monotonic() < end:
            raise LinkCheckerFailed(0, f"LinkChecker ended with {process.returncode} and told nothing.")


def _name(manner: Manner) -> str:
    """Return what hosts are told about who asks, in one line of ASCII as headers are."""
    return " ".join(manner.user_agent.encode("ascii", "replace").decode().split())


def _patience(manner: Manner) -> int:
    """Return the seconds in which LinkChecker must tell something: one address through all redirects, after waiting."""
    return int((manner.threads + _REDIRECTS + 1) * (manner.deadline + manner.pause)) + 1


def _prepared(folder: Path, manner: Manner, proxy: str) -> dict[str, str]:
    """Write LinkChecker's configuration; return its environment: ours holds proxies, a .netrc, plugins and more."""
    words = CONFIGURATION.format(threads=manner.threads, patience=_patience(manner), user_agent=_name(manner))
    (folder / "linkcheckerrc").write_text(words, "utf-8")
    return {
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONNOUSERSITE": "1",
        "PYTHONUTF8": "1",
        "XDG_CONFIG_HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "http_proxy": proxy,
        "https_proxy": proxy,
    }


def _printed(process: subprocess.Popen[bytes], patience: float, end: float) -> Iterator[bytes]:
    """Yield what a process prints until it ends, says nothing for too long, or time is over."""
    assert process.stdout is not None  # noqa: S101 - for the type checker: it is a pipe
    source = process.stdout.fileno()
    while (left := end - time.monotonic()) > 0:
        if not select([source], [], [], min(patience, left))[0] or not (chunk := os.read(source, 1 << 16)):
            return
        yield chunk
