"""Names that are not taken: `aims`, `aims-2`, `aims-3`."""

from collections.abc import Container


def free_name(stem: str, taken: Container[str], numbers: dict[str, int]) -> str:
    """Return `stem`, or `stem-2`, `stem-3`, …, whichever is the first not in `taken`.

    `numbers` holds the last number given to each stem, so that a thousand equal stems take a
    thousand steps; keep it for as long as `taken`.
    """
    number, name = numbers.get(stem, 0), stem
    while True:
        number += 1
        name = stem if number == 1 else f"{stem}-{number}"
        if name not in taken:
            numbers[stem] = number
            return name
