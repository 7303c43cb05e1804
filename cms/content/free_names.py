"""Unique names: `aims`, `aims-2`, `aims-3`."""

from collections.abc import Container


def free_name(stem: str, taken: Container[str], numbers: dict[str, int]) -> str:
    """Return the first of `stem`, `stem-2`, `stem-3`, … that is not in `taken`.

    `numbers` stores the last number used for each stem, so that a thousand equal stems take a
    thousand steps; use one mapping together with one `taken`.
    """
    number, name = numbers.get(stem, 0), stem
    while True:
        number += 1
        name = stem if number == 1 else f"{stem}-{number}"
        if name not in taken:
            numbers[stem] = number
            return name
