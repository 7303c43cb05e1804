"""Every address that the project answers, read from its routes and from its OpenAPI documents.

What a route or a parameter may hold is given by its name. A name without values
for is an error, so that a new route or parameter cannot be forgotten.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any
from urllib.parse import urlencode

from django.urls import get_resolver
from django.urls.resolvers import URLPattern
from django.utils.regex_helper import normalize

Values = Mapping[str, Sequence[Any]]
FIELDS_OF_EXPANDED = re.compile(r"fields\[(\w+)\]")


class UnknownNameError(AssertionError):
    """Raised for a new route or parameter whose name has no values to try."""


def routes(values: Values) -> Iterator[str]:
    """All addresses of the URL resolver, with each value of each argument."""
    for template, names in _templates(get_resolver()):
        yield from _filled(f"/{template}", names, values)


def _templates(resolver: Any, before: str = "") -> Iterator[tuple[str, list[str]]]:
    for each in resolver.url_patterns:
        for template, names in normalize(each.pattern.regex.pattern):
            if isinstance(each, URLPattern):
                yield before + template, names
            else:
                assert not names, f"Arguments in {template}, under which other routes lie."
                yield from _templates(each, before + template)


def _filled(template: str, names: Sequence[str], values: Values) -> Iterator[str]:
    """A whole template may have its own values: a list of tuples, one value per name."""
    for name in names if template not in values else ():
        if name not in values:
            raise UnknownNameError(f"No values for “{name}” of {template}")
    every = values[template] if template in values else product(*(values[n] for n in names))
    for chosen in every:
        yield template % dict(zip(names, chosen, strict=True))


def operations(schema: Mapping[str, Any], values: Values) -> Iterator[str]:
    """All reading operations of an OpenAPI document: each alone, and with each parameter.

    A parameter `q` is also tried together with each value of each other parameter. A parameter
    `fields[…]` is tried with the expansion whose fields it names: alone it is refused.
    """
    for path, operation in schema["paths"].items():
        parameters = operation.get("get", {}).get("parameters", [])
        if "get" not in operation:
            continue
        inside = [each["name"] for each in parameters if each["in"] == "path"]
        queries = {
            each["name"]: _values_of(each, values, path)
            for each in parameters
            if each["in"] == "query"
        }
        template = path.replace("%", "%%")
        for name in inside:
            template = template.replace(f"{{{name}}}", f"%({name})s")
        for address in _filled(template, inside, values):
            yield address
            for name, choices in queries.items():
                for pair in _pairs(name, choices):
                    yield f"{address}?{urlencode(pair)}"
                    for query in values["q with others"] if "q" in queries and name != "q" else ():
                        yield f"{address}?{urlencode({'q': query} | pair)}"


def _pairs(name: str, choices: Sequence[object]) -> Iterator[dict[str, object]]:
    """Yield the parameters to try for each value; fields of expanded pages are tried together."""
    if match := FIELDS_OF_EXPANDED.fullmatch(name):
        yield {"expand": match[1], name: ",".join(str(each) for each in choices if each != "*")}
    else:
        yield from ({name: value} for value in choices)


def _values_of(parameter: Mapping[str, Any], values: Values, path: str) -> Sequence[object]:
    name, schema = parameter["name"], parameter["schema"]
    kinds = [schema, *schema.get("anyOf", ()), schema.get("items", {})]
    listed = [value for kind in kinds for value in kind.get("enum", ())]
    listed += [kind["const"] for kind in kinds if "const" in kind]
    if listed or name in values:
        return [*listed, *values.get(name, ())]
    raise UnknownNameError(f"No values for the parameter “{name}” of {path}")
