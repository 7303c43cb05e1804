"""Addresses of webhooks: only public ones, and those by what they are."""

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.delivery.webhooks import address

private_ipv4 = st.sampled_from(["127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254"])


@given(private_ipv4, st.sampled_from([0, 0xFFFF << 32, 0xFFFF << 48, 0x64FF9B << 96]))
def test_no_form_that_embeds_a_private_address_is_public(private, prefix):
    embedded = IPv6Address(prefix | int(IPv4Address(private)))

    assert not address.is_public(str(embedded))


@given(st.ip_addresses(v=6))
def test_a_public_address_is_global_unicast(ip):
    if address.is_public(str(ip)):
        assert ip.is_global
        assert int(ip) >> 125 == 1


@pytest.mark.parametrize(
    "url", ["https://support.example.org/", "https://ports.example/", "https://short.example:8443/"]
)
def test_a_host_may_be_called_anything(url):
    address.check_address(url)


@pytest.mark.parametrize("url", ["https://app.example:0/", "https://app.example:x/"])
def test_a_port_that_cannot_be_is_named(url):
    with pytest.raises(address.ForbiddenAddressError, match="port"):
        address.check_address(url)


@pytest.mark.parametrize("url", ["https://[::127.0.0.1]/", "https://printer.LOCAL./", "https://x/"])
def test_a_private_host_is_refused(url):
    with pytest.raises(address.ForbiddenAddressError, match="public"):
        address.check_address(url)


def test_the_address_that_was_checked_is_the_one_connected_to(monkeypatch):
    answers = iter(["93.184.215.14", "127.0.0.1"])
    resolve = lambda host, port, **_: [(2, 1, 6, "", (next(answers), port))]  # noqa: E731
    connected = []
    monkeypatch.setattr("socket.getaddrinfo", resolve)
    monkeypatch.setattr("socket.create_connection", lambda target, _: connected.append(target))

    address.connect(("rebound.example", 443), timeout=1)

    assert connected == [("93.184.215.14", 443)]
