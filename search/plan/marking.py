"""The words of a page to mark, read off the plan that found it."""

from search.plan.nodes import (
    All,
    Alternatives,
    Choice,
    Either,
    Leaf,
    Nearby,
    Pattern,
    Plan,
    Similar,
    Unscored,
    Words,
)
from search.text.highlight import Wanted
from search.text.scripts import clusters, is_unspaced


def wanted(plan: Plan | None) -> Wanted:
    """Return the words, and the words side by side, that a plan finds pages by."""
    stems: set[str] = set()
    exact: set[str] = set()
    prefixes: list[str] = []
    patterns = []
    similar: list[tuple[str, int]] = []
    rows: set[tuple[frozenset[str], ...]] = set()
    for leaf in wanted_terms(plan):
        match leaf:
            case Words(terms, _, 0) if len(terms) > 1:
                rows.add(
                    tuple(
                        frozenset([each.word] if leaf.exact else [*each.forms, each.word])
                        for each in terms
                    )
                )
            case Words([only]) if is_unspaced(only.word):
                rows.add(_letters(only.word))
            case Words(terms, _, _, is_exact):
                for each in terms:
                    if is_exact:
                        exact.add(each.word)
                    elif not each.is_stopword:
                        stems.update(each.forms)
            case Nearby(left, right):
                for side in (left, right):
                    rows.add(tuple(frozenset([word]) for word in side))
            case Pattern(prefix, None, _, ()):
                prefixes.append(prefix)
            case Pattern(prefix, None, _, before):
                rows.add(tuple(frozenset([word]) for word in (*before, f"{prefix}*")))
            case Pattern(_, pattern) if pattern is not None:
                patterns.append(pattern)
            case Similar(word, distance):
                similar.append((word, distance))
    return Wanted(
        frozenset(stems),
        frozenset(exact),
        tuple(prefixes),
        tuple(patterns),
        tuple(similar),
        frozenset(rows),
    )


def _letters(word: str) -> tuple[frozenset[str], ...]:
    """Return a word of a script without spaces as pages hold it: letter by letter."""
    return tuple(frozenset([letter]) for letter in clusters(word))


def wanted_terms(node: Plan | None) -> list[Leaf]:
    """Return the leaves that can find a page, without excluded ones; for highlights."""
    match node:
        case None:
            return []
        case All(parts) | Either(parts):
            return [leaf for part in parts for leaf in wanted_terms(part)]
        case Choice():
            return [leaf for part in (*node.must, *node.should) for leaf in wanted_terms(part)]
        case Alternatives(original, others):
            return [leaf for part in (original, *others) for leaf in wanted_terms(part)]
        case Unscored(part):
            return [part]
        case _:
            return [node]
