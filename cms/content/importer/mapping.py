"""The mapping file of an import, which maps names of the source to names of this site."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from cms.content.importer.record import Record
from cms.content.importer.sources.yaml_values import read_yaml

PARTS = ("types", "categories", "authors", "fields")
DROPPED = frozenset(["", "null", "~"])


@dataclass(frozen=True, slots=True)
class Names:
    """New names by old name; an empty new name drops the value."""

    types: Mapping[str, str] = field(default_factory=dict)
    """Page types, by the values of the field `type` in the source."""
    categories: Mapping[str, str] = field(default_factory=dict)
    """Topics."""
    authors: Mapping[str, str] = field(default_factory=dict)
    """Values of the field `author`."""
    fields: Mapping[str, str] = field(default_factory=dict)

    def apply(self, record: Record) -> Record:
        """Return the record with the names of this site."""
        fields: dict[str, Any] = {}
        for name, value in record.fields.items():
            if new := self.fields.get(name, name):
                fields[new] = value
        for name, names in (("type", self.types), ("author", self.authors)):
            if fields.get(name) in names:
                fields[name] = names[fields[name]]
                if not fields[name]:
                    del fields[name]
        topics = fields.get("topics")
        if self.categories and isinstance(topics, list):
            renamed = (self.categories.get(each, each) for each in topics)
            fields["topics"] = list(dict.fromkeys(filter(None, renamed)))
        return replace(record, fields=fields)


def read_mapping(path: Path) -> Names:
    """Return the names in a YAML file; raises ValueError with a sentence about the problem."""
    try:
        mapping = read_yaml(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(f"{path} cannot be read ({error.strerror}).") from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"{path} is not YAML: {str(error).splitlines()[0]}.") from error
    if not isinstance(mapping, dict):
        raise ValueError(f"{path} should have some of {', '.join(PARTS)}, each with its names.")
    for part, names in mapping.items():
        if part not in PARTS:
            raise ValueError(f"{path}: {part!r} is not known: use {', '.join(PARTS)}.")
        if not isinstance(names, dict) or not all(isinstance(each, str) for each in names.values()):
            raise ValueError(f"{path}: {part} should be lines like `old name: new name`.")
    return Names(
        **{
            part: {old: "" if new in DROPPED else new for old, new in names.items()}
            for part, names in mapping.items()
        }
    )
