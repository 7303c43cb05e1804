"""The file `site.json` of a data folder, with the kind of its site and its languages.

It is a file because settings are read before the database. The folder of the demo's content has
one as well, with the languages that the demo serves.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from cms.settings.environment import refuse

FILE = "site.json"


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """The kind and languages of the site in a data folder.

    `kind` is empty for a folder without a site. `languages` are codes, the default first; empty for
    those of the demo.
    """

    kind: Literal["", "demo", "own"] = ""
    languages: tuple[str, ...] = ()


def read_record(folder: Path) -> SiteRecord:
    """Return the record of the folder; end the process with one line if it cannot be read."""
    path = folder / FILE
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        languages = tuple(str(code) for code in values["languages"])
        kind = values["kind"]
    except FileNotFoundError:
        return SiteRecord()
    except (OSError, ValueError, KeyError, TypeError) as error:
        refuse(f"{path} cannot be read: {error}.")
    if kind not in {"demo", "own"}:
        refuse(f"{path} is malformed: “kind” should be “demo” or “own”.")
    return SiteRecord(kind, languages)


def write_record(folder: Path, record: SiteRecord) -> None:
    """Replace the record of the folder atomically."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    new = path.with_suffix(".new")
    new.write_text(json.dumps(asdict(record), ensure_ascii=False) + "\n", encoding="utf-8")
    new.replace(path)
