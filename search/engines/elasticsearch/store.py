"""The engine's generations: indexes, with the aliases `live` and `previous`."""

import time
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError

from search.engines.elasticsearch import mapping
from search.engines.elasticsearch.client import typed_errors
from search.engines.elasticsearch.generation import ElasticsearchGeneration
from search.engines.protocol import Generation
from search.fields import search_fields

FORMAT = "8"
BEGIN_TIMEOUT = 30.0  # seconds, for creating an index


def index_format() -> str:
    """Return the part of every index's name that changes with the mapping and the fields.

    An index of another format is not used; it has to be rebuilt.
    """
    return f"{FORMAT}.{search_fields().fingerprint}"


class Store:
    """The indexes of one prefix on one cluster."""

    def __init__(self, client: Elasticsearch, prefix: str) -> None:
        self.client = client
        self.prefix = prefix

    def live(self) -> ElasticsearchGeneration | None:
        return self._named("live")

    def begin(self) -> ElasticsearchGeneration:
        name = f"{self.prefix}-{index_format()}-{time.time_ns():x}"
        with typed_errors():
            self.client.options(request_timeout=BEGIN_TIMEOUT).indices.create(
                index=name, settings=mapping.settings(), mappings=mapping.mapping()
            )
        return ElasticsearchGeneration(self.client, name)

    def swap(self, generation: Generation) -> None:
        before = self.live()
        with typed_errors():
            actions = self._alias_actions("live", generation.name)
            if before and before.name != generation.name:
                actions += self._alias_actions("previous", before.name)
            self.client.indices.update_aliases(actions=actions)

    def roll_back(self) -> ElasticsearchGeneration:
        generation = self._named("previous")
        if generation is None:
            raise LookupError("There is no index to go back to.")
        self.swap(generation)
        return generation

    def tidy(self) -> list[str]:
        in_use = {each.name for each in (self.live(), self._named("previous")) if each}
        with typed_errors():
            indexes = self.client.indices.get(
                index=f"{self.prefix}-*", expand_wildcards="open,closed"
            )
            orphans = sorted(set(indexes) - in_use)
            for name in orphans:
                self.client.indices.delete(index=name, ignore_unavailable=True)
        return orphans

    def discard(self) -> None:
        with typed_errors():
            for name in self.client.indices.get(
                index=f"{self.prefix}-*", expand_wildcards="open,closed"
            ):
                self.client.indices.delete(index=name, ignore_unavailable=True)

    def _named(self, role: str) -> ElasticsearchGeneration | None:
        with typed_errors():
            indexes = self._indexes_with_alias(role)
        names = sorted(
            name for name in indexes if name.startswith(f"{self.prefix}-{index_format()}-")
        )
        return ElasticsearchGeneration(self.client, names[-1]) if names else None

    def _indexes_with_alias(self, role: str) -> list[str]:
        """Return the indexes with the role's alias, including closed ones, which wildcards skip."""
        try:
            return list(self.client.indices.get_alias(name=self._alias(role)))
        except NotFoundError:
            return []

    def _alias_actions(self, role: str, name: str) -> list[dict[str, Any]]:
        alias = self._alias(role)
        others = [each for each in self._indexes_with_alias(role) if each != name]
        removed = [{"remove": {"index": each, "alias": alias}} for each in others]
        return [*removed, {"add": {"index": name, "alias": alias}}]

    def _alias(self, role: str) -> str:
        return f"{self.prefix}_{role}"
