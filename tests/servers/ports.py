"""Ports of loopback for servers that are about to start."""

import random
import socket

FIRST, LAST = 10_000, 32_000
"""Below the ports that the kernel gives to clients, of which tests open thousands."""
_random = random.SystemRandom()  # tests may seed the other one
_reservations: list[socket.socket] = []


def free_port() -> int:
    """Return a port that no server listens on, and that no other process of the tests gets.

    A UDP socket of the same number reserves it until this process ends.
    """
    while True:
        port = _random.randint(FIRST, LAST)
        reservation = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            reservation.bind(("127.0.0.1", port))
            with socket.socket() as server:
                server.bind(("127.0.0.1", port))
        except OSError:
            reservation.close()
            continue
        _reservations.append(reservation)
        return port
