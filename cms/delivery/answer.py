"""Good answers: JSON, with what caches need to know about it."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from pydantic_core import to_json

CACHE_CONTROL = "public, max-age=0, s-maxage=60, stale-while-revalidate=30"


class Answer(HttpResponse):
    """`held` tells that the same question has the same answer until the change log moves.

    `lasting` is what of the body the ETag stands for, where it also tells of its own making:
    a client would have to be lucky to meet the process that made it as fast as the last time.
    """

    held = False
    lasting: bytes | None = None


def answer(content: Any, keys: Iterable[str] = (), *, held: bool = False) -> Answer:
    """200; `keys` name what is shown, for caches that forget by `Surrogate-Key`."""
    response = Answer(to_json(content), content_type="application/json")
    response.held = held
    response["Cache-Control"] = CACHE_CONTROL
    if told := " ".join(dict.fromkeys(keys)):
        response["Surrogate-Key"] = told
    return response
