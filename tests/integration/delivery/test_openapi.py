"""The OpenAPI document: valid, exact, fresh in the repository, and true of what is answered."""

import json
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pydantic import BaseModel

from cms.delivery.api import document
from cms.delivery.pages.schema import detail_schema, item_schema, page_types
from cms.delivery.webhooks.models import EVENTS
from cms.delivery.webhooks.payload import message_type

COMMITTED = Path(__file__).resolve().parents[3] / "docs" / "openapi.json"


def sent_document():
    """Return the document as it is sent."""
    return json.loads(json.dumps(document()))


def test_it_is_valid():
    # Imported here: this takes two seconds, in every process that collects the tests.
    from openapi_spec_validator import OpenAPIV31SpecValidator

    assert list(OpenAPIV31SpecValidator(sent_document()).iter_errors()) == []


def test_the_one_in_the_repository_is_fresh():
    current = json.loads(json.dumps(document()))

    assert json.loads(COMMITTED.read_text()) == current, (
        "run export_openapi --output docs/openapi.json"
    )


def test_the_command_writes_it(capsys, tmp_path):
    call_command("export_openapi")
    assert json.loads(capsys.readouterr().out)["openapi"].startswith("3.1")

    call_command("export_openapi", output=tmp_path / "openapi.json")
    assert json.loads((tmp_path / "openapi.json").read_text())["paths"]
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_openapi", output=tmp_path)


def test_every_operation_has_an_id_a_summary_and_described_errors():
    operations = [each for item in document()["paths"].values() for each in item.values()]
    ids = [each["operationId"] for each in operations]

    assert len(ids) == len(set(ids))
    for each in operations:
        assert each["summary"], each["operationId"]
        assert {200, 401, 422, 429, 500} <= {int(status) for status in each["responses"]}


def models_of(module_prefix):
    """Every Pydantic model below a package, as far as it is loaded."""
    models, queue = set(), [BaseModel]
    while queue:
        for model in queue.pop().__subclasses__():
            queue.append(model)
            if model.__module__.startswith(module_prefix):
                models.add(model)
    return models


def test_no_two_schemas_share_a_name():
    """django-ninja would let one replace the other without a word."""
    models = models_of(
        ("cms.delivery", "cms.content.blocks", "cms.content.images", "search.api.schema")
    )
    models |= {
        make(model) for model in page_types().values() for make in (detail_schema, item_schema)
    }
    names = Counter(model.__name__ for model in models)

    assert [name for name, times in names.items() if times > 1] == []


def test_blocks_and_pages_differ_by_type():
    schemas = document()["components"]["schemas"]
    page = schemas["OrganPage"]["properties"]

    assert page["type"]["const"] == "whatwedo.OrganPage"
    assert "oneOf" in page["body"]["items"] or "$ref" in page["body"]["items"]


def test_webhook_payloads_are_described():
    described = document()
    schemas = described["components"]["schemas"]

    bodies = [each["post"]["requestBody"] for each in described["webhooks"].values()]
    references = [body["content"]["application/json"]["schema"]["$ref"] for body in bodies]
    types = [schemas[each.rpartition("/")[2]]["properties"]["type"] for each in references]
    names = {name for each in types for name in each.get("enum") or [each["const"]]}
    assert names == {message_type(event) for event in EVENTS} | {"webhook.test"}


def keys_in(value):
    if isinstance(value, dict):
        yield from value
        for each in value.values():
            yield from keys_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from keys_in(each)


def test_bounds_are_written_as_json_schema_has_them():
    assert {"ge", "le", "gt", "lt"}.isdisjoint(keys_in(document()["paths"]))


def test_responses_leave_room_for_further_properties():
    schemas = document()["components"]["schemas"]

    closed = [name for name, each in schemas.items() if each.get("additionalProperties") is False]
    assert closed == []
