"""Tests of what belongs to the public web."""

from __future__ import annotations

import pytest

from factpress.public import NotPublic, is_public_host, is_public_ip, target_of

DISGUISES = (
    "ftp://www.evening-post.example/", "file:///etc/passwd", "javascript:alert(1)", "//www.evening-post.example/",
    "http:///x", "http://", "https:www.evening-post.example", "http://www.evening-post.example:8080/",
    "https://www.evening-post.example:8443/", "http://www.evening-post.example:22/", "http://www.evening-post.example:/",
    "http://www.evening-post.example:080000/", "http://me@www.evening-post.example/",
    "http://me:secret@www.evening-post.example/", "http://www.evening-post.example@127.0.0.1/",
    "http://localhost/", "http://printer/", "http://printer.local/", "http://vault.internal/", "http://a.localhost/",
    "http://abcdefgh.onion/", "http://1.0.0.127.in-addr.arpa/", "http://metadata.google.internal/",
    "http://host.invalid/", "http://127.0.0.1/", "http://127.1/", "http://127.0.0.1./", "http://2130706433/",
    "http://017700000001/", "http://0x7f000001/", "http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://0/",
    "http://93.184.216.34/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/",
    "http://[fe80::1%25eth0]/", "http://[2606:2800:220:1::1]/", "http://１２７.0.0.1/", "http://127。0。0。1/",
    "http://www.evening-post.example\\@127.0.0.1/", "http://www.evening-post.example\\.evil.example/",
    "http://www.evening-post.example/a\\b", "http://www.evening post.example/", "http://www.evening-post.example\t/",
    "http://www.evening-post.example/\r\nHost: x", "http://www.evening-post.example/\0", "http://\ud800.example/",
    "http://www.evening-post.example/\ud800", "http://a..example/", "http://-a.example/", "http://.example/",
    "http://[www.evening-post.example]/", "http://[::1/", "http://" + "a" * 64 + ".example/",
    "http://" + "a." * 150 + "example/", "http://www.evening-post.example/" + "x" * 5000,
)  # fmt: skip


@pytest.mark.parametrize("address", DISGUISES)
def test_what_is_none_of_the_public_web_has_no_target(address: str) -> None:
    """Another scheme or port, a user name, no full name, an IP address in any spelling, blanks and controls."""
    with pytest.raises(NotPublic):
        target_of(address)


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("http://www.evening-post.example", "http://www.evening-post.example/"),
        ("HTTP://WWW.Evening-Post.Example:80/A", "http://www.evening-post.example/A"),
        ("https://www.evening-post.example:443?x=1", "https://www.evening-post.example/?x=1"),
        ("https://www.evening-post.example./a#part", "https://www.evening-post.example/a"),
        ("http://www.evening-post.example:443/", "http://www.evening-post.example:443/"),
        ("http://www.evening-post.example/a b?c=d e", "http://www.evening-post.example/a%20b?c=d%20e"),
        ("http://bücher.evening-post.example/ö", "http://xn--bcher-kva.evening-post.example/%C3%B6"),
        ("http://a.example/%2F//;x=+?&&%E9#?", "http://a.example/%2F//;x=+?&&%E9"),
        ("http://my_host.example/", "http://my_host.example/"),
        ("http://a.example/x@y:z", "http://a.example/x@y:z"),
    ],
)
def test_a_public_address_is_asked_for_as_it_is_typed(address: str, asked: str) -> None:
    """Scheme and host are put into their plain form, the path keeps its spelling, a fragment stays behind."""
    target = target_of(address)
    assert target.address == asked
    assert target_of(asked) == target


@pytest.mark.parametrize(
    "ip",
    [
        "0.1.2.3", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.8.8.8", "168.63.129.16",
        "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.0.192", "192.0.2.1", "192.88.99.1",
        "192.168.1.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.1.1.1", "240.0.0.1",
        "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:0:127.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "100::1", "2001::7f00:1", "2001:2::1", "2001:10::1", "2001:20::1",
        "2001:db8::1", "2002:7f00:1::", "2002:a00:1::", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1",
        "fe80::1%eth0", "2606:4700::1%eth0", "fec0::1", "ff02::1", "no address", "", "127.1", "0x7f.1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(ip: str) -> None:
    """Private, loopback, link-local, shared, reserved, multicast, metadata, and those that carry another inside."""
    assert not is_public_ip(ip)


@pytest.mark.parametrize("ip", ["8.8.8.8", "93.184.215.14", "::ffff:8.8.8.8", "2606:4700:4700::1111", "2a00:1450::1"])
def test_addresses_that_are_public(ip: str) -> None:
    """What the Internet's registries have given out."""
    assert is_public_ip(ip)


@pytest.mark.parametrize(
    ("host", "may_be"),
    [
        ("www.evening-post.example", True), ("xn--bcher-kva.example", True), ("a.b.c.d.example", True),
        ("1.2.3.4a", True), ("example", False), ("1.2.3.4", False), ("a.0x7f", False), ("a.0x", False),
        ("", False), (".", False), ("a.local", False), ("WWW.evening-post.example", False), ("ä.example", False),
    ],
)  # fmt: skip
def test_names_of_hosts(host: str, may_be: bool) -> None:
    """Full names in lower case and ASCII, ending in no number and in nothing kept for other things."""
    assert is_public_host(host) is may_be
