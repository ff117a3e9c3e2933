"""Reaches hosts of the public web and no others: looks names up, judges what is found and connects to exactly that."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from ipaddress import ip_address, ip_network
from typing import Final

from factpress.models.links import Failure
from factpress.public import PORTS, Target, is_public_host, is_public_ip

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Resolve = Callable[[str, int], Sequence[tuple[str, int]]]
"""Looks a host up: name and port in, IP addresses each with the port to connect to out; raises OSError."""

_PLACES: Final = 4
"""How many of a host's addresses are tried."""
_LOOKING_UP: Final = 16
"""How many names are looked up at a time."""
_KNOWN_NAME: Final = "example.com"
"""A name that is there for good (RFC 2606); it is looked up to learn whether names can be looked up at all."""
_NO_SUCH_NAME: Final = (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
_OF_ANOTHER_HOST: Final = (62, 64)
"""X509_V_ERR_HOSTNAME_MISMATCH and X509_V_ERR_IP_ADDRESS_MISMATCH (OpenSSL, X509_STORE_CTX_get_error(3))."""
_LOOPBACK: Final = ip_network("127.0.0.0/8")


class Refused(Exception):
    """A connection that isn't made, or that comes to nothing."""

    def __init__(self, failure: Failure) -> None:
        self.failure = failure
        super().__init__(failure.value)


def look_up(host: str, port: int) -> list[tuple[str, int]]:
    """Return the IP addresses of a host as the system knows them. Raises socket.gaierror."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys((str(place[0]), int(place[1])) for *_, place in found))


class Reach:
    """Connects to public web servers."""

    def __init__(self, timeout: float, resolve: Resolve, *, loopback: bool) -> None:
        """`timeout` in seconds until a connection stands; `loopback` lets 127.0.0.0/8 count as public, for tests."""
        self._timeout = timeout
        self._resolve = resolve
        self._loopback = loopback
        self._pool = ThreadPoolExecutor(_LOOKING_UP, thread_name_prefix="look-up")
        self._has_found = False
        self._tls = ssl.create_default_context()
        self._tls.set_alpn_protocols(["http/1.1"])

    def close(self) -> None:
        """Look nothing more up."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    @asynccontextmanager
    async def connection(self, target: Target) -> AsyncIterator[Streams]:
        """Connect to a target's server, by TLS where its scheme says so.

        The name is looked up once and every IP address found must be public; it is one of these that is connected to.
        Raises Refused where the server is none of the public web's, where it doesn't answer or isn't itself.
        """
        reader, writer = await self._connect(target)
        try:
            yield reader, writer
        finally:
            writer.transport.abort()  # a host might take its time to say good-bye

    async def knows_names(self) -> bool:
        """Return whether names can be looked up at all, so that an unknown one isn't the network's fault."""
        if not self._has_found:
            try:
                await self._find(_KNOWN_NAME, PORTS["https"])
            except Refused:
                return False
        return True

    async def _connect(self, target: Target) -> Streams:
        if not is_public_host(target.host) or target.port not in PORTS.values():
            raise Refused(Failure.FORBIDDEN)
        places = await self._find(target.host, target.port)
        if not places or not all(self._may_be_asked(ip) for ip, _ in places):
            raise Refused(Failure.FORBIDDEN)
        tls, name = (self._tls, target.host) if target.scheme == "https" else (None, None)
        failure = Failure.NO_CONNECTION
        try:
            async with asyncio.timeout(self._timeout):
                for ip, port in places[:_PLACES]:
                    try:
                        return await asyncio.open_connection(ip, port, ssl=tls, server_hostname=name)
                    except ssl.SSLCertVerificationError as error:
                        wrong = error.verify_code in _OF_ANOTHER_HOST
                        raise Refused(Failure.WRONG_HOST if wrong else Failure.CERTIFICATE) from None
                    except ssl.SSLError:
                        failure = Failure.BROKEN
                    except OSError:
                        continue
        except TimeoutError:
            failure = Failure.TIMEOUT
        raise Refused(failure)

    async def _find(self, host: str, port: int) -> Sequence[tuple[str, int]]:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._timeout):
                places = await loop.run_in_executor(self._pool, self._resolve, host, port)
        except socket.gaierror as error:
            unknown = error.errno in _NO_SUCH_NAME
            raise Refused(Failure.UNKNOWN_HOST if unknown else Failure.NO_CONNECTION) from None
        except (OSError, UnicodeError):
            raise Refused(Failure.NO_CONNECTION) from None
        self._has_found = True
        return places

    def _may_be_asked(self, ip: str) -> bool:
        return is_public_ip(ip) or (self._loopback and ip_address(ip) in _LOOPBACK)
