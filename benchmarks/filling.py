"""A fill of Elasticsearch in a separate process, so that its memory can be measured."""

import multiprocessing
import pickle
import random
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import track

from benchmarks.search import documents, vocabulary
from search.document import SearchDocument
from search.engines.elasticsearch.client import connect
from search.engines.elasticsearch.engine import ElasticsearchEngine


@dataclass(frozen=True, slots=True)
class FillResult:
    """Documents per second, and the peak memory of the process in megabytes."""

    rate: float
    peak: int


def pickle_documents(count: int, path: Path) -> Path:
    """Write documents to a file, to be read one by one."""
    rng = random.Random(7)
    with path.open("wb") as file:
        generated = documents(count, vocabulary(rng), rng)
        for document in track(generated, "Making documents", count, console=Console(stderr=True)):
            pickle.dump(document, file)
    return path


def fill_in_subprocess(url: str, prefix: str, path: Path, count: int) -> FillResult:
    """Fill a generation with the documents of the file, and make it live."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as process:
        return process.submit(_fill, url, prefix, path, count).result()


def _fill(url: str, prefix: str, path: Path, count: int) -> FillResult:
    engine = ElasticsearchEngine(connect(url, 60), prefix)
    generation = engine.begin()
    started = time.perf_counter()
    bar = track(_read(path, count), "Filling", count, console=Console(stderr=True))
    generation.fill(bar)  # type: ignore[arg-type]
    generation.write([], [], version=1, place="place")
    rate = count / (time.perf_counter() - started)
    if generation.count() != count:
        raise RuntimeError(f"{generation.count()} of {count} documents were found.")
    engine.swap(generation)
    return FillResult(rate, _peak())


def _read(path: Path, count: int) -> Iterator[SearchDocument]:
    with path.open("rb") as file:
        for _ in range(count):
            yield pickle.load(file)


def _peak() -> int:
    """Return this program's peak memory in MB; `ru_maxrss` would include the parent's."""
    lines = Path("/proc/self/status").read_text().splitlines()
    [peak] = [line.split()[1] for line in lines if line.startswith("VmHWM")]
    return int(peak) // 1024
