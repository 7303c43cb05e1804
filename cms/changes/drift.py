"""Drift: differences between the database and what readers of the change log have written."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import batched
from typing import Literal

from django.db import transaction

from cms.changes import log
from cms.changes.models import Kind

AT_ONCE = 500  # pages in one transaction

Why = Literal["missing", "unexpected", "different"]


@dataclass(frozen=True, slots=True)
class Drift:
    """A page that is missing, unexpected or different in an index or among documents."""

    id: int
    why: Why


def repair(differing: Iterable[Drift]) -> None:
    """Append changes that make every reader read the differing pages again."""
    for page_ids in batched((drift.id for drift in differing), AT_ONCE):
        with transaction.atomic():
            log.append(Kind.REPAIR, page_ids)
