"""Named entries that apps add when they start, and the product reads afterwards.

Every extension point of the product is a `Registry`. An app adds its entries in
`AppConfig.ready`; they are first read when all apps are ready, so that the order of
`INSTALLED_APPS` decides the order of the entries and nothing else.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string


class UnknownEntryError(LookupError):
    """No app has added an entry of that name; the message lists the known names."""


class Registry[Entry]:
    """Entries by name, in the order in which they were added.

    An entry may be a dotted path, which is imported when the entries are first read, so that an
    `AppConfig` need not import it at start.
    """

    def __init__(
        self,
        noun: str,
        is_valid: Callable[[Entry], bool],
        expected: str,
        *,
        names: str = r"[a-z][a-z0-9_-]*",
    ) -> None:
        """Create an empty registry.

        `noun` and `expected` (what `is_valid` accepts) are used in messages. `names` is a regular
        expression that every name must match.
        """
        self._noun = noun
        self._is_valid = is_valid
        self._expected = expected
        self._names = re.compile(names)
        self._added: dict[str, Entry | str] = {}
        self._read: dict[str, Entry] | None = None

    def add(self, name: str, entry: Entry | str) -> None:
        """Add an entry, or the dotted path of one.

        Raises ImproperlyConfigured for a name that is malformed or taken, for an entry of the
        wrong kind, and once the entries have been read.
        """
        if not self._names.fullmatch(name):
            raise ImproperlyConfigured(
                f"The {self._noun} {name!r} has a bad name: it should match {self._names.pattern}."
            )
        if name in self._added:
            raise ImproperlyConfigured(f"The {self._noun} {name!r} is added twice: rename one.")
        if self._read is not None:
            raise ImproperlyConfigured(
                f"The {self._noun} {name!r} is added too late: add it in `AppConfig.ready`."
            )
        if not isinstance(entry, str):
            self._require_valid(name, entry)
        self._added[name] = entry

    def entries(self) -> Mapping[str, Entry]:
        """Return all entries by name; no more can be added from then on.

        Raises ImproperlyConfigured before all apps are ready, and for a dotted path that leads
        to nothing or to something of the wrong kind.
        """
        if self._read is None:
            if not apps.ready:
                raise ImproperlyConfigured(
                    f"The {self._noun} registry is read before all apps are ready."
                )
            self._read = {name: self._resolve(name, each) for name, each in self._added.items()}
        return self._read

    def __getitem__(self, name: str) -> Entry:
        """Return the entry; raises UnknownEntryError."""
        try:
            return self.entries()[name]
        except KeyError:
            names = ", ".join(self.entries())
            raise UnknownEntryError(
                f"There is no {self._noun} {name!r}: choose from {names}."
            ) from None

    @contextmanager
    def replaced(self, entries: Mapping[str, Entry | str]) -> Iterator[None]:
        """Replace all entries within a `with` block, for tests."""
        saved = self._added, self._read
        self._added, self._read = {}, None
        try:
            for name, entry in entries.items():
                self.add(name, entry)
            yield
        finally:
            self._added, self._read = saved

    def _resolve(self, name: str, entry: Entry | str) -> Entry:
        if not isinstance(entry, str):
            return entry
        try:
            resolved: Entry = import_string(entry)
        except ImportError as error:
            raise ImproperlyConfigured(f"The {self._noun} {name!r}: {error}") from error
        self._require_valid(name, resolved)
        return resolved

    def _require_valid(self, name: str, entry: Entry) -> None:
        if not self._is_valid(entry):
            raise ImproperlyConfigured(
                f"The {self._noun} {name!r} should be {self._expected}, not {entry!r}."
            )
