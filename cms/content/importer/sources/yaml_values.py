"""YAML as plain values: text, lists and mappings, in which nothing is said twice."""

from typing import Any

import yaml


class _Loader(yaml.BaseLoader):
    """No objects of any class; YAML itself forbids equal keys, PyYAML takes the last."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        seen: set[str] = set()
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if key.value in seen:
                said = f"{key.value!r} is said twice"
                raise yaml.constructor.ConstructorError(None, None, said, key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def read_yaml(text: str) -> Any:
    """Raises YAMLError, and RecursionError for what is nested too deeply."""
    return yaml.load(text, Loader=_Loader)  # noqa: S506 makes text, lists and mappings only
