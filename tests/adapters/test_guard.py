"""The gate: nobody gets through to anybody but public hosts, and nobody else gets through at all."""

from __future__ import annotations

import base64
import gc
import socket
import threading
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from factpress.adapters.guard import Bounds, Guard
from factpress.adapters.reaching import look_up
from factpress.models.links import Failure
from factpress.public import Target, target_of
from tests.web import Web, running_web
from tests.web_answers import PLACES, SITE

BOUNDS = Bounds(timeout=0.7, deadline=1.2, size=100_000, pause=0, rest=0.4)
AGENT = "factpress tests"


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """Run the web once for all tests."""
    with pytest.MonkeyPatch.context() as patch, running_web(tmp_path_factory.mktemp("web")) as running:
        patch.setenv("SSL_CERT_FILE", str(running.authorities))
        yield running


@pytest.fixture
def guard(web: Web) -> Iterator[Guard]:
    """Run a guard that takes the web on this machine for the public one."""
    with Guard(BOUNDS, AGENT, web.resolve, loopback=True) as running:
        yield running


def say(guard: Guard, words: str) -> str:
    """Say something to the guard's port and return what it answers."""
    port = int(guard.proxy.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(words.encode("latin-1"))
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
    return answer.decode("latin-1")


def get(guard: Guard, address: str, method: str = "GET") -> str:
    """Ask through the guard as LinkChecker does."""
    secret = base64.b64encode(guard.proxy.partition("//")[2].partition("@")[0].encode()).decode()
    return say(guard, f"{method} {address} HTTP/1.1\r\nProxy-Authorization: Basic {secret}\r\nX: y\r\n\r\n")


def status(answer: str) -> int:
    return int(answer.split(" ")[1])


def asked(guard: Guard, address: str) -> tuple[int, Failure | None]:
    """Ask for an address, following redirects; return the last status, and why it was refused if it was."""
    answer = get(guard, guard.signpost(target_of(address)))
    while "\r\nLocation: " in answer:
        answer = get(guard, answer.partition("\r\nLocation: ")[2].partition("\r\n")[0])
    failure = guard.failure_in(answer.partition("\r\n")[0])
    return status(answer), failure


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("number", range(len(PLACES)))
def test_a_redirect_to_where_nobody_may_go_is_refused(web: Web, guard: Guard, scheme: str, number: int) -> None:
    """By another scheme, port, a private name, an address in disguise or a name that leads to a private address."""
    assert asked(guard, f"{scheme}://www.{SITE}/to/{number}/x") == (502, Failure.FORBIDDEN)
    assert web.private == []


def test_a_name_that_changes_its_address_is_judged_by_the_one_connected_to(web: Web) -> None:
    """A name is looked up once a connection: what is judged is what is connected to, whatever it says next time."""
    looked_up = []

    def changing(host: str, _port: int) -> list[tuple[str, int]]:
        looked_up.append(host)
        return [("127.0.0.1", web.http)] if len(looked_up) % 2 else [("10.0.0.7", web.private_port)]

    with Guard(BOUNDS, AGENT, changing, loopback=True) as guard:
        assert asked(guard, f"http://www.{SITE}/ok/1") == (200, None)
        assert asked(guard, f"http://www.{SITE}/ok/2") == (502, Failure.FORBIDDEN)
    assert looked_up == [f"www.{SITE}"] * 2
    assert web.private == []


@pytest.mark.parametrize(
    "ips",
    [
        ["127.0.0.1"], ["10.0.0.1"], ["93.184.215.14", "127.0.0.1"], ["::1"], ["::ffff:127.0.0.1"], ["64:ff9b::7f00:1"],
        ["2002:7f00:1::"], ["169.254.169.254"], ["168.63.129.16"], ["224.0.0.1"], ["fe80::1%lo"], ["nonsense"], [],
    ],
)  # fmt: skip
def test_every_address_of_a_name_must_be_public(web: Web, ips: list[str]) -> None:
    """One that isn't is enough; and without the switch for tests loopback isn't."""
    with Guard(BOUNDS, AGENT, lambda _host, _port: [(ip, web.http) for ip in ips]) as guard:
        before = len(web.visits)
        assert asked(guard, f"http://www.{SITE}/ok/1") == (502, Failure.FORBIDDEN)
        assert asked(guard, f"https://www.{SITE}/ok/1") == (502, Failure.FORBIDDEN)
    assert len(web.visits) == before


def test_the_switch_for_tests_opens_loopback_alone(web: Web) -> None:
    """With it 10.0.0.1 is as private as before."""
    for ip in ("10.0.0.1", "::1", "169.254.169.254", "::ffff:127.0.0.1"):
        places = [(ip, web.http)]
        with Guard(BOUNDS, AGENT, lambda *_, places=places: places, loopback=True) as guard:
            assert asked(guard, f"http://www.{SITE}/ok/1") == (502, Failure.FORBIDDEN)


def test_a_target_that_nobody_judged_is_judged_at_the_connection(web: Web, guard: Guard) -> None:
    """Even one that came by another way than `target_of`."""
    for target in (Target("http", "localhost", web.http, "/"), Target("http", "127.0.0.1", 80, "/")):
        answer = get(guard, guard.signpost(target))
        assert guard.failure_in(answer) is Failure.FORBIDDEN


def test_nobody_gets_through_without_the_secret(web: Web, guard: Guard) -> None:
    """Others on this machine find no proxy here, open or not."""
    address = guard.signpost(target_of(f"http://www.{SITE}/ok/1"))
    before = len(web.visits)
    wrong = base64.b64encode(b"guard:guess").decode()
    for line in ("", f"Proxy-Authorization: Basic {wrong}\r\n", "Proxy-Authorization: \r\n"):
        assert status(say(guard, f"GET {address} HTTP/1.1\r\n{line}\r\n")) == 407
    assert len(web.visits) == before


def test_the_guard_leads_to_signposts_alone(web: Web, guard: Guard) -> None:
    """Whoever has the secret reaches nothing but what was to be asked for: no tunnel, no other address or method."""
    post = guard.signpost(target_of(f"http://www.{SITE}/ok/1"))
    other = post.rpartition("?")[0]
    before = len(web.visits)
    for method, address in (
        ("CONNECT", f"www.{SITE}:443"), ("CONNECT", f"127.0.0.1:{web.http}"), ("GET", f"http://www.{SITE}/ok/1"),
        ("GET", f"http://127.0.0.1:{web.http}/"), ("GET", f"{other}?99"), ("GET", f"{other}?-1"), ("GET", other),
        ("GET", post.replace("host-", "x.host-")), ("POST", post), ("HEAD", post), ("GET", "/"), ("GET", "*"),
        ("GET", post.partition("/ok")[0].replace("host-0", "host-7") + "/robots.txt"), ("", ""),
    ):  # fmt: skip
        assert guard.failure_in(get(guard, address, method)) is Failure.FORBIDDEN, address
    assert len(web.visits) == before


@pytest.mark.parametrize("words", ["", "\r\n", "GET", "x" * 200_000, "\x16\x03\x01\x02\0", "GET / HTTP/1.1\r\n"])
def test_nonsense_is_not_answered(guard: Guard, words: str) -> None:
    """It may say what it likes, or nothing for long."""
    port = int(guard.proxy.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.settimeout(5)
        try:
            connection.sendall(words.encode("latin-1"))
            answer = connection.recv(100)
        except ConnectionError:
            answer = b""
    assert answer in (b"", b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n"[: len(answer)])
    assert asked(guard, f"http://www.{SITE}/ok/1") == (200, None)


@pytest.mark.parametrize(
    ("address", "failure"),
    [
        (f"http://nowhere.{SITE}/", Failure.UNKNOWN_HOST), (f"http://closed.{SITE}/", Failure.NO_CONNECTION),
        (f"https://wrong-host.{SITE}/ok", Failure.WRONG_HOST), (f"https://expired.{SITE}/ok", Failure.CERTIFICATE),
        (f"https://self-signed.{SITE}/ok", Failure.CERTIFICATE), (f"https://plain.{SITE}/ok", Failure.BROKEN),
        (f"http://www.{SITE}/never", Failure.TIMEOUT), (f"https://www.{SITE}/never", Failure.TIMEOUT),
        (f"http://www.{SITE}/drip", Failure.TIMEOUT), (f"https://www.{SITE}/drip", Failure.TIMEOUT),
        (f"http://www.{SITE}/huge-header", Failure.BROKEN), (f"https://www.{SITE}/many-headers", Failure.BROKEN),
        (f"http://www.{SITE}/no-http", Failure.BROKEN), (f"https://www.{SITE}/hang-up", Failure.BROKEN),
    ],
)  # fmt: skip
def test_what_went_wrong_is_told(guard: Guard, address: str, failure: Failure) -> None:
    """In words that nobody else can say, since they hold the secret."""
    begun = time.monotonic()
    assert asked(guard, address) == (502, failure)
    assert time.monotonic() - begun < 8


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_endless_body_is_not_read(guard: Guard, scheme: str) -> None:
    """The head is all that is wanted, of a redirect too."""
    begun = time.monotonic()
    assert asked(guard, f"{scheme}://www.{SITE}/endless/1") == (200, None)
    assert asked(guard, f"{scheme}://www.{SITE}/endless/leads/1") == (200, None)
    assert time.monotonic() - begun < 4


def test_nothing_of_an_answer_is_passed_on_but_its_status(guard: Guard) -> None:
    """No reason, header or body of a stranger's reaches LinkChecker, what it prints, or us."""
    answer = get(guard, guard.signpost(target_of(f"http://www.{SITE}/odd/1")))
    assert answer == ("HTTP/1.1 200 Answered\r\nContent-Length: 0\r\nLinkChecker: welcome\r\nConnection: close\r\n\r\n")


def test_robots_txt_is_passed_on_within_bounds(web: Web) -> None:
    """As plain text; packed, as a web page or with another status it is none."""
    with Guard(BOUNDS, AGENT, web.resolve, loopback=True) as guard:
        for name, expected in (("www", 200), ("bomb", 404), ("page-robots", 404), ("no-robots", 404)):
            post = guard.signpost(target_of(f"https://{name}.{SITE}/ok"))
            answer = get(guard, post.partition("/ok")[0] + "/robots.txt")
            assert status(answer) == expected
            assert ("Disallow: /for-people/" in answer) is (expected == 200)
        post = guard.signpost(target_of(f"https://endless-robots.{SITE}/ok"))
        answer = get(guard, post.partition("/ok")[0] + "/robots.txt")
        assert BOUNDS.size <= len(answer) <= BOUNDS.size + 1000


def test_who_asks_is_said_and_nothing_else(web: Web, guard: Guard) -> None:
    """Our name, for robots.txt too; no cookie, no referrer, no credential, nothing of what was said to the guard."""
    post = guard.signpost(target_of(f"http://agent.{SITE}/ok/1"))
    get(guard, post)
    get(guard, post.partition("/ok")[0] + "/robots.txt")
    heads = [visit.head.decode() for visit in web.visits if visit.host == f"agent.{SITE}"]
    for head in heads:
        names = [line.partition(":")[0] for line in head.split("\r\n")[1:] if line]
        assert names == ["Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"]
        assert f"\r\nUser-Agent: {AGENT}\r\n" in head
    assert len(heads) == 2


def test_a_host_is_asked_by_one_at_a_time_with_a_pause(web: Web) -> None:
    """However many ask for it, by http and by https."""
    with Guard(Bounds(2, 5, 1000, pause=0.2, rest=1), AGENT, web.resolve, loopback=True) as guard:
        begun = time.monotonic()
        with ThreadPoolExecutor(6) as pool:
            addresses = [f"{s}://one-by-one.{SITE}/ok/{n}" for s in ("http", "https") for n in range(3)]
            assert list(pool.map(lambda one: asked(guard, one), addresses)) == [(200, None)] * 6
        assert time.monotonic() - begun >= 1
    assert web.most_at_once[f"one-by-one.{SITE}"] == 1


def test_who_has_left_is_not_asked_for(web: Web) -> None:
    """A request whose asker is gone while it waits for its turn is never sent."""
    with Guard(Bounds(2, 5, 1000, pause=0.5, rest=1), AGENT, web.resolve, loopback=True) as guard:
        assert asked(guard, f"http://left.{SITE}/ok/first") == (200, None)
        port = int(guard.proxy.rpartition(":")[2])
        secret = base64.b64encode(guard.proxy.partition("//")[2].partition("@")[0].encode()).decode()
        with socket.create_connection(("127.0.0.1", port)) as connection:
            post = guard.signpost(target_of(f"http://left.{SITE}/ok/second"))
            connection.sendall(f"GET {post} HTTP/1.1\r\nProxy-Authorization: Basic {secret}\r\n\r\n".encode())
            time.sleep(0.1)
        time.sleep(0.8)
    assert [visit.path for visit in web.visits if visit.host == f"left.{SITE}"] == ["/ok/first"]


@pytest.mark.parametrize(("path", "rest"), [("later/always", 1.0), ("status/429", 0.4)])
def test_a_host_that_wants_to_be_left_alone_is(web: Web, guard: Guard, path: str, rest: float) -> None:
    """For as long as it says, or a while: nothing is sent to it until the time is up, whatever is asked for."""
    host = f"spared-{path.split('/')[0]}.{SITE}"
    assert asked(guard, f"http://{host}/{path}/1") == (429, None)
    assert rest - 0.3 < guard.spared_for(host) <= rest
    assert asked(guard, f"http://{host}/ok/1") == (429, None)
    assert [visit.path for visit in web.visits if visit.host == host] == [f"/{path}/1"]
    time.sleep(rest)
    assert asked(guard, f"http://{host}/ok/1") == (200, None)


def test_an_unknown_name_is_told_from_a_network_that_knows_none(web: Web) -> None:
    """Without a network every name would be unknown, and every source gone."""

    def offline(_host: str, _port: int) -> list[tuple[str, int]]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with Guard(BOUNDS, AGENT, offline) as guard:
        assert not guard.knows_names()
    with Guard(BOUNDS, AGENT, web.resolve, loopback=True) as guard:
        assert guard.knows_names()


def test_a_name_server_in_trouble_makes_no_host_unknown(guard: Guard, web: Web) -> None:
    """Try again (EAI_AGAIN), a name server that never answers, or a name that can't be asked for."""
    del guard

    def wait(_host: str, _port: int) -> list[tuple[str, int]]:
        time.sleep(1.5)
        return []

    def again(_host: str, _port: int) -> list[tuple[str, int]]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    for resolve in (wait, again):
        with Guard(BOUNDS, AGENT, resolve) as guard:
            assert asked(guard, f"http://www.{SITE}/ok") == (502, Failure.NO_CONNECTION)
    assert web.private == []


@pytest.mark.parametrize("path", ["ok", "endless", "stay", "never"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_it_leaves_no_connection_behind(web: Web, scheme: str, path: str) -> None:
    """However long the other side would stay; Python warns of one that is still open."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        with Guard(BOUNDS, AGENT, web.resolve, loopback=True) as guard:
            asked(guard, f"{scheme}://www.{SITE}/{path}/1")
        del guard
        gc.collect()
    assert [str(warning.message) for warning in told] == []


def test_it_leaves_nothing_behind(web: Web) -> None:
    """No thread, no port, no connection."""
    threads = threading.active_count()
    with Guard(BOUNDS, AGENT, web.resolve, loopback=True) as guard:
        proxy = guard.proxy
        asker = threading.Thread(target=lambda: asked(guard, f"http://www.{SITE}/ok"))
        asker.start()
        asker.join()
    end = time.monotonic() + 5
    while threading.active_count() > threads and time.monotonic() < end:
        time.sleep(0.01)
    assert threading.active_count() <= threads
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", int(proxy.rpartition(":")[2])), 1)


def test_names_are_looked_up_by_the_system() -> None:
    """Each address once, with the port."""
    assert look_up("127.0.0.1", 80) == [("127.0.0.1", 80)]
