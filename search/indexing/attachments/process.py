"""Runs the extractor in a separate process, which is killed if it does not end in time."""

import contextlib
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO, Any

SECONDS = 10.0  # from the start of the process to its end
BUSY_SECONDS = 3.0  # of processor time, after which it was the file that took too long
PROGRAM = Path(__file__).with_name("extractor.py")

_one_at_a_time = threading.Lock()  # a host runs as many as it has indexing processes


class ExtractionError(Exception):
    """The text of a file cannot be read; says why in a clause.

    `is_final` is false where the same file may succeed on a less busy machine.
    """

    def __init__(self, reason: str, *, is_final: bool = True) -> None:
        super().__init__(reason)
        self.is_final = is_final


def extract(file: IO[bytes], extension: str) -> str:
    """Return the text of a file on disk; raises ExtractionError after at most `SECONDS`."""
    with _one_at_a_time, tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        # -B: the limit of output would cut off files of compiled Python, too.
        process = subprocess.Popen(  # noqa: S603 a list needs no shell
            [sys.executable, "-IB", str(PROGRAM), extension],
            stdin=file,
            stdout=output,
            stderr=errors,
            cwd="/",
            env={},
            start_new_session=True,  # so that its children end with it
        )
        before = _processor_time()
        status: int | None = None
        try:
            with contextlib.suppress(subprocess.TimeoutExpired):
                status = process.wait(timeout=SECONDS)
        finally:
            _kill(process)
        if status is None:
            is_final = _processor_time() - before > BUSY_SECONDS
            raise ExtractionError(f"it took more than {SECONDS:.0f} s", is_final=is_final)
        if status:
            raise ExtractionError(_reason(status, _content(errors)))
        return _content(output)


def _processor_time() -> float:
    """Return the seconds that all ended children of this process have computed."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _kill(process: subprocess.Popen[Any]) -> None:
    """End the process and its children, if any is left."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _content(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")


def _reason(status: int, errors: str) -> str:
    if -status in (signal.SIGXCPU, signal.SIGKILL):
        return "it took too much processor time"
    if status < 0:
        return f"its reader was ended by {signal.Signals(-status).name}"
    return (errors.strip().splitlines() or ["its reader failed"])[-1]
