"""Decides what belongs to the public web: schemes, ports, names of hosts and the addresses behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

from factpress.models.text import ADDRESS_LENGTH, as_uri

PORTS: Final = {"http": 80, "https": 443}
_ADDRESS: Final = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9_.-]+)(?::(?P<port>[0-9]{1,5}))?(?P<path>/[^?#]*)?(?P<query>\?[^#]*)?"
    r"(?:#.*)?",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")
_NOT_OF_THE_WEB: Final = frozenset({"local", "localhost", "internal", "onion", "arpa", "invalid", "alt"})
"""Top-level names that never lead to a public web server (RFC 6761, 6762, 7686, 9476; ICANN on `internal`)."""
_HOST_LENGTH: Final = 253

_NOT_PUBLIC_4: Final = tuple(
    ip_network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",  # the host service of Azure, which its virtual machines reach
        "169.254.0.0/16",  # with the metadata services of most clouds
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
_UNICAST_6: Final = ip_network("2000::/3")
"""All that has been given out for the public; NAT64, private, link-local and multicast addresses lie outside."""
_NOT_PUBLIC_6: Final = tuple(
    ip_network(network)
    for network in (
        "2001::/23",  # protocols, Teredo among them
        "2001:db8::/32",
        "2002::/16",  # 6to4 carries any IPv4 address
        "3fff::/20",
    )
)


class NotPublic(ValueError):
    """An address that is none of the public web's."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address in the parts of a request."""

    scheme: str
    host: str
    """In lower case, without a dot at its end."""
    port: int
    path: str
    """Path and query."""

    @property
    def origin(self) -> str:
        """Return scheme, host and, where it isn't the scheme's own, port: `https://example.org`."""
        return f"{self.scheme}://{self.host}" + (f":{self.port}" if self.port != PORTS[self.scheme] else "")

    @property
    def address(self) -> str:
        """Return the address without its fragment."""
        return self.origin + self.path


def target_of(address: str) -> Target:
    """Return the parts of an address, its path written out in ASCII.

    Raises NotPublic where it is none of the public web: another scheme or port, a user name, a host that is no full
    name, an IP address however it is spelt, blanks before the path, a backslash or a control character.
    """
    if len(address) > ADDRESS_LENGTH or re.search(r"[\x00-\x1f\x7f\\]", address):
        raise NotPublic(address)
    try:
        match = _ADDRESS.fullmatch(as_uri(address))
    except ValueError:  # a lone surrogate, or brackets that hold no address
        raise NotPublic(address) from None
    if not match or not match[0].isascii():
        raise NotPublic(address)
    scheme, host = match["scheme"].lower(), match["host"].lower().removesuffix(".")
    port = int(match["port"]) if match["port"] else PORTS[scheme]
    if not is_public_host(host) or port not in PORTS.values():
        raise NotPublic(address)
    return Target(scheme, host, port, (match["path"] or "/") + (match["query"] or ""))


def is_public_host(host: str) -> bool:
    """Return whether a name in ASCII and lower case can be that of a public web server.

    It has two labels or more, ends in no number (so it is no IPv4 address, URL Standard, section 3.5) and under no
    name that is kept for other things.
    """
    labels = host.split(".")
    return (
        len(host) <= _HOST_LENGTH
        and len(labels) > 1
        and all(map(_LABEL.fullmatch, labels))
        and not _NUMBER.fullmatch(labels[-1])
        and labels[-1] not in _NOT_OF_THE_WEB
    )


def is_public_ip(text: str) -> bool:
    """Return whether an IP address is one of the public Internet's.

    The lists are those of IANA's special-purpose registries (RFC 6890) and of addresses that carry others;
    `ipaddress.is_global` alone lets metadata services, NAT64, 6to4 and multicast pass.
    """
    try:
        ip = ip_address(text)
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        if ip.scope_id is not None:
            return False
        if ip.ipv4_mapped is None:
            return ip in _UNICAST_6 and ip.is_global and not any(ip in network for network in _NOT_PUBLIC_6)
        ip = ip.ipv4_mapped
    return _is_public_4(ip)


def _is_public_4(ip: IPv4Address) -> bool:
    return ip.is_global and not any(ip in network for network in _NOT_PUBLIC_4)
