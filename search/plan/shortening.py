"""Long bags cut to their limit significant words, for engines that limit the clauses of a query."""

from dataclasses import replace

from search.plan.nodes import All, Alternatives, Choice, Either, Plan, Words
from search.plan.words import minimum


def shortened(node: Plan, limit: int) -> Plan:
    """Return the plan with at limit `limit` parts in each bag.

    The longest words are kept, since they are the rarest. Synonyms are dropped first; exclusions
    never are, so that the shortened plan matches no fewer pages.
    """
    match node:
        case All(parts):
            return All(tuple(shortened(part, limit) for part in parts))
        case Either(parts):
            return Either(tuple(shortened(part, limit) for part in parts))
        case Alternatives(original):
            return shortened(original, limit)
        case Choice():
            must = _longest(node.must, limit)
            should = _longest(node.should, max(0, limit - len(must)))
            needed = min(node.minimum, minimum(len(should))) if should else 0
            return replace(
                node,
                must=must,
                should=should,
                minimum=needed,
                all_words=(),
                phrase=None,
                grams=None,
            )
    return node


def _longest(parts: tuple[Plan, ...], limit: int) -> tuple[Plan, ...]:
    longest = sorted(range(len(parts)), key=lambda at: -_length(parts[at]))[:limit]
    return tuple(shortened(parts[at], limit) for at in sorted(longest))


def _length(part: Plan) -> int:
    """Return the length of a word; filters and operators count as longer than any word."""
    part = part.original if isinstance(part, Alternatives) else part
    return len(part.terms[0].word) if isinstance(part, Words) else 10_000
