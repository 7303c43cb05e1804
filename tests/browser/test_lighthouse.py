"""Lighthouse scores of the pages; `make bench` measures performance."""

import pytest

from tests.conftest import missing
from tests.servers import lighthouse
from tests.servers.chromium import chromium
from tests.servers.front_end import has_node

CONTENT = ["/", "/how-asean-works/chairmanship/"]
RESULTS = ["/search/?q=secretariat"]
ENOUGH = 95
SEARCH_PAGE = 60_000  # bytes with everything it loads


@pytest.fixture(scope="module")
def audits(site, tmp_path_factory):
    if not has_node():
        missing("Node is not installed (apt-get install nodejs npm).")
    if chromium() is None:
        missing("Chromium is not installed (apt-get install chromium).")
    work = lighthouse.install(tmp_path_factory.mktemp("lighthouse"))
    categories = ["accessibility", "best-practices", "seo"]
    audits = lighthouse.audit(work, site.url, [*CONTENT, *RESULTS], categories)
    return {audit.path: audit for audit in audits}


@pytest.mark.parametrize("path", CONTENT)
def test_a_content_page_is_accessible_sound_and_findable(audits, path):
    assert min(audits[path].scores.values()) >= ENOUGH, audits[path].wanting


@pytest.mark.parametrize("path", RESULTS)
def test_results_are_accessible_and_sound_but_for_no_search_engine(audits, path):
    scores = dict(audits[path].scores)
    del scores["seo"]

    assert min(scores.values()) >= ENOUGH, audits[path].wanting
    assert "is-crawlable" in audits[path].wanting


def test_the_search_page_is_light(audits):
    assert 0 < audits[RESULTS[0]].weight <= SEARCH_PAGE
