"""Both spellings of numbers in a plan: 1000000, and 1 000 000 with its digits grouped by spaces."""

from collections.abc import Sequence
from dataclasses import replace

from search.plan.nodes import Alternatives, Plan, Words
from search.plan.words import term
from search.text.numbers import grouped_numbers, joined, separated


def with_number_spellings(part: Plan | None) -> Plan | None:
    """Return a word or phrase, or the same with the other spelling of its numbers."""
    if not isinstance(part, Words):
        return part
    words = tuple(each.word for each in part.terms)
    spellings = dict.fromkeys((joined(words), separated(words)))
    others = tuple(
        replace(part, terms=tuple(map(term, each)), written="")
        for each in spellings
        if each != words
    )
    return Alternatives(part, others) if others else part


def with_joined_numbers(
    parts: Sequence[Plan | None], words: Sequence[str], fields: tuple[str, ...]
) -> list[Plan | None]:
    """Return the parts of a bag, each group of digits or the whole number.

    `words` has the word of each part; an empty string if it has none.
    """
    plans = list(parts)
    for places in grouped_numbers(words):
        number = Words((term("".join(words[at] for at in places)),), fields)
        for at in places:
            if (part := plans[at]) is not None:
                plans[at] = Alternatives(part, (number,))
    return plans
