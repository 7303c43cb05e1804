"""An Elasticsearch that cannot be used: one clear line, and the live index is as it was."""

import json

from elasticsearch import Elasticsearch

from search.engines.elasticsearch.client import OTHER_VERSION
from tests.conftest import missing
from tests.servers import elasticsearch
from tests.servers.faulty import faulty
from tests.servers.prepared import migrated_data
from tests.servers.production import production_environment, run

REBUILD = ["manage.py", "search_rebuild", "--engine", "elasticsearch"]
BLOCK = "cluster.blocks.read_only_allow_delete"  # what a server sets whose disk is full


def environment(folder, url):
    return production_environment(migrated_data(folder), ELASTICSEARCH_URL=url)


def test_a_server_of_another_version_is_named(tmp_path):
    body = json.dumps({"error": {"type": OTHER_VERSION, "reason": "compatible-with=9"}})
    headers = {"Content-Type": "application/json", "X-Elastic-Product": "Elasticsearch"}
    with faulty(400, body, headers) as url:
        ended = run(environment(tmp_path, url), *REBUILD)

    assert ended.returncode == 1
    [line] = ended.stderr.splitlines()
    assert "another version than 9" in line


def test_a_read_only_cluster_keeps_its_live_index(tmp_path):
    try:
        with elasticsearch.own_server() as server:
            site, client = environment(tmp_path, server.url), Elasticsearch(server.url)
            assert run(site, *REBUILD).returncode == 0
            before = client.indices.get_alias(name="cms_live").body
            client.cluster.put_settings(persistent={BLOCK: True})

            refused = run(site, *REBUILD)

            assert refused.returncode == 1
            [line] = refused.stderr.splitlines()
            assert "cluster_block_exception The live index is as it was." in line
            assert client.indices.get_alias(name="cms_live").body == before
            client.cluster.put_settings(persistent={BLOCK: None})
            assert run(site, *REBUILD).returncode == 0
    except elasticsearch.UnavailableError as error:
        missing(str(error))
