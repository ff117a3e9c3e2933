"""Checks 2,000 addresses of a web on this machine, cold and with the cache, beside lychee, and judges each answer."""

from __future__ import annotations

import asyncio
import html
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from measuring import Run, run
from tests.making import complete_claim
from tests.publications import write_publication
from tests.web import TWIN, Web, end_tasks, running_web
from tests.web_answers import SITE
from tests.web_cases import Case, cases

from factpress.models.text import as_uri

HERE = Path(__file__).parent
WORK = HERE / "work" / "links"
A_CLAIM = 10
"""How many sources a claim has."""
MAPS = ("success_map", "error_map", "timeout_map", "excluded_map")
"""Where lychee's report tells of addresses."""
ASKING = """
import json, socket, sys
from functools import partial
from factpress.adapters import linkchecker
from factpress.__main__ import main

http, https, closed = map(int, sys.argv.pop().split(","))
PLACES = {"intranet": ("10.0.0.7", 80), "half-private": ("10.0.0.7", 80), "metadata": ("169.254.169.254", 80)}
PLACES |= {"closed": ("127.0.0.1", closed), "plain": ("127.0.0.1", http)}

def resolve(host, port):
    name = host.partition(".")[0].rstrip("0123456789")
    if name == "nowhere":
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    return [PLACES.get(name, ("127.0.0.1", https if port == 443 else http))]

linkchecker.Manner = partial(
    linkchecker.Manner, resolve=resolve, pause=0, timeout=1, deadline=2, tries=2, back_off=0.5, threads=20
)
main()
"""


def main(number: int) -> None:
    """Measure all, print the table, and end with 1 where an answer of ours was judged wrongly."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    lychee = install_lychee(HERE / "work" / "lychee")
    wanted = [case for case in cases(number + number // 10) if is_content(case.address)][:number]
    load = os.getloadavg()[0]
    with running_web(WORK) as web:
        os.environ |= {"SSL_CERT_FILE": str(web.authorities), "FACTPRESS_LINKS_LOOPBACK": "1"}
        desk = write_desk(wanted)
        command = [sys.executable, "-c", ASKING, "links", "--format=json", "--output=links.json"]
        command.append(f"{web.http},{web.https},{web.closed}")
        rows = [("factpress links, cold", run_to_its_end(command, desk))]
        wrong = list(judged(wanted, desk / "links.json"))
        visits = len(web.visits)
        rows.append(("factpress links, with the cache", run_to_its_end(command, desk)))
        wrong += judged(wanted, desk / "links.json")
        again = len(web.visits) - visits
        private = len(web.private)
        rows.append(("lychee", run_lychee(lychee, wanted, web)))
        print("\n".join(table(wanted, rows, load)))
        print(f"\nOurs: {visits:,} requests cold, {again:,} with the cache; {private} to private addresses.")
        print(f"Judged wrongly: {len(wrong)} of {len(wanted):,}.")
        print("\n".join(lychee_judged(wanted, WORK / "lychee.json")))
    for case, outcome in wrong[:20]:
        print(f"  {case.kind}: {case.address[:80]} {outcome}, not {case.outcome}")
    sys.exit(bool(wrong))


def is_content(address: str) -> bool:
    """Return whether a publication can hold an address: no blanks, a host with a dot. The tests ask for others, too."""
    return " " not in address and "." in address.split("/")[2]


def write_desk(wanted: list[Case]) -> Path:
    """Write a publication whose sources are these addresses."""
    claims = {}
    for start in range(0, len(wanted), A_CLAIM):
        sources = [
            {"id": f"s{n}", "title": f"Paper {n}", "publisher": "Road Office", "url": case.address,
             "date": "2025-03-03", "accessed": "2025-03-04", "kind": "government", "stance": "refutes"}
            for n, case in enumerate(wanted[start : start + A_CLAIM])
        ]  # fmt: skip
        claims[f"claim-{start}"] = complete_claim(sources=sources, what_we_know="It is so [@s0] [@s1].")
    return write_publication(WORK / "desk", claims, publication={"complaints": []})


def run_to_its_end(command: list[str], folder: Path) -> Run:
    """Run a command that may find problems, which is an end like another."""
    quiet = 'code=0; "$@" || code=$?; [ $code -le 2 ]'
    return run(["sh", "-c", quiet, "sh", *command], folder, watched=True)


def judged(wanted: list[Case], report: Path) -> Iterator[tuple[Case, str]]:
    """Yield the cases that a report judges in another way than they must be."""
    from factpress.models.links import asked

    outcomes = {result["address"]: result["outcome"] for result in json.loads(report.read_text("utf-8"))["results"]}
    for case in wanted:
        outcome = outcomes.get(asked(case.address), "no answer")
        if outcome != case.outcome:
            yield case, outcome


def install_lychee(environment: Path) -> Path:
    """Put the locked lychee into an environment of its own and return the program."""
    if not environment.is_dir():
        subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    pip = [str(environment / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    locked = ["--require-hashes", "--only-binary", ":all:", "-r", str(HERE / "requirements-links.txt")]
    subprocess.run([*pip, *locked], check=True)
    return environment / "bin" / "lychee"


def run_lychee(lychee: Path, wanted: list[Case], web: Web) -> Run:
    """Let lychee check a page with the same addresses, through a proxy that knows the invented names."""
    links = "".join(f'<li><a href="{html.escape(twin(case.address))}">x</a>\n' for case in wanted)
    (WORK / "page.html").write_text(f"<!doctype html><meta charset=utf-8><ul>{links}</ul>", "utf-8")
    options = ["--format=json", "--output=lychee.json", "--no-progress", "--verbose", "--timeout=2", "--max-retries=1"]
    options += ["--retry-wait-time=1", "--max-concurrency=20"]
    with names_proxy(web) as port:
        os.environ |= dict.fromkeys(("http_proxy", "https_proxy"), f"http://127.0.0.1:{port}")
        try:
            return run_to_its_end([str(lychee), *options, "page.html"], WORK)
        finally:
            del os.environ["http_proxy"], os.environ["https_proxy"]


@contextmanager
def names_proxy(web: Web) -> Iterator[int]:
    """Run an open proxy that finds the invented hosts, and yield its port."""
    import threading

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            method, target, _ = head.split(b" ", 2)
            host, _, port = target.decode().removeprefix("http://").partition("/")[0].partition(":")
            ip, at = web.resolve(host, int(port or 80))[0]
            if not ip.startswith("127."):
                raise OSError
            there = await asyncio.open_connection(ip, at)
            if method == b"CONNECT":
                writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
            else:
                there[1].write(head)  # the web understands what is said to a proxy
            await asyncio.gather(carry(reader, there[1]), carry(there[0], writer))
        except (OSError, EOFError, ValueError, asyncio.CancelledError):
            writer.close()

    async def carry(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while chunk := await source.read(65536):
            sink.write(chunk)
            await sink.drain()
        sink.close()

    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    server = asyncio.run_coroutine_threadsafe(asyncio.start_server(converse, "127.0.0.1", 0), loop).result()
    yield server.sockets[0].getsockname()[1]
    asyncio.run_coroutine_threadsafe(end_tasks(), loop).result()
    loop.call_soon_threadsafe(loop.stop)


def table(wanted: list[Case], rows: list[tuple[str, Run]], load: float) -> Iterator[str]:
    """Yield the lines of the table."""
    kinds = Counter(case.outcome.value for case in wanted)
    yield f"{len(wanted):,} addresses of {len({case.kind for case in wanted})} kinds: " + ", ".join(
        f"{count:,} {outcome}" for outcome, count in sorted(kinds.items())
    )
    yield f"{os.cpu_count()} cores, load average {load:.1f} before; the web runs on the same machine.\n"
    yield "what                               seconds    CPU s  MiB largest  MiB all"
    for name, measured in rows:
        memory = [f"{value:,.0f}" if value is not None else "–" for value in (measured.largest, measured.together)]
        yield f"{name:33}  {measured.seconds:8.1f} {measured.cpu:8.1f} {memory[0]:>12} {memory[1]:>8}"
    yield "No process counts as smaller than the bench was when it started it."


def twin(address: str) -> str:
    """Return an address by the name that lychee asks for; it passes over those that are kept for examples."""
    return address.replace(SITE, TWIN)


def lychee_judged(wanted: list[Case], report: Path) -> Iterator[str]:
    """Yield what lychee calls broken: how much of it is gone, and what else it is."""
    found = json.loads(report.read_text("utf-8"))
    maps = {name: [one["url"] for ones in (found[name] or {}).values() for one in ones] for name in MAPS}
    broken = {*maps["error_map"], *maps["timeout_map"]}
    known = {address for addresses in maps.values() for address in addresses}
    by_outcome: Counter[str] = Counter()
    unseen = 0
    for case in wanted:
        address = twin(case.address)
        names = {address, as_uri(address), as_uri(address).partition("#")[0], address.partition("#")[0]}
        unseen += not names & known
        by_outcome[case.outcome.value] += bool(names & broken)
    words = ", ".join(f"{count:,} {outcome}" for outcome, count in sorted(by_outcome.items()) if count)
    yield f"lychee calls broken, of what really is: {words}; it spells {unseen:,} addresses in another way."


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
