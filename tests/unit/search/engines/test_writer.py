"""The writer of the embedded index after a process that was killed while it wrote."""

import shutil
from pathlib import Path

from search.document import SearchDocument
from search.engines.embedded.engine import EmbeddedEngine


def document(number: int, version: int = 1) -> SearchDocument:
    return SearchDocument(
        number, "home.ContentPage", "A page", f"/{number}/", "en", body="words", version=version
    )


def publish(folder: Path) -> EmbeddedEngine:
    """Write to the index as a process that has just started, and return its engine."""
    engine = EmbeddedEngine(folder)
    generation = engine.live()
    generation.write([document(2, version=2)], [3], version=2, place="later")
    generation.close()
    return engine


def test_files_that_were_not_committed_do_not_stop_the_next_process(tmp_path):
    before, after = tmp_path / "before", tmp_path / "after"
    engine = EmbeddedEngine(before)
    generation = engine.begin()
    generation.fill([document(number) for number in range(1, 6)])
    generation.write([], [], version=0, place="first")
    engine.swap(generation)
    generation.close()
    shutil.copytree(before, after)
    publish(after)
    for folder in after.glob("*/"):  # as if killed before the list of files was written
        for path in (*folder.glob("*.del"), folder / ".managed.json"):
            shutil.copy(path, before / folder.name)

    assert publish(before).live().place() == "later"
