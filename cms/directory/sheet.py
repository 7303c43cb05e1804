"""Export of the directory as CSV, and import after a review of the changes."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db import models, transaction
from wagtail.log_actions import log

from cms.directory.models import MemberState, Person

Record = MemberState | Person
MAX_BYTES, MAX_ROWS = 2 * 1024 * 1024, 5_000
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The CSV columns of one model; `key` is the column that identifies a record."""

    model: type[Record]
    key: str
    columns: tuple[str, ...]


SHEETS: dict[str, Sheet] = {
    "memberstate": Sheet(
        MemberState,
        "iso_code",
        (
            *("iso_code", "name", "official_name", "joined_on"),
            *("office", "office_address", "office_url"),
        ),
    ),
    "person": Sheet(Person, "name", ("name", "honorific", "title", "country", "biography")),
}


class BadSheetError(Exception):
    """Raised for a file with problems: one sentence each, with its line; nothing was changed."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Row:
    """The effect of importing a line; `changes` are (column, before, after)."""

    line: int
    record: Record
    state: Literal["new", "changed", "unchanged"]
    changes: tuple[tuple[str, str, str], ...] = ()


def write_csv(sheet: Sheet) -> str:
    """Return all records as CSV, in which no cell is run as a formula by a spreadsheet."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(sheet.columns)
    records: Any = sheet.model._default_manager.all()
    if sheet.model is Person:
        records = records.select_related("country")
    for record in records:
        values = (_cell(record, column) for column in sheet.columns)
        writer.writerow([f"'{v}" if v.startswith(FORMULA_SIGNS) else v for v in values])
    return out.getvalue()


def decode(raw: bytes) -> str:
    """Return the text of an uploaded file; raises BadSheetError unless it is CSV in UTF-8."""
    if len(raw) > MAX_BYTES:
        raise BadSheetError([f"The file is larger than {MAX_BYTES >> 20} MB."])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadSheetError([f"Line {line} is not UTF-8: save the file as “CSV UTF-8”."]) from error
    if "\0" in text:
        raise BadSheetError(["The file holds binary data: save it as “CSV UTF-8”."])
    return text


def read_rows(sheet: Sheet, text: str) -> list[Row]:
    """Return the effect of importing each line; raises BadSheetError with all problems."""
    lines = list(_lines(sheet, text))
    existing = _records(sheet, {values[sheet.key] for _, values in lines})
    countries = {state.iso_code: state for state in MemberState.objects.all()}
    problems: list[str] = []
    rows: list[Row] = []
    times = Counter(values[sheet.key] for _, values in lines)
    for line, values in lines:
        key = values[sheet.key]
        try:
            if not key:
                raise ValueError(f"{sheet.key} is empty.")
            if times[key] > 1:
                raise ValueError(f"{key} is on {times[key]} lines: keep one.")
            if len(existing.get(key, ())) > 1:
                raise ValueError(f"several records are called {key}: change them in the admin.")
            record = existing[key][0] if key in existing else sheet.model()
            rows.append(_row(line, record, values, countries))
        except ValueError as error:
            problems.append(f"Line {line}: {error}")
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                problems.append(f"Line {line}: {name}: {' '.join(messages)}")
    if problems:
        raise BadSheetError(problems)
    return rows


@transaction.atomic
def apply(rows: Sequence[Row], user: Any) -> int:
    """Save new and changed records, each with a log entry, and return their number."""
    todo = [row for row in rows if row.state != "unchanged"]
    for row in todo:
        row.record.save()
        action = "wagtail.create" if row.state == "new" else "wagtail.edit"
        log(row.record, action, user=user, content_changed=True)
    return len(todo)


def _lines(sheet: Sheet, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        names = [name.strip() for name in next(reader, [])]
        valid = ", ".join(sheet.columns)
        if unknown := [name for name in names if name not in sheet.columns]:
            listed = ", ".join(f"“{name[:40]}”" for name in unknown)
            raise BadSheetError([f"There is no column {listed}: the first line names {valid}."])
        if sheet.key not in names or len(names) != len(set(names)):
            raise BadSheetError([f"The first line should name {sheet.key} and others of {valid}."])
        for number, values in enumerate(reader):
            if number >= MAX_ROWS:
                raise BadSheetError([f"There are more than {MAX_ROWS:,} lines."])
            if not any(value.strip() for value in values):
                continue
            if len(values) != len(names):
                message = f"Line {reader.line_num} has {len(values)} cells, not {len(names)}."
                raise BadSheetError([message])
            cells = (_without_quote(value.strip()) for value in values)
            yield reader.line_num, dict(zip(names, cells, strict=True))
    except csv.Error as error:
        raise BadSheetError([f"Line {reader.line_num} is not CSV: {error}."]) from error


def _without_quote(value: str) -> str:
    return value[1:] if value.startswith("'") and value[1:].startswith(FORMULA_SIGNS) else value


def _records(sheet: Sheet, keys: set[str]) -> dict[str, list[Record]]:
    records: dict[str, list[Record]] = {}
    for record in sheet.model._default_manager.filter(**{f"{sheet.key}__in": keys}):
        records.setdefault(getattr(record, sheet.key), []).append(record)
    return records


def _row(
    line: int, record: Record, values: Mapping[str, str], countries: Mapping[str, MemberState]
) -> Row:
    """Set the values on the record without saving it; raises ValueError and ValidationError."""
    is_new = record.pk is None
    before = {column: "" if is_new else _cell(record, column) for column in values}
    for column, value in values.items():
        if value != before[column]:
            setattr(record, column, _value(record, column, value, countries))
    record.full_clean()
    after = {column: _cell(record, column) for column in values}
    changes = tuple((c, before[c], after[c]) for c in values if before[c] != after[c])
    return Row(line, record, "new" if is_new else "changed" if changes else "unchanged", changes)


def _value(record: Record, column: str, value: str, countries: Mapping[str, MemberState]) -> object:
    field = record._meta.get_field(column)
    if isinstance(field, models.ForeignKey):
        if value and value not in countries:
            codes = ", ".join(sorted(countries))
            raise ValueError(
                f"{column}: {value[:20]} is not the ISO code of a member: choose from {codes}."
            )
        return countries.get(value)
    if isinstance(field, models.DateField):
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            message = f"{column}: {value[:20]} is not a date: write it like 1967-08-08."
            raise ValueError(message) from None
    return value


def _cell(record: Record, column: str) -> str:
    value = getattr(record, column)
    if isinstance(value, MemberState):
        return value.iso_code
    return value.isoformat() if isinstance(value, date) else str(value or "")
