"""Clients that request pages, lists and searches at a steady rate, and repeat a failure once."""

import http.client
import random
import time
import urllib.error
import urllib.request
from collections import Counter, defaultdict
from functools import partial
from urllib.parse import quote_plus

from benchmarks.soak.threads import Threads

API = "/api/delivery/v1"
THREADS = 4
TIMEOUT = 15  # seconds
FORWARDED = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1", "Host": "localhost"}


def fetch(url: str, seconds: float = TIMEOUT) -> tuple[int, bytes]:
    """Return status and body of a URL as a proxy with TLS would request it; 0 for no response."""
    try:
        request = urllib.request.Request(url, headers=FORWARDED)
        with urllib.request.urlopen(request, timeout=seconds) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, b""
    except (OSError, http.client.HTTPException):
        return 0, b""


class Clients(Threads):
    """Threads that send requests inside the block, `rate` of them a second."""

    def __init__(self, url: str, paths: list[str], questions: list[str], rate: float) -> None:
        self._url, self._paths, self._questions, self._rate = url, paths, questions, rate
        super().__init__(*(partial(self._send, number) for number in range(THREADS)))
        self.phase = "no fault"
        self.statuses: dict[str, Counter[str]] = defaultdict(Counter)
        """Counts of the statuses that clients got, by phase; 0 is no response."""
        self.seconds: dict[str, list[float]] = defaultdict(list)

    def _send(self, number: int) -> None:
        chance = random.Random(number)
        while not self.stopping.wait(chance.expovariate(self._rate / THREADS)):
            phase, begun = self.phase, time.perf_counter()
            address = self._url + self._address(chance)
            status, _ = fetch(address)
            if status not in (200, 503):
                self.statuses[phase][f"{status}, then repeated"] += 1
                status, _ = fetch(address)
            self.statuses[phase][str(status)] += 1
            self.seconds[phase].append(time.perf_counter() - begun)

    def _address(self, chance: random.Random) -> str:
        path, question = chance.choice(self._paths), chance.choice(self._questions)
        words = quote_plus(" ".join(question.split()[:3]))
        return chance.choice(
            [
                path,
                path,
                f"{API}/page/?path={path}",
                f"{API}/pages/?limit=20",
                f"{API}/search/?q={words}",
                f"/search/?q={words}",
                f"{path}index.md",
            ]
        )
