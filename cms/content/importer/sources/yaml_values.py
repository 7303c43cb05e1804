"""YAML as plain values: text, lists and mappings without duplicate keys."""

from typing import Any

import yaml


class _Loader(yaml.BaseLoader):
    """A safe loader that refuses duplicate keys, of which PyYAML would use the last."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        names: set[str] = set()
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if key.value in names:
                problem = f"{key.value!r} appears twice"
                raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
            names.add(key.value)
        return super().construct_mapping(node, deep)


def read_yaml(text: str) -> Any:
    """Return the value of a YAML text; raises YAMLError, or RecursionError if nested too deeply."""
    return yaml.load(text, Loader=_Loader)  # noqa: S506 makes text, lists and mappings only
