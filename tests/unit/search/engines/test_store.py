"""The generations of the embedded engine in a folder that processes share."""

from search.engines.embedded.store import Store


def test_a_process_uses_the_generation_that_another_one_made_live(tmp_path):
    writing, reading = Store(tmp_path), Store(tmp_path)
    for _ in range(3):
        generation = writing.begin()
        writing.swap(generation)

        assert reading.live().name == generation.name

    writing.discard()
    assert reading.live() is None
