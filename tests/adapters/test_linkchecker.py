"""LinkChecker behind the guard: every kind of address is told what it is, politely, and nothing gets out."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from factpress.adapters import linkchecker
from factpress.adapters.linkchecker import CONFIGURATION, LinkCheckerFailed, Manner, ask
from factpress.links import outcome_of
from factpress.models.links import Answer, Failure, Outcome
from factpress.public import target_of
from tests.web import Web, running_web
from tests.web_answers import SITE
from tests.web_cases import cases

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """Run the web once for all tests."""
    with pytest.MonkeyPatch.context() as patch, running_web(tmp_path_factory.mktemp("web")) as running:
        patch.setenv("SSL_CERT_FILE", str(running.authorities))
        yield running


@pytest.fixture
def manner(web: Web) -> Manner:
    """Return a manner for a web that need not be spared."""
    return Manner(
        timeout=1, deadline=1.6, pause=0, tries=2, back_off=0.1, threads=20, loopback=True, resolve=web.resolve
    )


def answers(addresses: list[str], manner: Manner) -> dict[str, Answer]:
    """Ask, and return the answers by their addresses, each told once."""
    told: list[Answer] = []
    ask(addresses, manner, told.append)
    assert Counter(answer.address for answer in told) == Counter(set(addresses))
    return {answer.address: answer for answer in told}


def test_every_kind_of_address_is_told_what_it_is(web: Web, manner: Manner) -> None:
    """Three hundred addresses of fifty kinds: each gets its outcome, its failure and where it led to."""
    wanted = cases(300)
    got = answers([case.address for case in wanted], manner)
    wrong = [
        (case, answer)
        for case in wanted
        if (answer := got[case.address])
        and (outcome_of(answer), answer.failure, answer.final) != (case.outcome, case.failure, case.final)
    ]
    assert wrong == []
    assert web.private == []


def test_good_answers_are_told_while_others_are_awaited(manner: Manner) -> None:
    """A kill in the middle loses only what wasn't answered."""
    told: list[tuple[float, str]] = []
    begun = time.monotonic()
    addresses = [f"http://own{n}.{SITE}/ok" for n in range(5)] + [f"http://silent.{SITE}/never"]
    ask(addresses, manner, lambda answer: told.append((time.monotonic() - begun, answer.address)))
    assert {address for _, address in told[:5]} == set(addresses[:5])
    assert told[5][0] - told[4][0] > 0.5


def test_what_may_pass_is_asked_for_again_and_nothing_else(web: Web, manner: Manner) -> None:
    """A 404 is asked for once, 500 as often as there are tries, 503 until it is fine."""
    paths = ("/status/404/tries", "/status/403/tries", "/status/500/tries", "/broken-first/tries", "/ok/tries")
    got = answers([f"http://tries.{SITE}{path}" for path in paths], replace(manner, tries=3))
    failures = [Failure.NOT_FOUND, Failure.REFUSED, Failure.SERVER, None, None]
    assert [got[f"http://tries.{SITE}{path}"].failure for path in paths] == failures
    asked = Counter(visit.path for visit in web.visits if visit.host == f"tries.{SITE}")
    assert [asked[path] for path in paths] == [1, 1, 3, 2, 1]


def test_a_host_that_is_asked_too_often_is_left_alone(web: Web, manner: Manner) -> None:
    """Retry-After is heeded for all that host's addresses: nothing more in this round, and not too soon in the next."""
    addresses = [f"http://tired.{SITE}/later/1/{n}" for n in range(8)]
    begun = time.monotonic()
    got = answers(addresses, replace(manner, threads=1, tries=3))
    assert time.monotonic() - begun > 1
    visits = [visit.path for visit in web.visits if visit.host == f"tired.{SITE}" and visit.path != "/robots.txt"]
    assert len(visits) < 3 * len(addresses)
    assert visits.count(visits[0]) == 2
    assert {answer.failure for answer in got.values()} <= {None, Failure.REFUSED}


def test_a_host_that_wants_too_long_a_rest_is_not_asked_again(web: Web, manner: Manner) -> None:
    """What it says is final then, for all its addresses."""
    addresses = [f"https://exhausted.{SITE}/much-later/{n}" for n in range(4)]
    got = answers(addresses, replace(manner, threads=1, tries=3))
    assert {outcome_of(answer) for answer in got.values()} == {Outcome.BLOCKED}
    assert len([visit for visit in web.visits if visit.host == f"exhausted.{SITE}" and "later" in visit.path]) == 1


def test_robots_txt_is_read_once_a_host_and_heeded(web: Web, manner: Manner) -> None:
    """As LinkChecker does; by its path, however the address is spelt, and for a host's http and https apart."""
    kept_out = [f"http://polite.{SITE}/for-people/{n}" for n in range(3)] + [f"http://polite.{SITE}/for-people//a%2Fb"]
    let_in = [f"http://polite.{SITE}/ok/{n}" for n in range(3)]
    got = answers(kept_out + let_in, replace(manner, threads=1))
    assert {got[address].failure for address in kept_out} == {Failure.ROBOTS}
    assert {got[address].failure for address in let_in} == {None}
    paths = [visit.path for visit in web.visits if visit.host == f"polite.{SITE}"]
    assert paths.count("/robots.txt") == 1
    assert [path for path in paths if "for-people" in path] == []


@pytest.mark.parametrize("name", ["bomb", "endless-robots", "no-robots", "page-robots"])
def test_a_bad_robots_txt_does_no_harm(manner: Manner, name: str) -> None:
    """Packed gigabytes, no end, forbidden or none at all: the page is asked for."""
    address = f"https://{name}.{SITE}/ok"
    assert answers([address], manner)[address] == Answer(address)


def test_a_bot_wall_is_told_by_what_it_says(web: Web, manner: Manner) -> None:
    """AWS answers 202 where it challenges, so the status alone would be good; by it, though, some are asked again."""
    paths = ("/wall/202", "/wall/403", "/wall/503")
    got = answers([f"https://walled.{SITE}{path}" for path in paths], manner)
    assert {(answer.failure, outcome_of(answer)) for answer in got.values()} == {(Failure.WALL, Outcome.BLOCKED)}
    asked = Counter(visit.path for visit in web.visits if visit.host == f"walled.{SITE}")
    assert [asked[path] for path in paths] == [1, 1, 2]


def test_fragments_and_twins_are_asked_for_once(web: Web, manner: Manner) -> None:
    """Two addresses of one page are one request and two answers."""
    page = f"http://twins.{SITE}/ok/1"
    got = answers([page, f"{page}#a", f"{page}#b", page.upper().replace("/OK/", "/ok/")], manner)
    assert {answer.failure for answer in got.values()} == {None}
    assert [visit.path for visit in web.visits if visit.host == f"twins.{SITE}"].count("/ok/1") == 1


def test_an_address_to_which_another_redirects_has_its_own_answer(manner: Manner) -> None:
    """LinkChecker takes what it met on the way for known; here each address is asked for itself."""
    host = f"http://alias.{SITE}"
    got = answers([f"{host}/chain/301/2/x", f"{host}/chain/301/1/x", f"{host}/ok/x"], replace(manner, threads=1))
    assert got[f"{host}/chain/301/2/x"] == Answer(f"{host}/chain/301/2/x", None, f"{host}/ok/x")
    assert got[f"{host}/chain/301/1/x"] == Answer(f"{host}/chain/301/1/x", None, f"{host}/ok/x")
    assert got[f"{host}/ok/x"] == Answer(f"{host}/ok/x")


def test_who_asks_is_said_in_one_line_of_ascii(web: Web, manner: Manner) -> None:
    """Whatever a publication is called, it adds no header and no setting."""
    name = "Ärgernis\r\nX-Evil: yes\nrobotstxt=0"
    address = f"http://name.{SITE}/for-people/1"
    got = answers([address, f"http://name.{SITE}/ok/1"], replace(manner, user_agent=name))
    assert got[address].failure is Failure.ROBOTS
    heads = [visit.head.decode() for visit in web.visits if visit.host == f"name.{SITE}"]
    assert all("\r\nUser-Agent: ?rgernis X-Evil: yes robotstxt=0\r\n" in head for head in heads)


def test_without_a_network_no_host_is_gone(manner: Manner) -> None:
    """Where no name at all can be looked up, an unknown one says nothing of the source."""

    def offline(host: str, port: int) -> list[tuple[str, int]]:
        raise socket.gaierror(socket.EAI_NONAME, f"{host}:{port}")

    address = f"http://www.{SITE}/ok"
    assert answers([address], replace(manner, tries=1, resolve=offline))[address].failure is Failure.NO_CONNECTION


def test_without_the_switch_for_tests_nobody_here_is_asked(web: Web, manner: Manner) -> None:
    """Whatever the names lead to."""
    addresses = [f"http://www.{SITE}/ok/1", f"https://www.{SITE}/ok/1", "http://127.0.0.1/", "https://[::1]/"]
    before = len(web.visits)
    got = answers(addresses, replace(manner, loopback=False))
    assert {answer.failure for answer in got.values()} == {Failure.FORBIDDEN}
    assert len(web.visits) == before


def test_the_surroundings_change_nothing(
    web: Web, manner: Manner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Proxies, .netrc, a user's configuration, cookies, plugins and languages of the machine are none of ours."""
    (tmp_path / ".netrc").write_text(f"default login me password {'x' * 9}\n")
    (tmp_path / "linkchecker").mkdir()
    (tmp_path / "linkchecker" / "linkcheckerrc").write_text("[checking]\nrobotstxt=0\nuseragent=other\n")
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{web.private_port}")
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setenv("LANGUAGE", "de")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    host = f"http://surroundings.{SITE}"
    got = answers([f"{host}/for-people/1", f"{host}/chain/301/1/x"], manner)
    assert got[f"{host}/for-people/1"].failure is Failure.ROBOTS
    assert got[f"{host}/chain/301/1/x"].final == f"{host}/ok/x"
    assert web.private == []
    heads = [visit.head.decode() for visit in web.visits if visit.host == f"surroundings.{SITE}"]
    assert all(manner.user_agent in head and "Authorization" not in head for head in heads)


def test_when_time_is_over_nobody_is_asked_any_more(web: Web, manner: Manner) -> None:
    """LinkChecker is ended; what was asked and what wasn't are told apart, and a host's turn comes no more."""
    addresses = [f"http://silent9.{SITE}/never/{n}" for n in range(4)]
    begun = time.monotonic()
    got = answers(addresses, replace(manner, total=4, timeout=60, deadline=60, tries=3, back_off=60))
    assert 4 <= time.monotonic() - begun < 8
    failures = Counter(answer.failure for answer in got.values())
    assert failures == {Failure.TIMEOUT: 1, Failure.NOT_ASKED: 3}
    assert {outcome_of(answer) for answer in got.values()} == {Outcome.UNREACHABLE}
    assert len([visit for visit in web.visits if visit.host == f"silent9.{SITE}" and "never" in visit.path]) == 1


def test_what_there_is_no_time_to_ask_again_keeps_its_answer(manner: Manner) -> None:
    """And nobody waits until the time is over to tell it."""
    address = f"http://www.{SITE}/status/503/once"
    begun = time.monotonic()
    got = answers([address], replace(manner, total=60, tries=3, back_off=90))
    assert got[address] == Answer(address, Failure.SERVER)
    assert time.monotonic() - begun < 30


def test_where_there_is_no_time_at_all_nothing_is_started(manner: Manner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every address is told so."""
    monkeypatch.setattr(sys, "executable", "/nowhere/bin/python")
    address = f"http://www.{SITE}/ok"
    assert answers([address], replace(manner, total=0))[address] == Answer(address, Failure.NOT_ASKED)


def test_linkchecker_that_is_not_there_is_told_in_a_sentence(manner: Manner, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its place, and what the system says."""
    monkeypatch.setattr(sys, "executable", "/nowhere/bin/python")
    with pytest.raises(LinkCheckerFailed, match=r"could not be started \(/nowhere/bin/linkchecker\): No such file"):
        answers([f"http://www.{SITE}/ok"], manner)


def test_linkchecker_that_says_nothing_is_an_error(manner: Manner, monkeypatch: pytest.MonkeyPatch) -> None:
    """No address is taken for good or gone because the program is broken."""
    monkeypatch.setattr(linkchecker, "CONFIGURATION", "no configuration")
    with pytest.raises(LinkCheckerFailed, match="told nothing"):
        answers([f"http://www.{SITE}/ok"], manner)


def test_the_configuration_is_documented() -> None:
    """Word for word."""
    assert f"```ini\n{CONFIGURATION}```" in (REPOSITORY / "docs" / "links-asking.md").read_text("utf-8")


def test_the_configuration_leaves_nothing_open() -> None:
    """Each line that LinkChecker knows and that matters stands there; no plugin, no file, no login."""
    lines = {line.partition("=")[0] for line in CONFIGURATION.splitlines() if "=" in line and not line.startswith("#")}
    assert lines >= {"threads", "timeout", "recursionlevel", "allowedschemes", "useragent", "robotstxt", "status"}
    sections = [line for line in CONFIGURATION.splitlines() if line.startswith("[")]
    assert sections == ["[checking]", "[filtering]", "[output]", "[xml]"]


KILLED = """
import sys
from tests.adapters.test_linkchecker import *

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that runs us behind its back has it ignored
folder = Path(sys.argv[1])
with running_web(folder) as web:
    manner = Manner(pause=0, loopback=True, resolve=web.resolve, deadline=60, timeout=60)
    addresses = [f"http://own{n}.{SITE}/ok" for n in range(3)] + [f"http://silent{n}.{SITE}/never" for n in range(9)]
    ask(addresses, manner, lambda answer: print(answer.address, flush=True))
"""


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks into /proc")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_linkchecker_ends_with_us(tmp_path: Path, how: signal.Signals) -> None:
    """A kill of our process takes the program along; what was told stays told."""
    # A killed run leaves its folder where temporary files lie.
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY), "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, cwd=REPOSITORY,
    ) as process:  # fmt: skip
        assert process.stdout
        told = [process.stdout.readline() for _ in range(3)]
        children = [pid for pid in map(int, filter(str.isdecimal, os.listdir("/proc"))) if parent(pid) == process.pid]
        assert children
        process.send_signal(how)
        process.wait(10)
    assert all(b"/ok" in line for line in told)
    end = time.monotonic() + 15
    while (left := [pid for pid in children if is_running(pid)]) and time.monotonic() < end:
        time.sleep(0.05)
    assert left == []


def parent(pid: int) -> int:
    """Return the parent of a process, 0 where it is gone."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def is_running(pid: int) -> bool:
    """Return whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_hosts_take_turns() -> None:
    """Those of one host stand far from each other, and no batch holds more hosts than LinkChecker remembers."""
    targets = [target_of(f"http://h{host}.{SITE}/{n}") for host in range(200) for n in range(1 + host % 3)]
    batches = list(linkchecker._batches(targets))
    assert sorted(map(str, [target for batch in batches for target in batch])) == sorted(map(str, targets))
    for batch in batches:
        several = [host for host, count in Counter(target.host for target in batch).items() if count > 1]
        assert len(several) <= 50
        first = [target.host for target in batch][: len({target.host for target in batch})]
        assert len(first) == len(set(first))
