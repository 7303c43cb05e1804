"""A Redis server of the tests' own, without persistence."""

import contextlib
import shutil
import subprocess
import time
from collections.abc import Iterator

from redis import Redis, RedisError

from tests.servers.ports import free_port


@contextlib.contextmanager
def redis_server() -> Iterator[str]:
    """Yield the server's URL; raises LookupError where Redis is not installed."""
    program = shutil.which("redis-server")
    if program is None:
        raise LookupError("Redis is not installed.")
    port = free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    url = f"redis://127.0.0.1:{port}/0"
    try:
        for _ in range(100):
            with contextlib.suppress(RedisError), Redis.from_url(url) as redis:
                redis.ping()
                break
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=10)
