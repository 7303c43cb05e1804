"""The way of a reader along the log: failures, failing changes, lost places."""

import pytest

from cms.changes import log, reader_loop
from cms.changes.models import Change, FailedChange, Kind, Log, ReaderState
from cms.changes.reader_loop import ATTEMPTS, ReaderLoop
from cms.changes.readers import StoredReader, UnavailableError

pytestmark = pytest.mark.django_db


class Recorder(StoredReader):
    name = "recorder"
    batch = 10

    def __init__(self):
        self.taken: list[int | None] = []
        self.poison: set[int] = set()
        self.away = False
        self.restarts = 0

    def take(self, changes):
        if self.away:
            raise UnavailableError("away")
        if self.poison & {change.page_id for change in changes}:
            raise ValueError("poison")
        self.taken += [change.page_id for change in changes]

    def handle_missed_changes(self):
        self.restarts += 1


@pytest.fixture
def reader():
    recorder = Recorder()
    recorder.start_over()
    return recorder


def drain(loop: ReaderLoop, tries: int = 100) -> None:
    for _ in range(tries):
        try:
            if not loop.step():
                return
        except Exception as error:
            loop._failed(error)


def append(*pages: int) -> None:
    for page in pages:
        log.append(Kind.PUBLISHED, [page])


def test_a_reader_reads_in_batches_and_stores_its_place(reader):
    append(*range(25))

    assert ReaderLoop(reader).step()
    assert reader.taken == list(range(10))
    drain(ReaderLoop(reader))
    assert reader.taken == list(range(25))
    assert reader.place() == log.head()


def test_after_a_batch_that_is_not_full_there_is_no_more(reader):
    append(1, 2)

    assert not ReaderLoop(reader).step()
    assert reader.taken == [1, 2]


def test_a_change_costs_a_reader_six_queries(reader, django_assert_max_num_queries):
    append(1)
    loop = ReaderLoop(reader)
    with django_assert_max_num_queries(6):
        drain(loop)

    assert reader.taken == [1]


class SettlingError(Exception):
    """Ends a loop that waits for further changes for the second time."""


class Stop:
    """An event that is never set; two changes are appended while a reader settles."""

    def __init__(self):
        self.waited = 0

    def is_set(self):
        return False

    def wait(self, seconds):
        self.waited += 1
        if self.waited > 1:
            raise SettlingError
        append(2, 3)


def test_a_reader_that_settles_takes_later_changes_together(reader, monkeypatch):
    monkeypatch.setattr(reader_loop, "POLL", 0)
    monkeypatch.setattr(reader_loop, "close_old_connections", lambda: None)
    batches = []
    monkeypatch.setattr(
        reader, "take", lambda changes: batches.append([c.page_id for c in changes])
    )
    append(1)

    with pytest.raises(SettlingError):
        ReaderLoop(reader).run(Stop())

    assert batches == [[1], [2, 3]]


def test_an_outage_loses_no_change_and_fails_none(reader):
    append(1, 2, 3)
    reader.away = True
    on_its_way = ReaderLoop(reader)
    drain(on_its_way, tries=ATTEMPTS * 3)
    state = ReaderState.objects.get(name="recorder")
    assert (state.error, bool(state.failing_since)) == ("UnavailableError: away", True)

    reader.away = False
    drain(on_its_way)

    assert reader.taken == [1, 2, 3]
    assert not FailedChange.objects.exists()
    assert ReaderState.objects.get(name="recorder").error == ""


def test_a_failing_change_is_recorded_and_skipped(reader):
    append(1, 2, 3, 4)
    reader.poison = {3}
    drain(ReaderLoop(reader))

    assert reader.taken == [1, 2, 4]
    assert [(row.page_id, row.error) for row in FailedChange.objects.all()] == [
        (3, "ValueError: poison")
    ]
    assert reader.place() == log.head()


def test_a_failed_change_is_retried_on_request(reader):
    append(3)
    reader.poison = {3}
    drain(ReaderLoop(reader))
    FailedChange.objects.update(retry=True)
    drain(ReaderLoop(reader))
    assert FailedChange.objects.get().retry is False  # still poison

    reader.poison = set()
    FailedChange.objects.update(retry=True)
    drain(ReaderLoop(reader))

    assert reader.taken == [3]
    assert not FailedChange.objects.exists()


def test_a_newer_change_of_a_page_replaces_a_failed_one(reader):
    append(3)
    reader.poison = {3}
    drain(ReaderLoop(reader))
    reader.poison = set()
    append(3)
    drain(ReaderLoop(reader))

    assert not FailedChange.objects.exists()


def test_a_reader_with_a_lost_place_starts_over(reader):
    append(1)
    Log.objects.update(identity="0" * 32)
    drain(ReaderLoop(reader))

    assert reader.restarts == 2
    assert reader.place() == log.head()


def test_a_missing_reader_does_not_delay_compaction(reader, settings):
    settings.CHANGE_LOG_RETENTION -= settings.CHANGE_LOG_RETENTION
    append(1, 2, 3)

    log.compact()

    assert Change.objects.count() == 1
    drain(ReaderLoop(reader))
    assert reader.restarts == 2


def test_pauses_grow_up_to_a_limit(reader):
    on_its_way = ReaderLoop(reader)
    pauses = [on_its_way._failed(UnavailableError()) for _ in range(20)]

    assert pauses[0] <= reader_loop.BACKOFF.first
    assert max(pauses) <= reader_loop.BACKOFF.longest
    assert pauses[-1] >= reader_loop.BACKOFF.longest / 2
