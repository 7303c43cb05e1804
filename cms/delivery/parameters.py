"""Query parameters, read strictly: what is unknown or malformed is told by name."""

from collections.abc import Collection, Iterable

from django.http import HttpRequest

from cms.delivery.problem import invalid


def only(request: HttpRequest, known: Collection[str]) -> None:
    """Raises 422 for a parameter that the route does not know."""
    for name in request.GET:
        if name not in known:
            raise invalid(name, f"“{name}” is no parameter here; valid are {_listed(known)}.")


def text(request: HttpRequest, name: str) -> str | None:
    """The one value of a parameter, None if it is not given."""
    values = request.GET.getlist(name)
    if len(values) > 1:
        raise invalid(name, f"“{name}” can be given once only.")
    if values and "\x00" in values[0]:
        raise invalid(name, f"“{name}” holds a character that is no text.")
    return values[0] if values else None


def number(request: HttpRequest, name: str, default: int | None, low: int, high: int) -> int | None:
    """A whole number within its bounds."""
    given = text(request, name)
    if given is None:
        return default
    if not (given.isascii() and given.isdigit() and len(given) < 19 and low <= int(given) <= high):
        raise invalid(name, f"“{name}” should be a whole number from {low} to {high}.")
    return int(given)


def choice(request: HttpRequest, name: str, choices: Iterable[str], default: str) -> str:
    given = text(request, name)
    if given is not None and given not in (known := list(choices)):
        raise invalid(name, f"“{given}” is no value of {name}; valid are {_listed(known)}.")
    return default if given is None else given


def names(request: HttpRequest, name: str, known: Collection[str]) -> list[str]:
    """A comma-separated list; `*` is all that there are."""
    given = text(request, name)
    if given is None:
        return []
    if given == "*":
        return sorted(known)
    wanted = [each.strip() for each in given.split(",") if each.strip()]
    for each in wanted:
        if each not in known:
            raise invalid(name, f"“{each}” is no value of {name}; valid are {_listed(known)}.")
    return wanted


def _listed(known: Iterable[str]) -> str:
    return ", ".join(sorted(known))
