"""The example front end draws every type that the API can answer with."""

import json
import re

import pytest

from tests.house.dialect import ROOT

SOURCES = ROOT / "examples" / "front-end" / "src"


def types_of(union: str) -> set[str]:
    """Return the values of `type` among the schemas of a union in the OpenAPI document."""
    schemas = json.loads((ROOT / "docs" / "openapi.json").read_text())["components"]["schemas"]
    return set(schemas[union]["discriminator"]["mapping"])


@pytest.mark.parametrize(("union", "module"), [("AnyBlock", "blocks.ts"), ("AnyPage", "pages.ts")])
def test_every_type_has_a_drawing(union, module):
    drawn = set(re.findall(r'case "([\w.]+)":', (SOURCES / module).read_text()))

    assert types_of(union) <= drawn
