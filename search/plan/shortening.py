"""Long bags cut to their most telling words, for engines that count the clauses of a query."""

from dataclasses import replace

from search.plan.nodes import All, Alternatives, Choice, Either, Plan, Words
from search.plan.words import minimum


def shortened(node: Plan, most: int) -> Plan:
    """Return the plan with at most so many parts a bag, the longest words first.

    They tell most, being rarest.

    What is left out may only widen the answer; nothing that excludes is. But synonyms go first.
    """
    match node:
        case All(parts):
            return All(tuple(shortened(part, most) for part in parts))
        case Either(parts):
            return Either(tuple(shortened(part, most) for part in parts))
        case Alternatives(original):
            return shortened(original, most)
        case Choice():
            must = _telling(node.must, most)
            should = _telling(node.should, max(0, most - len(must)))
            needed = min(node.minimum, minimum(len(should))) if should else 0
            return replace(
                node, must=must, should=should, minimum=needed, lifted=(), phrase=None, grams=None
            )
    return node


def _telling(parts: tuple[Plan, ...], most: int) -> tuple[Plan, ...]:
    kept = sorted(range(len(parts)), key=lambda at: -_length(parts[at]))[:most]
    return tuple(shortened(parts[at], most) for at in sorted(kept))


def _length(part: Plan) -> int:
    """Return the length of a word; filters and operators outweigh any word, and so stay."""
    part = part.original if isinstance(part, Alternatives) else part
    return len(part.terms[0].word) if isinstance(part, Words) else 10_000
