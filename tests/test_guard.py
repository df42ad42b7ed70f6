"""The guard every test runs under: nothing but loopback can be reached."""

import socket

import pytest

from tests.conftest import LeftLoopback


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("8.8.8.8", 53), ("::ffff:192.0.2.1", 80, 0, 0)])
def test_an_address_outside_is_refused_before_a_byte_leaves(address: tuple[str | int, ...]) -> None:
    family = socket.AF_INET6 if len(address) == 4 else socket.AF_INET
    with socket.socket(family) as opened, pytest.raises(LeftLoopback, match="simulated on"):
        opened.connect(address)


def test_a_name_outside_is_not_even_looked_up() -> None:
    with pytest.raises(LeftLoopback):
        socket.getaddrinfo("api.x.com", 443)


def test_loopback_is_open_by_number_and_by_name() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        socket.create_connection(("localhost", listening.getsockname()[1])).close()
