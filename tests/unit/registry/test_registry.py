"""Registries: entries are found by name, and mistakes are reported."""

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from cms.registry import Registry, UnknownEntryError

ANSWER = 42


@pytest.fixture
def numbers():
    return Registry[int]("number", lambda entry: isinstance(entry, int), "an integer")


def test_entries_are_in_the_order_of_their_addition(numbers):
    numbers.add("two", 2)
    numbers.add("one", 1)

    assert list(numbers.entries().items()) == [("two", 2), ("one", 1)]
    assert numbers["one"] == 1


def test_a_dotted_path_is_imported_when_it_is_read(numbers):
    numbers.add("answer", f"{__name__}.ANSWER")

    assert numbers["answer"] == 42


def test_an_unknown_name_is_reported_with_the_known_ones(numbers):
    numbers.add("one", 1)
    numbers.add("two", 2)

    with pytest.raises(UnknownEntryError, match="no number 'three': choose from one, two"):
        numbers["three"]


def test_a_name_can_be_added_only_once(numbers):
    numbers.add("one", 1)

    with pytest.raises(ImproperlyConfigured, match="'one' is added twice"):
        numbers.add("one", 1)


@pytest.mark.parametrize("name", ["", "One", "one two", "1", "one/", "one\n"])
def test_a_malformed_name_is_refused(numbers, name):
    with pytest.raises(ImproperlyConfigured, match="bad name"):
        numbers.add(name, 1)


def test_an_entry_of_the_wrong_kind_is_refused(numbers):
    with pytest.raises(ImproperlyConfigured, match=r"'one' should be an integer, not 1\.0"):
        numbers.add("one", 1.0)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("no.such.module", "No module named"),
        (f"{__name__}.NOTHING", "NOTHING"),
        (f"{__name__}.numbers", "should be an integer"),
    ],
)
def test_a_bad_path_is_reported_with_the_name_of_its_entry(numbers, path, message):
    numbers.add("bad", path)

    with pytest.raises(ImproperlyConfigured, match=f"number 'bad'.*{message}"):
        numbers.entries()


def test_adding_after_the_entries_have_been_read_is_refused(numbers):
    numbers.entries()

    with pytest.raises(ImproperlyConfigured, match="too late"):
        numbers.add("one", 1)


def test_reading_before_all_apps_are_ready_is_refused(numbers, monkeypatch):
    monkeypatch.setattr(apps, "ready", False)

    with pytest.raises(ImproperlyConfigured, match="before all apps are ready"):
        numbers.entries()


def test_replaced_entries_are_restored(numbers):
    numbers.add("one", 1)
    with numbers.replaced({"two": 2}):
        assert dict(numbers.entries()) == {"two": 2}

    assert dict(numbers.entries()) == {"one": 1}
