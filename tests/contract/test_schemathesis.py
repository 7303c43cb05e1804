"""Schemathesis against the running site: generated requests, and chains of them, find no failure."""

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.servers.site import running_site

DOCUMENT = "/api/delivery/v1/openapi.json"
# A cursor is opaque: the document cannot tell which strings are one, and a wrong one is 422.
EXCLUDED = [positive_data_acceptance]
LIMITS = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    with running_site(tmp_path_factory.mktemp("site")) as site:
        yield schemathesis.openapi.from_url(site.url + DOCUMENT)


schema = schemathesis.pytest.from_fixture("api")


@schema.parametrize()
@LIMITS
def test_no_request_finds_a_failure(case):
    case.call_and_validate(excluded_checks=EXCLUDED)


def test_no_chain_of_requests_finds_a_failure(api):
    class Chains(api.as_state_machine()):
        def validate_response(self, response, case, **kwargs):
            case.validate_response(response, excluded_checks=EXCLUDED)

    Chains.run(settings=settings(LIMITS, max_examples=15, stateful_step_count=6))
